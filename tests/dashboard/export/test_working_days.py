"""Working days, held to calendars as they were published (内閣府「国民の祝日について」)."""

from datetime import date

import pytest

from dashboard.export.working_days import holidays, is_working_day, working_days_after

PUBLISHED = {
    2023: "0101 0102 0109 0211 0223 0321 0429 0503 0504 0505 0717 0811 0918 0923 1009 1103 1123",
    2024: "0101 0108 0211 0212 0223 0320 0429 0503 0504 0505 0506 0715 0811 0812 0916 0922 0923 1014 1103 1104 1123",
    2025: "0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0721 0811 0915 0923 1013 1103 1123 1124",
    2026: "0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_holidays_are_those_that_were_published(year: int) -> None:
    assert {f"{day:%m%d}" for day in holidays(year)} == set(PUBLISHED[year].split())


@pytest.mark.parametrize(
    ("day", "number", "reached"),
    [
        (date(2023, 12, 20), 7, date(2024, 1, 4)),  # over the turn of the year
        (date(2023, 12, 22), 7, date(2024, 1, 9)),  # and over 成人の日
        (date(2024, 1, 5), 1, date(2024, 1, 9)),
        (date(2023, 6, 2), 5, date(2023, 6, 9)),
        (date(2026, 9, 18), 1, date(2026, 9, 24)),  # a day between two holidays is one too
    ],
)
def test_a_deadline_falls_on_a_working_day(day: date, number: int, reached: date) -> None:
    assert working_days_after(day, number) == reached


def test_the_turn_of_the_year_is_off() -> None:
    assert not any(is_working_day(day) for day in (date(2022, 12, 29), date(2022, 12, 30), date(2023, 1, 3)))
    assert is_working_day(date(2022, 12, 28))
    assert is_working_day(date(2023, 1, 4))
