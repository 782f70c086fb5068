"""How wide and high the cells of a sheet are, to lay comment boxes beside them."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from etl.readers.grid import Position, Range
from etl.survey.ooxml.xml import Element, number, whole

DIGIT_PX = 7
DEFAULT_COLUMN_PX = 64
DEFAULT_ROW_POINTS = 15.0
LAST_COLUMN, LAST_ROW = 16_383, 1_048_575
FARTHEST = 400  # columns or rows walked over at most, so that hidden ones cost no time

WIDE_PX, NARROW_PX, LINE_PX = 12, 7, 17  # of the font of our comments, 9 points
PADDING_PX = 12
NARROWEST_PX, USUAL_PX, WIDEST_PX, HIGHEST_PX = 150, 340, 620, 640
MANY_LINES = 16


@dataclass(frozen=True)
class Grid:
    """The sizes of columns and rows in pixels at 100 %; a hidden one has none."""

    column_px: int = DEFAULT_COLUMN_PX
    row_px: int = 20
    columns: list[tuple[int, int, int]] = field(default_factory=list)  # first, last, pixels
    rows: dict[int, int] = field(default_factory=dict)

    def width(self, column: int) -> int:
        found = (px for first, last, px in self.columns if first <= column <= last)
        return next(found, self.column_px)

    def height(self, row: int) -> int:
        return self.rows.get(row, self.row_px)

    def is_hidden(self, position: Position) -> bool:
        return self.height(position[0]) == 0 or self.width(position[1]) == 0

    def first_visible(self) -> Position:
        """A1, or the first cell from there whose row and column are shown."""
        row = next((row for row in range(FARTHEST) if self.height(row)), 0)
        column = next((column for column in range(FARTHEST) if self.width(column)), 0)
        return row, column


@dataclass(frozen=True)
class Anchor:
    """A box: left column, pixels into it, top row, pixels into it, and the same for right and bottom."""

    left: int
    left_px: int
    top: int
    top_px: int
    right: int
    right_px: int
    bottom: int
    bottom_px: int

    def __str__(self) -> str:
        return (
            f"{self.left}, {self.left_px}, {self.top}, {self.top_px}, "
            f"{self.right}, {self.right_px}, {self.bottom}, {self.bottom_px}"
        )


def grid_of(formats: Element | None, columns: Iterable[Element], rows: Iterable[tuple[int, Element]]) -> Grid:
    """From sheetFormatPr, the col elements, and the row elements with their numbers from 0."""
    column_px, row_px = DEFAULT_COLUMN_PX, _points(DEFAULT_ROW_POINTS)
    if formats is not None:
        row_px = (
            0
            if _flag(formats, "zeroHeight")
            else _points(number(formats, "defaultRowHeight", DEFAULT_ROW_POINTS))
        )
        column_px = _column_px(formats, "defaultColWidth", column_px)
    widths = [
        (
            whole(column, "min") - 1,
            whole(column, "max") - 1,
            0 if _flag(column, "hidden") else _column_px(column, "width", column_px),
        )
        for column in columns
    ]
    heights = {}
    for row_number, row in rows:
        if _flag(row, "hidden"):
            heights[row_number] = 0
        elif "ht" in row.attributes or row_px == 0:
            heights[row_number] = _points(number(row, "ht", DEFAULT_ROW_POINTS))
    return Grid(column_px, row_px, widths, heights)


def box_beside(grid: Grid, cell: Range, text: str) -> Anchor:
    """A box right of a cell (or merged range) and a little above, large enough for the text."""
    width, height = size_of(text)
    left = min(cell[3] + 1, LAST_COLUMN - 3)
    top = max(cell[0] - 1, 0)
    top_px = 4 if cell[0] == 0 else min(8, grid.height(top))
    right, right_px = _walk(left, 15 + width, grid.width, LAST_COLUMN)
    bottom, bottom_px = _walk(top, top_px + height, grid.height, LAST_ROW)
    return Anchor(left, 15, top, top_px, right, right_px, bottom, bottom_px)


def grown(grid: Grid, anchor: Anchor, text: str) -> Anchor:
    """A person's own box, made higher where the text no longer fits in."""
    columns = min(anchor.right - anchor.left, FARTHEST)
    width = sum(grid.width(anchor.left + column) for column in range(columns))
    width = max(width - anchor.left_px + anchor.right_px, 60)
    rows = min(anchor.bottom - anchor.top, FARTHEST)
    height = sum(grid.height(anchor.top + row) for row in range(rows)) - anchor.top_px + anchor.bottom_px
    needed = min(_lines(text, width) * LINE_PX + PADDING_PX, HIGHEST_PX)
    if needed <= height:
        return anchor
    bottom, bottom_px = _walk(anchor.top, anchor.top_px + needed, grid.height, LAST_ROW)
    return Anchor(*_corner(anchor), anchor.right, anchor.right_px, bottom, bottom_px)


def size_of(text: str) -> tuple[int, int]:
    """Width and height in pixels of a box that shows the text."""
    longest = max(map(_text_px, text.split("\n")))
    width = max(NARROWEST_PX, min(longest + PADDING_PX + WIDE_PX, USUAL_PX))
    if _lines(text, width) > MANY_LINES:
        width = WIDEST_PX
    return width, min(_lines(text, width) * LINE_PX + PADDING_PX, HIGHEST_PX)


def _lines(text: str, width: int) -> int:
    """Lines that the text takes; one character a line is left for breaks that spare punctuation."""
    room = max(width - PADDING_PX - WIDE_PX, WIDE_PX)
    return sum(max(1, math.ceil(_text_px(line) / room)) for line in text.split("\n"))


def _text_px(line: str) -> int:
    return sum(WIDE_PX if unicodedata.east_asian_width(c) in "WFA" else NARROW_PX for c in line)


def _walk(start: int, pixels: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """The row or column in which one arrives, and how far into it."""
    place = start
    while place < min(last, start + FARTHEST) and pixels > size(place):
        pixels -= size(place)
        place += 1
    return place, min(pixels, size(place))


def _corner(anchor: Anchor) -> tuple[int, int, int, int]:
    return anchor.left, anchor.left_px, anchor.top, anchor.top_px


def _column_px(element: Element, name: str, default: int) -> int:
    width = number(element, name) if name in element.attributes else None
    return default if width is None else int((256 * width + 128 // DIGIT_PX) / 256 * DIGIT_PX)


def _points(height: float) -> int:
    return round(height * 4 / 3)


def _flag(element: Element, name: str) -> bool:
    return element.attributes.get(name) in ("1", "true")
