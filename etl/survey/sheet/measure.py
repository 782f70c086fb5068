"""How much room a text takes in a cell, estimated on the safe side since nothing is drawn yet."""

from __future__ import annotations

import math
import unicodedata

LINE_POINTS, NOTE_POINTS, LEAST_HEIGHT = 14.5, 13.0, 17.0


def row_height(label: str, note: str, width: float) -> float:
    """Height in points of a row with a label and, smaller and below it, a note."""
    lines = _lines_needed(label, width, 10.0) * LINE_POINTS
    notes = _lines_needed(note, width, 9.0) * NOTE_POINTS if note else 0.0
    return max(LEAST_HEIGHT, lines + notes + 3.0)


def _lines_needed(text: str, width: float, points: float) -> int:
    """Lines that a text takes in a column: kanji as wide as the font is high, kana narrower, latin half."""
    wide = sum(map(em, text))
    return max(1, math.ceil(wide * points / (points_of((width,)) - 8)))


def points_of(widths: tuple[float, ...]) -> float:
    """Width of columns in points: 7 px a digit of Arial 10 and 5 px a column, a px 0.75 pt."""
    return sum(width * 7 + 5 for width in widths) * 0.75


def em(letter: str) -> float:
    """Width of a letter in font heights, as in Meiryo UI."""
    if "\u3041" <= letter <= "\u30ff":
        return 0.85
    return 1.0 if unicodedata.east_asian_width(letter) in "FWA" else 0.55
