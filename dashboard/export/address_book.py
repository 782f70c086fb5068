"""The address book as a workbook, in the form in which it can be taken in again."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.export import excel
from dashboard.export.excel import READABLE, ExcelList, ListColumn

COLUMNS = (
    ListColumn("コード", "code", 9),
    ListColumn("宛先", "name", 20),
    ListColumn("振興局", "area", 22),
    ListColumn("課・係", "section", 28),
    ListColumn("担当者", "person", 16),
    ListColumn("電話", "phone", 18),
    ListColumn("メール", "mail", 32),
    ListColumn("メモ", "note", 24),
)


def workbook(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """One row per 振興局 and municipality: records with code, name, area, section, person, phone, mail, note."""
    target = io.BytesIO()
    book = excel.open_workbook(target)
    excel.write_list(book, ExcelList("宛先", COLUMNS, rows, READABLE, has_filter=True))
    book.close()
    return target.getvalue()
