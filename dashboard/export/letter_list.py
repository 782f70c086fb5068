"""The Excel list beside the letters: one table of one row per municipality (or a question asked), for people and machines.

It keeps the 機械可読性ルール: one table a sheet, heads in the first row, no merged cell, one value a cell, days
both as 西暦 dates and in 令和, codes. Text of towns is text, never a formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter

from dashboard.export.letter_facts import Survey, Town, day_of, return_to, text_of
from dashboard.export.letter_reminder import Missing, days_late
from dashboard.export.plain_text import lines, visible
from dashboard.words import words

Value = str | int | date | None
Row = Mapping[str, Value]
LONGEST_TEXT = 32_767  # of a cell
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\n")
SEVERITIES = {"error": "要訂正", "warning": "要確認"}
STATES = {"late": "未着（期限後）", "early": "未着（期限前）", "unreadable": "届いたが取り込めない"}
REAL = "実データ"


@dataclass(frozen=True)
class Column:
    head: str
    width: int
    meaning: str
    wraps: bool = False


@dataclass(frozen=True)
class ListKind:
    """`sheet`: name of the sheet and, after the year, title of the print; `columns`: in their order."""

    sheet: str
    columns: tuple[Column, ...]


TOWN_COLUMNS = (
    Column("標準地域コード", 15, "市町村の標準地域コード（5桁の文字）"),
    Column("市町村", 12, "市町村の正式な名前"),
    Column("振興局", 18, "所管の（総合）振興局"),
)
LAST_COLUMNS = (
    Column("文書ファイル", 30, "この一覧と同時に作った文書の名前"),
    Column("データの種類", 12, f"{words.SYNTHETIC} または {REAL}"),
)
REMINDER = ListKind(
    "督促一覧",
    (
        *TOWN_COLUMNS,
        Column("状態", 20, "未着（期限後）、未着（期限前）、届いたが取り込めない のどれか"),
        Column("回答期限（西暦）", 15, "調査票の回答期限。日付"),
        Column("回答期限（和暦）", 18, "調査票の回答期限。令和の文字"),
        Column("経過日数（日）", 9, "文書の日付の時点で、回答期限から過ぎた日数。期限内は0"),
        Column("新たな期限（西暦）", 15, "文書でお願いした期限。日付"),
        Column("新たな期限（和暦）", 18, "文書でお願いした期限。令和の文字"),
        Column("提出先", 20, "調査票の提出先"),
        Column("届いたファイル", 26, "届いたが取り込めないファイルの名前。なければ空", wraps=True),
        Column("取り込めない理由", 36, "取り込めない理由。なければ空", wraps=True),
        *LAST_COLUMNS,
    ),
)
QUERY = ListKind(
    "疑義照会一覧",
    (
        *TOWN_COLUMNS,
        Column("受領日（西暦）", 15, "調査票を受け取った日。日付"),
        Column("受領日（和暦）", 18, "調査票を受け取った日。令和の文字"),
        Column("重さ", 9, "要訂正（このままでは使えない）または 要確認（読めたが確かめたい）"),
        Column("規則", 18, "指摘の規則の符号。L1-07などは機械可読性に関するルールの番号"),
        Column("問", 6, "調査票の問の番号。設問に当たらないときは空"),
        Column("設問", 28, "設問の文言。設問に当たらないときは空", wraps=True),
        Column("御回答", 24, "セルに書かれたとおりの文字。空欄のときは空", wraps=True),
        Column("ファイル", 30, "受け取った資料の場所", wraps=True),
        Column("シート", 10, "シートの名前"),
        Column("セル", 7, "セルの番地"),
        Column("確認したいこと", 44, "市町村に確認したいこと", wraps=True),
        Column("回答期限（西暦）", 15, "照会への回答期限。日付"),
        Column("回答期限（和暦）", 18, "照会への回答期限。令和の文字"),
        *LAST_COLUMNS,
    ),
)
RULE = "#BFBFBF"
LINE_HEIGHT, HIGHEST_ROW = 18, 409
HEAD_LOOK = {
    "bold": True,
    "text_wrap": True,
    "font_color": "#FFFFFF",
    "bg_color": "#1F3864",
    "valign": "vcenter",
}
MEANINGS = (Column("列", 22, ""), Column("意味", 70, ""))


def reminder_row(missing: Missing, survey: Survey, today: date, until: date, file: str) -> Row:
    asked = survey.deadline if missing.situation == "early" else max(until, survey.deadline)
    return {
        **_town(missing.town),
        "状態": STATES[missing.situation],
        **_day("回答期限", survey.deadline),
        "経過日数（日）": days_late(survey, today),
        **_day("新たな期限", None if missing.situation == "early" else asked),
        "提出先": return_to(survey, missing.town),
        "届いたファイル": missing.file,
        "取り込めない理由": missing.reason,
        **_last(file, missing.is_synthetic or survey.is_synthetic),
    }


def query_rows(town: Town, findings: pd.DataFrame, survey: Survey, until: date, file: str) -> list[Row]:
    return [
        {
            **_town(town),
            **_day("受領日", day_of(record["received_on"])),
            "重さ": SEVERITIES[record["severity"]],
            "規則": text_of(record["rule"]),
            "問": text_of(record["number"]),
            "設問": text_of(record["wording"]),
            "御回答": text_of(record["written"]),
            "ファイル": text_of(record["file"]),
            "シート": text_of(record["sheet"]),
            "セル": text_of(record["cell"]),
            "確認したいこと": text_of(record["message"]),
            **_day("回答期限", until),
            **_last(file, bool(record["is_synthetic"]) or survey.is_synthetic),
        }
        for record in findings.to_dict("records")
    ]


def workbook(kind: ListKind, rows: Sequence[Row], survey: Survey, today: date) -> bytes:
    """The .xlsx: the list, and a sheet that says what each column means."""
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(
        saved, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    made_on = datetime(today.year, today.month, today.day)  # noqa: DTZ001 - Excel's time has no zone
    book.set_properties({"title": f"{survey.year_label} {kind.sheet}", "created": made_on})
    marked = f'&R&"ＭＳ ゴシック,太字"{words.SYNTHETIC}' if any(map(_is_synthetic, rows)) else ""
    _write_table(book, kind.sheet, kind.columns, rows, f"&L{survey.year_label} {kind.sheet}{marked}")
    meanings = [{"列": column.head, "意味": column.meaning} for column in kind.columns]
    _write_table(book, "列の説明", MEANINGS, meanings, "&L列の説明")
    book.close()
    return saved.getvalue()


def _write_table(
    book: Any, name: str, columns: Sequence[Column], rows: Sequence[Row], print_head: str
) -> None:
    sheet = book.add_worksheet(name)
    look = {"valign": "top", "font_name": "游ゴシック", "font_size": 11, "border": 1, "border_color": RULE}
    formats = {
        (wraps, quoted): book.add_format({**look, "text_wrap": wraps, "quote_prefix": quoted})
        for wraps in (False, True)
        for quoted in (False, True)
    }
    day = book.add_format({**look, "num_format": "yyyy-mm-dd", "align": "left"})
    number = book.add_format({**look, "num_format": "#,##0"})
    head = book.add_format({**look, **HEAD_LOOK})
    sheet.add_table(
        0,
        0,
        len(rows),
        len(columns) - 1,
        {
            "name": f"T_{name}",
            "style": "Table Style Light 1",
            "columns": [{"header": column.head, "header_format": head} for column in columns],
        },
    )
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        for line, row in enumerate(rows, 1):
            value = row[column.head]
            if isinstance(value, date):
                sheet.write_datetime(line, place, value, day)
            elif isinstance(value, int):
                sheet.write_number(line, place, value, number)
            elif value:
                text = visible(value)[:LONGEST_TEXT]
                style = formats[(column.wraps, text.startswith(STARTS_A_FORMULA))]
                sheet.write_string(line, place, text, style)
            else:
                sheet.write_blank(line, place, None, formats[(False, False)])
    for line, row in enumerate(rows, 1):
        sheet.set_row(line, _height(columns, row))
    sheet.set_row(0, 2 * LINE_HEIGHT)
    sheet.freeze_panes(1, 2)
    _set_print(sheet, print_head)


def _height(columns: Sequence[Column], row: Row) -> float:
    """Set, since not every program fits the height to wrapped text."""
    texts = [(str(row[column.head] or ""), column.width) for column in columns if column.wraps]
    most = max((lines(text, width / 2 - 1) for text, width in texts), default=1)
    return min(most * LINE_HEIGHT, HIGHEST_ROW)


def _set_print(sheet: Any, print_head: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(print_head)
    sheet.set_footer("&C&P／&N")


def _town(town: Town) -> Row:
    return {"標準地域コード": town.code, "市町村": town.name, "振興局": town.subprefecture_name}


def _day(name: str, day: date | None) -> Row:
    return {f"{name}（西暦）": day, f"{name}（和暦）": words.day_short(day) if day else None}


def _last(file: str, is_synthetic: bool) -> Row:
    return {"文書ファイル": file, "データの種類": words.SYNTHETIC if is_synthetic else REAL}


def _is_synthetic(row: Row) -> bool:
    return row["データの種類"] == words.SYNTHETIC
