"""The page 資料づくり and the parts that only it uses."""
