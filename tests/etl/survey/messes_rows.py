"""What people do to the rows, columns and sheets of a returned 調査票. Imports nothing of etl."""

from __future__ import annotations

from tests.etl.survey.messes_sheets import (
    Book,
    answer_column,
    delete_rows,
    form_sheet,
    header_row,
    insert_column,
    insert_rows,
    numbered_rows,
    row_of,
)

HIDDEN = "_kasanari"
LABEL = 2


def rows_inserted(book: Book) -> None:
    sheet = form_sheet(book)
    for number in ("問9", "問4-3", "問2", "問1"):
        insert_rows(sheet, row_of(sheet, number), 2)


def row_with_remark_inserted(book: Book) -> None:
    sheet = form_sheet(book)
    at = row_of(sheet, "問7")
    insert_rows(sheet, at)
    sheet.cell(at, LABEL, "※係内で確認中です")


def rows_deleted(book: Book) -> None:
    """An option, a rank and a question are gone."""
    sheet = form_sheet(book)
    for number in ("問8-1", "問5-3", "問4-2"):
        if any(sheet.cell(row, c).value == number for row in numbered_rows(sheet) for c in range(1, 5)):
            delete_rows(sheet, row_of(sheet, number))


def row_copied(book: Book) -> None:
    """問7 stands there twice, the copy without an answer."""
    _copy_row(book, "問7", keep_answer=False)


def row_copied_with_another_answer(book: Book) -> None:
    _copy_row(book, "問1", keep_answer=True)


def block_moved(book: Book) -> None:
    """The rows of 問6 are cut and inserted below those of 問7."""
    sheet = form_sheet(book)
    first, after = row_of(sheet, "問6"), row_of(sheet, "問8")
    second = row_of(sheet, "問7")
    rows = [[cell.value for cell in sheet[row]] for row in range(first, after)]
    moved = rows[second - first :] + rows[: second - first]
    if any(area.min_row < after and area.max_row >= first for area in sheet.merged_cells.ranges):
        return
    for offset, values in enumerate(moved):
        for column, value in enumerate(values, 1):
            sheet.cell(first + offset, column).value = value


def sheet_renamed(book: Book) -> None:
    form_sheet(book).title = "回答（最終版）"


def sheets_moved(book: Book) -> None:
    """A memo in front, the form at the end."""
    memo = book.create_sheet("メモ", 0)
    memo["A1"] = "決裁の経過"
    book.move_sheet(form_sheet(book), offset=len(book.worksheets))


def hidden_sheet_deleted(book: Book) -> None:
    for name in [sheet.title for sheet in book.worksheets if sheet.title.startswith("_")]:
        del book[name]


def hidden_sheet_edited(book: Book) -> None:
    if HIDDEN in book.sheetnames:
        book[HIDDEN]["B12"] = "書き換え"


def column_inserted_before_answers(book: Book) -> None:
    sheet = form_sheet(book)
    insert_column(sheet, answer_column(sheet))


def column_inserted_in_front(book: Book) -> None:
    insert_column(form_sheet(book), 1)


def answer_column_deleted(book: Book) -> None:
    sheet = form_sheet(book)
    column = answer_column(sheet)
    for area in list(sheet.merged_cells.ranges):
        if area.max_col >= column:
            sheet.unmerge_cells(area.coord)
    sheet.delete_cols(column)


def answer_heading_written_over(book: Book) -> None:
    sheet = form_sheet(book)
    sheet.cell(header_row(sheet), answer_column(sheet)).value = "参考（前回の回答）"


def answer_columns_swapped(book: Book) -> None:
    """Last year's answers first, this year's under a heading of the town's own."""
    sheet = form_sheet(book)
    column, header = answer_column(sheet), header_row(sheet)
    merged = {area.min_row for area in sheet.merged_cells.ranges if area.max_col > column}
    for row in range(header, sheet.max_row + 1):
        if row not in merged:
            first, second = sheet.cell(row, column), sheet.cell(row, column + 1)
            first.value, second.value = second.value, first.value
    sheet.cell(header, column + 1).value = "今年度の回答"


def rows_hidden(book: Book) -> None:
    sheet = form_sheet(book)
    for number in ("問4-4", "問4-5"):
        sheet.row_dimensions[row_of(sheet, number)].hidden = True


def form_copied(book: Book) -> None:
    """The sheet stands there twice, both the same."""
    book.copy_worksheet(form_sheet(book))


def form_copied_and_changed(book: Book) -> None:
    """Two sheets, two answers to 問1."""
    sheet = form_sheet(book)
    copy = book.copy_worksheet(sheet)
    copy.cell(row_of(sheet, "問1"), answer_column(sheet)).value = "終了"


def only_values_pasted(book: Book) -> None:
    """The sheet's values in a new workbook's only sheet."""
    sheet = form_sheet(book)
    new = book.create_sheet("Sheet1")
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and cell.data_type != "f":
                new.cell(cell.row, cell.column, cell.value)
    for name in [one.title for one in book.worksheets if one is not new]:
        del book[name]


def _copy_row(book: Book, number: str, *, keep_answer: bool) -> None:
    sheet = form_sheet(book)
    row, column = row_of(sheet, number), answer_column(sheet)
    values = [cell.value for cell in sheet[row]]
    insert_rows(sheet, row + 1)
    for at, value in enumerate(values, 1):
        sheet.cell(row + 1, at).value = value
    sheet.cell(row + 1, column).value = "終了" if keep_answer else None
