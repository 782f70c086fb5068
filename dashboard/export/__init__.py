"""Frames → files that people send on: Word letters and Excel lists. Knows neither Dash nor the warehouse."""
