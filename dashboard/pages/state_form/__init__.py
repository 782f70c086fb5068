"""Modules of the page 国の様式."""
