"""All that is shown of one fiscal year, read once."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import queries
from dashboard.warehouse import Reader


@dataclass(frozen=True)
class YearFacts:
    """One fiscal year: `year` is its row of queries.years, the frames are those of the queries of their names."""

    reader: Reader
    year: pd.Series
    groups: pd.DataFrame
    summary: pd.DataFrame
    towns: pd.DataFrame
    before: pd.DataFrame | None
    rollout: pd.DataFrame
    totals: pd.DataFrame

    @property
    def fiscal_year(self) -> int:
        return int(self.year["fiscal_year"])

    @property
    def counts(self) -> dict[str, int]:
        """Municipalities by group code."""
        return _counts(self.groups, self.towns)

    @property
    def counts_before(self) -> dict[str, int] | None:
        """Municipalities by group code in the year before; None where there is none."""
        return None if self.before is None else _counts(self.groups, self.before)

    @property
    def areas(self) -> pd.DataFrame:
        """The summary without 全道."""
        return self.summary[self.summary["subprefecture_code"] != "00"]

    @property
    def national(self) -> pd.DataFrame:
        """The row of the whole country of this year, or none."""
        rows = self.rollout
        return rows[(rows["scope"] == "national") & (rows["fiscal_year"] == self.fiscal_year)]


def gather(reader: Reader, fiscal_year: int) -> YearFacts:
    """Read what is shown of a year that the warehouse knows."""
    years = queries.years(reader)
    has_before = (years["fiscal_year"] == fiscal_year - 1).any()
    return YearFacts(
        reader=reader,
        year=years[years["fiscal_year"] == fiscal_year].iloc[0],
        groups=queries.groups(reader),
        summary=queries.summary(reader, fiscal_year),
        towns=queries.towns(reader, fiscal_year),
        before=queries.towns(reader, fiscal_year - 1) if has_before else None,
        rollout=queries.rollout(reader),
        totals=queries.reconciliation(reader, fiscal_year),
    )


def _counts(groups: pd.DataFrame, towns: pd.DataFrame) -> dict[str, int]:
    numbers = towns["group_code"].value_counts()
    return {code: int(numbers.get(code, 0)) for code in groups["code"]}
