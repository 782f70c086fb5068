"""The table behind each chart, for Excel and CSV."""
