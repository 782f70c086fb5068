"""The page データ and the parts that only it uses."""
