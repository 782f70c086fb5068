"""Advance after a contact: counted as told, fair by lot and visibly not without, and the lot the same for its seed."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.planning import contact_effect as effect
from dashboard.planning.contact_effect import BandCounts

WORLDS = 200


def stated(*rows: tuple[str, int, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["municipality_code", "fiscal_year", "group_code"])
    return frame.assign(as_of=[date(year, 11, 30) for year in frame["fiscal_year"]], is_synthetic=False)


def contacts(*rows: tuple[str, date]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["municipality_code", "contacted_on"])


def test_a_case_lies_between_two_statements_and_a_contact_counts_only_between_them() -> None:
    made = effect.cases(
        stated(
            ("a", 2022, "no_plan"), ("a", 2023, "considering"), ("a", 2025, "planned"),
            ("b", 2022, "implementing"), ("b", 2023, "implementing"),
            ("c", 2022, "planned"), ("c", 2023, "no_data"),
            ("d", 2022, "considering"), ("d", 2023, "no_plan"),
        )
    )  # fmt: skip
    assert made["code"].tolist() == ["a", "d"]
    assert made["advanced"].tolist() == [True, False]
    days = [date(2022, 11, 30), date(2022, 12, 1), date(2023, 11, 30), date(2023, 12, 1)]
    hits = [bool(effect.contacted(made, contacts(("a", day))).iloc[0]) for day in days]
    assert hits == [False, True, True, False]
    assert effect.cases(stated()).empty


def test_the_placebo_is_the_year_before_of_towns_not_contacted_in_it() -> None:
    rows = [(code, year, "no_plan") for code in "abc" for year in (2021, 2022, 2023)]
    made = effect.cases(stated(*rows))
    reached = effect.contacted(made, contacts(("a", date(2023, 5, 1)), ("b", date(2022, 5, 1))))
    before, later = effect.placebo(made, reached)
    assert dict(zip(before["code"], later, strict=True)) == {"a": True, "c": False}
    assert set(before["year"]) == {2022}


def test_the_interval_of_one_band_is_that_of_newcombe() -> None:
    # Newcombe (1998), method 10, his example (a): 56/70 − 48/80
    found = effect.difference([BandCounts("A", 56, 70, 48, 80)])
    assert found.difference == pytest.approx(0.2)
    assert (found.low, found.high) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4))
    edge = effect.difference([BandCounts("A", 0, 10, 0, 20)])
    assert (edge.low, edge.high) == (pytest.approx(-0.1611, abs=1e-4), pytest.approx(0.2775, abs=1e-4))
    assert effect.difference([]).difference is None


def test_bands_of_one_side_are_left_out_and_the_rest_is_weighted() -> None:
    made = pd.DataFrame({"advanced": [True, False, True, True]})
    found = effect.compare(made, pd.Series([True, False, True, True]), ["A", "A", "B", "B"])
    assert [one.band for one in found.bands] == ["A"]
    assert found.difference == 1.0
    assert found.whole.towns == 1
    assert effect.compare(made.iloc[:0], pd.Series([], dtype=bool), []).difference is None


def test_the_lot_keeps_bands_is_the_same_for_its_seed_and_puts_each_town_first_as_often() -> None:
    bands = {"01": "B", "02": "A", "03": "A", "04": "A", "05": "B"}
    drawn = effect.draw(bands, 7)
    assert drawn == effect.draw(dict(reversed(bands.items())), 7)
    assert [band for band, _ in drawn] == ["A", "A", "A", "B", "B"]
    assert sorted(town for _, town in drawn) == sorted(bands)
    first = [effect.draw(bands, seed)[0][1] for seed in range(600)]
    assert all(160 < first.count(town) < 240 for town in ("02", "03", "04"))
    halves = effect.early(drawn)
    assert sorted(halves.values()) == [False, False, True, True]
    assert effect.early([("A", "01")]) == {}


def world(seed: int, *, is_drawn: bool) -> tuple[effect.Difference, float]:
    """120 towns of two bands; contact adds 0.2 to the chance; without the lot those inclined are contacted more often."""
    generator = np.random.default_rng(seed)
    codes = [f"{number:03d}" for number in range(120)]
    bands = {code: "AB"[number % 2] for number, code in enumerate(codes)}
    inclined = generator.random(120) < 0.5
    drawn = effect.draw(bands, seed)
    first = effect.early(drawn)
    reached = (
        np.array([first[code] for code in codes])
        if is_drawn
        else generator.random(120) < np.where(inclined, 0.8, 0.2)
    )
    chance = 0.1 + 0.4 * inclined + 0.2 * reached
    made = pd.DataFrame(
        {
            "code": codes,
            "advanced": generator.random(120) < chance,
            "since": date(2022, 11, 30),
            "until": date(2023, 11, 30),
        }
    )
    if is_drawn:
        return effect.counted(effect.by_lot(made, [(date(2023, 1, 10), drawn)])), 0.2
    return effect.compare(made, pd.Series(reached), [bands[code] for code in codes]), 0.2


def test_the_difference_is_unbiased_under_the_lot_and_visibly_not_without() -> None:
    fair = [world(seed, is_drawn=True)[0] for seed in range(WORLDS)]
    chosen = [world(seed, is_drawn=False)[0] for seed in range(WORLDS)]
    found = np.array([one.difference for one in fair], dtype=float)
    assert abs(found.mean() - 0.2) < 3 * found.std() / np.sqrt(WORLDS)
    inside = np.mean([(one.low or 0) <= 0.2 <= (one.high or 0) for one in fair])
    assert 0.92 <= inside <= 0.985
    assert np.mean([one.difference for one in chosen if one.difference is not None]) > 0.35
    assert np.mean([(one.low or 0) <= 0.2 <= (one.high or 0) for one in chosen]) < 0.5


def test_a_draw_counts_in_the_case_in_which_it_falls_alone() -> None:
    drawn = [("A", "01"), ("A", "02")]
    row = {"since": date(2022, 11, 30), "until": date(2023, 11, 30), "advanced": True}
    made = pd.DataFrame([row | {"code": code} for code in ("01", "02", "03")])
    assert effect.counted(effect.by_lot(made, [(date(2023, 1, 10), drawn)])).whole.towns == 1
    assert effect.counted(effect.by_lot(made, [(date(2023, 12, 1), drawn)])).difference is None
    assert effect.counted(effect.by_lot(made, [])).difference is None
