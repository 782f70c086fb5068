"""Text of others on paper: what cannot be shown is shown by its code; and how much room a text takes."""

from __future__ import annotations

import math
import unicodedata


def visible(text: str) -> str:
    """Characters that no file can hold, or that would hide or turn round the rest, stand as 〔U+202E〕."""
    if text.isprintable():  # of all that is changed below nothing is
        return text
    return "".join(_visible(character) for character in text.replace("\r\n", "\n").replace("\r", "\n"))


def ems(text: str) -> float:
    """Width in characters of full width: 「令和5年」 → 3.5."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "FWA" else 0.5 for character in text)


def lines(text: str, width: float) -> int:
    """Lines that a text takes in a cell of that many full-width characters."""
    return sum(max(1, math.ceil(ems(part) / width)) for part in text.split("\n"))


def _visible(character: str) -> str:
    if character in "\n\t":
        return character
    code = ord(character)
    category = unicodedata.category(character)
    if category == "Cc":
        return chr(0x2400 + code) if code < 0x20 else f"〔U+{code:04X}〕"
    is_turning = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or code in (0x200E, 0x200F)
    if category == "Cs" or is_turning or code & 0xFFFE == 0xFFFE:
        return f"〔U+{code:04X}〕"
    return character
