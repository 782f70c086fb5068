"""Addresses, caches and the first picture of a page."""
