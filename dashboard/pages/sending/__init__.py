"""The page 発出 and the parts that only it uses."""
