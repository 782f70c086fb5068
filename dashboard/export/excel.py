"""The one writer of Excel lists: columns and rows in, a sheet out. No text ever becomes a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pandas as pd
import xlsxwriter

from dashboard import theme
from dashboard.export.plain_text import visible
from dashboard.export.print_pages import MARGIN, pages_across
from dashboard.words import words

Row = Mapping[str, Any] | Sequence[Any]
A4 = 9
STANDARD_TYPE = 11  # points, where a style names none
TWO_LINES = 30  # points
# Columns up to these tell the rows apart: they stand on each page where a list goes over several beside each other.
TELLING = ("市町村", "市町村名", "振興局")
FEWEST_TELLING = 2
LONGEST_TEXT = 32_767  # of a cell
CUT = "…（1つのセルに入りきらないため、ここまで）"
NARROWEST, WIDEST = 10, 46
PAGE_NUMBERS = "&C&P／&N"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\n")  # when the cell is edited
HELD = ".16G"  # how a cell holds a number, whatever it shows: 2022, 44.3
WRAPPED = {"text_wrap": True}
DATE, TIME = {"num_format": "yyyy-mm-dd"}, {"num_format": "hh:mm"}
DATE_AT_LEFT, TIME_AT_LEFT = {**DATE, "align": "left"}, {**TIME, "align": "left"}
COUNT, ONE_DECIMAL = {"num_format": "#,##0"}, {"num_format": "0.0"}
ALARM = {"font_color": "#C00000", "bold": True}


@dataclass(frozen=True)
class ListColumn:
    """A column of a list; `look`: its format (number format, wrapping) on top of that of the list.

    `key`: the name or position of the value in a row; `kind` as of table_shape.Column. `width` None: as wide as its texts.
    """

    heading: str
    key: str | int
    width: float | None = None
    kind: str = "text"
    look: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StyledNumber:
    """A number that brings its own format, in a column of texts."""

    value: float
    look: Mapping[str, Any]


@dataclass(frozen=True)
class ListStyle:
    """Formats of the cells, and of the headings on top of them.

    `quotes_formulas`: a text that starts as a formula does stays a text when its cell is edited. `draws_empty_cells`:
    an empty cell has the format of the list too. `column_by_column`: the order in which the texts enter the file.
    """

    cell: Mapping[str, Any] = field(default_factory=dict)
    head: Mapping[str, Any] = field(default_factory=dict)
    quotes_formulas: bool = False
    draws_empty_cells: bool = False
    column_by_column: bool = False


@dataclass(frozen=True)
class PrintSetup:
    """A4, landscape, headings and number on every page; `columns`: how many are printed, None for all."""

    header: str = ""
    columns: int | None = None


@dataclass(frozen=True)
class ExcelList:
    """A sheet of one list, headings in row 1, or in row 4 under the title and the note.

    `table`: name of the Excel table that it is. `row_height`: height in points of a row with wrapped texts.
    """

    sheet: str
    columns: Sequence[ListColumn]
    rows: Sequence[Row]
    style: ListStyle
    title: str | None = None
    note: str = ""
    is_synthetic: bool = False
    table: str = ""
    has_filter: bool = False
    is_frozen: bool = True
    frozen_columns: int = 0
    head_height: float | None = None
    row_height: Callable[[Any], float] | None = None
    print_setup: PrintSetup = PrintSetup()


READABLE = ListStyle(
    cell={"font_name": "BIZ UDPゴシック", "font_size": 10, "valign": "top"},
    head={"bold": True, "bg_color": theme.BLUE_50, "text_wrap": True},
    column_by_column=True,
)
MACHINE_READABLE = ListStyle(
    head={"bold": True, "bg_color": theme.BLUE_50, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
)
RULED = ListStyle(
    cell={"font_name": "游ゴシック", "border": 1, "border_color": "#BFBFBF"},
    head={"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864"},
    quotes_formulas=True,
    draws_empty_cells=True,
)


def open_workbook(target: BinaryIO) -> Any:
    """An empty workbook, in which texts stay texts; written to `target` when it is closed."""
    return xlsxwriter.Workbook(target, OPTIONS)


def write_list(book: Any, content: ExcelList) -> None:
    """Add the sheet: one value a cell, nothing merged."""
    sheet = book.add_worksheet(content.sheet)
    top = 0
    if content.title is not None:
        _write_title(book, sheet, content, content.title)
        top = 3
    bottom, right = top + max(len(content.rows), 1), len(content.columns) - 1
    _write_head(book, sheet, content, (top, 0, bottom, right))
    widths = _write_cells(book, sheet, content, top + 1)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    head_height = content.head_height
    if head_height is None and _wraps_heads(content, widths):
        head_height = TWO_LINES
    if head_height is not None:
        sheet.set_row(top, head_height)
    if content.row_height is not None:
        for number, row in enumerate(content.rows, start=top + 1):
            sheet.set_row(number, content.row_height(row))
    if content.is_frozen:
        sheet.freeze_panes(top + 1, content.frozen_columns)
    _set_print(sheet, content, widths, (top, bottom))


def write_lines(book: Any, name: str, texts: Sequence[str], width: float, style: ListStyle) -> None:
    """Add a sheet of prose: a text per cell, one under another."""
    sheet = book.add_worksheet(name)
    look = book.add_format(dict(style.cell))
    for line, text in enumerate(texts):
        sheet.write_string(line, 0, _fitted(visible(text)), look)
    sheet.set_column(0, 0, width)
    sheet.set_paper(A4)
    sheet.set_margins(left=MARGIN, right=MARGIN)
    sheet.fit_to_pages(pages_across([width], 0, float(style.cell.get("font_size", STANDARD_TYPE))), 0)


def _write_title(book: Any, sheet: Any, content: ExcelList, title: str) -> None:
    face = content.style.cell
    note = content.note
    if content.is_synthetic:
        note = f"【{words.SYNTHETIC}を含みます。実際の状況として引用しないでください】　{note}"
    title_look = book.add_format({**face, "font_size": 14, "bold": True})
    sheet.write_string(0, 0, visible(title), title_look)
    sheet.write_string(
        1, 0, visible(note), book.add_format({**face, **(ALARM if content.is_synthetic else {})})
    )


def _write_head(book: Any, sheet: Any, content: ExcelList, area: tuple[int, int, int, int]) -> None:
    look = book.add_format({**content.style.cell, **content.style.head})
    if content.table:
        headings = [{"header": column.heading, "header_format": look} for column in content.columns]
        sheet.add_table(*area, {"name": content.table, "style": "Table Style Light 1", "columns": headings})
        return
    for number, column in enumerate(content.columns):
        sheet.write_string(area[0], number, column.heading, look)
    if content.has_filter:
        sheet.autofilter(*area)


def _write_cells(book: Any, sheet: Any, content: ExcelList, first: int) -> list[float]:
    """Write the values; the widths of the columns."""
    style = content.style
    empty = book.add_format(dict(style.cell))
    looks = [
        tuple(
            book.add_format({**style.cell, **column.look, **quote}) for quote in ({}, {"quote_prefix": True})
        )
        for column in content.columns
    ]
    longest = [len(column.heading) for column in content.columns]  # on two lines, where it is long

    def write(line: int, number: int, value: Any) -> None:
        column, (plain, quoted) = content.columns[number], looks[number]
        if isinstance(value, StyledNumber):
            look = book.add_format({**style.cell, **column.look, **value.look})
            sheet.write_number(line, number, value.value, look)
        elif pd.isna(value) or value == "":
            if style.draws_empty_cells:
                sheet.write_blank(line, number, None, empty)
        elif column.kind == "date":
            sheet.write_datetime(line, number, pd.Timestamp(value).to_pydatetime(), plain)
        elif column.kind == "time":
            sheet.write_datetime(line, number, value, plain)
        elif column.kind in ("integer", "number"):
            sheet.write_number(line, number, float(value), plain)
        else:
            text = _fitted(visible(str(value)))
            is_quoted = style.quotes_formulas and text.startswith(STARTS_A_FORMULA)
            sheet.write_string(line, number, text, quoted if is_quoted else plain)
            if column.width is None:
                longest[number] = max(longest[number], sum(1 + (ord(letter) > 255) for letter in text[:40]))

    if style.column_by_column:
        for number, column in enumerate(content.columns):
            for line, row in enumerate(content.rows, start=first):
                write(line, number, _value(row, column))
    else:
        for line, row in enumerate(content.rows, start=first):
            for number, column in enumerate(content.columns):
                write(line, number, _value(row, column))
    return [
        min(max(length + 2, NARROWEST), WIDEST) if column.width is None else column.width
        for column, length in zip(content.columns, longest, strict=True)
    ]


def _wraps_heads(content: ExcelList, widths: Sequence[float]) -> bool:
    """Whether a heading takes two lines in the width that its values gave the column."""
    return any(len(column.heading) * 2 > width for column, width in zip(content.columns, widths, strict=True))


def _value(row: Any, column: ListColumn) -> Any:
    return row[column.key]


def _set_print(sheet: Any, content: ExcelList, widths: Sequence[float], rows: tuple[int, int]) -> None:
    """Heads on every page, and where a list goes over several pages beside each other, also what tells its rows apart."""
    top, bottom = rows
    setup = content.print_setup
    printed = widths if setup.columns is None else widths[: setup.columns]
    telling = content.frozen_columns or next(
        (place for place, column in enumerate(content.columns[:4], 1) if column.heading in TELLING),
        FEWEST_TELLING,
    )
    across = pages_across(printed, telling, float(content.style.cell.get("font_size", STANDARD_TYPE)))
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=MARGIN, right=MARGIN)
    sheet.repeat_rows(top)
    sheet.fit_to_pages(across, 0)
    if across > 1:
        sheet.repeat_columns(0, telling - 1)
    if setup.columns is not None:
        sheet.print_area(0, 0, bottom, setup.columns - 1)
    if setup.header:
        sheet.set_header(setup.header)
    sheet.set_footer(PAGE_NUMBERS)


def _fitted(text: str) -> str:
    """The text as a cell can hold it; where it is cut, its end says so."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT)] + CUT
