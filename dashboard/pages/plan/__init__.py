"""The page 計画 and the parts that only it uses."""
