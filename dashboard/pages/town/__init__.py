"""The page 市町村カルテ and the parts that only it uses."""
