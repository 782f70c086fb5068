"""A day that is typed for an act of a round: it lies within the round, and after what it follows."""

from datetime import date

import pytest

from dashboard.services import round_days
from machine.round_days import ActDays

SENT = {"sent": ActDays(date(2023, 12, 1), date(2023, 12, 4))}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "令和3年11月28日",
            "受領日の令和3年11月28日は、令和5年度の調査が始まる前です。年を確かめてください。",
        ),
        ("令和80年1月1日", "受領日の令和80年1月1日は、今日より後です。"),
        ("x", "「受領日」の「x」は日付として読めません"),
    ],
)
def test_a_day_outside_the_round_is_refused(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        round_days.entered("received", "受領日", typed, 2023, {})


def test_a_day_within_the_round_is_taken() -> None:
    assert round_days.entered("received", "受領日", "R5.12.1", 2023, {}) == date(2023, 12, 1)


def test_a_day_before_what_it_follows_is_refused() -> None:
    assert round_days.entered("received", "受領日", "R5.12.1", 2023, SENT) == date(2023, 12, 1)
    with pytest.raises(round_days.RoundDayError, match=r"調査票を送った日（令和5年12月1日）より前です"):
        round_days.entered("received", "受領日", "R5.11.30", 2023, SENT)
