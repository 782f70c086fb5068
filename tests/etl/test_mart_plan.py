"""What became of a stated start, and how towns moved: each way it can go, drawn here and judged by the mart itself."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from etl import publish, tables

STATES = ("municipality_code", "fiscal_year", "status_code", "start_fiscal_year", "known_on", "is_synthetic")
Said = tuple[int, str, int | None]
NEVER_LISTED: tuple[int, ...] = ()


@pytest.fixture
def judge() -> "Judge":
    return Judge()


class Judge:
    """A warehouse in memory with the statements of one town, and the marts made from them by their own SQL."""

    def rows(
        self, said: list[Said], day: date, lists: tuple[int, ...] = NEVER_LISTED, document: str = ""
    ) -> list[dict[str, object]]:
        drawn = pd.DataFrame(
            [("01100", year, status, start, date(year, 12, 1), False) for year, status, start in said],
            columns=STATES,
        ).astype({"start_fiscal_year": "Int32", "fiscal_year": "Int32"})
        with duckdb.connect() as connection:
            connection.register("drawn", drawn)
            connection.execute(
                """
                create macro mart_status_by_year_at(as_of_day) as table
                select
                    municipality_code, fiscal_year, status_code, 'x' as group_code, start_fiscal_year,
                    cast(known_on as date) as as_of, cast(known_on as date) as known_on, 'stated' as basis,
                    fiscal_year as stated_fiscal_year, is_synthetic, fiscal_year || '!D2' as source_id
                from drawn where cast(known_on as date) <= as_of_day
                """
            )
            connection.execute(
                "create table core_complete_list as select y as fiscal_year, false as is_synthetic, make_date(y, 4, 1) as known_on "
                "from (select unnest(?::integer[]) as y)",
                [list(lists)],
            )
            connection.execute(
                """
                create table core_status as
                select *, fiscal_year || '!D2' as source_id, 3 as precedence from drawn
                """
            )
            connection.execute(
                "create table core_source as select distinct source_id, fiscal_year as file_id from core_status"
            )
            connection.execute(
                "create table core_file as select file_id, file_id || '.csv' as file, ? as source_group from core_source",
                [document],
            )
            connection.execute("create table core_build as select ?::date as as_of", [day])
            connection.execute(
                "create table mart_status_by_year as from mart_status_by_year_at((select as_of from core_build))"
            )
            tables.create(connection, tables.table_files("30_mart")["mart_plan"])
            frame = connection.execute("from mart_plan").df()
        rows: list[dict[str, object]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
        return rows


PLANNED_2024: Said = (2022, "planned", 2024)
LATER = date(2026, 12, 31)
WAYS: dict[str, tuple[list[Said], date, tuple[int, ...], tuple[object, ...]]] = {
    "begun in the planned year": (
        [PLANNED_2024, (2024, "implementing", 2024)],
        LATER,
        (),
        ("kept", 0, False, "started"),
    ),
    "begun a year early": (
        [PLANNED_2024, (2023, "implementing", 2023)],
        LATER,
        (),
        ("kept", -1, False, "started"),
    ),
    "begun two years late": (
        [PLANNED_2024, (2026, "implementing", 2026)],
        LATER,
        (),
        ("slipped", 2, False, "started"),
    ),
    "begun in time, said only later": (
        [PLANNED_2024, (2026, "implementing", 2024)],
        LATER,
        (),
        ("kept", 0, False, "started"),
    ),
    "planned anew for later": (
        [PLANNED_2024, (2023, "planned", 2026)],
        LATER,
        (),
        ("slipped", 2, True, "replanned"),
    ),
    "planned anew for the same year": (
        [PLANNED_2024, (2023, "planned", 2024)],
        LATER,
        (),
        ("unknown", None, False, "none"),
    ),
    "not begun in the planned year": (
        [PLANNED_2024, (2024, "undecided", None)],
        LATER,
        (),
        ("slipped", 1, True, "not_started"),
    ),
    "not begun a year after": (
        [PLANNED_2024, (2025, "undecided", None)],
        LATER,
        (),
        ("slipped", 2, True, "not_started"),
    ),
    "date given up before it came": (
        [PLANNED_2024, (2023, "undecided", None)],
        LATER,
        (),
        ("undated", None, False, "dropped"),
    ),
    "plan given up before its year": (
        [PLANNED_2024, (2023, "no_plan", None)],
        LATER,
        (),
        ("withdrawn", None, False, "dropped"),
    ),
    "plan given up after its year": (
        [PLANNED_2024, (2025, "no_plan", None)],
        LATER,
        (),
        ("withdrawn", None, False, "not_started"),
    ),
    "silence after the year": ([PLANNED_2024], LATER, (), ("unknown", None, False, "none")),
    "silence in the planned year": ([PLANNED_2024], date(2024, 12, 1), (), ("not_due", None, False, "none")),
    "year not yet come": ([PLANNED_2024], date(2023, 12, 31), (), ("not_due", None, False, "none")),
    "not on the list of the planned year": ([PLANNED_2024], LATER, (2024,), ("unknown", None, False, "none")),
    "not on the list of the year after": ([PLANNED_2024], LATER, (2025,), ("slipped", 1, True, "not_listed")),
    "planned again in the planned year itself": (
        [PLANNED_2024, (2024, "planned", 2024)],
        date(2024, 12, 31),
        (),
        ("not_due", None, False, "none"),
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_a_plan_can_go_is_judged_and_silence_is_never_a_slip(judge: Judge, way: str) -> None:
    said, day, lists, expected = WAYS[way]
    first = judge.rows(said, day, lists)[0]
    assert (first["outcome"], first["slip_years"], first["slip_is_minimum"], first["evidence"]) == expected
    assert first["is_first"]
    assert (first["evidence_source_id"] is None) == (expected[3] in ("none", "not_listed"))


def test_a_start_that_only_the_document_of_the_plan_states_confirms_nothing(judge: Judge) -> None:
    said: list[Said] = [PLANNED_2024, (2024, "implementing", 2024)]
    (row,) = judge.rows(said, LATER, document="白書 図表3-2-5")
    assert (row["outcome"], row["slip_years"], row["evidence"]) == ("unknown", None, "same_source")
    assert row["evidence_source_id"] is None
    assert row["actual_start"] == 2024
    assert not row["is_current"]


def test_what_was_said_after_the_day_is_not_known(judge: Judge) -> None:
    said: list[Said] = [PLANNED_2024, (2024, "implementing", 2024)]
    assert judge.rows(said, date(2023, 6, 1))[0]["outcome"] == "not_due"
    assert judge.rows(said, date(2022, 6, 1)) == []


def test_a_plan_without_a_year_is_no_plan_and_a_town_counts_once_as_first(judge: Judge) -> None:
    rows = judge.rows([(2021, "preparing", None), PLANNED_2024, (2023, "preparing", 2025)], date(2024, 1, 1))
    assert [(row["stated_fiscal_year"], row["is_first"], row["is_current"]) for row in rows] == [
        (2022, True, False),
        (2023, False, True),
    ]


def test_transitions_of_the_real_lists_are_those_of_the_raw_files(built_curated: Path) -> None:
    """R4 → R5 by pandas from the lists alone: three began as planned, seven went on, all others are not known."""
    raw = Path(__file__).resolve().parent.parent.parent / "data" / "raw" / "status"
    plan = pd.read_excel(raw / "2022-11-30_plan_r5.xlsx", engine="calamine", header=None, dtype=str)
    codes = plan.map(
        lambda value: str(value)[:5] if str(value)[:2] == "01" and str(value)[:6].isdigit() else None
    ).stack()
    listed = pd.read_csv(raw / "2023-04-01_implementers_r5.csv", dtype=str)
    started = listed[listed["実施開始年度"] == "令和5年度"]["団体コード"]
    with publish.connect(built_curated) as connection:
        moves = connection.execute(
            "select direction, count(*), list_sort(list(municipality_code)) from mart_transition "
            "where fiscal_year = 2023 group by 1 order by 1"
        ).fetchall()
        kept = connection.execute(
            "select municipality_code, outcome, planned_start from mart_plan"
        ).fetchall()
    by_direction = {row[0]: (row[1], row[2]) for row in moves}
    assert by_direction["advance"] == (3, sorted(started))
    assert by_direction["same"][1] == sorted(set(listed["団体コード"]) - set(started))
    assert by_direction["unknown"][0] == 179 - len(listed)
    assert set(started) <= set(codes)
    # 厚真町 is known to have begun from the same table of the 白書 as its plan; two towns say so themselves
    judged = {code: "unknown" if code == "01581" else "kept" for code in started}
    assert sorted(kept) == sorted((code, outcome, 2023) for code, outcome in judged.items())
