"""The questionnaire workbook that a municipality fills in, as it is drawn."""
