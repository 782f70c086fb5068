"""Who is not on a list of all implementing towns does not implement that year, on every page and paper alike."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

import duckdb
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.chart_data.charts import flow
from dashboard.views import overview_summary
from dashboard.views.year import YearFacts
from etl import tables

TOWNS = ("01100", "01202", "01203", "01204", "01205")
GROUPS = {
    "implementing": "implementing",
    "preparing": "planned",
    "undecided": "considering",
    "no_plan": "no_plan",
    "ended": "no_plan",
    "unknown": "no_data",
    "no_answer": "no_data",
}
YEARS = range(2021, 2025)
STATES = sorted(set(GROUPS) - {"unknown", "no_answer"})
SAID = st.dictionaries(
    st.tuples(st.sampled_from(TOWNS), st.sampled_from(YEARS)), st.sampled_from(STATES), min_size=1
)


@settings(max_examples=25)
@given(said=SAID, listed=st.sets(st.sampled_from(YEARS)), fictional=st.sets(st.sampled_from(YEARS)))
def test_pages_transitions_and_recounts_agree_on_who_began_and_who_left(
    said: dict[tuple[str, int], str], listed: set[int], fictional: set[int]
) -> None:
    states, moves, complete = marts(said, listed, fictional)
    for year in sorted(complete):
        assert states[states["fiscal_year"] == year]["is_implementing"].notna().all()
    for year in sorted(set(states["fiscal_year"]) - {2021}):
        now, before = (states[states["fiscal_year"] == y].reset_index(drop=True) for y in (year, year - 1))
        facts = cast(YearFacts, SimpleNamespace(towns=now, before=before, fiscal_year=year))
        into = moves[moves["fiscal_year"] == year]
        for move in into.itertuples():
            recounted = flow.direction(
                move.from_group_code, move.group_code, year - 1 in complete, year in complete
            )
            assert recounted == move.direction
        if {year - 1, year} <= complete:
            begun = into[(into["group_code"] == "implementing") & (into["direction"] == "advance")]
            left = into[(into["from_group_code"] == "implementing") & (into["direction"] == "retreat")]
            assert overview_summary.begun(facts) == begun["municipality_code"].tolist()
            assert overview_summary.no_longer(facts) == left["municipality_code"].tolist()
            counts = [int((frame["group_code"] == "implementing").sum()) for frame in (before, now)]
            assert counts[1] - counts[0] == len(begun) - len(left)
        silent = into[(into["from_group_code"] == "no_data") & (into["group_code"] == "no_data")]
        assert set(silent["direction"]) <= {"unknown"}


def marts(
    said: dict[tuple[str, int], str], listed: set[int], fictional: set[int]
) -> tuple[pd.DataFrame, pd.DataFrame, set[int]]:
    """States, transitions and complete years, by the SQL of the warehouse."""
    facts = pd.DataFrame(
        [
            (code, year, date(year, 4, 1), state, f"{code}!{year}")
            for (code, year), state in sorted(said.items())
        ],
        columns=["municipality_code", "fiscal_year", "as_of", "status_code", "source_id"],
    ).astype({"as_of": "datetime64[s]", "fiscal_year": "Int32"})
    lists = [(year, False) for year in sorted(listed)] + [(year, True) for year in sorted(fictional)]
    with duckdb.connect() as connection:
        connection.register("facts", facts)
        for statement in (
            "create table core_status as select *, as_of::date as known_on, 3 as precedence, false as is_synthetic,"
            " null::integer as start_fiscal_year from facts",
            "create table core_status_before as select *, known_on as until from core_status where false",
            "create table core_return as select 0 as fiscal_year, true as is_synthetic, '' as state, current_date as known_on where false",
            "create table core_complete_list (fiscal_year integer, is_synthetic boolean, known_on date)",
            "create table codes_fiscal_year as select unnest(range(2021, 2028)) as fiscal_year, '' as label_ja",
            "create table codes_municipality (code varchar)",
            "create table codes_status (code varchar, group_code varchar)",
            "create table core_lineage (fact_table varchar, fact_key varchar, column_name varchar, source_id varchar)",
            "create table core_build as select date '2026-12-31' as as_of",
        ):
            connection.execute(statement)
        connection.executemany("insert into codes_municipality values (?)", [[code] for code in TOWNS])
        connection.executemany("insert into codes_status values (?, ?)", list(GROUPS.items()))
        if lists:
            connection.executemany(
                "insert into core_complete_list values (?, ?, '2026-01-01')", [list(one) for one in lists]
            )
        for name in ("mart_status_by_year", "mart_transition", "mart_year_coverage"):
            tables.create(connection, tables.table_files("30_mart")[name])
        states = connection.execute(
            "select *, municipality_code as name from mart_status_by_year order by municipality_code, fiscal_year"
        ).df()
        moves = connection.execute("from mart_transition order by fiscal_year, municipality_code").df()
        complete = connection.execute(
            "select fiscal_year from mart_year_coverage where implementers_complete"
        ).fetchall()
    return states.astype({"is_implementing": "boolean"}), moves, {int(row[0]) for row in complete}
