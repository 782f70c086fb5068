"""Rules that hold between the answers of one return."""
