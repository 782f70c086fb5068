"""The page 実施後 and the parts that only it uses."""
