"""Bands, signs of the forecast and travel times against a second computation from the raw files (raw_facts, raw_methods)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dashboard.planning import hazard, rank, spec
from dashboard.services import forecast, ranking, routes
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.conftest import publish_copy
from tests.dashboard.planning import raw_methods
from tests.dashboard.planning.raw_facts import RawFacts

DAY, YEAR = date(2026, 11, 30), 2026
DRAWS = 600
# Two shares of 2,000 and of 600 draws differ by more than this once in some 30,000 pairs.
APART = 4 * (0.25 / 2000 + 0.25 / DRAWS) ** 0.5


@pytest.fixture(scope="module")
def facts(demo_raw: Path) -> RawFacts:
    return RawFacts(demo_raw)


@pytest.fixture(scope="module")
def demo(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("counted_again"))).reader().at(DAY)


def test_every_value_of_every_candidate_is_that_of_the_raw_files(demo: Reader, facts: RawFacts) -> None:
    material = ranking.material(demo, None)
    lists = material.ranking(spec.weights_of("balance")).lists
    candidates = set(lists.index[lists.isin([rank.RANKED, rank.INSUFFICIENT])])
    assert candidates == set(facts.values)
    for name in spec.codes():
        ours = material.facts.values[name]
        raw = [facts.values[town].get(name) for town in sorted(candidates)]
        expected = [np.nan if value is None else value for value in raw]
        assert ours[sorted(candidates)].tolist() == pytest.approx(expected, abs=1e-6, nan_ok=True), name
        kept = [raw_methods.keep(facts, town, name, YEAR) for town in sorted(candidates)]
        assert material.facts.keep[name][sorted(candidates)].tolist() == pytest.approx(kept), name


def test_bands_are_those_of_other_draws_from_the_raw_files(demo: Reader, facts: RawFacts) -> None:
    rows = ranking.material(demo, None).ranking(spec.weights_of("dormant")).rows.set_index("code")
    again = raw_methods.top_shares(facts, "dormant", YEAR, ranking.TOP, DRAWS)
    assert set(again) == set(rows.index)
    assert max(abs(rows["top_share"][town] - share) for town, share in again.items()) < APART
    bands = {
        town: "A" if share >= 0.8 else "B" if share >= 0.2 else "C"
        for town, share in again.items()
        if min(abs(share - 0.8), abs(share - 0.2)) > APART
    }
    assert len(bands) > 100
    assert {town: rows["band"][town] for town in bands} == bands
    assert set("ABC") == set(bands.values())


def test_signs_and_chances_to_begin_are_those_of_the_lists_read_by_hand(
    demo: Reader, facts: RawFacts
) -> None:
    """令和4・5年度 from the lists alone: nothing else was known of real towns, so only plan, stage and neighbours vary."""
    named = raw_methods.named_towns(facts)
    first, second, planned, third = (named[file] for file in raw_methods.LISTS)
    beginners = {
        2022: second - first,
        2023: third - second - {"01581"},
    }  # 厚真町: plan and start of one document
    made = forecast.forecast(demo)
    assert (made.years, made.judgement.starts) == ([2022, 2023], 5)
    before = {2022: (first, set()), 2023: (second, planned - second)}
    rows, began = [], []
    for year, (there, plan) in before.items():
        left = set() if year == 2022 else {"01581"}
        own = made.cases.of(made.cases.year == year)
        assert set(own.code) == set(facts.towns) - there - left
        for code, x, start in zip(own.code, own.x, own.began, strict=True):
            row = raw_methods.signs(facts, str(code), there, plan)
            assert x.tolist() == pytest.approx([np.nan if v is None else v for v in row], nan_ok=True), code
            assert bool(start) == (code in beginners[year])
            rows.append(row)
            began.append(bool(start))
    fitted = hazard.fit(made.cases.x, made.cases.began)
    again = raw_methods.logistic(rows, began, hazard.PRIOR_SD, hazard.INTERCEPT_SD)
    assert fitted.coefficients.tolist() == pytest.approx(again, abs=1e-6)


def test_travel_times_in_january_are_those_of_dijkstra_over_the_raw_files(
    demo: Reader, facts: RawFacts
) -> None:
    known, raw = routes.times(demo, 1), raw_methods.RawTimes(facts, 1)
    for start in ("01100", "01202", "01214", "01367", "01518"):  # 札幌, 函館, 稚内 and two islands
        minutes = raw.from_town(start)
        assert {town: known.between(start, town) for town in minutes if town != start} == {
            town: time for town, time in minutes.items() if town != start
        }
        assert len(minutes) == 179
