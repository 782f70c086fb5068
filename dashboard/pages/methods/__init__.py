"""The page 決め方."""
