"""How high the rows of a table get, and the largest size with which it stays inside its box."""

from __future__ import annotations

from dataclasses import replace

from dashboard.export.deck import fit
from dashboard.export.deck.model import NativeTable

PAD_X, PAD_Y = 0.06, 0.035


def row_heights(element: NativeTable) -> list[float]:
    """Inches of the header and each row, as their texts need; what is over is shared out, a little each."""
    rows = [element.header, *([cell.text for cell in row.cells] for row in element.rows)]
    total = sum(element.widths)
    widths = [element.box.w * share / total - 2 * PAD_X for share in element.widths]
    needed = [
        max(fit.height(text, element.size, room) for text, room in zip(row, widths, strict=True)) + 2 * PAD_Y
        for row in rows
    ]
    spare = max(element.box.h - sum(needed), 0) / len(needed)
    return [height + min(spare, element.air) for height in needed]


def height(element: NativeTable) -> float:
    return sum(row_heights(element))


def fitted(element: NativeTable, least: float) -> NativeTable:
    """In the largest size with which the table stays inside its box."""
    while element.size > least and height(element) > element.box.h:
        element = replace(element, size=element.size - 0.5)
    return element
