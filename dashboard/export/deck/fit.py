"""How much room a text takes, estimated without fonts: full width is one em, half width a little over half."""

from __future__ import annotations

import math
import unicodedata
from itertools import pairwise

POINT = 1 / 72
HALF = 0.58
LINE = 1.25
GAP = 0.2  # em that programs put between a full-width letter and a digit or Latin letter


def width(text: str, size: float) -> float:
    """Inches of a line in points."""
    full = [unicodedata.east_asian_width(character) in "FWA" for character in text]
    ems = sum(1.0 if is_full else HALF for is_full in full)
    ems += GAP * sum(
        one != other and (text[place] if other else text[place + 1]).isalnum()
        for place, (one, other) in enumerate(pairwise(full))
    )
    return ems * size * POINT


def lines(text: str, size: float, room: float) -> int:
    """Lines that a text takes in a room of so many inches."""
    return sum(max(1, math.ceil(width(part, size) / max(room, 0.01) - 1e-6)) for part in text.split("\n"))


def height(text: str, size: float, room: float) -> float:
    """Inches of the lines together."""
    return lines(text, size, room) * size * LINE * POINT


def size_for(text: str, room: float, largest: float, least: float) -> float:
    """The largest size in which a text stays on one line."""
    size = largest
    while size > least and width(text, size) > room:
        size -= 1
    return size


def cut(text: str, size: float, room: float, most: int) -> str:
    """The text in at most so many lines; what does not fit ends in …."""
    if lines(text, size, room) <= most:
        return text
    while text and lines(text + "…", size, room) > most:
        text = text[:-1]
    return text + "…"
