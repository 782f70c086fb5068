"""The page 課題 and the parts that only it uses."""
