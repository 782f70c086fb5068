"""The page 手引き and the parts that only it uses."""
