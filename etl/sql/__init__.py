"""The SQL layers: one file, one table; the words for each column stand at the top of its file."""
