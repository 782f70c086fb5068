"""Changes that a hand makes to an issued and filled 調査票, to put messes together from. Imports nothing of etl."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tests.etl.survey.mess import Book
from tests.etl.survey.messes_drawn import with_checkbox, with_shape
from tests.etl.survey.messes_sheets import (
    Sheet,
    answer_column,
    form_sheet,
    header_row,
    insert_column,
    insert_rows,
    row_of,
)

TOWN = "01452"
NUMBERS = {
    "status": "問1",
    "barriers": "問4",
    "meeting_internal": "問6",
    "meeting_internal_date": "問6-1",
    "meeting_support": "問7",
    "staff_full_time": "問8",
    "staff_concurrent": "問8-1",
    "function_f1_i": "問9-1",
    "support_wanted": "問10",
    "participation": "問11",
    "comments": "問12",
}
STAFF, DAY, STATUS = "staff_full_time", "meeting_internal_date", "status"
Change = Callable[[Book], None]


def of(question: str) -> frozenset[tuple[str, str]]:
    """The cell of the truth that a question is."""
    return frozenset({(TOWN, question)})


def meant(question: str, value: object) -> dict[tuple[str, str], object]:
    return {(TOWN, question): value}


def place(sheet: Sheet, number: str, right: int = 0) -> object:
    return sheet.cell(row_of(sheet, number), answer_column(sheet) + right)


def put(number: str, value: object, number_format: str = "", right: int = 0) -> Change:
    """Write into the answer cell of a numbered row, or beside it."""

    def change(book: Book) -> None:
        cell = place(form_sheet(book), number, right)
        cell.value = value
        if number_format:
            cell.number_format = number_format

    return change


def styled(number: str, column: int | None = None, **style: object) -> Change:
    """Another font or fill on the answer cell of a row, or on one of its label cells."""

    def change(book: Book) -> None:
        sheet = form_sheet(book)
        at = sheet.cell(row_of(sheet, number), column or answer_column(sheet))
        for name, value in style.items():
            setattr(at, name, value)

    return change


def commented(number: str, text: str) -> Change:
    def change(book: Book) -> None:
        place(form_sheet(book), number).comment = Comment(text, "担当")

    return change


def in_cell(address: str, value: object) -> Change:
    def change(book: Book) -> None:
        form_sheet(book)[address].value = value

    return change


def rich(number: str, *parts: tuple[str, str]) -> Change:
    """A text of runs: plain, struck out, raised."""
    fonts = {
        "plain": InlineFont(),
        "struck": InlineFont(strike=True),
        "raised": InlineFont(vertAlign="superscript"),
    }
    return put(number, CellRichText(*(TextBlock(fonts[how], text) for how, text in parts)))


def both(*changes: Change) -> Change:
    def change(book: Book) -> None:
        for one in changes:
            one(book)

    return change


def row_hidden(number: str) -> Change:
    def change(book: Book) -> None:
        sheet = form_sheet(book)
        sheet.row_dimensions[row_of(sheet, number)].hidden = True

    return change


def heading(text: str, column: int = 0) -> Change:
    """Another text over the answers, or over a column beside them."""

    def change(book: Book) -> None:
        sheet = form_sheet(book)
        sheet.cell(header_row(sheet), answer_column(sheet) + column).value = text

    return change


def answer_column_deleted(book: Book) -> None:
    sheet = form_sheet(book)
    sheet.delete_cols(answer_column(sheet))


def columns_swapped(book: Book) -> None:
    """Last year's column is moved before this year's, both with headings of their own."""
    sheet = form_sheet(book)
    column, head = answer_column(sheet), header_row(sheet)
    for row in range(head, sheet.max_row + 1):
        left, right = sheet.cell(row, column), sheet.cell(row, column + 1)
        if not isinstance(left, MergedCell) and not isinstance(right, MergedCell):
            left.value, right.value = right.value, left.value
    sheet.cell(head, column).value = "前年度の回答"
    sheet.cell(head, column + 1).value = "今年度の回答"


def second_column_of_answers(book: Book) -> None:
    """Corrections stand in a column of their own beside the answers."""
    sheet = form_sheet(book)
    column = answer_column(sheet)
    insert_column(sheet, column + 1)
    sheet.cell(header_row(sheet), column + 1).value = "訂正後の回答"
    sheet.cell(row_of(sheet, "問8"), column + 1).value = 9


def rows_grouped_and_coloured(book: Book) -> None:
    sheet = form_sheet(book)
    for row in range(header_row(sheet) + 1, 40):
        sheet.row_dimensions[row].height = 30
    sheet.freeze_panes = "C15"
    sheet.column_dimensions["B"].width = 60


def blank_rows(book: Book) -> None:
    sheet = form_sheet(book)
    insert_rows(sheet, row_of(sheet, "問9"), 3)


def title_moved(book: Book) -> None:
    insert_rows(form_sheet(book), 1, 2)


def far_blank(book: Book) -> None:
    form_sheet(book)["XFD1048000"].value = " "


def sent_as(name: str, path: Path) -> Path:
    return path.rename(path.with_name(name))


def drawn(geometry: str, number_row: int, path: Path, text: str = "") -> Path:
    return with_shape(path, number_row, 3, geometry=geometry, text=text)


def _boxed(path: Path) -> Path:
    return with_checkbox(path, 27, 3)


YELLOW, RED = PatternFill("solid", fgColor="FFFFFF00"), PatternFill("solid", fgColor="FFFF0000")
OTHER_TOWNS = frozenset({"*"})
