"""How high the rows of a table get, and the largest size with which it stays inside its box."""

from __future__ import annotations

from dataclasses import replace

from dashboard.export.deck import fit
from dashboard.export.deck.model import NativeTable

PAD_X, PAD_Y = 0.06, 0.035
LEAST = 9  # points that a reader of a projected table needs; what is longer goes on over the next slide
SAFE = 0.92  # of the height that the texts may take by our estimate: programs break lines earlier


def row_heights(element: NativeTable) -> list[float]:
    """Inches of the header and each row, as their texts need; what is over is shared out, a little each."""
    heights = needed(element)
    spare = max(element.box.h * SAFE - sum(heights), 0) / len(heights)
    return [height + min(spare, element.air) for height in heights]


def needed(element: NativeTable) -> list[float]:
    """Inches that the texts of the header and each row take."""
    rows = [element.header, *([cell.text for cell in row.cells] for row in element.rows)]
    total = sum(element.widths)
    widths = [element.box.w * share / total - 2 * PAD_X for share in element.widths]
    return [
        max(fit.height(text, element.size, room) for text, room in zip(row, widths, strict=True)) + 2 * PAD_Y
        for row in rows
    ]


def overflows(element: NativeTable) -> bool:
    return sum(needed(element)) > element.box.h * SAFE


def fitted(element: NativeTable) -> NativeTable:
    """In the largest size with which the table stays inside its box."""
    while element.size > LEAST and overflows(element):
        element = replace(element, size=element.size - 0.5)
    return element
