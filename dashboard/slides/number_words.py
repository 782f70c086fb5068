"""A number of today in the writing of the one that it takes the place of."""

from __future__ import annotations

import re

from dashboard.words import words

SHARES, RAW = ("rate", "share", "barrier_rate", "whole_share"), re.compile(r"-?\d+(\.\d+)?")


def like(text: str, value: float) -> str:
    """A value written as the old one was: 1,234 / 5.6％ / ＋3."""
    plain = text.strip("％%＋−-±").replace(",", "")
    decimals = len(plain.partition(".")[2])
    said = f"{abs(value):,.{decimals}f}"
    if text[:1] in "＋−±":
        said = ("＋" if value > 0 else "−" if value < 0 else "±") + said
    elif value < 0:
        said = f"−{said}"
    return said + ("％" if text.endswith("％") else "")


def digits(text: str) -> str:
    """A count as a number, also where a sentence has a word for none."""
    return "0" if text in words.NOTHING else text


def is_raw_share(key: str, text: str) -> bool:
    """Charts hold shares with all their decimals: 5.586592. What people typed over a share is none."""
    return key.partition(".")[0] in SHARES and RAW.fullmatch(text) is not None
