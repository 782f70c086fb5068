"""The life cycle of a 調査票: defined as data, issued, received, checked and queried."""
