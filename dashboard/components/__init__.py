"""Parts of pages: what is shown on more than one of them."""
