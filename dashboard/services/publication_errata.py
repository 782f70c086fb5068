"""The 正誤表 of a published set as a file: Word to send, Excel to read, CSV for machines, all of the same changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.export.deck import errata_file
from dashboard.export.deck.errata_file import Errata
from dashboard.export.sheet import ListSheet, as_csv, workbook
from dashboard.export.table_shape import REAL, Column
from dashboard.services.change_causes import DAY
from dashboard.services.publication import Change
from dashboard.words import words

BEFORE, AFTER = "誤（公表したとき）", "正（いま）"
COLUMNS = (
    Column("公表した資料", "", "text", "", "年度、公表した日と段階"),
    Column("標準地域コード", "", "text", "", "5桁の文字。先頭の0を落とさない"),
    Column("市町村名", "", "text", "", "正式な名前"),
    Column("項目", "", "text", "", "実施状況・開始年度、または調査票の問"),
    Column(BEFORE, "", "text", "", "公表した資料に書かれている内容"),
    Column(AFTER, "", "text", "", "いまのデータの内容"),
    Column(
        DAY,
        "",
        "date",
        "",
        "訂正（またはその取消し）の日、または新しく使う調査票の受領日。どちらでもなければ空",
    ),
    Column(
        "理由",
        "",
        "text",
        "",
        "訂正（またはその取消し）の理由、または「遅着」など調査票の変わり方。わからなければ空",
    ),
    Column(
        words.SYNTHETIC,
        "",
        "text",
        "",
        f"架空の回答などによるなら「{words.SYNTHETIC}」、そうでなければ「{REAL}」",
    ),
)
KINDS = ("docx", "xlsx", "csv")


def file(changes: Sequence[Change], about: str, warehouse_id: str, day: date, kind: str) -> bytes:
    """kind: one of KINDS; about names the published set, warehouse_id the data that it is held against."""
    if kind == "docx":
        return errata_file.to_file(_paper(changes, about, warehouse_id, day), ".docx")
    sheet = _sheet(changes, about, warehouse_id, day)
    return workbook(sheet) if kind == "xlsx" else as_csv(sheet)


def is_synthetic(changes: Sequence[Change]) -> bool:
    return any(change.is_synthetic for change in changes)


def _sheet(changes: Sequence[Change], about: str, warehouse_id: str, day: date) -> ListSheet:
    rows = [
        (
            about,
            change.municipality_code,
            change.name,
            change.item,
            change.before,
            change.after,
            change.cause.day,
            change.cause.reason,
            words.SYNTHETIC if change.is_synthetic else REAL,
        )
        for change in changes
    ]
    facts = (
        ("公表した資料", about),
        ("時点", words.day_short(day)),
        ("いまのデータの版", warehouse_id),
    )
    return ListSheet(f"{about}の正誤表", COLUMNS, rows, facts, is_synthetic(changes))


def _with_cause(change: Change) -> str:
    cause = change.cause
    if not cause.reason:
        return change.item
    when = f"{words.day_short(cause.day)}{cause.kind}: " if cause.day else ""
    return f"{change.item}（{when}{cause.reason}）"


def _paper(changes: Sequence[Change], about: str, warehouse_id: str, day: date) -> Errata:
    """Of each item the towns in which the same stands instead of the same."""
    head = (
        f"{about}の正誤表",
        f"{words.day_short(day)}現在、公表した資料から変わったところは{words.count(len(changes))}か所です。",
        f"いまのデータの版 {warehouse_id}",
    )
    rows = [("", about, one.name, one.before, one.after, _with_cause(one)) for one in changes]
    return Errata(
        head,
        rows,
        written_on=day,
        is_synthetic=is_synthetic(changes),
        headings=("市町村", BEFORE, AFTER),
    )
