"""What towns really spent (決算), per head: the amounts of a size class that they suggest, and how far they tell each other.

Leave-one-out: each town's amount is foretold as its residents × the median per head of the other towns of its size class,
and held against what it spent.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

import pandas as pd

from dashboard.frames import records

LEAST_OTHERS = 2


@dataclass(frozen=True)
class SettledTown:
    """One town left out: what was foretold from the others, and what it spent (yen)."""

    municipality_code: str
    foretold: float
    spent: float

    @property
    def miss(self) -> float:
        """By what share of what was spent the foretold amount misses it."""
        return abs(self.foretold - self.spent) / self.spent


@dataclass(frozen=True)
class SettlementCheck:
    """known: towns with a 決算 and a population; left_out: those with enough others of their size."""

    known: int
    left_out: tuple[SettledTown, ...]

    @property
    def typical_miss(self) -> float | None:
        return median(one.miss for one in self.left_out) if self.left_out else None

    @property
    def worst_miss(self) -> float | None:
        return max((one.miss for one in self.left_out), default=None)


def check(settlements: pd.DataFrame, towns: pd.DataFrame) -> SettlementCheck:
    """settlements: municipality_code, amount (yen a year); towns: municipality_code, population, size_class."""
    both = settlements.merge(towns, on="municipality_code")
    both = both[both["population"].notna() & (both["amount"].astype(float) > 0)]
    found = []
    for row in records(both):
        others = both[
            (both["size_class"] == row["size_class"])
            & (both["municipality_code"] != row["municipality_code"])
        ]
        if len(others) >= LEAST_OTHERS:
            per_head = median(others["amount"].astype(float) / others["population"].astype(float))
            found.append(
                SettledTown(
                    str(row["municipality_code"]),
                    per_head * float(row["population"]),
                    float(row["amount"]),
                )
            )
    return SettlementCheck(len(both), tuple(found))
