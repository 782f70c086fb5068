"""What makes a cell of a returned 調査票 show other than it holds. Imports nothing of etl."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.etl.survey.messes_sheets import Book, answer_column, form_sheet, row_of

STAFF, MEETING_DAY, START = "問8", "問6-1", "問2"


def number_half_struck(book: Book) -> None:
    """The number before was struck out, and the right one written behind it."""
    cell = _answer(book, STAFF)
    cell.value = CellRichText(
        TextBlock(InlineFont(strike=True), "9"), TextBlock(InlineFont(), str(cell.value))
    )


def number_with_a_footnote(book: Book) -> None:
    cell = _answer(book, STAFF)
    note = TextBlock(InlineFont(vertAlign="superscript"), "1")
    cell.value = CellRichText(TextBlock(InlineFont(), str(cell.value)), note)


def number_over_two_lines(book: Book) -> None:
    """The answer, and below it how many of them are new."""
    cell = _answer(book, STAFF)
    cell.value = f"{cell.value}\n2"


def number_with_a_gap(book: Book) -> None:
    cell = _answer(book, STAFF)
    cell.value = f"{cell.value}　1"


def number_laid_out(book: Book) -> None:
    """Harmless: a space before the unit."""
    cell = _answer(book, STAFF)
    cell.value = f" {cell.value} 人\n"


def number_with_zero_in_its_format(book: Book) -> None:
    """5 that shows 50人: whoever typed 5 meant what is seen, or did not see it."""
    _answer(book, STAFF).number_format = '0"0人"'


def number_with_its_unit_in_its_format(book: Book) -> None:
    """Harmless."""
    _answer(book, STAFF).number_format = '0"人"'


def value_under_an_empty_format(book: Book) -> None:
    _answer(book, STAFF).number_format = ";;;"


def value_in_white(book: Book) -> None:
    _answer(book, STAFF).font = Font(color="FFFFFFFF")


def day_over_two_lines(book: Book) -> None:
    cell = _answer(book, MEETING_DAY)
    if cell.value is not None:
        cell.value = f"{_as_day(cell.value):%Y.%m}.1\n2"


def day_in_an_era(book: Book) -> None:
    """Harmless: the same day, shown as 令和5年10月5日."""
    cell = _answer(book, MEETING_DAY)
    cell.number_format = '[$-411]ggge"年"m"月"d"日";@'


def start_shown_as_a_fiscal_year(book: Book) -> None:
    """A day in January of the year that is meant, shown as the fiscal year of that number."""
    cell = _answer(book, START)
    if (year := _western(cell.value)) is not None:
        cell.value, cell.number_format = date(year, 1, 1), 'yyyy"年度"'


def start_shown_in_an_era(book: Book) -> None:
    """Harmless: the first of April, shown as 令和7年度."""
    cell = _answer(book, START)
    if (year := _western(cell.value)) is not None:
        cell.value, cell.number_format = date(year, 4, 1), '[$-411]ggge"年度"'


def start_as_a_number_of_reiwa(book: Book) -> None:
    """Harmless: 7 that shows 令和7年度."""
    cell = _answer(book, START)
    if (year := _western(cell.value)) is not None:
        cell.value, cell.number_format = year - 2018, '"令和"0"年度"'


def _answer(book: Book, number: str) -> Any:
    sheet = form_sheet(book)
    return sheet.cell(row_of(sheet, number), answer_column(sheet))


def _western(value: object) -> int | None:
    text = str(value or "")
    if text.startswith("令和") and text.endswith("年度"):
        return 2018 + int(text[2:-2].replace("元", "1"))
    return int(text) if text.isdigit() and len(text) == 4 else None


def _as_day(value: Any) -> date:
    return value.date() if hasattr(value, "date") else value
