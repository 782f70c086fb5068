"""Readers: one file a kind of source, from bytes to cells with their addresses."""
