"""The questionnaire as data: form.toml, its questions and the entries they take."""
