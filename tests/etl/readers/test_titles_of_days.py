"""Announcements and attendance lists without a day of their own are held against what stands above them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl import add
from tests.etl.survey.table_books import Row, book_of

DAY = date(2026, 8, 1)
ANNOUNCED: Row = ["団体コード", "市町村名", "実施状況", "実施開始年度", "年度", "掲載日", "読み取った文", "掲載場所", "確からしさ"]  # fmt: skip
OF_R5: Row = ["01452", "鷹栖町", "実施中", "令和5年度", "令和5年度", "2023-04-15", "開始", "ホームページ", "確か"]  # fmt: skip
ACTIVITIES = "取組番号,取組み,題名,開催日\nR6-1,連携促進説明会,説明会,令和6年6月18日\nR5-1,連携促進説明会,説明会,令和5年6月18日\n"


def added(kind: str, path: Path, raw: Path, **more: str) -> tuple[int, set[tuple[str, str]]]:
    read = add.add(kind, path, raw, add.Details(DAY, **more))
    return read.rows, {(one.rule, one.cell) for one in read.findings if one.severity != "info"}


@pytest.mark.parametrize(
    ("title", "is_other"),
    [
        ("令和4年度 公表状況の調べ", True),
        ("令和3年11月30日現在", True),
        ("R4年度", True),
        ("令和5年度 公表状況の調べ", False),
        ("令和3年度から令和5年度までの公表", False),
        ("市町村が公表したもの", False),
    ],
)
@pytest.mark.parametrize("place", ["title", "sheet", "print"])
def test_an_announcement_of_another_year_than_its_title_is_asked(
    raw: Path, tmp_path: Path, title: str, is_other: bool, place: str
) -> None:
    book = book_of(
        [*([[title]] if place == "title" else []), ANNOUNCED, OF_R5], title if place == "sheet" else "一覧"
    )
    if place == "print":
        book.worksheets[0].oddHeader.center.text = title
    book.save(tmp_path / "公表.xlsx")
    cell = f"E{2 + (place == 'title')}"
    assert added("status_announcement", tmp_path / "公表.xlsx", raw) == (
        1,
        {("ROW-TITLE-YEAR", cell)} if is_other else set(),
    )


@pytest.fixture
def with_activities(raw: Path, tmp_path: Path) -> Path:
    path = tmp_path / "取組.csv"
    path.write_text(ACTIVITIES, encoding="utf-8")
    add.add("activities", path, raw, add.Details(DAY))
    return raw


@pytest.mark.parametrize(
    ("title", "is_other"),
    [
        ("令和4年度 参加状況", True),
        ("R5.6.18 説明会", True),
        ("令和6年度 参加状況", False),
        ("参加状況", False),
    ],
)
@pytest.mark.parametrize("is_numbered", [True, False])
def test_an_attendance_list_of_another_year_than_its_activity_is_asked(
    with_activities: Path, tmp_path: Path, title: str, is_other: bool, is_numbered: bool
) -> None:
    rows: list[Row] = (
        [["取組番号", "市町村名", "参加人数"], ["R6-1", "鷹栖町", 3]]
        if is_numbered
        else [["市町村名", "参加人数"], ["鷹栖町", 3]]
    )
    book_of([[title], *rows]).save(tmp_path / "出席.xlsx")
    more = {} if is_numbered else {"activity": "R6-1"}
    taken, told = added("attendance", tmp_path / "出席.xlsx", with_activities, **more)
    assert (taken, {rule for rule, _ in told}) == (1, {"ATTENDANCE-DAY"} if is_other else set())
