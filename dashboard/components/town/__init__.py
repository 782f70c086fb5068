"""市町村カルテ: the parts of one town's page."""
