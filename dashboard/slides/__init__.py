"""Slides from the warehouse: gather, draw, check each number by another path, refresh, hold against new data."""
