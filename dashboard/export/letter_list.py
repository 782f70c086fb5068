"""The Excel list beside the letters: one table of one row per municipality (or a question asked), for people and machines.

It keeps the 機械可読性ルール: one table a sheet, heads in the first row, no merged cell, one value a cell, days
both as 西暦 dates and in 令和, codes. Text of towns is text, never a formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

import pandas as pd

from dashboard.export import excel
from dashboard.export.excel import (
    COUNT,
    DATE_AT_LEFT,
    RULED,
    WRAPPED,
    ExcelList,
    ListColumn,
    PrintSetup,
)
from dashboard.export.letter_facts import LetterRecipient, Survey, day_of, return_to, text_of
from dashboard.export.letter_reminder import Missing, days_late
from dashboard.export.plain_text import lines
from dashboard.words import raw_files, words

Value = str | int | date | None
Row = Mapping[str, Value]
SEVERITIES = {"error": "要訂正", "warning": "要確認"}
STATES = {"late": "未着（期限後）", "early": "未着（期限前）", "unreadable": "届いたが取り込めない"}
REAL = "実データ"


@dataclass(frozen=True)
class LetterColumn:
    """A column of a list, and what the sheet 列の説明 says of it. `kind` as of excel.ListColumn."""

    heading: str
    width: int
    meaning: str
    kind: str = "text"
    wraps: bool = False


@dataclass(frozen=True)
class ListKind:
    """`sheet`: name of the sheet and, after the year, title of the print; `columns`: in their order."""

    sheet: str
    columns: tuple[LetterColumn, ...]


TOWN_COLUMNS = (
    LetterColumn("標準地域コード", 15, "市町村の標準地域コード（5桁の文字）"),
    LetterColumn("市町村", 12, "市町村の正式な名前"),
    LetterColumn("振興局", 18, "所管の（総合）振興局"),
)
LAST_COLUMNS = (
    LetterColumn("文書ファイル", 30, "この一覧と同時に作った文書の名前"),
    LetterColumn("データの種類", 12, f"{words.SYNTHETIC} または {REAL}"),
)
REMINDER = ListKind(
    "提出のお願い（再）一覧",
    (
        *TOWN_COLUMNS,
        LetterColumn("状態", 20, "未着（期限後）、未着（期限前）、届いたが取り込めない のどれか"),
        LetterColumn("回答期限（西暦）", 15, "調査票の回答期限。日付", "date"),
        LetterColumn("回答期限（和暦）", 18, "調査票の回答期限。令和の文字"),
        LetterColumn("経過日数（日）", 9, "文書の日付の時点で、回答期限から過ぎた日数。期限内は0", "integer"),
        LetterColumn("新たな期限（西暦）", 15, "文書でお願いした期限。日付", "date"),
        LetterColumn("新たな期限（和暦）", 18, "文書でお願いした期限。令和の文字"),
        LetterColumn("提出先", 20, "調査票の提出先"),
        LetterColumn("届いたファイル", 26, "届いたが取り込めないファイルの名前。なければ空", wraps=True),
        LetterColumn("取り込めない理由", 36, "取り込めない理由。なければ空", wraps=True),
        *LAST_COLUMNS,
    ),
)
QUERY = ListKind(
    "疑義照会一覧",
    (
        *TOWN_COLUMNS,
        LetterColumn("受領日（西暦）", 15, "調査票を受け取った日。日付", "date"),
        LetterColumn("受領日（和暦）", 18, "調査票を受け取った日。令和の文字"),
        LetterColumn("重さ", 9, "要訂正（このままでは使えない）または 要確認（読めたが確かめたい）"),
        LetterColumn(
            "決まりの記号", 18, "手引きの「読み方の決まり」の記号。L1-07などは機械可読性に関するルールの番号"
        ),
        LetterColumn("問", 6, "調査票の問の番号。設問に当たらないときは空"),
        LetterColumn("設問", 28, "設問の文言。設問に当たらないときは空", wraps=True),
        LetterColumn("御回答", 24, "セルに書かれたとおりの文字。空欄のときは空", wraps=True),
        LetterColumn("ファイル", 30, "受け取った資料の場所", wraps=True),
        LetterColumn("シート", 10, "シートの名前"),
        LetterColumn("セル", 7, "セルの番地"),
        LetterColumn("確認事項", 44, "市町村に確認事項", wraps=True),
        LetterColumn("回答期限（西暦）", 15, "照会への回答期限。日付", "date"),
        LetterColumn("回答期限（和暦）", 18, "照会への回答期限。令和の文字"),
        *LAST_COLUMNS,
    ),
)
LINE_HEIGHT, HIGHEST_ROW = 18, 409
STYLE = replace(
    RULED,
    cell={**RULED.cell, "valign": "top"},
    head={**RULED.head, "text_wrap": True, "valign": "vcenter"},
    column_by_column=True,
)
LOOKS: dict[str, dict[str, Any]] = {"text": {}, "date": DATE_AT_LEFT, "integer": COUNT}
MEANINGS = (LetterColumn("列", 22, ""), LetterColumn("意味", 70, ""))


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


def query_rows(
    town: LetterRecipient, findings: pd.DataFrame, survey: Survey, until: date, file: str
) -> list[Row]:
    return [
        {
            **_town(town),
            **_day("受領日", day_of(record["received_on"])),
            "重さ": SEVERITIES[record["severity"]],
            "決まりの記号": text_of(record["rule"]),
            "問": text_of(record["number"]),
            "設問": text_of(record["wording"]),
            "御回答": text_of(record["written"]),
            "ファイル": raw_files.file_words(text_of(record["file"])),
            "シート": text_of(record["sheet"]),
            "セル": text_of(record["cell"]),
            "確認事項": text_of(record["message"]),
            **_day("回答期限", until),
            **_last(file, bool(record["is_synthetic"]) or survey.is_synthetic),
        }
        for record in findings.to_dict("records")
    ]


def workbook(kind: ListKind, rows: Sequence[Row], survey: Survey, today: date) -> bytes:
    """The .xlsx: the list, and a sheet that says what each column means."""
    saved = io.BytesIO()
    with excel.open_workbook(saved) as book:
        made_on = datetime(today.year, today.month, today.day)  # noqa: DTZ001 - Excel's time has no zone
        book.set_properties({"title": f"{survey.year_label} {kind.sheet}", "created": made_on})
        marked = f'&R&"ＭＳ ゴシック,太字"{words.SYNTHETIC}' if is_synthetic(rows) else ""
        head = f"&L{survey.year_label} {kind.sheet}{marked}"
        excel.write_list(book, _list(kind.sheet, kind.columns, rows, head))
        meanings = [{"列": column.heading, "意味": column.meaning} for column in kind.columns]
        excel.write_list(book, _list("列の説明", MEANINGS, meanings, "&L列の説明"))
    return saved.getvalue()


def _list(sheet: str, columns: Sequence[LetterColumn], rows: Sequence[Row], print_head: str) -> ExcelList:
    return ExcelList(
        sheet,
        [
            ListColumn(
                column.heading,
                column.heading,
                column.width,
                column.kind,
                WRAPPED if column.wraps else LOOKS[column.kind],
            )
            for column in columns
        ],
        rows,
        STYLE,
        table=f"T_{sheet}",
        frozen_columns=2,
        head_height=2 * LINE_HEIGHT,
        row_height=partial(_height, columns),
        print_setup=PrintSetup(print_head),
    )


def _height(columns: Sequence[LetterColumn], row: Row) -> float:
    """Set, since not every program fits the height to wrapped text."""
    texts = [(str(row[column.heading] or ""), column.width) for column in columns if column.wraps]
    most = max((lines(text, width / 2 - 1) for text, width in texts), default=1)
    return min(most * LINE_HEIGHT, HIGHEST_ROW)


def _town(town: LetterRecipient) -> Row:
    return {"標準地域コード": town.code, "市町村": town.name, "振興局": town.subprefecture_name}


def _day(name: str, day: date | None) -> Row:
    return {f"{name}（西暦）": day, f"{name}（和暦）": words.day_short(day) if day else None}


def _last(file: str, is_synthetic: bool) -> Row:
    return {"文書ファイル": file, "データの種類": words.SYNTHETIC if is_synthetic else REAL}


def is_synthetic(rows: Sequence[Row]) -> bool:
    """Whether any row rests on what is fictional."""
    return any(row["データの種類"] == words.SYNTHETIC for row in rows)
