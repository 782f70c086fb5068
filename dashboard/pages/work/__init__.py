"""The page 今年の仕事 and the parts that only it uses."""
