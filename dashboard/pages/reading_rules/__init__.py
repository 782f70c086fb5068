"""The page 読み方の決まり."""
