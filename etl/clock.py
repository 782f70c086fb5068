"""The one clock of etl: the day is Japan's, whatever zone the machine is set to.

A zone of fixed offset, since Windows has no zone database; Japan has had no summer time since 1951.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")


def now() -> datetime:
    """The time it is in Japan."""
    return datetime.now(JST)


def today() -> date:
    """The day it is in Japan."""
    return now().date()
