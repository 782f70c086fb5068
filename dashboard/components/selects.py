"""Lists to choose from: how they open, and how they are searched by typing."""

from __future__ import annotations

# `comboboxProps`: a list that opens at once.
COMBO = {"transitionProps": {"duration": 0}}
# `filter` of such a list: width, kana and spaces do not matter, as in the tables (assets/selects.js).
FOLDED = {"function": "foldedOptions"}
