"""Decks of slides: draw, check each number against its recount, refresh, hold against newer data."""
