"""Changes that a hand makes to a compiled table or a list, to put messes together from. Imports nothing of etl."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side

from tests.etl.survey.mess import Book
from tests.etl.survey.messes_drawn import with_shape
from tests.etl.survey.table_books import (
    add_column,
    cell_of,
    heading_place,
    put_above,
    row_of_town,
)

TAKASU, HIGASHIKAWA, NAKAFURANO = "01452", "01458", "01461"
ALL = frozenset({"*"})
ANY = ("xlsx", "csv", "xls")
EXCEL = ("xlsx", "xls")
Change = Callable[[Book], None]


def above(*lines: list[object]) -> Change:
    return lambda book: put_above(book.worksheets[0], *lines)


def column(heading: str, *values: object, at: int | None = None) -> Change:
    return lambda book: add_column(book.worksheets[0], heading, values, at)


def put(town: str, heading: str, value: object, number_format: str = "") -> Change:
    def change(book: Book) -> None:
        cell = cell_of(book.worksheets[0], town, heading)
        cell.value = value
        if number_format:
            cell.number_format = number_format

    return change


def renamed(heading: str, new: str) -> Change:
    def change(book: Book) -> None:
        sheet = book.worksheets[0]
        sheet.cell(*heading_place(sheet, heading)).value = new

    return change


def styled(town: str, heading: str, **style: object) -> Change:
    def change(book: Book) -> None:
        for name, value in style.items():
            setattr(cell_of(book.worksheets[0], town, heading), name, value)

    return change


def row_styled(town: str, **style: object) -> Change:
    def change(book: Book) -> None:
        sheet = book.worksheets[0]
        for cell in sheet[row_of_town(sheet, town)]:
            for name, value in style.items():
                setattr(cell, name, value)

    return change


def commented(town: str, heading: str, text: str) -> Change:
    def change(book: Book) -> None:
        cell_of(book.worksheets[0], town, heading).comment = Comment(text, "担当")

    return change


def row_hidden(town: str) -> Change:
    def change(book: Book) -> None:
        sheet = book.worksheets[0]
        sheet.row_dimensions[row_of_town(sheet, town)].hidden = True

    return change


def column_hidden(heading: str) -> Change:
    def change(book: Book) -> None:
        sheet = book.worksheets[0]
        letter = sheet.cell(*heading_place(sheet, heading)).column_letter
        sheet.column_dimensions[letter].hidden = True

    return change


def named(name: str) -> Change:
    def change(book: Book) -> None:
        book.worksheets[0].title = name

    return change


def second_sheet(name: str, town: str, *, hidden: bool = False) -> Change:
    """One town's row is moved to a sheet of its own."""

    def change(book: Book) -> None:
        sheet = book.worksheets[0]
        row = row_of_town(sheet, town)
        head = heading_place(sheet, "市町村名")[0]
        other = book.create_sheet(name)
        for source in (head, row):
            other.append([cell.value for cell in sheet[source]])
        sheet.delete_rows(row)
        other.sheet_state = "hidden" if hidden else "visible"

    return change


def all_of(*changes: Change) -> Change:
    def change(book: Book) -> None:
        for one in changes:
            one(book)

    return change


def rich(town: str, heading: str, *parts: tuple[str, str]) -> Change:
    fonts = {
        "plain": InlineFont(),
        "struck": InlineFont(strike=True),
        "raised": InlineFont(vertAlign="superscript"),
    }
    return put(town, heading, CellRichText(*(TextBlock(fonts[how], text) for how, text in parts)))


def row_added(*values: object, at: int | None = None) -> Change:
    def change(book: Book) -> None:
        sheet = book.worksheets[0]
        row = at or sheet.max_row + 1
        if at:
            sheet.insert_rows(at)
        for place, value in enumerate(values, 1):
            sheet.cell(row, place).value = value

    return change


def pushed_down(rows: int) -> Change:
    """The table begins far below, under a cover with the notes of the sender."""
    return above(*[["※記入の手引き"] if number == 0 else [None] for number in range(rows)])


def bordered(book: Book) -> None:
    line = Side(style="thin")
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            cell.font = Font(name="ＭＳ ゴシック", size=9)


def head_filled(book: Book) -> None:
    sheet = book.worksheets[0]
    for cell in sheet[heading_place(sheet, "市町村名")[0]]:
        cell.fill = PatternFill("solid", fgColor="FFD9E1F2")
        cell.font = Font(bold=True)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions


def title_merged(book: Book) -> None:
    sheet = book.worksheets[0]
    put_above(sheet, ["令和5年度 重層的支援体制整備事業 取りまとめ表（上川総合振興局）"], [None])
    sheet.merge_cells("A1:H1")


def sent_as(name: str, path: Path) -> Path:
    return path.rename(path.with_name(name))


def ellipse(row: int, place: int, path: Path) -> Path:
    return with_shape(path, row, place)


def of(town: str, question: str) -> frozenset[tuple[str, str]]:
    return frozenset({(town, question)})


def row_of_sums(name: str) -> list[object]:
    return [None, name, 3, None, None, 2, 2, 1, None, 2, 10, 7]


STRUCK = Font(strike=True)
YELLOW = PatternFill("solid", fgColor="FFFFFF00")
ADDED = {code: frozenset({code}) for code in (TAKASU, HIGASHIKAWA, NAKAFURANO)}
