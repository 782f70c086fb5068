"""The registered dates of towns, as they stand today."""

from __future__ import annotations

import pandas as pd

from dashboard import clock
from dashboard.frames import records
from dashboard.planning import coming_dates as judging
from dashboard.queries import coming_dates as queries
from dashboard.queries import planning
from dashboard.warehouse.reader import Reader


def coming(reader: Reader) -> pd.DataFrame:
    """planning.coming_dates.coming of all registered dates."""
    return judging.coming(queries.dates(reader), planning.towns(reader), reader.as_of or clock.today())


def mergers(reader: Reader) -> pd.DataFrame:
    """The registered mergers of any town, past or to come: the columns of queries.coming_dates.dates, and is_past."""
    rows = queries.dates(reader)
    own = rows[rows["event_code"] == judging.MERGER]
    today = reader.as_of or clock.today()
    return own.assign(is_past=[judging.is_past(row, today) for row in records(own)])


def is_registered(reader: Reader) -> bool:
    """Whether there is any table of dates."""
    return not queries.dates(reader).empty
