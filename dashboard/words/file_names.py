"""The end of the names of files that are handed out: which data they rest on, and whether any of it is fictional."""

from __future__ import annotations

from dashboard.words import words

MARK = f"_{words.SYNTHETIC}"


def ended(name: str, version: str = "", *, is_synthetic: bool) -> str:
    """題.xlsx → 題_wh_…_架空データ.xlsx. version: of the data; empty for what goes to others as a letter."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}{f'_{version}' if version else ''}{MARK if is_synthetic else ''}{dot}{suffix}"
