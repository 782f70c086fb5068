"""PowerPoint that people may edit and we may refresh: frames → native shapes, charts and tables."""
