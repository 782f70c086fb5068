"""The pipeline on the real data: what is known, when it was known, and that a build repeats itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl import build, publish
from tests.etl.raw_copy import build_json

Query = Callable[..., list[tuple[Any, ...]]]
STARTED = {
    2021: {"七飯町", "妹背牛町", "鷹栖町", "津別町"},
    2022: {"旭川市", "音更町", "広尾町"},
    2023: {"厚真町", "鹿追町", "幕別町"},
    2024: {"大樹町"},
    2025: {"北斗市", "苫小牧市"},
}


def implementers(query: Query, table: str, fiscal_year: int) -> set[str]:
    rows = query(
        f"select m.name from {table} as y inner join codes_municipality as m on m.code = y.municipality_code "
        "where y.fiscal_year = ? and y.status_code = 'implementing'",
        fiscal_year,
    )
    return {name for (name,) in rows}


def ordered_exports(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    connection = publish.read_only(path)
    names = [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]
    exports = {name: connection.execute(f"select * from {name} order by all").fetchall() for name in names}
    connection.close()
    return exports


def test_every_year_has_the_implementers_of_the_sources(query: Query) -> None:
    known: set[str] = set()
    for year, names in STARTED.items():
        known |= names
        assert implementers(query, "mart_status_by_year", year) == known


def test_years_after_r5_are_marked_as_incomplete(query: Query) -> None:
    complete = dict(query("select fiscal_year, implementers_complete from mart_year_coverage"))
    assert complete == {2021: True, 2022: True, 2023: True, 2024: False, 2025: False}


def test_silence_is_no_data_and_never_no_plan(query: Query) -> None:
    assert query("select count(*) from mart_status_by_year where group_code = 'no_plan'") == [(0,)]
    assert query("select status_code from mart_municipality where name = '札幌市'") == [("unknown",)]


@pytest.mark.parametrize(
    ("day", "implementing", "planned_for_r5"),
    [("2022-03-31", 4, 0), ("2022-10-01", 7, 0), ("2022-12-01", 7, 3), ("2023-04-01", 10, 0)],
)
def test_as_of_knows_only_what_was_known_by_that_day(
    real_raw: Path, tmp_path: Path, day: str, implementing: int, planned_for_r5: int
) -> None:
    done = build_json(real_raw, tmp_path, "--as-of", day)
    assert done["as_of"] == day
    connection = publish.connect(tmp_path)
    found = connection.execute(
        "select count(*) filter (status_code = 'implementing'), "
        "count(*) filter (status_code = 'planned' and start_fiscal_year = 2023) from mart_municipality"
    ).fetchall()
    connection.close()
    assert found == [(implementing, planned_for_r5)]


@pytest.mark.parametrize("day", ["2021-04-01", "2022-12-01", "2023-04-01"])
def test_a_build_as_of_a_day_equals_the_macros_at_that_day(
    real_raw: Path, tmp_path: Path, query: Query, day: str
) -> None:
    build.build(real_raw, tmp_path, date.fromisoformat(day))
    connection = publish.connect(tmp_path)
    macros = [
        row[0]
        for row in connection.execute(
            "select function_name from duckdb_functions() where function_type = 'table_macro' and not internal"
        ).fetchall()
    ]
    assert "mart_municipality_at" in macros
    for macro in macros:
        table = macro.removesuffix("_at")
        built = connection.execute(f"select * from {table} order by all").fetchall()
        assert query(f"select * from {macro}(?::date) order by all", day) == built, macro
    connection.close()


def test_a_second_build_gives_equal_ordered_exports_of_every_table(real_raw: Path, tmp_path: Path) -> None:
    first = build.build(real_raw, tmp_path / "first")
    second = build.build(real_raw, tmp_path / "second")
    assert ordered_exports(Path(first.warehouse)) == ordered_exports(Path(second.warehouse))


def test_build_json_has_the_agreed_keys(real_raw: Path, tmp_path: Path) -> None:
    done = build_json(real_raw, tmp_path)
    keys = ["warehouse", "as_of", "municipalities", "returns", "findings", "synthetic", "seconds"]
    assert list(done) == keys
    assert done["municipalities"] == 179
    assert done["returns"] == {"received": 0, "loaded": 0, "quarantined": 0, "held": 0}
    assert list(done["findings"]) == ["error", "warning", "info"]  # type: ignore[call-overload]
    assert done["synthetic"] is False
    assert Path(str(done["warehouse"])).is_file()


def test_the_real_data_has_no_error(real_raw: Path, tmp_path: Path) -> None:
    findings = build.build(real_raw, tmp_path).findings
    assert [f for f in findings if f.severity == "error"] == []


def test_published_totals_match_named_towns_of_another_document_and_are_not_confirmed_by_their_own(
    query: Query,
) -> None:
    rows = query(
        "select as_of, published, computed, state from mart_reconciliation order by as_of, published"
    )
    states = {(str(day), published): (computed, state) for day, published, computed, state in rows}
    assert states[("2021-04-01", 4)] == (4, "same_source")
    assert states[("2022-04-01", 7)] == (7, "same_source")
    assert states[("2022-11-30", 3)] == (3, "match")
    assert states[("2022-11-30", 7)] == (7, "match")
    assert states[("2023-04-01", 10)] == (10, "same_source")
    for published in (9, 77, 83):
        assert states[("2022-11-30", published)] == (0, "towns_not_published")


def test_every_status_can_be_walked_back_to_a_cell_with_its_text(query: Query) -> None:
    rows = query(
        "select s.file, s.sheet, s.cell, s.raw_text, s.sha256 from mart_municipality as m "
        "inner join core_source as s using (source_id) where m.name = '鷹栖町'"
    )
    assert len(rows) == 1
    file, _, cell, text, digest = rows[0]
    assert file.startswith("status/")
    assert cell[0].isalpha()
    assert cell[1:].isdigit()
    assert text.startswith("実施")
    assert len(digest) == 64


def test_sums_equal_the_official_statistics(query: Query) -> None:
    sums = query("select sum(population), sum(population_jumin), sum(households) from mart_figures")
    assert sums == [(4_985_419, 5_044_825, 2_812_839)]


def test_neighbours_have_445_pairs(query: Query) -> None:
    assert query("select count(*) from core_adjacency") == [(2 * 445,)]


def test_northern_villages_live_with_the_boundaries_alone(query: Query) -> None:
    assert query("select count(*) from core_boundary where kind = 'municipality'") == [(179,)]
    assert query("select count(*) > 0 from core_boundary where kind = 'northern'") == [(True,)]
    codes = query("select code from codes_municipality where code between '01695' and '01700'")
    assert codes == []


def test_a_default_build_means_all_that_was_received(query: Query) -> None:
    assert query(
        "select b.as_of = max(f.known_on) from core_build as b, core_file as f group by b.as_of"
    ) == [(True,)]
