"""What lies before towns that do not implement yet: the end of a plan or an election, and whether it is a reason to call now.

A plan is talked over in the year before its last one and in its last; of an election the half year before it counts, of a
merger the year before it and its own up to the day.
"""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from dashboard.frames import records
from dashboard.words import eras

PLAN_END, MERGER = "plan_end", "merger"
# What is talked over from the year before on.
YEAR_BEFORE = (PLAN_END, MERGER)
HALF_YEAR = timedelta(days=183)


def coming(dates: pd.DataFrame, towns: pd.DataFrame, today: date) -> pd.DataFrame:
    """The rows of dates (municipality_code, event_code, on_day, fiscal_year, …) that are not past, of towns that do not
    implement, with is_now; those that are a reason to call first, then by day.
    """
    waiting = set(towns.loc[towns["group_code"] != "implementing", "municipality_code"])
    own = [
        row | {"is_now": is_now(row, today)}
        for row in records(dates)
        if row["municipality_code"] in waiting and not is_past(row, today)
    ]
    own.sort(key=lambda row: (not row["is_now"], _last_day(row), row["municipality_code"]))
    return pd.DataFrame(own, columns=[*dates.columns, "is_now"])


def is_now(row: dict[str, object], today: date) -> bool:
    """Whether it is a reason to call now."""
    year = int(str(row["fiscal_year"]))
    day = day_of(row)
    if row["event_code"] in YEAR_BEFORE or day is None:
        return year <= eras.fiscal_year_of(today) + (row["event_code"] in YEAR_BEFORE)
    return day - today <= HALF_YEAR


def day_of(row: dict[str, object]) -> date | None:
    """None where only the year is known."""
    day = row["on_day"]
    return None if not isinstance(day, date) or day != day else date(day.year, day.month, day.day)


def is_past(row: dict[str, object], today: date) -> bool:
    return _last_day(row) < today


def _last_day(row: dict[str, object]) -> date:
    return day_of(row) or date(int(str(row["fiscal_year"])) + 1, 3, 31)
