"""What a file is and what registering it would change, before anything is kept."""
