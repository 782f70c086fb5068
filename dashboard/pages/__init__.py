"""One page a module: PATH, TITLE, layout(), register(). A page imports no page."""
