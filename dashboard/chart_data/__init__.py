"""What stands behind each chart: its table for Excel, the frames of its slide, the recount of its numbers."""
