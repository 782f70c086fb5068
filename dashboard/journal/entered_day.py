"""A day as people write it: with or without its year, in 西暦 or in an era."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

from dashboard import clock
from dashboard.words import eras, words

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
DAY = re.compile(
    rf"({'|'.join(eras.ENTERED)})?\s*(\d{{1,4}}|{eras.FIRST})[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})日?(?:T.*)?",
    re.I,
)


DAY_WITHOUT_YEAR = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")


def entered_day(label: str, text: str) -> date:
    """2026-11-27, 2026/11/27, 2026年11月27日, R8.11.27, 令和8年11月27日; 11/27 and 11月27日 are the nearest such day.

    label: of the field, for the message. Raises ValueError with what is wrong, in Japanese.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    today = clock.today()
    try:
        if short := DAY_WITHOUT_YEAR.fullmatch(plain):
            day = _nearest(int(short[1]), int(short[2]), today)
        else:
            found = DAY.fullmatch(plain)
            if found is None:
                raise ValueError
            year = eras.year_entered(found[1], found[2]) if found[1] else int(found[2])
            day = date(year, int(found[3]), int(found[4]))
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValueError
    except ValueError:
        raise ValueError(
            f"「{label}」の「{text[:20]}」は日付として読めません。{words.day_short(today)} や {today.month}/{today.day} のように書いてください。"
        ) from None
    return day


def _nearest(month: int, day: int, today: date) -> date:
    """The day of that month that lies nearest to today. Raises ValueError where no year has it."""
    years = (today.year - 1, today.year, today.year + 1)
    days = [date(year, month, day) for year in years if day <= monthrange(year, month)[1]]
    return min(days, key=lambda one: abs((one - today).days))
