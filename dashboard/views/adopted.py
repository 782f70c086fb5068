"""What 実施後 shows: implementing municipalities with the reasons to call them, and 法第106条の3 of every municipality."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.export.deck.slide_adopted import AdoptedData
from dashboard.queries import adopted as queries
from dashboard.warehouse.reader import Reader

ASKED_SINCE = "令和8年度の調査から尋ねています。"


@dataclass(frozen=True)
class AdoptedView:
    """The data of a year and the municipalities that the filters leave; reasons: the code table."""

    data: AdoptedData
    reason_codes: pd.DataFrame
    fiscal_year: int

    @property
    def is_asked(self) -> bool:
        """Whether the round of the year asked what comes after adoption."""
        return bool(len(self.data.adopters) or len(self.data.systems))


def gather(reader: Reader, fiscal_year: int, codes: frozenset[str] | set[str] | None) -> AdoptedView:
    """codes: of the municipalities that are left; None for all."""

    def left(frame: pd.DataFrame) -> pd.DataFrame:
        found = frame[frame["fiscal_year"] == fiscal_year]
        if codes is not None:
            found = found[found["municipality_code"].isin(codes)]
        return found.reset_index(drop=True)

    data = AdoptedData(
        left(queries.adopters(reader)),
        left(queries.reasons(reader)),
        left(queries.systems(reader)),
        left(queries.alternatives(reader)),
    )
    return AdoptedView(data, queries.reason_codes(reader), fiscal_year)
