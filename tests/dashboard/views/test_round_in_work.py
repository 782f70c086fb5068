"""The round in work: one rule for every page of the year's work, whatever the filter bar shows."""

from datetime import date

import pytest

from dashboard.views.round_in_work import KnownRound, address, choose, in_work

DECEMBER, APRIL = date(2026, 12, 1), date(2027, 4, 10)
SAVED, OPEN, FINAL = "saved", "open", "final"


def rounds(states: dict[int, str]) -> tuple[KnownRound, ...]:
    return tuple(
        KnownRound(year, {"fiscal_year": year}, is_begun=state != SAVED, is_final=state == FINAL)
        for year, state in states.items()
    )


@pytest.mark.parametrize(
    ("states", "day", "expected"),
    [
        ({}, DECEMBER, None),
        # one that nobody closed years ago is no work
        ({2022: OPEN, 2023: OPEN}, DECEMBER, 2023),
        ({2023: OPEN, 2026: SAVED}, DECEMBER, 2026),
        # next year's form hides nothing of this year's
        ({2023: OPEN, 2026: OPEN, 2027: SAVED}, DECEMBER, 2026),
        ({2026: OPEN, 2027: OPEN}, DECEMBER, 2026),
        ({2026: FINAL, 2027: SAVED}, DECEMBER, 2026),
        ({2026: SAVED, 2027: SAVED}, DECEMBER, 2026),
        ({2026: FINAL, 2027: OPEN}, DECEMBER, 2027),
        ({2023: FINAL, 2027: SAVED, 2028: SAVED}, DECEMBER, 2027),
        # what is open stays past April, until it is closed or this year's is sent
        ({2026: OPEN, 2027: SAVED}, APRIL, 2026),
        ({2026: FINAL, 2027: SAVED}, APRIL, 2027),
        ({2026: OPEN, 2027: OPEN}, APRIL, 2027),
    ],
)
def test_a_round_that_has_begun_stays_in_work_until_it_is_closed(
    states: dict[int, str], day: date, expected: int | None
) -> None:
    assert in_work(rounds(states), day) == expected


def test_the_year_of_the_filter_bar_chooses_no_round() -> None:
    known = rounds({2023: FINAL, 2026: OPEN, 2027: SAVED})
    assert choose("?fy=2023&sub=03", known, DECEMBER).fiscal_year == 2026
    chosen = choose("?fy=2023&round=2027", known, DECEMBER)
    assert (chosen.fiscal_year, chosen.in_work, chosen.complaint) == (2027, 2026, "")
    assert chosen.head == {"fiscal_year": 2027}


@pytest.mark.parametrize(("asked", "meant"), [("2025", "令和7年度"), ("R7", "「R7」年度")])
def test_a_year_without_a_round_is_said(asked: str, meant: str) -> None:
    chosen = choose(f"?round={asked}", rounds({2023: FINAL, 2026: OPEN}), DECEMBER)
    assert chosen.fiscal_year == 2026
    assert chosen.complaint == f"{meant}の調査票はありません。令和8年度を表示しています。"
    assert choose("?round=2026", (), DECEMBER).complaint == "令和8年度の調査票はありません。"


def test_the_way_to_a_round_names_it() -> None:
    assert address("/sending", 2026) == "/sending?round=2026"
    assert address("/sending", None) == "/sending"
