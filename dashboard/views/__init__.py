"""What a page shows, as plain data; nothing here knows Dash."""
