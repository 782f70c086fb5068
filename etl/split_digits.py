"""Digits with a line break or a space between them: 1⏎2 is two numbers, never 12; 1 000 is one."""

from __future__ import annotations

import re
import unicodedata

_SPLIT = re.compile(r"(?<=\d)\s+(?=\d)")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[^\S\r\n]\d{3})+(?![\d])")
_LETTER_SPACED = re.compile(r"\S(?:[^\S\r\n]{1,2}\S){3,}")
_WESTERN_DAY = re.compile(r"\d{4}[^\S\r\n]+\d{1,2}[^\S\r\n]+\d{1,2}")


def are_split(text: str) -> bool:
    """Whether leaving out the spaces of the text would make one number of two; thousands may be set apart."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return _SPLIT.search(_THOUSANDS.sub("0", plain)) is not None


def without_layout(text: str) -> str:
    """A year or a day (already NFKC) without the spaces and line breaks that only lay it out.

    Between two digits one space stays, so that R5.10.1⏎2 is no 12 October; 2 0 2 3 年 度, spread out letter by
    letter, is 2023年度, and 2023 10 5 is 2023-10-5.
    """
    text = text.strip()
    if _WESTERN_DAY.fullmatch(text):
        return re.sub(r"\s+", "-", text)
    if not _LETTER_SPACED.fullmatch(text):
        text = _SPLIT.sub("\N{SYMBOL FOR SPACE}", text)
    kept = (letter for letter in text if unicodedata.category(letter) not in ("Zs", "Cc", "Cf"))
    return "".join(kept).replace("\N{SYMBOL FOR SPACE}", " ")
