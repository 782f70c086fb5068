"""How far two answers go together beyond chance: the exact interval of their lift, for many pairs at once.

The margins being given, how many towns state both follows Fisher's noncentral hypergeometric distribution (Fisher
1935; Agresti, Categorical Data Analysis, 2013, 3.5), whose mean gives the lift. The error is shared among all pairs
that are looked at (Bonferroni), so that of 45 pairs without any connection hardly ever one is said to have one.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LIKELY, UNLIKELY, CHANCE = "一緒に挙がりやすい", "一緒には挙がりにくい", "偶然と区別できない"

ERROR = 0.05
# Odds ratios between which a bound is looked for, as logarithms, and how often the distance is halved.
WIDEST, HALVINGS = 12.0, 40


def interval(both: int, first: int, second: int, counted: int, *, pairs: int) -> tuple[float, float]:
    """Low and high of the lift; both, first, second: towns that state both, one and the other, of those counted."""
    least, most = max(0, first + second - counted), min(first, second)
    if not first or not second or least == most:
        return 0.0, float("inf")
    support = np.arange(least, most + 1)
    parts = (support, first - support, second - support, counted - first - second + support)
    ways = np.array([-sum(math.lgamma(int(part) + 1) for part in cell) for cell in zip(*parts, strict=True)])
    tail = ERROR / pairs / 2
    scale = counted / (first * second)

    def mean(log_odds: float) -> float:
        return float((_chances(ways, support, log_odds) * support).sum()) * scale

    def bound(is_reached: NDArray[np.bool_], *, is_low: bool) -> float:
        low, high = -WIDEST, WIDEST
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            chance = float(_chances(ways, support, middle)[is_reached].sum())
            if (chance < tail) == is_low:
                low = middle
            else:
                high = middle
        return mean((low + high) / 2)

    return (
        0.0 if both == least else bound(support >= both, is_low=True),
        most * scale if both == most else bound(support <= both, is_low=False),
    )


def verdict(low: float | None, high: float | None) -> str:
    """What may be said of a lift by its interval."""
    if low is not None and low > 1:
        return LIKELY
    return UNLIKELY if high is not None and high < 1 else CHANCE


def _chances(ways: Floats, support: NDArray[np.int64], log_odds: float) -> Floats:
    weight = ways + support * log_odds
    chance = np.exp(weight - weight.max())
    return np.asarray(chance / chance.sum())
