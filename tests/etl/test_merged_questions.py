"""Questions and options that a later year words anew or merges are followed back by what the form says of them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.tables import table_files

DAY = "date '2025-03-31'"


@pytest.fixture(scope="module")
def later(
    demo_curated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo with a third round, 2024: one question for two, another id, and options that were merged."""
    name = (demo_curated / "current").read_text(encoding="utf-8").strip()
    copy = tmp_path_factory.mktemp("later") / name
    shutil.copy(demo_curated / name, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            """
            insert into codes_question by name
            select * replace (
                2024 as fiscal_year, 'obstacles' as question_id, 'いちばん困っていること' as wording, '' as vocabulary,
                'barriers,barriers_top' as previous_ids
            ) from codes_question where fiscal_year = 2023 and question_id = 'barriers';
            insert into codes_question by name
            select * replace (
                2024 as fiscal_year, 'wishes' as question_id, 'support_wanted' as previous_ids
            ) from codes_question where fiscal_year = 2023 and question_id = 'support_wanted';
            insert into codes_option values
                (2024, 'obstacles', 'resources', 1, '財源や事務の負担', true, false, 'funding,paperwork'),
                (2024, 'obstacles', 'staff_shortage', 2, '人が足りない', false, false, ''),
                (2024, 'obstacles', 'nothing', 3, '困っていない', false, true, 'none'),
                (2024, 'wishes', 'know_how', 1, '研修や手引き', false, false, 'training,handbook');
            insert into core_survey by name
            select * replace (2024 as fiscal_year, date '2024-11-30' as as_of)
            from core_survey where fiscal_year = 2023
            """
        )
        connection.execute("drop table codes_question_line")
        query = table_files("10_codes")["codes_question_line"].query
        connection.execute(f"create table codes_question_line as {query}")
        yield connection


def town(connection: duckdb.DuckDBPyConnection, condition: str, place: int = 0) -> str:
    """A town by what it stated in 2023."""
    rows = connection.execute(
        f"""
        select municipality_code from mart_barrier where fiscal_year = 2023 and is_counted
        group by municipality_code having {condition} order by 1
        """
    ).fetchall()
    return str(rows[place][0])


def answer(connection: duckdb.DuckDBPyConnection, code: str, question: str, option: str) -> None:
    connection.execute(
        """
        insert into core_return by name
        select * replace (
            2024 as fiscal_year, ? as municipality_code, ? as return_id, date '2024-12-10' as received_on,
            date '2024-12-10' as known_on
        ) from core_return where fiscal_year = 2023 and state = 'loaded' limit 1
        """,
        [code, f"later-{code}"],
    )
    connection.execute(
        """
        insert into core_answer by name
        select ? as return_id, ? as municipality_code, 2024 as fiscal_year, ? as question_id, ? as option_code,
            '' as value, cast(null as integer) as rank, 'answered' as answer_state, cast(null as varchar) as source_id,
            date '2024-12-10' as known_on, true as is_synthetic
        """,
        [f"later-{code}", code, question, option],
    )


def change(connection: duckdb.DuckDBPyConnection, code: str, barrier: str) -> str:
    rows = connection.execute(
        f"""
        select change from mart_barrier_change_at({DAY})
        where fiscal_year = 2024 and municipality_code = ? and barrier_code = ?
        """,
        [code, barrier],
    ).fetchall()
    return str(rows[0][0])


def test_a_merged_barrier_lasts_where_one_of_its_parts_was_stated(later: duckdb.DuckDBPyConnection) -> None:
    had_one = "count(*) filter (is_stated and barrier_code in ('funding', 'paperwork')) = 1"
    had_none = "count(*) filter (is_stated and barrier_code in ('funding', 'paperwork')) = 0"
    lasting, cleared, new = town(later, had_one), town(later, had_one, 1), town(later, had_none)
    silent = town(later, had_none, 1)
    answer(later, lasting, "obstacles", "resources")
    answer(later, cleared, "obstacles", "nothing")
    answer(later, new, "obstacles", "resources")
    assert change(later, lasting, "resources") == "persisted"
    assert change(later, cleared, "resources") == "cleared"
    assert change(later, new, "resources") == "new"
    assert change(later, silent, "resources") == "not_comparable"
    label = later.execute(
        f"select distinct barrier_label, state from mart_barrier_at({DAY}) where fiscal_year = 2024 "
        "and barrier_code = 'staff_shortage' and is_counted order by state"
    ).fetchall()
    assert label == [("人が足りない", "answered"), ("人が足りない", "none")]


def test_a_renamed_question_of_wishes_is_held_against_the_measures_of_its_parts(
    later: duckdb.DuckDBPyConnection,
) -> None:
    code = town(later, "count(*) > 0", 7)
    answer(later, code, "wishes", "know_how")
    rows = later.execute(
        f"select municipality_code, measures from mart_support_at({DAY}) where fiscal_year = 2024 and is_wanted"
    ).fetchall()
    assert rows == [(code, "handbook,training")]


def test_what_a_question_follows_is_traced_through_every_year(later: duckdb.DuckDBPyConnection) -> None:
    rows = later.execute(
        "select ancestor_id from codes_question_line where fiscal_year = 2024 and question_id = 'obstacles' order by 1"
    ).fetchall()
    assert [row[0] for row in rows] == ["barriers", "barriers_top", "obstacles"]


def test_who_was_not_asked_is_told_from_who_is_silent(later: duckdb.DuckDBPyConnection) -> None:
    rows = later.execute(
        """
        select q.state, count(*) from mart_question_state as q
        where q.fiscal_year = 2023 and q.question_id = 'barriers' group by 1
        """
    ).fetchall()
    found = dict(rows)
    implementing = later.execute(
        """
        select count(*) from mart_answer
        where fiscal_year = 2023 and question_id = 'status' and option_code = 'implementing'
        """
    ).fetchall()[0][0]
    missing = (
        179
        - later.execute(
            "select count(distinct municipality_code) from mart_answer where fiscal_year = 2023"
        ).fetchall()[0][0]
    )
    assert (found["not_asked"], found["no_return"]) == (implementing, missing)
    assert sum(found.values()) == 179
