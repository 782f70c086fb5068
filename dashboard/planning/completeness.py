"""Whether a count of municipalities in a year is all there is, or only what is known so far (わかっている範囲)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

# A municipality of which nothing is known is counted here, so this count is always whole.
SETTLED_BY_SILENCE = "no_data"
LISTED_WHOLE = "implementing"


def is_settled(group: str, year: Mapping[str, Any] | pd.Series) -> bool:
    """Whether the count of a status group is whole. year: a row of queries.overview.years.

    All counts are once every municipality has answered; that of the implementing ones already where their list is.
    """
    if group == SETTLED_BY_SILENCE or year["all_answered"]:
        return True
    return group == LISTED_WHOLE and bool(year["implementers_complete"])
