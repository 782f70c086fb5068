"""A start year that a list leaves out is not withdrawn: what was known goes on, with the cell that says it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from etl import publish, tables
from tests.etl.raw_copy import status_csv
from tests.etl.test_corrections import ask, build_with

TOWN = "01204"
LIST, RETURN, CORRECTION = 3, 1, 4
# (fiscal year, state, start year, precedence)
Said = tuple[int, str, int | None, int]
WAYS: dict[str, tuple[list[Said], int, tuple[int | None, int | None]]] = {
    "a later list leaves it out": (
        [(2023, "implementing", 2022, LIST), (2024, "implementing", None, LIST)],
        2024,
        (2022, 2023),
    ),
    "two lists in a row leave it out": (
        [
            (2023, "implementing", 2022, LIST),
            (2024, "implementing", None, LIST),
            (2026, "implementing", None, LIST),
        ],
        2026,
        (2022, 2023),
    ),
    "the list leaves it out and the town's own answer says it": (
        [(2026, "implementing", None, LIST), (2026, "implementing", 2022, RETURN)],
        2026,
        (2022, 2026),
    ),
    "a newer start that is stated goes before an older one": (
        [(2023, "implementing", 2022, LIST), (2026, "implementing", 2023, LIST)],
        2026,
        (2023, 2026),
    ),
    "a plan is stated again without its year": (
        [(2022, "planned", 2025, LIST), (2023, "preparing", None, LIST)],
        2023,
        (2025, 2022),
    ),
    "the planned year has come and nobody says that it began": (
        [(2022, "planned", 2023, LIST), (2023, "planned", None, LIST)],
        2023,
        (None, None),
    ),
    "a plan is no start": (
        [(2022, "planned", 2023, LIST), (2023, "implementing", None, LIST)],
        2023,
        (None, None),
    ),
    "it ended in between": (
        [
            (2022, "implementing", 2021, LIST),
            (2023, "ended", None, LIST),
            (2024, "implementing", None, LIST),
        ],
        2024,
        (None, None),
    ),
}


def state(said: list[Said], year: int, linked: tuple[str, ...] = ()) -> tuple[object, ...]:
    """Start year, the fiscal year of its record and its cell, as the mart works them out."""
    rows = [
        (TOWN, y, date(y, 4, 1), status, start, f"{y}!{precedence}", date(y, 4, 1), precedence, False, "")
        for y, status, start, precedence in said
    ]
    columns = ["municipality_code", "fiscal_year", "as_of", "status_code", "start_fiscal_year", "source_id"]
    facts = pd.DataFrame(rows, columns=[*columns, "known_on", "precedence", "is_synthetic", "note"]).astype(
        {"start_fiscal_year": "Int32", "fiscal_year": "Int32", "as_of": "datetime64[s]"}
    )
    codes = [
        ("implementing", "implementing"),
        ("planned", "planned"),
        ("preparing", "planned"),
        ("ended", "no_plan"),
        ("unknown", "no_data"),
    ]
    links = [("core_status", key, "start_fiscal_year", f"{key}!start") for key in linked]
    with duckdb.connect() as connection:
        connection.register("facts", facts)
        for statement in (
            "create table core_status as select * replace (cast(as_of as date) as as_of, cast(known_on as date) as known_on) from facts",
            "create table core_status_before as select *, known_on as until from core_status where false",
            "create table core_return as select 0 as fiscal_year, true as is_synthetic, '' as state, current_date as known_on where false",
            "create table core_complete_list as select 0 as fiscal_year, false as is_synthetic, current_date as known_on where false",
            "create table codes_fiscal_year as select unnest(range(2021, 2028)) as fiscal_year",
            f"create table codes_municipality as select '{TOWN}' as code",
            "create table codes_status (code varchar, group_code varchar)",
            "create table core_lineage (fact_table varchar, fact_key varchar, column_name varchar, source_id varchar)",
            "create table core_build as select date '2026-12-31' as as_of",
        ):
            connection.execute(statement)
        connection.executemany("insert into codes_status values (?, ?)", codes)
        if links:
            connection.executemany("insert into core_lineage values (?, ?, ?, ?)", links)
        tables.create(connection, tables.table_files("30_mart")["mart_status_by_year"])
        [row] = connection.execute(
            "select start_fiscal_year, start_stated_fiscal_year, start_source_id from mart_status_by_year "
            "where fiscal_year = ?",
            [year],
        ).fetchall()
    return row


@pytest.mark.parametrize("way", WAYS)
def test_a_blank_start_year_is_what_was_said_before_as_long_as_the_state_lasts(way: str) -> None:
    said, year, expected = WAYS[way]
    assert state(said, year)[:2] == expected


def test_the_cell_of_a_start_year_that_goes_on_is_the_one_that_says_it() -> None:
    said: list[Said] = [(2023, "implementing", 2022, LIST), (2024, "implementing", None, LIST)]
    assert state(said, 2024, (f"2023!{LIST}",))[2] == f"2023!{LIST}!start"


def test_a_start_year_that_a_correction_emptied_stays_empty() -> None:
    said: list[Said] = [
        (2022, "implementing", 2021, LIST),
        (2023, "implementing", None, CORRECTION),
        (2024, "implementing", None, LIST),
    ]
    emptied = (f"2023!{CORRECTION}",)
    assert state(said, 2023, emptied) == (None, None, None)
    assert state(said, 2024, emptied) == (None, None, None)


def test_a_start_year_that_was_carried_on_is_corrected_and_emptied_like_one_that_is_stated(
    raw: Path, tmp_path: Path
) -> None:
    lines = ["団体コード,市町村名,実施状況,開始年度", "01204,旭川市,実施中,"]
    status_csv(raw, "2024-04-01_again.csv", lines, received_on="2024-04-10")
    corrected = "status,01204,令和6年度,開始年度,令和4年度,空欄,電話で確認,旭川市,2024-06-01"
    assert build_with(raw, tmp_path, corrected) == []
    sql = "select start_fiscal_year from mart_status_by_year_at(date '{}') where municipality_code = '01204' and fiscal_year = 2024"
    assert ask(tmp_path, sql.format("2024-05-31")) == [(2022,)]
    assert ask(tmp_path, sql.format("2024-06-01")) == [(None,)]
    with publish.connect(tmp_path) as connection:
        assert connection.execute("select is_applied from core_correction").fetchall() == [(True,)]


def test_what_does_not_follow_from_what_was_said_before_is_a_warning_with_its_cell(
    raw: Path, tmp_path: Path
) -> None:
    lines = ["団体コード,市町村名,実施状況,開始年度", "01204,旭川市,実施中,令和5年度", "01636,清水町,終了,"]
    file = status_csv(raw, "again.csv", lines, received_on="2024-04-10")
    build_with(raw, tmp_path)
    sql = f"select municipality_code, cell, message from core_finding where rule = 'STATUS-HISTORY' and file = '{file}' order by 1"
    begun, ended = ask(tmp_path, sql)
    assert begun[:2] == ("01204", "D2")
    assert "（令和5年度）が、前の資料（令和4年度）と違います" in begun[2]
    assert ended[:2] == ("01636", "C3")
    assert "実施していたという資料がありません" in ended[2]
    assert ask(tmp_path, "select count(*) from core_finding where rule = 'STATUS-HISTORY'") == [(2,)]
