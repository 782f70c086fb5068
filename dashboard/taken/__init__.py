"""What the button 「Excel」 of a view gives out: the numbers that the picture above it shows, typed and with units."""
