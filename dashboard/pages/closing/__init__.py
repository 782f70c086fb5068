"""The page 確定・公表 and the parts that only it uses."""
