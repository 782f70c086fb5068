"""One module per chart (or family of slides): its entry of the registry and all that only it needs."""
