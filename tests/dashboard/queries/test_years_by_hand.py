"""Numbers of 概況, 経過 and 地図 equal those counted by hand from the published lists and the returned workbooks."""

import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from dashboard.planning import slippage
from dashboard.queries import map as map_queries
from dashboard.queries import overview, progress
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard import returned_by_hand as hand
from tests.dashboard.conftest import publish_copy

ORDER = ["no_plan", "considering", "planned", "implementing"]
FUNCTION_STATES = {"ある": "existing", "一部ある": "partly", "予定がある": "planned", "ない": "none"}
# How the demo's towns write a year, and where its first is counted from.
YEAR = {r"令和(\d+)年度": 2018, r"平成(\d+)年度": 1988, r"(\d{4})年度": 0}


def year_of(words: str) -> int | None:
    """The fiscal year of one that is written whole; none for 未定 or a span."""
    for form, start in YEAR.items():
        number = re.fullmatch(form, words)
        if number:
            return start + int(number.group(1))
    return None


@pytest.fixture(scope="module")
def reader(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("years"))).reader()


@pytest.fixture(scope="module")
def said(demo_raw: Path) -> pd.DataFrame:
    return hand.answers(demo_raw)


@pytest.fixture(scope="module")
def groups(demo_raw: Path, said: pd.DataFrame) -> dict[int, dict[str, str]]:
    """By fiscal year and town, the group: the published list first, else the town's own answer, else no data."""
    codes = hand.towns(demo_raw)["code"]
    listed = hand.listed(demo_raw)
    status = said[said["topic"] == "status"].set_index(["year", "code"])["label"]
    made = {}
    for year, implementing in listed.items():
        made[year] = {
            code: "implementing"
            if code in implementing
            else hand.GROUPS.get(status[year, code], "considering")
            if (year, code) in status.index
            else "no_data"
            for code in codes
        }
    return made


def test_the_lists_are_those_of_four_seven_and_ten_towns(demo_raw: Path) -> None:
    assert {year: len(towns) for year, towns in hand.listed(demo_raw).items()} == {2021: 4, 2022: 7, 2023: 10}


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_towns_by_subprefecture_and_group_are_those_of_lists_and_answers(
    reader: Reader, demo_raw: Path, groups: dict[int, dict[str, str]], year: int
) -> None:
    area = hand.towns(demo_raw).set_index("code")["subprefecture_code"]
    by_hand = Counter((area[code], group) for code, group in groups[year].items())
    shown = overview.summary(reader, year)
    own = shown[shown["subprefecture_code"] != "00"]
    assert len(own) == 14 * 5
    for row in own.itertuples():
        assert row.municipalities == by_hand[row.subprefecture_code, row.group_code]
        assert row.denominator == (area == row.subprefecture_code).sum()
    whole = shown[shown["subprefecture_code"] == "00"].set_index("group_code")["municipalities"]
    assert whole.to_dict() == {group: Counter(groups[year].values())[group] for group in whole.index}


def test_the_rate_of_a_year_is_its_towns_of_179(reader: Reader, groups: dict[int, dict[str, str]]) -> None:
    curve = overview.rollout(reader)
    own = curve[curve["scope"] == "hokkaido"].set_index("fiscal_year")["rate_pct"]
    for year, towns in groups.items():
        assert own[year] == pytest.approx(100 * Counter(towns.values())["implementing"] / 179, abs=1e-6)


def test_moves_between_the_rounds_are_those_of_the_towns(
    reader: Reader, groups: dict[int, dict[str, str]]
) -> None:
    shown = progress.transitions(reader)
    shown = shown[shown["fiscal_year"] == 2023]
    counted = Counter(zip(shown["from_group"], shown["to_group"], strict=True))
    assert counted == Counter((groups[2022][code], groups[2023][code]) for code in groups[2022])
    for row in shown.itertuples():
        if "no_data" in (row.from_group, row.to_group):
            assert row.direction == "unknown"
        else:
            step = ORDER.index(row.to_group) - ORDER.index(row.from_group)
            assert row.direction == ("advance" if step > 0 else "retreat" if step < 0 else "same")


def test_planned_starts_are_the_years_that_the_towns_wrote(
    reader: Reader, said: pd.DataFrame, groups: dict[int, dict[str, str]]
) -> None:
    written = said[said["topic"] == "start"].set_index(["year", "code"])["label"]
    shown = progress.plans(reader)
    of_returns = shown[shown["file"].str.startswith("survey/", na=False)]
    by_hand = {key: year_of(words) for key, words in written.items()}
    stated = {
        (row.stated_fiscal_year, row.municipality_code): row.planned_start for row in of_returns.itertuples()
    }
    assert stated == {key: by_hand[key] for key in stated}
    dated = {key for key, year in by_hand.items() if year and groups[key[0]][key[1]] == "planned"}
    published = shown.drop(of_returns.index)  # three of the towns, of which the ministry printed the plan
    printed = set(zip(published["stated_fiscal_year"], published["municipality_code"], strict=True))
    assert set(stated) == dated - printed


def test_a_plan_counts_as_kept_where_the_town_is_on_the_list_of_its_year(
    reader: Reader, demo_raw: Path
) -> None:
    listed = hand.listed(demo_raw)
    plans = progress.plans(reader)
    due = plans[plans["is_first"] & (plans["planned_start"] == 2023)]
    assert len(due) > 0
    for row in due.itertuples():
        assert (row.outcome == "kept") == (row.municipality_code in listed[2023])
    record = slippage.record(plans)
    assert record.counts["kept"] == int((plans["is_first"] & (plans["outcome"] == "kept")).sum())


@pytest.mark.parametrize("year", [2022, 2023])
def test_functions_on_the_map_are_the_states_that_the_towns_wrote(
    reader: Reader, said: pd.DataFrame, year: int
) -> None:
    layers = map_queries.layers(reader)
    own = layers[layers["layer"].str.startswith("function_") & (layers["fiscal_year"] == year)]
    written = said[(said["topic"] == "function") & (said["year"] == year)]
    kinds = reader.frame("select code, kind from codes_municipality").set_index("code")["kind"]
    run = written["label"].str.startswith("第1号ニ") & written["code"].map(kinds).isin(["町", "村"])
    states = written["state"].map(FUNCTION_STATES)
    by_hand = Counter(states.mask(run & (states == "none"), "prefecture").dropna())
    shown = Counter(own["class_code"])
    assert by_hand["prefecture"] > 0
    assert {state: shown[state] for state in by_hand} == dict(by_hand)
