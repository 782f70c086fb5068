"""The page 働きかけ and the parts that only it uses."""
