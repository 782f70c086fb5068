"""What people put on or over a returned 調査票 instead of writing into it. Imports nothing of etl."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font, PatternFill

from tests import drawn_parts as drawn
from tests.etl.survey.messes_sheets import Book, form_sheet

YELLOW = PatternFill("solid", fgColor="FFFFFF00")
FAR = b'<row r="1048000"><c r="XFD1048000" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row></sheetData>'


def label_coloured_instead(book: Book) -> None:
    """The label of an option is yellow, and its ○ is not there."""
    cell = _first_circle(book)
    if cell is not None:
        cell.value = None
        form_sheet(book).cell(cell.row, cell.column - 1).fill = YELLOW


def blank_coloured_instead(book: Book) -> None:
    cell = _first_circle(book)
    if cell is not None:
        cell.value, cell.fill = None, YELLOW


def label_in_red_instead(book: Book) -> None:
    cell = _first_circle(book)
    if cell is not None:
        cell.value = None
        form_sheet(book).cell(cell.row, cell.column - 1).font = Font(color="FFFF0000")


def ringed(path: Path) -> Path:
    """An ellipse around an option instead of its ○."""
    return _instead(path, "drawing", lambda row, column: drawn.drawing(drawn.shape(row, column)))


def ticked(path: Path) -> Path:
    """A ticked check box of a form instead of a ○."""
    return _instead(
        path, "vmlDrawing", lambda row, column: drawn.vml(drawn.control(row, column, is_checked=True))
    )


def boxed(path: Path) -> Path:
    """A text box over an option instead of its ○."""
    return _instead(
        path,
        "drawing",
        lambda row, column: drawn.drawing(drawn.shape(row, column, "rect", "該当", is_box=True)),
    )


def with_an_empty_drawing(path: Path) -> Path:
    """What Excel leaves behind when the last picture is deleted."""
    return drawn.with_parts(path, {"drawing": drawn.drawing()})


def with_a_space_far_out(path: Path) -> Path:
    """Somebody pressed the space bar at the very end of the sheet."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = max(
        (name for name in parts if name.startswith("xl/worksheets/sheet")), key=lambda name: len(parts[name])
    )
    return _packed(path, parts | {sheet: parts[sheet].replace(b"</sheetData>", FAR)})


def with_backslashes(path: Path) -> Path:
    """Packed by a program that names parts as Windows names files."""
    with zipfile.ZipFile(path) as archive:
        return _packed(path, {name.replace("/", "\\"): archive.read(name) for name in archive.namelist()})


def _packed(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def _instead(path: Path, kind: str, make: Callable[[int, int], bytes]) -> Path:
    book = openpyxl.load_workbook(path, rich_text=True)
    cell = _first_circle(book)
    if cell is None:
        return path
    cell.value = None
    row, column = cell.row - 1, cell.column - 1
    names = [sheet.title for sheet in book.worksheets]
    book.move_sheet(form_sheet(book), -names.index(form_sheet(book).title))
    book.save(path)
    return drawn.with_parts(path, {kind: make(row, column)})


def _first_circle(book: Book) -> Any:
    """The first cell of the form in which a ○ stands."""
    cells = (cell for row in form_sheet(book).iter_rows(max_row=150, max_col=8) for cell in row)
    return next((cell for cell in cells if cell.value == "○"), None)
