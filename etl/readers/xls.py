"""Reads the old .xls by xlrd, which tells errors, hidden rows and formats in one go."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

from etl.japanese_date import EXCEL_DAY_ZERO
from etl.readers import number_format, shown_cells, xls_marks, xls_records
from etl.readers.colours import Rgb
from etl.readers.grid import (
    Document,
    Position,
    Sheet,
    plain_value,
    shown_texts,
    take_days,
    take_left,
    unseen_values,
    zeros,
)
from etl.readers.refusal import RefusedError
from etl.readers.rich_text import LeftOut, Run, left_out
from etl.readers.unseen import SAME_COLOUR, TOO_SMALL, is_too_small

BROKEN = (
    "古い形式（.xls）のファイルが壊れていて読めません。Excelで開いて保存しなおしたものをもらってください。"
)
WHITE, WHITES = 1, (1, 9)
DAY_ZERO_1904 = date(1904, 1, 1)


def read_xls(path: Path, content: bytes, known_colours: frozenset[Rgb] = frozenset()) -> Document:
    """The document of an unencrypted .xls. Raises RefusedError where its records are broken."""
    import xlrd  # .xls is rare

    try:
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,  # keeps the records, from which objects are read
            logfile=io.StringIO(),
        )
        sheets = [_sheet(book, sheet) for sheet in book.sheets()]
        marks = xls_marks.read_marks(book, sheets, known_colours)
    except MemoryError:
        raise
    except Exception as problem:  # xlrd lets any error out when the records are broken
        raise RefusedError("FILE-BROKEN", BROKEN, value=repr(problem)[:200]) from problem
    if not sheets:
        raise RefusedError("FILE-BROKEN", BROKEN)
    return Document(path, "xls", None, sheets, marks)


def _sheet(book: Any, sheet: Any) -> Sheet:
    from xlrd.biffh import XL_CELL_ERROR, error_text_from_code

    values: list[list[object]] = []
    errors: dict[Position, str] = {}
    formats: dict[Position, str] = {}
    unseen: dict[Position, str] = {}
    rich: dict[Position, LeftOut] = {}
    looks: dict[int, tuple[str, bool, str]] = {}
    for row in range(sheet.nrows):
        cells = sheet.row(row)
        values.append([_value(book, cell) for cell in cells])
        for column, cell in enumerate(cells):
            if cell.ctype == XL_CELL_ERROR:
                errors[row, column] = error_text_from_code.get(cell.value, "#ERROR!")
            if cell.xf_index not in looks:
                style = book.xf_list[cell.xf_index]
                code = book.format_map[style.format_key].format_str
                looks[cell.xf_index] = code, number_format.wants_a_look(code), _why_unseen(book, style)
            code, wants_a_look, why_unseen = looks[cell.xf_index]
            if wants_a_look:
                formats[row, column] = code
            if why_unseen and cell.value not in ("", None):
                unseen[row, column] = why_unseen
            runs = sheet.rich_text_runlist_map.get((row, column))
            if runs and (part := _left_out(book, cell, runs)) is not None:
                rich[row, column] = part
    records = _records(book, sheet)
    take_left(values, rich)
    take_days(values, formats, DAY_ZERO_1904 if book.datemode else EXCEL_DAY_ZERO)
    return Sheet(
        sheet.name,
        values,
        sheet.visibility == 0,
        [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells],
        errors,
        {},
        shown_texts(values, formats),
        [(row, row) for row, info in sorted(sheet.rowinfo_map.items()) if _is_flat(info)],
        [(column, column) for column, info in sorted(sheet.colinfo_map.items()) if _is_narrow(info)],
        sheet.visibility == 2,
        records.volatile,
        left_out=rich,
        printed=records.printed,
        unseen=unseen_values(values, formats)
        | unseen
        | ({} if sheet.show_zero_values else dict.fromkeys(zeros(values), shown_cells.NO_ZEROS)),
    )


def _records(book: Any, sheet: Any) -> xls_records.SheetRecords:
    """From the records themselves; nothing where xlrd has let them go (Excel 4 and before)."""
    if not book.mem or sheet.number >= len(book._sh_abs_posn):
        return xls_records.SheetRecords()
    start = book._sh_abs_posn[sheet.number]
    names = [name.raw_formula for name in book.name_obj_list]
    return xls_records.read_records(book.mem, start, book.biff_version, book.encoding or "cp932", names)


def _is_flat(row: Any) -> bool:
    """Hidden, or less than two points high."""
    return bool(row.hidden) or (not row.has_default_height and row.height < 40)


def _is_narrow(column: Any) -> bool:
    """Hidden, or less than half a digit wide."""
    return bool(column.hidden) or column.width < 128


def _why_unseen(book: Any, style: Any) -> str:
    """Letters too small to read, or in the colour of the cell; without a fill the cell is white."""
    font = book.font_list[style.font_index]
    if is_too_small(str(font.height / 20)):
        return TOO_SMALL
    ink = WHITE if (number := font.colour_index) in WHITES else number
    if style.background.fill_pattern not in (0, 1):
        return ""
    ground = style.background.pattern_colour_index if style.background.fill_pattern else WHITE
    return SAME_COLOUR if ink == (WHITE if ground in WHITES else ground) else ""


def _left_out(book: Any, cell: Any, starts: list[tuple[int, int]]) -> LeftOut | None:
    """`starts`: where a font begins, and its number; before the first the font of the cell holds."""
    text = cell.value
    parts = [(0, book.xf_list[cell.xf_index].font_index), *starts]
    ends = [start for start, _ in starts] + [len(text)]
    fonts = [(text[start:end], book.font_list[font]) for (start, font), end in zip(parts, ends, strict=True)]
    return left_out([Run(part, bool(font.struck_out), font.escapement != 0) for part, font in fonts if part])


def _value(book: Any, cell: Any) -> object:
    from xlrd import xldate
    from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR

    if cell.ctype == XL_CELL_ERROR:
        return None
    if cell.ctype == XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == XL_CELL_DATE:
        moment = xldate.xldate_as_datetime(cell.value, book.datemode)
        if cell.value < 1:
            return moment.time()
        return moment.date() if cell.value == int(cell.value) else moment
    return plain_value(cell.value)
