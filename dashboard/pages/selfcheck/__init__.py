"""自己診断 on screen."""
