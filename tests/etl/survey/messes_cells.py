"""What people do to the cells of a returned 調査票: merge, erase, overwrite, mark. Imports nothing of etl."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from tests.etl.survey.messes_sheets import (
    NUMBERED,
    Book,
    Sheet,
    answer_column,
    form_sheet,
    has_header,
    header_row,
    numbered_rows,
    row_of,
)


def answer_cells_merged(book: Book) -> None:
    """Two answers become one cell; it keeps the first thing written in them, as in Excel."""
    sheet = form_sheet(book)
    column, row = answer_column(sheet), row_of(sheet, "問4-3")
    first, second = (sheet.cell(at, column) for at in (row, row + 1))
    first.value = first.value or second.value
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)


def answers_merged_to_the_right(book: Book) -> None:
    """The answer cell of 問1 is widened over last year's and the reason."""
    sheet = form_sheet(book)
    column, row = answer_column(sheet), row_of(sheet, "問1")
    sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 2)


def numbers_and_labels_merged(book: Book) -> None:
    sheet = form_sheet(book)
    for number in ("問1", "問7"):
        row = row_of(sheet, number)
        at = next(cell.column for cell in sheet[row] if cell.value == number)
        sheet.merge_cells(start_row=row, end_row=row, start_column=at, end_column=at + 1)


def dropdowns_pasted_over(book: Book) -> None:
    form_sheet(book).data_validations.dataValidation = []


def numbers_erased(book: Book) -> None:
    sheet = form_sheet(book)
    for row in list(numbered_rows(sheet)):
        for cell in sheet[row][:4]:
            if isinstance(cell.value, str) and NUMBERED.fullmatch(cell.value):
                cell.value = None


def header_erased(book: Book) -> None:
    sheet = form_sheet(book)
    for cell in sheet[header_row(sheet)]:
        cell.value = None


def helps_deleted(book: Book) -> None:
    """Of every label only the first line is left."""
    sheet = form_sheet(book)
    for row in numbered_rows(sheet):
        for cell in sheet[row][: answer_column(sheet) - 1]:
            if isinstance(cell.value, str):
                cell.value = cell.value.split("\n")[0]


def label_changed(book: Book) -> None:
    """問7 now asks something else."""
    sheet = form_sheet(book)
    row = row_of(sheet, "問7")
    at = next(cell.column for cell in sheet[row] if cell.value == "問7")
    sheet.cell(row, at + 1).value = "地域ケア会議の開催状況"


def answers_beside_the_heading(book: Book) -> None:
    """The chosen options are written into the cell of the question instead of marked."""
    sheet = form_sheet(book)
    column, row = answer_column(sheet), row_of(sheet, "問4")
    chosen = []
    for below in range(row + 1, row_of(sheet, "問5")):
        if sheet.cell(below, column).value == "○":
            labels = [cell.value for cell in sheet[below][: column - 1] if isinstance(cell.value, str)]
            chosen.append(labels[-1].removesuffix("〔仮〕"))
            sheet.cell(below, column).value = None
    sheet.cell(row, column).value = "、".join(chosen)


def answers_in_last_years_column(book: Book) -> None:
    sheet = form_sheet(book)
    column = answer_column(sheet)
    for number in ("問1", "問7"):
        row = row_of(sheet, number)
        sheet.cell(row, column + 1).value = sheet.cell(row, column).value
        sheet.cell(row, column).value = None


def formula_without_a_result(book: Book) -> None:
    sheet = form_sheet(book)
    cell = sheet.cell(row_of(sheet, "問8"), answer_column(sheet))
    cell.value = f"={cell.value}+0"


def error_value(book: Book) -> None:
    sheet = form_sheet(book)
    cell = sheet.cell(row_of(sheet, "問8"), answer_column(sheet))
    cell.value, cell.data_type = "#N/A", "e"


def comment_added(book: Book) -> None:
    sheet = form_sheet(book)
    cell = sheet.cell(row_of(sheet, "問1"), answer_column(sheet))
    cell.comment = Comment("議会の議決が前提です", "担当")


