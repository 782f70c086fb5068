"""The Dash application: warehouse to people."""
