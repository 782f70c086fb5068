"""What people do to an issued 調査票 before they send it back. Imports nothing of etl: openpyxl, zip, LibreOffice.

A mess of the sheet (MESSES) changes an open workbook; a mess of the file (FILE_MESSES) takes a saved one and
returns the file that is sent.
"""

from __future__ import annotations

import csv
import io
import itertools
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.etl.survey import messes_cells, messes_over_cells, messes_rows, messes_shown
from tests.etl.survey.messes_sheets import Book, form_sheet

# In the order in which they can follow one another: what takes away numbers or headings comes last.
MESSES: dict[str, Callable[[Book], None]] = {
    "行を挿入": messes_rows.rows_inserted,
    "注記の行を挿入": messes_rows.row_with_remark_inserted,
    "行を削除": messes_rows.rows_deleted,
    "行を複写": messes_rows.row_copied,
    "行を複写して別の回答": messes_rows.row_copied_with_another_answer,
    "問の順を入れ替え": messes_rows.block_moved,
    "シート名を変更": messes_rows.sheet_renamed,
    "シートを追加・移動": messes_rows.sheets_moved,
    "回答のセルを縦に結合": messes_cells.answer_cells_merged,
    "回答のセルを横に結合": messes_cells.answers_merged_to_the_right,
    "番号と文言を結合": messes_cells.numbers_and_labels_merged,
    "非表示シートを削除": messes_rows.hidden_sheet_deleted,
    "非表示シートを書き換え": messes_rows.hidden_sheet_edited,
    "入力規則を上書き": messes_cells.dropdowns_pasted_over,
    "回答の前に列を挿入": messes_rows.column_inserted_before_answers,
    "先頭に列を挿入": messes_rows.column_inserted_in_front,
    "説明文を削除": messes_cells.helps_deleted,
    "文言を変更": messes_cells.label_changed,
    "設問の行にまとめて記入": messes_cells.answers_beside_the_heading,
    "前年度の列に記入": messes_cells.answers_in_last_years_column,
    "結果のない数式": messes_cells.formula_without_a_result,
    "エラー値": messes_cells.error_value,
    "コメント": messes_cells.comment_added,
    "取り消し線": messes_cells.answer_struck_out,
    "セルに色": messes_cells.answer_coloured,
    "○の代わりに文言に色": messes_over_cells.label_coloured_instead,
    "○の代わりに欄に色": messes_over_cells.blank_coloured_instead,
    "○の代わりに赤字": messes_over_cells.label_in_red_instead,
    "一部に取り消し線": messes_shown.number_half_struck,
    "上付きの注番号": messes_shown.number_with_a_footnote,
    "数字の間に改行": messes_shown.number_over_two_lines,
    "数字の間に空白": messes_shown.number_with_a_gap,
    "単位の前に空白": messes_shown.number_laid_out,
    "0を足す表示形式": messes_shown.number_with_zero_in_its_format,
    "単位の表示形式": messes_shown.number_with_its_unit_in_its_format,
    "何も表示しない形式": messes_shown.value_under_an_empty_format,
    "白い文字": messes_shown.value_in_white,
    "日付の途中で改行": messes_shown.day_over_two_lines,
    "日付を和暦で表示": messes_shown.day_in_an_era,
    "1月の日付を年度で表示": messes_shown.start_shown_as_a_fiscal_year,
    "4月の日付を年度で表示": messes_shown.start_shown_in_an_era,
    "数を令和の年度で表示": messes_shown.start_as_a_number_of_reiwa,
    "行を非表示": messes_rows.rows_hidden,
    "シートを複写": messes_rows.form_copied,
    "シートを複写して変更": messes_rows.form_copied_and_changed,
    "市町村名を消去": messes_cells.town_erased,
    "別の市町村名に書き換え": messes_cells.town_overwritten,
    "市町村名を同じ名の村に書き換え": messes_cells.town_of_a_shared_name,
    "札に2つの市町村": messes_cells.two_towns_in_the_card,
    "○が2列右にずれる": messes_cells.mark_moved_to_the_right,
    "番号の欄に○": messes_cells.mark_on_the_number,
    "文言の欄に○": messes_cells.mark_on_the_label,
    "○の代わりに0": messes_cells.zero_for_a_mark,
    "○の代わりにo": messes_cells.letter_for_a_mark,
    "訂正のコメント": messes_cells.answer_taken_back_in_a_comment,
    "上の部分に訂正の注記": messes_cells.correction_above_the_questions,
    "上の部分に別の市町村の名前": messes_cells.another_towns_note_above_the_questions,
    "基準日より後の日付": messes_cells.answer_of_another_day,
    "前年度の回答を記載": messes_cells.last_years_answer_in_words,
    "回答と前年度の列を入れ替え": messes_rows.answer_columns_swapped,
    "回答の見出しを書き換え": messes_rows.answer_heading_written_over,
    "回答の列を削除": messes_rows.answer_column_deleted,
    "値だけ貼り付け": messes_rows.only_values_pasted,
    "見出し行を消去": messes_cells.header_erased,
    "番号を消去": messes_cells.numbers_erased,
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
    return _save_csv(path, "cp932")


def as_utf_16_csv(path: Path) -> Path:
    """By a program that leaves the byte order mark out."""
    return _save_csv(path, "utf-16-le", ending="\x1a")


def as_mailed_csv(path: Path) -> Path:
    """Through a mail program."""
    return _save_csv(path, "iso2022_jp")


def as_marked_csv(path: Path) -> Path:
    """By Excel as CSV UTF-8, with a line that names the separator and a second byte order mark."""
    return _save_csv(path, "utf-8-sig", beginning="\ufeffsep=,\r\n")


def _save_csv(path: Path, encoding: str, beginning: str = "", ending: str = "") -> Path:
    target = path.with_suffix(".csv")
    sheet = form_sheet(openpyxl.load_workbook(path, data_only=True))
    written = io.StringIO()
    csv.writer(written).writerows(
        [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
    )
    text = f"{beginning}{written.getvalue()}{ending}"
    target.write_bytes(text.encode(encoding, "replace"))
    return target


FILE_MESSES: dict[str, Callable[[Path], Path]] = {
    "○の代わりに図形": messes_over_cells.ringed,
    "○の代わりにチェックボックス": messes_over_cells.ticked,
    "○の代わりにテキストボックス": messes_over_cells.boxed,
    "空の図の部品": messes_over_cells.with_an_empty_drawing,
    "マクロ有効ブックで保存": as_xlsm,
    "ファイル名を変更": renamed,
    "別の市町村のファイル名に変更": renamed_after_another_town,
    "遠くに空白": messes_over_cells.with_a_space_far_out,
    "部品の名前に￥": messes_over_cells.with_backslashes,
    "CSVで保存": as_csv,
    "CSV（UTF-16、BOMなし）で保存": as_utf_16_csv,
    "CSV（ISO-2022-JP）で保存": as_mailed_csv,
    "CSV（sep=の行、BOM2つ）で保存": as_marked_csv,
}
COLOURED_INSTEAD = ("○の代わりに文言に色", "○の代わりに欄に色", "○の代わりに赤字")
DRAWN_INSTEAD = ("○の代わりに図形", "○の代わりにチェックボックス", "○の代わりにテキストボックス")
SAVED_AS_CSV = [name for name in FILE_MESSES if name.startswith("CSV")]
# Excel does not let one do the second after the first; openpyxl, with which it is done here, keeps no drawings.
_HEADINGS_GONE = ("回答と前年度の列を入れ替え", "回答の見出しを書き換え", "回答の列を削除")
_MARKS = ("○が2列右にずれる", "番号の欄に○", "文言の欄に○", "○の代わりに0", "○の代わりにo")
IMPOSSIBLE = frozenset(
    {
        *itertools.combinations(_HEADINGS_GONE, 2),
        *itertools.combinations(_MARKS, 2),
        *((mess, "見出し行を消去") for mess in _HEADINGS_GONE),
        *(("行を削除", mess) for mess in _MARKS),
        *(("回答のセルを縦に結合", mess) for mess in _MARKS),
        *(("回答のセルを横に結合", mess) for mess in _HEADINGS_GONE),
        *(("番号と文言を結合", mess) for mess in _MARKS),
        *(("設問の行にまとめて記入", mess) for mess in _MARKS),
        ("回答のセルを横に結合", "前年度の列に記入"),
        ("番号と文言を結合", "文言を変更"),
        ("行を削除", "回答のセルを縦に結合"),
        *itertools.combinations(DRAWN_INSTEAD, 2),
        *itertools.combinations(SAVED_AS_CSV, 2),
        *itertools.product(("遠くに空白", "部品の名前に￥"), SAVED_AS_CSV),
    }
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