def answer_struck_out(book: Book) -> None:
    sheet = form_sheet(book)
    cell = sheet.cell(row_of(sheet, "問1"), answer_column(sheet))
    cell.font = Font(strike=True)


def answer_coloured(book: Book) -> None:
    sheet = form_sheet(book)
    cell = sheet.cell(row_of(sheet, "問1"), answer_column(sheet))
    cell.fill = PatternFill("solid", fgColor="FFFF00FF")


def town_erased(book: Book) -> None:
    """The name and code of the municipality are deleted from the card."""
    for cell in _card(form_sheet(book)):
        cell.value = None


def town_overwritten(book: Book) -> None:
    """Another town took this file and wrote its own name over the card."""
    name, code = _card(form_sheet(book))
    name.value, code.value = "東川町", "01458"


def town_of_a_shared_name(book: Book) -> None:
    """The name of a village that is there twice; the code stays."""
    _card(form_sheet(book))[0].value = "泊村"


def two_towns_in_the_card(book: Book) -> None:
    name = _card(form_sheet(book))[0]
    name.value = f"{name.value}（砂川市分）"


def mark_moved_to_the_right(book: Book) -> None:
    """The ○ of 問4-2 is two columns off, where nobody looks."""
    sheet = form_sheet(book)
    column, row = answer_column(sheet), row_of(sheet, "問4-2")
    sheet.cell(row, column + 2).value, sheet.cell(row, column).value = sheet.cell(row, column).value, None


def mark_on_the_number(book: Book) -> None:
    _mark_left(book, 1)


def mark_on_the_label(book: Book) -> None:
    _mark_left(book, 0)


def zero_for_a_mark(book: Book) -> None:
    sheet = form_sheet(book)
    sheet.cell(row_of(sheet, "問4-2"), answer_column(sheet)).value = 0


def letter_for_a_mark(book: Book) -> None:
    sheet = form_sheet(book)
    sheet.cell(row_of(sheet, "問4-2"), answer_column(sheet)).value = "o"


def answer_taken_back_in_a_comment(book: Book) -> None:
    sheet = form_sheet(book)
    sheet.cell(row_of(sheet, "問1"), answer_column(sheet)).comment = Comment("「終了」に訂正します", "担当")


def correction_above_the_questions(book: Book) -> None:
    form_sheet(book).cell(1, 8).value = "問8は9人に訂正します"


def another_towns_note_above_the_questions(book: Book) -> None:
    form_sheet(book).cell(1, 8).value = "※この調査票は上砂川町の分です"


def answer_of_another_day(book: Book) -> None:
    """A meeting held after the basis day, next January."""
    sheet = form_sheet(book)
    column = answer_column(sheet)
    if sheet.cell(row_of(sheet, "問6"), column).value == "設置している":
        sheet.cell(row_of(sheet, "問6-1"), column).value = date(2024, 1, 15)


def last_years_answer_in_words(book: Book) -> None:
    sheet = form_sheet(book)
    sheet.cell(row_of(sheet, "問12"), answer_column(sheet)).value = "前年度の回答を記載"


def _mark_left(book: Book, left: int) -> None:
    """The ○ of 問4-2 is put to its number (1) or its label (0)."""
    sheet = form_sheet(book)
    column, row = answer_column(sheet), row_of(sheet, "問4-2")
    at = next(cell.column for cell in sheet[row] if cell.value == "問4-2") + 1 - left
    sheet.cell(row, at).value = f"○{sheet.cell(row, at).value or ''}"
    sheet.cell(row, column).value = None


def _card(sheet: Sheet) -> tuple[Any, Any]:
    found = {}
    for row in sheet.iter_rows(max_row=header_row(sheet) - 1 if has_header(sheet) else 30):
        for cell in row:
            if cell.value in ("市町村名", "市町村コード"):
                found[cell.value] = sheet.cell(cell.row, cell.column + 1)
    return found["市町村名"], found["市町村コード"]
