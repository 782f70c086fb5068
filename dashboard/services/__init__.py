"""Use cases shared by pages, slides and commands."""
