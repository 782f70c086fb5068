"""Workbooks to fill in and register: the headings that are read as they stand, an example above which to write."""

from __future__ import annotations

import io
from dataclasses import dataclass

from dashboard.export import excel
from dashboard.export.excel import READABLE, ExcelList, ListColumn


@dataclass(frozen=True)
class BlankList:
    """A list with nothing but its headings. `headings`: each with its width."""

    name: str
    title: str
    headings: tuple[tuple[str, float], ...]


TEMPLATES = {
    "status_list": BlankList(
        "実施状況の名簿",
        "重層的支援体制整備事業 実施状況（令和○年○月○日現在）",
        (("団体コード", 12), ("市町村名", 16), ("実施状況", 28), ("開始年度", 14), ("備考", 32)),
    ),
    "activities": BlankList(
        "道の取組みの一覧",
        "令和○年度 道の取組み",
        (
            ("取組番号", 12),
            ("取組みの種類", 22),
            ("題名", 40),
            ("開催日", 16),
            ("開催方法", 14),
            ("会場", 24),
            ("備考", 24),
        ),
    ),
    "attendance": BlankList(
        "出席簿",
        "○○説明会（令和○年○月○日）出席簿",
        (("振興局", 22), ("市町村名", 16), ("参加人数", 12), ("備考", 32)),
    ),
    "joint_bodies": BlankList(
        "広域の枠組み",
        "一部事務組合・広域連合・障害保健福祉圏域・定住自立圏（令和○年○月現在）",
        (("枠組みの名称", 32), ("枠組みの種別", 20), ("団体コード", 12), ("市町村名", 16), ("備考", 24)),
    ),
    "town_dates": BlankList(
        "市町村の予定",
        "地域福祉計画の終期・選挙・合併の期日（令和○年○月現在）",
        (("団体コード", 12), ("市町村名", 16), ("予定の種類", 24), ("期日または年度", 18), ("備考", 24)),
    ),
    "named_implementers": BlankList(
        "実施市町村の載った別の資料",
        "重層的支援体制整備事業の支払額（令和○年度）",
        (("団体コード", 12), ("市町村名", 16), ("金額または○", 16), ("備考", 24)),
    ),
}


def workbook(template: BlankList) -> bytes:
    """The empty list, its title in the first row to be written over."""
    target = io.BytesIO()
    columns = [ListColumn(heading, heading, width) for heading, width in template.headings]
    with excel.open_workbook(target) as book:
        excel.write_list(book, ExcelList(template.name, columns, [], READABLE, title=template.title))
    return target.getvalue()
