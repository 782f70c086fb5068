"""The page 支援の実績 and the parts that only it uses."""
