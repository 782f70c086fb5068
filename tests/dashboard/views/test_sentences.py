"""What 概況 and 経過 say of a few towns, held against a slow count of rows: random states, every filter, none to many."""

from __future__ import annotations

import csv
import random
import re
from itertools import product
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from dashboard.views import overview_summary, progress, progress_words, view, year
from dashboard.warehouse.reader import Reader, Warehouse
from etl import tables
from tests.conftest import ROOT
from tests.dashboard.conftest import COUNT_AGAIN, publish_copy

YEARS = (2022, 2023)
GROUPS = {
    "implementing": "implementing",
    "planned": "planned",
    "undecided": "considering",
    "no_plan": "no_plan",
    "unknown": "no_data",
}
ORDER = {"no_plan": 0, "considering": 1, "planned": 2, "implementing": 3}
SIZES = {"": (0, 10**9), "under_5k": (0, 5000), "30k_100k": (30000, 100000), "over_100k": (100000, 10**9)}


class Town(NamedTuple):
    """A town as the raw files have it."""

    code: str
    name: str
    kind: str
    area: str
    population: int


@pytest.fixture(scope="module")
def towns() -> list[Town]:
    def read(name: str) -> list[dict[str, str]]:
        with (ROOT / "data" / "raw" / "reference" / name).open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))

    people = {
        row["code"]: int(row["value"])
        for row in read("figures.csv")
        if row["figure_code"] == "population_census2025_prelim"
    }
    return [
        Town(row["code"], row["name"], row["kind"], row["subprefecture_code"], people[row["code"]])
        for row in read("municipalities.csv")
    ]


@pytest.fixture(scope="module", params=[1, 2], ids=["many states", "mostly unknown"])
def drawn(request: pytest.FixtureRequest, towns: list[Town]) -> dict[int, dict[str, str]]:
    """By year and code a state drawn for the town."""
    chance = random.Random(request.param)
    weights = [1, 1, 1, 1, 1] if request.param == 1 else [1, 0, 1, 0, 20]
    return {
        number: {town.code: chance.choices(list(GROUPS), weights)[0] for town in towns} for number in YEARS
    }


@pytest.fixture(scope="module")
def world(
    built_curated: Path, drawn: dict[int, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Reader:
    """A warehouse with these states, of which nothing says that any year is complete."""
    curated = publish_copy(built_curated, tmp_path_factory.mktemp("drawn"))
    name = (curated / "current").read_text(encoding="utf-8").strip()
    rows = [(number, code, state) for number, states in drawn.items() for code, state in states.items()]
    with duckdb.connect(str(curated / name)) as connection:
        connection.execute("create temp table drawn (fiscal_year integer, code varchar, state varchar)")
        connection.executemany("insert into drawn values (?, ?, ?)", rows)
        connection.execute(
            """
            update mart_status_by_year as y
            set status_code = s.code, group_code = s.group_code, basis = 'stated', start_fiscal_year = null,
                is_implementing = case when s.code <> 'unknown' then s.code = 'implementing' end
            from drawn as d inner join codes_status as s on s.code = d.state
            where y.municipality_code = d.code and y.fiscal_year = d.fiscal_year
            """
        )
        connection.execute(
            "update mart_year_coverage set implementers_complete = false, all_answered = false"
        )
        connection.execute(COUNT_AGAIN)
        moves = tables.table_files("30_mart")["mart_transition"]
        connection.execute(f"create or replace table mart_transition as {tables.on_the_day(moves.query)}")
    return Warehouse(curated).reader()


def test_every_number_and_name_is_that_of_the_rows_under_any_filter(
    world: Reader, drawn: dict[int, dict[str, str]], towns: list[Town]
) -> None:
    sizes_of_views = set()
    for area, kind, size in product(["", "08", "14", "04"], ["", "市", "村"], SIZES):
        low, high = SIZES[size]
        own = [
            town
            for town in towns
            if area in ("", town.area) and kind in ("", town.kind) and low <= town.population < high
        ]
        sizes_of_views.add(min(len(own), 4))
        asked = view.parse_address(f"?fy=2023&sub={area}&kind={kind}&size={size}", world)
        said = overview_summary.paragraph(year.gather(world, asked))
        if not own:
            assert said == "条件に合う市町村はありません。上の条件を1つ外してください。"
            continue
        check_overview(said, own, drawn)
        check_progress(progress_words.summary(progress.gather(world, asked)), own, drawn)
    assert sizes_of_views == {0, 1, 2, 3, 4}


def check_overview(said: str, own: list[Town], drawn: dict[int, dict[str, str]]) -> None:
    """A year that may be incomplete: counts of what is known, no share, no change, and silence is not 予定なし."""
    groups = [GROUPS[drawn[2023][town.code]] for town in own]
    counted = re.search(r"わかっている範囲で([\d,]+)です", said)
    assert counted, said
    assert int(counted[1].replace(",", "")) == groups.count("implementing")
    assert "％）です。" not in said.partition("全国では")[0], "no share of what may still grow"
    assert "前年度の" not in said
    planned = [town.name for town, group in zip(own, groups, strict=True) if group == "planned"]
    told = re.search(r"決めている市町村は([\d,]+)（([^）]*)）です", said)
    assert (told is None) == (not planned)
    if told:
        named = re.split("、", told[2].partition("ほか")[0])
        assert int(told[1]) == len(planned)
        assert set(named) <= set(planned)
        left = re.search(r"ほか([\d,]+)$", told[2])
        assert len(named) + (int(left[1]) if left else 0) == len(planned)
    thought = re.search(r"検討は([\d,]+)、予定なしは([\d,]+)です", said)
    assert (thought is None) == (not groups.count("considering") + groups.count("no_plan"))
    if thought:
        assert [int(number) for number in thought.groups()] == [
            groups.count("considering"),
            groups.count("no_plan"),
        ]
    silent = re.search(r"残る([\d,]+)は", said)
    assert (int(silent[1].replace(",", "")) if silent else 0) == groups.count("no_data")
    begun = re.search(r"前年度より後に始めたことがわかっているのは([^。]*)です", said)
    since = [
        town.name
        for town in own
        if drawn[2023][town.code] == "implementing"
        and drawn[2022][town.code] not in ("implementing", "unknown")
    ]
    assert bool(begun) == bool(since)
    if begun:
        named = begun[1].partition("ほか")[0].split("、")
        assert set(named) <= set(since)


def check_progress(said: str, own: list[Town], drawn: dict[int, dict[str, str]]) -> None:
    """Advanced and 見直し by the order of the groups, unknown where a year says nothing."""
    moves = [tuple(ORDER.get(GROUPS[drawn[number][town.code]]) for number in YEARS) for town in own]
    up = sum(a is not None and b is not None and b > a for a, b in moves)
    down = sum(a is not None and b is not None and b < a for a, b in moves)
    told = re.search(r"([\d,]+)が進展し.*?、([\d,]+)が見直しました", said)
    if told is None:
        assert "進展した、または見直したとわかる市町村はありません" in said
    assert [int(number) for number in (told.groups() if told else ("0", "0"))] == [up, down], said
    unknown = sum(None in move for move in moves)
    rest = [int(n) for n in re.findall(r"([\d,]+)は(?:どちらの年度も|どちらかの年度の)", said)]
    assert sum(rest) == unknown, said
