"""The page 登録 and the parts that only it uses."""
