"""The page 回収・点検 and the parts that only it uses."""
