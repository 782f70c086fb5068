"""What the text of an answer cell means."""
