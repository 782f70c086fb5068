"""A returned file: whose it is, what it answers, and what becomes of it."""
