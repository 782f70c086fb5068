"""The end of the names of files that are handed out: which data they rest on, and whether any of it is fictional."""

from __future__ import annotations

import re

from dashboard.words import words

MARK = f"_{words.SYNTHETIC}"
FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]+')  # in a name of Windows; blanks, as they are lost in mails
LONGEST = 120  # of the words, so that version and mark are never cut off


def ended(name: str, version: str = "", *, is_synthetic: bool) -> str:
    """題.xlsx → 題_wh_…_架空データ.xlsx. version: of the data; empty for what goes to others as a letter."""
    stem, dot, suffix = name.rpartition(".")
    stem = FORBIDDEN.sub("_", stem.strip())[:LONGEST].rstrip("_.")
    return f"{stem}{f'_{version}' if version else ''}{MARK if is_synthetic else ''}{dot}{suffix}"
