"""What the PC is and allows, asked alike by etl and dashboard. Knows neither, and needs no package but psutil, where the system itself does not tell."""
