"""The marks of an old .xls: notes, struck and coloured cells by xlrd, drawn objects from the records of the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from etl.readers import colours, xls_drawn
from etl.readers.colours import Rgb
from etl.readers.grid import Mark, Sheet, cell_at, cell_name
from etl.readers.marks import MOST


def read_marks(book: Any, sheets: list[Sheet], known: frozenset[Rgb]) -> list[Mark]:
    """The marks of all sheets; `known`: colours that tell nothing."""
    found: list[Mark] = []
    for page, sheet in zip(book.sheets(), sheets, strict=True):
        found += islice(_notes(page, sheet), MOST)
        marks = list(_cells(book, page, sheet, known))
        for kind in ("strike", "fill", "ink"):
            found += [mark for mark in marks if mark.kind == kind][:MOST]
        found += islice(_objects(book, page, sheet), MOST)
    return found


def _notes(page: Any, sheet: Sheet) -> Iterator[Mark]:
    for (row, column), note in sorted(page.cell_note_map.items()):
        if note.text.strip():
            yield Mark(
                sheet.name,
                cell_name(row, column),
                "comment",
                note.text.strip(),
                cell_at(sheet, row, column).text,
            )


def _cells(book: Any, page: Any, sheet: Sheet, known: frozenset[Rgb]) -> Iterator[Mark]:
    for row in range(page.nrows):
        for column in range(page.row_len(row)):
            style = book.xf_list[page.cell_xf_index(row, column)]
            font = book.font_list[style.font_index]
            ref = cell_at(sheet, row, column)
            part = sheet.left_out.get((row, column))
            # A part that is struck out is no part of the value, and that is told with the value.
            words = "" if part and part.struck else _struck(book, page, row, column, font, ref.text)
            if words.strip():
                yield Mark(sheet.name, ref.cell, "strike", words, ref.text)
            fill = _fill(book, style.background)
            if fill is not None and fill != colours.WHITE and not _is_known(fill, known):
                yield Mark(sheet.name, ref.cell, "fill", fill, ref.text)
            ink = _colour(book, font.colour_index)
            is_telling = ink is not None and colours.is_chromatic(ink) and not font.underlined
            if ink is not None and is_telling and ref.text.strip() and not _is_known(ink, known):
                yield Mark(sheet.name, ref.cell, "ink", ink, ref.text)


def _struck(book: Any, page: Any, row: int, column: int, font: Any, text: str) -> str:
    """What of a cell is struck out: by its font, or by those of parts of its text."""
    runs = page.rich_text_runlist_map.get((row, column))
    if not runs:
        return text if font.struck_out else ""
    words = text[: runs[0][0]] if font.struck_out else ""
    for number, (start, index) in enumerate(runs):
        end = runs[number + 1][0] if number + 1 < len(runs) else len(text)
        if index < len(book.font_list) and book.font_list[index].struck_out:
            words += text[start:end]
    return words


def _fill(book: Any, background: Any) -> Rgb | None:
    if not background.fill_pattern:
        return None
    colour = _colour(book, background.pattern_colour_index)
    if background.fill_pattern == 1:
        return colour
    return colour if colour is not None and colours.is_chromatic(colour) else colours.GREY


def _colour(book: Any, index: int) -> Rgb | None:
    parts = book.colour_map.get(index)
    return None if parts is None else "{:02X}{:02X}{:02X}".format(*parts)


def _is_known(colour: Rgb, known: frozenset[Rgb]) -> bool:
    """The palette of an .xls may lack a colour and hold one beside it."""
    return any(colours.distance(colour, one) <= 6 for one in known)


def _objects(book: Any, page: Any, sheet: Sheet) -> Iterator[Mark]:
    """From the records themselves, which xlrd passes over; nothing where it has let them go (Excel 4 and before)."""
    if not book.mem or page.number >= len(book._sh_abs_posn):
        return
    for one in xls_drawn.objects(book.mem, book._sh_abs_posn[page.number], book.biff_version):
        cell = cell_name(*one.place) if one.place is not None else ""
        value = cell_at(sheet, *one.place).text if one.place is not None else ""
        yield Mark(sheet.name, cell, "object", one.text, value, one.what)
