"""The page 事業について and the parts that only it uses."""
