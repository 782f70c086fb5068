"""Shares, delays and scenarios against hand-made cases and a slow way of their own."""

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
        slippage.delays(plans()),
        (2021, 2024),
        2026,
    )
    assert rows["hold"].tolist() == [1, 1, 2, 2, 4, 4]
    assert rows["known"].tolist() == [1, 1, 2, 2, 2, 2]
    assert rows["middle"].isna().all()


def test_a_town_that_has_begun_is_not_counted_again_as_a_plan() -> None:
    frame = plans(OPEN)
    started = implementing((2023, 2023)).assign(municipality_code=frame["municipality_code"])
    rows = slippage.scenarios(started, frame, slippage.delays(frame), (2023, 2023), 2025)
    assert rows["hold"].tolist() == [1, 1, 1]


def test_a_town_that_ended_leaves_the_count_and_is_not_expected_back() -> None:
    rows = slippage.scenarios(
        implementing((2021, 2024), (2022, 2023)), plans(), slippage.delays(plans()), (2021, 2024), 2026
    )
    assert rows["known"].tolist() == [1, 2, 2, 1, 1, 1]
    assert rows["hold"].tolist() == [1, 2, 2, 1, 1, 1]


def test_a_town_that_ended_and_plans_anew_counts_as_a_plan() -> None:
    frame = plans(OPEN, planned=2025)
    ended = implementing((2021, 2023)).assign(municipality_code="01000")
    rows = slippage.scenarios(ended, frame, slippage.delays(frame), (2021, 2024), 2025)
    assert rows["hold"].tolist() == [1, 1, 1, 0, 1]


def test_the_same_frames_give_the_same_numbers() -> None:
    frame = plans(*[KEPT] * 7, *[LATE] * 4, *[OPEN] * 5)
    rows = [
        slippage.scenarios(implementing((2021, 2024)), frame, slippage.delays(frame), (2021, 2024), 2027)
        for _ in range(2)
    ]
    pd.testing.assert_frame_equal(*rows)


@given(st.lists(ENDINGS, max_size=25))
@settings(max_examples=25)
def test_slipping_never_leads_further_than_plans_that_hold(
    endings: list[tuple[str, int | None, bool]],
) -> None:
    frame = plans(*endings)
    rows = slippage.scenarios(implementing((2022, 2024)), frame, slippage.delays(frame), (2022, 2024), 2028)
    assert (rows["hold"] >= rows["known"]).all()
    assert rows["hold"].is_monotonic_increasing
    if rows["middle"].notna().any():
        assert (rows["middle"] <= rows["hold"] + 1e-9).all()
        assert (rows["low"] <= rows["high"]).all()
        assert (rows["high"] <= rows["hold"]).all()
        assert (rows["low"] >= rows["known"]).all()
        assert rows["middle"].is_monotonic_increasing


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
