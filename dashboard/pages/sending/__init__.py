"""The page 発出."""
