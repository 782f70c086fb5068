"""Shares, delays and scenarios against hand-made cases and a slow way of their own."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.planning import slippage

COLUMNS = [
    "municipality_code",
    "planned_start",
    "outcome",
    "slip_years",
    "slip_is_minimum",
    "is_first",
    "is_current",
]
ENDINGS = st.sampled_from(
    [
        ("kept", 0, False),
        ("kept", -1, False),
        ("slipped", 1, False),
        ("slipped", 3, False),
        ("slipped", 2, True),
        ("undated", None, False),
        ("withdrawn", None, False),
        ("unknown", None, False),
        ("not_due", None, False),
    ]
)


def plans(*endings: tuple[str, int | None, bool], planned: int = 2024) -> pd.DataFrame:
    rows = [
        (f"01{number:03d}", planned, outcome, slip, least, True, outcome in ("unknown", "not_due"))
        for number, (outcome, slip, least) in enumerate(endings)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"slip_years": "Int32"})


def implementing(*spans: tuple[int, int]) -> pd.DataFrame:
    """A town for each span: implementing in every year from the first to the last."""
    rows = [
        (f"02{number:03d}", year)
        for number, (first, last) in enumerate(spans)
        for year in range(first, last + 1)
    ]
    return pd.DataFrame(rows, columns=["municipality_code", "fiscal_year"])


KEPT, LATE, OPEN = ("kept", 0, False), ("slipped", 1, False), ("unknown", None, False)


def test_the_share_is_of_resolved_plans_and_the_unknown_only_widen_its_bounds() -> None:
    record = slippage.record(plans(*[KEPT] * 6, *[LATE] * 3, ("undated", None, False), *[OPEN] * 8))
    assert (record.resolved, record.share) == (10, 0.6)
    assert (record.lowest, record.highest) == (6 / 18, 14 / 18)
    assert record.low is not None
    assert record.high is not None
    assert record.low < 0.6 < record.high
    assert record.is_enough
    assert record.is_few


def test_nothing_is_said_without_a_resolved_plan() -> None:
    record = slippage.record(plans(OPEN, OPEN))
    assert (record.share, record.low, record.is_enough) == (None, None, False)
    assert slippage.delays(plans(OPEN)).empty


def test_only_the_first_plan_of_a_town_counts() -> None:
    frame = plans(KEPT, LATE)
    frame.loc[1, "is_first"] = False
    assert slippage.record(frame).counts["slipped"] == 0


def test_delays_are_those_of_kaplan_and_meier_by_hand() -> None:
    frame = slippage.delays(plans(*[KEPT] * 4, *[LATE] * 2, ("slipped", 2, True), ("withdrawn", None, False)))
    assert frame["at_risk"].tolist() == [8, 4]
    assert frame["began"].tolist() == [4, 2]
    assert frame["share"].tolist() == pytest.approx([0.5, 0.75])


def test_if_plans_hold_each_town_is_added_in_its_year() -> None:
    rows = slippage.scenarios(
        implementing((2021, 2024), (2023, 2024)),
        plans(OPEN, OPEN, planned=2025),
        plans(),
        (2021, 2024),
        2026,
        2024,
    )
    assert rows["hold"].tolist() == [1, 1, 2, 2, 4, 4]
    assert rows["known"].tolist() == [1, 1, 2, 2, 2, 2]
    assert rows["middle"].isna().all()


def test_a_town_that_has_begun_is_not_counted_again_as_a_plan() -> None:
    frame = plans(OPEN)
    started = implementing((2023, 2023)).assign(municipality_code=frame["municipality_code"])
    rows = slippage.scenarios(started, frame, frame, (2023, 2023), 2025, 2023)
    assert rows["hold"].tolist() == [1, 1, 1]


def test_a_town_that_ended_leaves_the_count_and_is_not_expected_back() -> None:
    rows = slippage.scenarios(
        implementing((2021, 2024), (2022, 2023)), plans(), plans(), (2021, 2024), 2026, 2024
    )
    assert rows["known"].tolist() == [1, 2, 2, 1, 1, 1]
    assert rows["hold"].tolist() == [1, 2, 2, 1, 1, 1]


def test_a_town_that_ended_and_plans_anew_counts_as_a_plan() -> None:
    frame = plans(OPEN, planned=2025)
    ended = implementing((2021, 2023)).assign(municipality_code="01000")
    rows = slippage.scenarios(ended, frame, frame, (2021, 2024), 2025, 2024)
    assert rows["hold"].tolist() == [1, 1, 1, 0, 1]


def test_the_same_frames_give_the_same_numbers() -> None:
    frame = plans(*[KEPT] * 7, *[LATE] * 4, *[OPEN] * 5)
    rows = [
        slippage.scenarios(implementing((2021, 2024)), frame, frame, (2021, 2024), 2027, 2025)
        for _ in range(2)
    ]
    pd.testing.assert_frame_equal(*rows)


def test_plans_whose_year_has_passed_without_news_stand_apart_from_those_that_hold() -> None:
    frame = pd.concat(
        [plans(OPEN, planned=2024), plans(OPEN, planned=2025), plans(("not_due", None, False), planned=2027)]
    )
    frame["municipality_code"] = ["01001", "01002", "01003"]
    rows = slippage.scenarios(implementing((2021, 2026)), frame, frame, (2024, 2026), 2028, 2026)
    assert rows["hold"].tolist() == [1, 1, 1, 2, 2]
    assert rows["overdue"].tolist() == [1, 2, 2, 2, 2]
    assert rows["lowest"].tolist() == [1] * 5, "none of the unknown may have begun"
    assert rows["highest"].tolist() == [2, 3, 3, 4, 4], "and all of them may"


def test_a_plan_that_has_waited_begins_only_from_now_on_and_by_what_is_left_of_the_delays() -> None:
    experience = plans(
        *[KEPT] * 10, *[LATE] * 6, ("slipped", 2, False), ("withdrawn", None, False), ("slipped", 3, True)
    )
    experience["is_current"] = False
    waiting = plans(OPEN, planned=2024).assign(municipality_code="03001")
    rows = slippage.scenarios(implementing((2021, 2025)), waiting, experience, (2025, 2025), 2027, 2025)
    stays = [1 - 6.5 / 10, 1 - 1.5 / 4]  # one year after, two years after: begun and at risk by hand
    begun = [1 - stays[0], 1 - stays[0] * stays[1], 1 - stays[0] * stays[1]]
    assert (rows["middle"] - 1).tolist() == pytest.approx(begun)


@given(st.lists(ENDINGS, max_size=25))
@settings(max_examples=25)
def test_each_line_stands_inside_its_band_and_the_bands_inside_each_other(
    endings: list[tuple[str, int | None, bool]],
) -> None:
    frame = plans(*endings)
    rows = slippage.scenarios(implementing((2022, 2024)), frame, frame, (2022, 2024), 2028, 2025)
    assert (rows["hold"] >= rows["known"]).all()
    assert rows["hold"].is_monotonic_increasing
    assert rows["overdue"].iloc[-1] + rows["hold"].iloc[-1] >= rows["highest"].iloc[-1]
    assert (rows["lowest"] >= rows["known"]).all()
    assert (rows["lowest"] <= rows["highest"]).all()
    if rows["middle"].notna().any():
        assert (rows["lowest"] <= rows["low"]).all()
        assert (rows["high"] <= rows["highest"]).all()
        assert (rows["low"] <= rows["high"]).all()
        assert (rows["middle"] <= rows["known"] + (rows["hold"] - rows["known"]) + rows["overdue"]).all()
        assert rows["middle"].is_monotonic_increasing


def test_bands_cover_what_comes_on_worlds_with_a_known_truth() -> None:
    """200 worlds of 40 plans that begin with one chance a year: 80 % bands hold the truth in 75–85 % of them."""
    generator = np.random.default_rng(11)
    held = []
    for _ in range(200):
        hazard = generator.uniform(0.3, 0.7)
        waits = generator.geometric(hazard, size=40) - 1
        endings = [("kept" if wait == 0 else "slipped", int(min(wait, 4)), wait >= 4) for wait in waits]
        ahead = plans(*[("not_due", None, False)] * 20, planned=2026)
        ahead["municipality_code"] = [f"03{number:03d}" for number in range(20)]
        done = plans(*endings).assign(is_current=False)
        rows = slippage.scenarios(implementing((2022, 2025)), ahead, done, (2024, 2025), 2027, 2026)
        truth = 1 + int((generator.geometric(hazard, size=20) <= 2).sum())
        held.append(rows["low"].iloc[-1] <= truth <= rows["high"].iloc[-1])
    assert 0.75 <= np.mean(held) <= 0.85


@given(st.lists(ENDINGS, max_size=25))
@settings(max_examples=25)
def test_the_share_within_a_delay_equals_a_slow_reckoning(
    endings: list[tuple[str, int | None, bool]],
) -> None:
    """Each plan as the list of years in which it was open, the share then as a product of who did not begin."""
    seen: list[tuple[list[int], int | None]] = []
    for outcome, slip, least in endings:
        if outcome == "kept" or (outcome == "slipped" and not least):
            at = max(int(slip or 0), 0)
            seen.append((list(range(at + 1)), at))
        elif outcome == "slipped":
            seen.append((list(range(int(slip or 0))), None))
        elif outcome == "undated":
            seen.append(([0], None))
        elif outcome == "withdrawn":
            seen.append((list(range(50)), None))
    frame = slippage.delays(plans(*endings))
    left = 1.0
    for row in frame.itertuples():
        here = [began for years, began in seen if row.delay in years]
        left *= 1 - sum(began == row.delay for began in here) / len(here) if here else 1
        assert row.share == pytest.approx(1 - left)


@pytest.mark.parametrize(("part", "whole"), [(0, 5), (5, 5), (3, 12)])
def test_intervals_hold_the_share_and_close_at_the_ends(part: int, whole: int) -> None:
    low, high = slippage.interval(part, whole)
    assert low <= part / whole <= high
    assert (low == 0) == (part == 0)
    assert (high == 1) == (part == whole)
