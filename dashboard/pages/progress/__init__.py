"""The page 経過 and the parts that only it uses."""
