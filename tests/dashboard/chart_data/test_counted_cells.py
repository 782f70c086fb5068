"""The sheet 出典のセル of a chart: counting its rows gives the numbers of the chart, and each has its cell."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dashboard.chart_data import registry
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.table import ChartTable
from dashboard.views import view
from dashboard.warehouse.reader import Reader, Warehouse


@pytest.fixture(scope="module")
def demo(demo_curated: Path) -> Reader:
    return Warehouse(demo_curated).reader()


def sheets(reader: Reader, name: str, search: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of a chart and what is behind them, by heading."""
    found = registry.with_table()[name].table
    assert found is not None
    made = found(TableRequest(reader, view.parse_address(search, reader), "/progress"))
    assert made.behind is not None
    return by_heading(made), by_heading(made.behind)


def by_heading(made: ChartTable) -> list[dict[str, Any]]:
    return [dict(zip((column.heading for column in made.columns), row, strict=True)) for row in made.rows]


@pytest.mark.parametrize("search", ["?fy=2023", "?fy=2023&sub=03,12"])
def test_implementing_municipalities_of_each_year_are_those_that_are_listed(
    demo: Reader, search: str
) -> None:
    rows, behind = sheets(demo, "rollout", search)
    listed = Counter(row["状態の年度（西暦）"] for row in behind)
    counted = {
        row["年度（西暦）"]: row["実施（市町村）"]
        for row in rows
        if row["範囲"] != "全国" and row["集計の範囲"] != "予定の数" and row["実施（市町村）"]
    }
    assert counted == {year: listed[year] for year in counted}
    assert all(row["セル"] for row in behind)


@pytest.mark.parametrize("search", ["?fy=2023", "?fy=2022&sub=14"])
def test_every_state_of_the_bars_and_of_the_map_is_listed_once(demo: Reader, search: str) -> None:
    bars, behind = sheets(demo, "status_bars", search)
    assert sum(row["市町村数（市町村）"] for row in bars) == len(behind)
    towns, behind = sheets(demo, "status_map", search)
    assert [row["標準地域コード"] for row in behind] == [row["標準地域コード"] for row in towns]
    for town, cited in zip(towns, behind, strict=True):
        assert bool(cited["セル"]) == (town["区分"] != "データなし"), town


def test_every_barrier_and_wish_that_is_counted_is_listed_with_its_cell(demo: Reader) -> None:
    rows, behind = sheets(demo, "barrier_places", "?fy=2023")
    listed = Counter(row["課題"] for row in behind)
    assert {row["課題"]: row["挙げた市町村（市町村）"] for row in rows} == {
        row["課題"]: listed[row["課題"]] for row in rows
    }
    assert all(row["セル"] for row in behind)
    rows, behind = sheets(demo, "barrier_support", "?fy=2023")
    listed = Counter(row["望んだ支援"] for row in behind)
    assert {row["支援"]: row["望んだ市町村（市町村）"] for row in rows[1:]} == {
        row["支援"]: listed[row["支援"]] for row in rows[1:]
    }


def test_first_plans_are_listed_with_the_cell_of_what_became_of_them(demo: Reader) -> None:
    rows, behind = sheets(demo, "slippage", "?fy=2023")
    first = [row for row in behind if row["初めての予定"] == "はい"]
    listed = Counter((row["開始予定の年度（西暦）"], row["その後"]) for row in first)
    assert {
        (row["開始予定の年度（西暦）"], row["その後"]): row["市町村数（市町村）"] for row in rows
    } == listed
    assert all(row["予定のセル"] for row in behind)
    assert all(row["その後のセル"] for row in first if row["その後"] in ("予定どおり", "遅れ"))
