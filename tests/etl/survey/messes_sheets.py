"""The returned sheet as openpyxl holds it: finding rows in it, and moving them as Excel does. Imports nothing of etl.

Excel moves merged ranges with the rows; openpyxl does not, so that is done here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openpyxl.worksheet.cell_range import CellRange

NUMBERED = re.compile(r"問\d+(-\d+)?")

Book = Any  # openpyxl's workbook and sheet have no useful types
Sheet = Any


def form_sheet(book: Book) -> Sheet:
    """The sheet to fill in, whatever it is called by now: the longest that is not one of ours."""
    shown = [sheet for sheet in book.worksheets if not sheet.title.startswith("_")]
    return max(shown, key=lambda sheet: sheet.max_row)


def row_of(sheet: Sheet, number: str) -> int:
    """The row of 問4-2 by what stands in it."""
    return next(row[0].row for row in _rows(sheet) if any(cell.value == number for cell in row[:4]))


def header_row(sheet: Sheet) -> int:
    return next(row[0].row for row in _rows(sheet) if _is_header(row))


def answer_column(sheet: Sheet) -> int:
    return next(
        cell.column for row in _rows(sheet) if _is_header(row) for cell in row if cell.value == "回答"
    )


def numbered_rows(sheet: Sheet) -> Iterator[int]:
    """Rows that begin with a number such as 問4-2."""
    for row in _rows(sheet):
        if any(isinstance(cell.value, str) and NUMBERED.fullmatch(cell.value) for cell in row[:4]):
            yield row[0].row


def insert_rows(sheet: Sheet, at: int, count: int = 1) -> None:
    """Rows inserted before row `at`, merged ranges moving along."""
    merged = _unmerge(sheet)
    sheet.insert_rows(at, count)
    for area in merged:
        if area.min_row >= at:
            area.shift(row_shift=count)
        elif area.max_row >= at:
            area.expand(down=count)
        sheet.merge_cells(area.coord)


def delete_rows(sheet: Sheet, at: int, count: int = 1) -> None:
    merged = _unmerge(sheet)
    sheet.delete_rows(at, count)
    for area in merged:
        if area.min_row >= at + count:
            area.shift(row_shift=-count)
        elif area.max_row >= at:
            continue
        sheet.merge_cells(area.coord)


def insert_column(sheet: Sheet, at: int) -> None:
    merged = _unmerge(sheet)
    sheet.insert_cols(at)
    for area in merged:
        if area.min_col >= at:
            area.shift(col_shift=1)
        elif area.max_col >= at:
            area.expand(right=1)
        sheet.merge_cells(area.coord)


def has_header(sheet: Sheet) -> bool:
    return any(_is_header(row) for row in _rows(sheet))


def _is_header(row: tuple[Any, ...]) -> bool:
    return {"設問", "回答"} <= {cell.value for cell in row}


def _rows(sheet: Sheet) -> Iterator[tuple[Any, ...]]:
    yield from sheet.iter_rows(max_row=150, max_col=8)


def _unmerge(sheet: Sheet) -> list[CellRange]:
    merged = [CellRange(area.coord) for area in sheet.merged_cells.ranges]
    for area in merged:
        sheet.unmerge_cells(area.coord)
    return merged
