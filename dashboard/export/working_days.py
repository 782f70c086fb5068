"""Working days of a local government, to propose a day by which to answer.

Days off: Saturday, Sunday, 29 December to 3 January (地方自治法第4条の2) and the holidays of
国民の祝日に関する法律 as it stands since 2022. The equinoxes follow the usual formula, good for 1980–2099; the
official day is announced the February before.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

SATURDAY, SUNDAY = 5, 6
DAYS_TO_REPLY = 7
FIXED = ((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))
MONDAYS = (
    (1, 2),
    (7, 3),
    (9, 3),
    (10, 2),
)  # month, which Monday of it: 成人の日, 海の日, 敬老の日, スポーツの日
SPRING, AUTUMN = 20.8431, 23.2488


def working_days_after(day: date, number: int = DAYS_TO_REPLY) -> date:
    """The working day that many after a day: 2023-12-20, 7 → 2024-01-04."""
    reached = day
    while number:
        reached += timedelta(days=1)
        number -= is_working_day(reached)
    return reached


def is_working_day(day: date) -> bool:
    at_turn_of_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < SATURDAY and not at_turn_of_year and day not in holidays(day.year)


@cache
def holidays(year: int) -> frozenset[date]:
    """国民の祝日, the days in their stead (第3条2項), and a day between two of them (第3条3項)."""
    named = {date(year, month, day) for month, day in FIXED}
    named |= {_monday(year, month, which) for month, which in MONDAYS}
    named |= {date(year, 3, _equinox(year, SPRING)), date(year, 9, _equinox(year, AUTUMN))}
    found = set(named)
    for day in named:
        if day.weekday() == SUNDAY:
            found.add(_next_free(day, named))
        after_next = day + timedelta(days=2)
        if after_next in named:
            found.add(day + timedelta(days=1))
    return frozenset(found)


def _next_free(day: date, named: set[date]) -> date:
    while day in named:
        day += timedelta(days=1)
    return day


def _monday(year: int, month: int, which: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(-first.weekday()) % 7 + 7 * (which - 1))


def _equinox(year: int, base: float) -> int:
    return int(base + 0.242194 * (year - 1980)) - (year - 1980) // 4
