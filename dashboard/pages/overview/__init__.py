"""The page 概況 and the parts that only it uses."""
