"""Japanese words for numbers, days and statuses, shared by screen, slides and papers."""
