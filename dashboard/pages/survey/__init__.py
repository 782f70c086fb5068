"""調査をつくる: the form of a round, written beside the sheet that it becomes."""
