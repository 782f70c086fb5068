"""Lists that are searched by typing."""

from __future__ import annotations

# `filter` of such a list: width, kana and spaces do not matter, as in the tables (assets/selects.js).
FOLDED = {"function": "foldedOptions"}
