"""The page 地図 and the parts that only it uses."""
