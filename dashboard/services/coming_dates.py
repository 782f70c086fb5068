"""The registered dates of towns, as they stand today."""

from __future__ import annotations

import pandas as pd

from dashboard import clock
from dashboard.planning import coming_dates as judging
from dashboard.queries import coming_dates as queries
from dashboard.queries import planning
from dashboard.warehouse.reader import Reader


def coming(reader: Reader) -> pd.DataFrame:
    """planning.coming_dates.coming of all registered dates."""
    return judging.coming(queries.dates(reader), planning.towns(reader), reader.as_of or clock.today())


def is_registered(reader: Reader) -> bool:
    """Whether there is any table of dates."""
    return not queries.dates(reader).empty
