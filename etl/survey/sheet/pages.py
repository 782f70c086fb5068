"""How the sheet falls on A4 pages when it is printed."""

from __future__ import annotations

from etl.survey.sheet.layout import HEADER_HEIGHT, TITLE_ROW, Layout, capacity, head_height


def pages(layout: Layout) -> list[tuple[int, int]]:
    """First and last row of each printed page, as the heights fall on A4 at one page's width."""
    room = capacity(layout.widths)
    used = head_height(layout.header_row)
    found: list[tuple[int, int]] = []
    first = TITLE_ROW
    for line in layout.lines:
        if line.row == layout.break_row or used + line.height > room:
            found.append((first, line.row - 1))
            first, used = line.row, HEADER_HEIGHT
        used += line.height
    return [*found, (first, layout.last_row + 1)]
