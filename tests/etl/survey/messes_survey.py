"""What people do to an issued 調査票 before they send it back. Imports nothing of etl: openpyxl, zip, LibreOffice.

A mess of the sheet (MESSES) changes an open workbook; a mess of the file (FILE_MESSES) takes a saved one and
returns the file that is sent. Excel moves merged ranges with the rows; openpyxl does not, so `insert_rows` and
`delete_rows` here do it as Excel does.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.cell_range import CellRange

SHEET, HIDDEN = "調査票", "_kasanari"
NUMBER, LABEL, ANSWER, PREVIOUS, REASON = 1, 2, 3, 4, 5
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


def hidden_sheet_deleted(book: Book) -> None:
    for name in [sheet.title for sheet in book.worksheets if sheet.title.startswith("_")]:
        del book[name]


def hidden_sheet_edited(book: Book) -> None:
    if HIDDEN in book.sheetnames:
        book[HIDDEN]["B12"] = "書き換え"


def dropdowns_pasted_over(book: Book) -> None:
    form_sheet(book).data_validations.dataValidation = []


def column_inserted_before_answers(book: Book) -> None:
    sheet = form_sheet(book)
    insert_column(sheet, answer_column(sheet))


def column_inserted_in_front(book: Book) -> None:
    insert_column(form_sheet(book), 1)


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
    sheet.cell(row_of(sheet, "問8"), answer_column(sheet)).value = "=1+2"


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


def town_erased(book: Book) -> None:
    """The name and code of the municipality are deleted from the card."""
    for cell in _card(form_sheet(book)):
        cell.value = None


def town_overwritten(book: Book) -> None:
    """Another town took this file and wrote its own name over the card."""
    name, code = _card(form_sheet(book))
    name.value, code.value = "東川町", "01458"


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


# In the order in which they can follow one another: what takes away numbers or headings comes last.
MESSES: dict[str, Callable[[Book], None]] = {
    "行を挿入": rows_inserted,
    "注記の行を挿入": row_with_remark_inserted,
    "行を削除": rows_deleted,
    "行を複写": row_copied,
    "行を複写して別の回答": row_copied_with_another_answer,
    "問の順を入れ替え": block_moved,
    "シート名を変更": sheet_renamed,
    "シートを追加・移動": sheets_moved,
    "回答のセルを縦に結合": answer_cells_merged,
    "回答のセルを横に結合": answers_merged_to_the_right,
    "番号と文言を結合": numbers_and_labels_merged,
    "非表示シートを削除": hidden_sheet_deleted,
    "非表示シートを書き換え": hidden_sheet_edited,
    "入力規則を上書き": dropdowns_pasted_over,
    "回答の前に列を挿入": column_inserted_before_answers,
    "先頭に列を挿入": column_inserted_in_front,
    "説明文を削除": helps_deleted,
    "文言を変更": label_changed,
    "設問の行にまとめて記入": answers_beside_the_heading,
    "前年度の列に記入": answers_in_last_years_column,
    "結果のない数式": formula_without_a_result,
    "エラー値": error_value,
    "コメント": comment_added,
    "取り消し線": answer_struck_out,
    "セルに色": answer_coloured,
    "行を非表示": rows_hidden,
    "シートを複写": form_copied,
    "シートを複写して変更": form_copied_and_changed,
    "市町村名を消去": town_erased,
    "別の市町村名に書き換え": town_overwritten,
    "値だけ貼り付け": only_values_pasted,
    "見出し行を消去": header_erased,
    "番号を消去": numbers_erased,
}


def as_xlsm(path: Path) -> Path:
    """Saved as a workbook with macros."""
    target = path.with_suffix(".xlsm")
    plain = b"spreadsheetml.sheet.main+xml"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument." + plain,
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            new.writestr(name, content)
    return target


def renamed(path: Path) -> Path:
    target = path.with_name("調査票（回答）最終.xlsx")
    shutil.copyfile(path, target)
    return target


def renamed_after_another_town(path: Path) -> Path:
    target = path.with_name("01458_東川町_重層調査票_R5.xlsx")
    shutil.copyfile(path, target)
    return target


def as_csv(path: Path) -> Path:
    """The form's sheet saved as CSV by Excel in Japan."""
    target = path.with_suffix(".csv")
    sheet = form_sheet(openpyxl.load_workbook(path, data_only=True))
    with target.open("w", encoding="cp932", errors="replace", newline="") as stream:
        csv.writer(stream).writerows(
            [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
        )
    return target


FILE_MESSES: dict[str, Callable[[Path], Path]] = {
    "マクロ有効ブックで保存": as_xlsm,
    "ファイル名を変更": renamed,
    "別の市町村のファイル名に変更": renamed_after_another_town,
    "CSVで保存": as_csv,
}
# Excel does not let one do the second after the first.
IMPOSSIBLE = frozenset(
    {("回答のセルを横に結合", "前年度の列に記入"), ("番号と文言を結合", "文言を変更"), ("行を削除", "回答のセルを縦に結合")}
)
OFFICE_FORMATS = {"LibreOfficeで保存": "xlsx", "Excel 97-2003形式で保存": "xls"}


def apply(path: Path, names: tuple[str, ...], folder: Path) -> Path:
    """The workbook at `path` with these messes, those of the sheet first, as a file in `folder`."""
    target = folder / path.name
    folder.mkdir(parents=True, exist_ok=True)
    inside = [name for name in MESSES if name in names]
    if inside:
        book = openpyxl.load_workbook(path)
        for name in inside:
            MESSES[name](book)
        book.save(target)
    else:
        shutil.copyfile(path, target)
    for name in FILE_MESSES:
        if name in names:
            target = FILE_MESSES[name](target)
    return target


def convert(paths: list[Path], kind: str, folder: Path) -> list[Path]:
    """All files saved by LibreOffice in another format, in one go."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) がない")
    profile = folder / "profile"
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, paths)], check=True, capture_output=True, timeout=300
    )
    return [folder / f"{path.stem}.{kind}" for path in paths]


def _copy_row(book: Book, number: str, *, keep_answer: bool) -> None:
    sheet = form_sheet(book)
    row, column = row_of(sheet, number), answer_column(sheet)
    values = [cell.value for cell in sheet[row]]
    insert_rows(sheet, row + 1)
    for at, value in enumerate(values, 1):
        sheet.cell(row + 1, at).value = value
    sheet.cell(row + 1, column).value = "終了" if keep_answer else None


def _card(sheet: Sheet) -> tuple[Any, Any]:
    found = {}
    for row in sheet.iter_rows(max_row=header_row(sheet) - 1 if _has_header(sheet) else 30):
        for cell in row:
            if cell.value in ("市町村名", "市町村コード"):
                found[cell.value] = sheet.cell(cell.row, cell.column + 1)
    return found["市町村名"], found["市町村コード"]


def _has_header(sheet: Sheet) -> bool:
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
