"""A good compiled table and a good status list as open workbooks, and saved as other formats. Imports nothing of etl."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlwt

Sheet = Any
Row = list[object]

CONTACT = ("福祉課", "道野 花", "0166-00-0000", "a@town.example.lg.jp")
FUNCTIONS = [f"問9-{number}" for number in range(1, 14)]
TABLE_HEAD = [
    *("団体コード", "市町村名", "実施状況", "開始年度", "実施計画", "課題", "課題のその他の内容", "主な課題"),
    *("庁内連携会議", "直近の開催日", "支援会議", "専任", "兼任"),
    *FUNCTIONS,
    *("望む支援", "望む支援のその他の内容", "参加した取組み", "意見・要望"),
    *("担当課・係", "担当者（職・氏名）", "電話番号", "メールアドレス"),
]
TABLE_ROWS: list[Row] = [
    [
        *("01452", "鷹栖町", "実施予定なし", None, None, "人材不足", None, "人材不足"),
        *("設置している", "令和5年8月21日", "設置している", 7, 1),
        *["ある"] * 13,
        *("特にない", None, "連携促進説明会", None, *CONTACT),
    ],
    [
        *("01458", "東川町", "実施中", "令和3年度", "策定した", None, None, None),
        *("設置していない", None, "設置している", 3, 2),
        *["ない"] * 13,
        *("特にない", None, "情報共有の場づくり", None, *CONTACT),
    ],
    [
        *("01461", "中富良野町", "実施予定なし", None, None, "財源の確保が困難", None, "財源の確保が困難"),
        *("設置していない", None, "設置していない", 0, 4),
        *["一部ある"] * 13,
        *("特にない", None, "参加・活用していない", None, *CONTACT),
    ],
]
LIST_HEAD = ["団体コード", "市町村名", "振興局", "実施状況", "実施開始年度", "備考"]
LIST_ROWS: list[Row] = [
    ["01202", "函館市", "渡島総合振興局", "検討中", None, None],
    ["01337", "七飯町", "渡島総合振興局", "実施中", "令和5年度", None],
    ["01452", "鷹栖町", "上川総合振興局", "実施予定（開始年度決定）", "令和7年度", None],
    ["01639", "更別村", "十勝総合振興局", "実施中", "令和3年度", None],
]


def book_of(rows: Sequence[Sequence[object]], name: str = "一覧") -> Any:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(list(row))
    return book


def heading_place(sheet: Sheet, heading: str) -> tuple[int, int]:
    """Row and column of a heading, from 1."""
    return next((cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value == heading)


def row_of_town(sheet: Sheet, name: str) -> int:
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == name)


def cell_of(sheet: Sheet, name: str, heading: str) -> Any:
    """The cell of a town under a heading."""
    return sheet.cell(row_of_town(sheet, name), heading_place(sheet, heading)[1])


def add_column(sheet: Sheet, heading: str, values: Sequence[object], at: int | None = None) -> None:
    """A column of its own behind the last one, or inserted before column `at`."""
    row = next(
        cell.row for line in sheet.iter_rows() for cell in line if cell.value in ("市町村名", "市町村")
    )
    if at is None:
        column = max(cell.column for cell in sheet[row] if cell.value is not None) + 1
    else:
        sheet.insert_cols(at)
        column = at
    for number, value in enumerate([heading, *values]):
        sheet.cell(row + number, column).value = value


def put_above(sheet: Sheet, *lines: Sequence[object]) -> None:
    """Lines of a title above the table."""
    sheet.insert_rows(1, len(lines))
    for number, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            sheet.cell(number, column).value = value


def save_as(book: Any, path: Path) -> Path:
    """The book saved in the format that the name of the path says; a .csv is written as Excel in Japan does."""
    if path.suffix == ".csv":
        return csv_of(book, path, "cp932")
    if path.suffix == ".xls":
        return _xls_of(book, path)
    book.save(path)
    return path


def csv_of(book: Any, path: Path, encoding: str, delimiter: str = ",", end: str = "\r\n") -> Path:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    for row in book.worksheets[0].iter_rows(values_only=True):
        writer.writerow(["" if value is None else _shown(value) for value in row])
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def as_csv(encoding: str, change: Callable[[bytes], bytes] = bytes, **how: str) -> Callable[[Path], Path]:
    """A way to send a saved .xlsx: its first sheet as CSV in an encoding, its bytes changed afterwards."""

    def send(path: Path) -> Path:
        target = csv_of(openpyxl.load_workbook(path), path.with_suffix(".csv"), encoding, **how)
        target.write_bytes(change(target.read_bytes()))
        return target

    return send


def _shown(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return f"{value.year}/{value.month}/{value.day}"
    return str(value)


def _xls_of(book: Any, path: Path) -> Path:
    """Values, number formats, strike-through, merged cells, hidden rows and sheets in the old binary format."""
    old = xlwt.Workbook(encoding="utf-8")
    for sheet in book.worksheets:
        page = old.add_sheet(sheet.title)
        page.visibility = 0 if sheet.sheet_state == "visible" else 1
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                style = xlwt.XFStyle()
                style.num_format_str = cell.number_format
                style.font.struck_out = bool(cell.font.strike)
                page.write(cell.row - 1, cell.column - 1, cell.value, style)
            page.row(row[0].row - 1).hidden = bool(sheet.row_dimensions[row[0].row].hidden)
    old.save(str(path))
    return path
