"""The Japanese eras (和暦): the one table of them, and the arithmetic between their years and the Western ones.

A new era is a new first row of ERAS; nothing else in Python or in the browser counts years of an era by itself.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import NamedTuple


class EraNotation(NamedTuple):
    """`first_day`: the day it begins; `is_entered`: whether people may enter years and days of it."""

    name: str
    short: str
    first_day: date
    is_entered: bool = False

    def year_of(self, number: int) -> int:
        """The Western year of a year of this era: 令和, 5 → 2023."""
        return self.first_day.year + number - 1

    def number_of(self, year: int) -> int:
        """The year of this era that a Western year is: 2023 → 5 of 令和."""
        return year - self.first_day.year + 1


# The newest first.
ERAS = (
    EraNotation("令和", "R", date(2019, 5, 1), is_entered=True),
    EraNotation("平成", "H", date(1989, 1, 8)),
    EraNotation("昭和", "S", date(1926, 12, 25)),
)
# A mark that people may enter (令和, R) → its era.
ENTERED = {mark: era for era in ERAS if era.is_entered for mark in (era.name, era.short)}
# A fiscal year is named after the era in which most of it lies: that of its 1 May.
NAMING_DAY = (5, 1)
FIRST = "元"
# A fiscal year begins on the first day of this month.
FIRST_MONTH = 4


def era_of(day: date) -> EraNotation | None:
    """The era of a day (date, datetime or Timestamp); None before the oldest of the table."""
    plain = date(day.year, day.month, day.day)
    return next((era for era in ERAS if plain >= era.first_day), None)


def era_year(day: date) -> str:
    """The year of a day in the era of that day: 令和5年, 令和元年; 1900年 before the oldest era."""
    era = era_of(day)
    if era is None:
        return f"{day.year}年"
    number = era.number_of(day.year)
    return f"{era.name}{FIRST if number == 1 else number}年"


def fiscal_year(value: int) -> str:
    """2023 → 令和5年度."""
    return f"{era_year(date(value, *NAMING_DAY))}度"


def fiscal_year_of(day: date) -> int:
    """The fiscal year in which a day lies: 2026-03-31 → 2025."""
    return day.year - (day.month < FIRST_MONTH)


def short_day(day: date) -> str:
    """2023-11-30 → R5.11.30, short as on forms; 1900-01-01 before the oldest era."""
    era = era_of(day)
    if era is None:
        return f"{day:%Y-%m-%d}"
    return f"{era.short}{era.number_of(day.year)}.{day.month}.{day.day}"


def year_entered(mark: str, number: str) -> int:
    """The Western year of an entered era year: ("R", "5"), ("令和", "元") → 2023, 2019.

    Raises KeyError for a mark that is not in ENTERED, ValueError for what is no number.
    """
    era = ENTERED[unicodedata.normalize("NFKC", mark).upper()]
    return era.year_of(1 if number == FIRST else int(number))


def as_rows() -> list[dict[str, str | int]]:
    """The table for the browser, the newest era first: name, short, first_day (ISO 8601), offset.

    offset: what a year of the era falls short of the Western year (令和: 2018).
    """
    return [
        {
            "name": era.name,
            "short": era.short,
            "first_day": era.first_day.isoformat(),
            "offset": era.year_of(0),
        }
        for era in ERAS
    ]
