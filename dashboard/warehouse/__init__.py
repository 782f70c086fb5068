"""Read-only access to the published warehouse, as of any day."""
