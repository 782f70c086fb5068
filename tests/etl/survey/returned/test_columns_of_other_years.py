"""A column of a compiled table whose heading speaks of another year, or of many questions at once, costs that column alone."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from etl.survey.returned.reading import FileRead, read_here
from tests.etl import read_list
from tests.etl.survey import return_truth
from tests.etl.survey.table_books import (
    FUNCTIONS,
    LIST_HEAD,
    LIST_ROWS,
    TABLE_HEAD,
    TABLE_ROWS,
    add_column,
    book_of,
    heading_place,
    put_above,
)

ASKED = {"実施状況": "status", "専任": "staff_full_time", "支援会議": "meeting_support", "課題": "barriers"}
EARLIER = (
    "{}（前年度）",
    "前年度の{}",
    "{}\n（昨年度）",
    "【前回】{}",
    "{}（R4）",
    "令和4年度 {}",
    "{}（令和4年11月30日現在）",
    "2022年度{}",
)
RIGHT = "令和5年度 取りまとめ表（令和5年11月30日現在）"


def read(book: Any, folder: Path) -> FileRead:
    book.save(folder / "上川.xlsx")
    return read_here(folder / "上川.xlsx", "上川.xlsx", "上川.xlsx", "", return_truth.make_setting())


def told(found: FileRead, severity: str) -> set[str]:
    every = [*found.findings, *(finding for one in found.returns for finding in one.findings)]
    return {finding.rule for finding in every if finding.severity == severity}


def answers(found: FileRead) -> dict[str, dict[str, object]]:
    return {one.municipality_code: dict(one.plain) for one in found.returns if not one.rejected}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    return answers(read(book_of([TABLE_HEAD, *TABLE_ROWS]), tmp_path_factory.mktemp("good")))


@pytest.mark.parametrize("pattern", EARLIER)
@pytest.mark.parametrize("heading", ASKED)
def test_a_column_of_another_year_beside_that_of_this_year_is_passed_over_and_said(
    tmp_path: Path, good: dict[str, dict[str, object]], heading: str, pattern: str
) -> None:
    chance = random.Random(heading + pattern)
    book = book_of([TABLE_HEAD, *TABLE_ROWS])
    sheet = book.worksheets[0]
    column = heading_place(sheet, heading)[1]
    values = [chance.choice(["実施中", 99, "人材不足"]) for _ in TABLE_ROWS]
    add_column(sheet, pattern.format(heading), values, at=chance.choice([None, column, column + 1]))
    found = read(book, tmp_path)
    assert answers(found) == good
    assert told(found, "info") & {"TABLE-COLUMN-SKIPPED", "TABLE-COLUMN-YEAR"}
    assert not told(found, "error") | told(found, "warning")


@pytest.mark.parametrize("pattern", EARLIER)
def test_a_column_of_another_year_alone_is_never_the_answer(
    tmp_path: Path, good: dict[str, dict[str, object]], pattern: str
) -> None:
    for title in ("", RIGHT):
        book = book_of([TABLE_HEAD, *TABLE_ROWS])
        sheet = book.worksheets[0]
        sheet.cell(*heading_place(sheet, "専任")).value = pattern.format("専任")
        if title:
            put_above(sheet, [title])
        found = read(book, tmp_path)
        assert all("staff_full_time" not in one for one in answers(found).values())
        assert told(found, "error") | told(found, "warning")
        if title:
            assert [one["status"] for one in answers(found).values()] == [
                one["status"] for one in good.values()
            ]


@pytest.mark.parametrize("year", ["前年度", "令和4年度"])
def test_a_group_of_columns_of_another_year_is_passed_over(tmp_path: Path, year: str) -> None:
    head = ["団体コード", "市町村名", "令和5年度", None, None, year, None, None]
    lower = [None, None, *["実施状況", "専任", "支援会議"] * 2]
    row = ["01452", "鷹栖町", "実施予定なし", 7, "設置している", "実施中", 99, "設置していない"]
    found = read(book_of([head, lower, row]), tmp_path)
    assert {code: (one["status"], one["staff_full_time"]) for code, one in answers(found).items()} == {
        "01452": ("no_plan", 7)
    }
    assert not told(found, "error")


@pytest.mark.parametrize("heading", ["問9 機能の整備について", "問9", "Q9（自由に）", "問９：取組みの様子"])
@pytest.mark.parametrize("instead", [True, False])
def test_one_heading_over_many_questions_costs_its_own_column(
    tmp_path: Path, good: dict[str, dict[str, object]], heading: str, instead: bool
) -> None:
    functions = {"問9"} if instead else set()
    keep = [at for at, text in enumerate(TABLE_HEAD) if not functions or text not in FUNCTIONS]
    rows = [[row[at] for at in keep] for row in (TABLE_HEAD, *TABLE_ROWS)]
    book = book_of(rows)
    add_column(book.worksheets[0], heading, ["ある", "ない", "ある"])
    found = read(book, tmp_path)
    wanted = {
        code: {key: value for key, value in one.items() if not instead or not key.startswith("function")}
        for code, one in good.items()
    }
    assert answers(found) == wanted
    assert "TABLE-COLUMN-GROUP" in told(found, "warning")


@pytest.mark.parametrize("heading", ["担当者", "担当者名", "電話", "人口"])
@pytest.mark.parametrize("values", [["山田", "佐藤", "鈴木"], [None, None, None]])
def test_a_column_that_is_passed_over_is_said_also_where_it_is_empty(
    tmp_path: Path, good: dict[str, dict[str, object]], heading: str, values: list[object]
) -> None:
    book = book_of([TABLE_HEAD, *TABLE_ROWS])
    add_column(book.worksheets[0], heading, values)
    found = read(book, tmp_path)
    assert answers(found) == good
    assert "TABLE-COLUMN-SKIPPED" in told(found, "info")


@pytest.mark.parametrize("heading", ["実施状況（前年度）", "前年度の実施状況", "実施状況\n【昨年度】"])
@pytest.mark.parametrize("at", [3, None])
def test_a_status_list_passes_over_last_years_column(tmp_path: Path, heading: str, at: int | None) -> None:
    book = book_of([LIST_HEAD, *LIST_ROWS])
    add_column(book.worksheets[0], heading, ["終了"] * 4, at=at)
    book.save(tmp_path / "一覧.xlsx")
    facts, findings = read_list.status_list(tmp_path / "一覧.xlsx")
    assert [fact["status_code"] for fact in facts] == ["undecided", "implementing", "planned", "implementing"]
    assert {one.rule for one in findings if one.severity != "info"} == set()
