"""How many A4 pages beside each other a list takes, so that its type can be read."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_TYPE = 8.0  # points on paper
MARGIN = 0.4  # inches at each side
ROOM = (297 / 25.4 - 2 * MARGIN) * 96  # of A4 across, in pixels of Excel
DIGIT, GUTTER = 7, 5  # pixels of a digit of the standard font, and between columns


def pages_across(widths: Sequence[float], repeated: int, type_size: float) -> int:
    """The fewest on which the type is not smaller than LEAST_TYPE when they are filled.

    widths: of the printed columns, in digits; repeated: columns at the left that stand on every page.
    """
    pixels = [width * DIGIT + GUTTER for width in widths]
    room = ROOM * type_size / LEAST_TYPE
    keys, pages, used = sum(pixels[:repeated]), 1, 0.0
    for number, width in enumerate(pixels):
        if used + width > room and number > repeated:
            pages, used = pages + 1, keys
        used += width
    return pages
