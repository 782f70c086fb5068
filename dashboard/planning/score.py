"""The score: a weighted mean over the criteria. An unknown value stands for the mean of what is known of the others.

So nothing is decided by what is unknown; how far it could move a town is drawn in stability.py, from the same
estimates. A criterion of which nothing is known of anybody weighs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.words import words

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Scores that are equal to this many decimals are equal, and share a rank.
DECIMALS = 12
# As many are shown: spans of ranks say that a smaller difference means nothing.
SHOWN_DECIMALS = 2
# Of a criterion known of fewer towns than a share may be told of, an unknown value may be anywhere on the scale.
WHOLE_SCALE = np.linspace(0.0, 1.0, 11)


@dataclass(frozen=True, eq=False)
class Estimates:
    """What is known of towns, and what stands for the rest.

    values: town × criterion, 0–1 or NaN; keep: how far each value is relied on (0 unknown, 1 fully; between: an old
    answer); pools: by criterion the values that an unknown one may have (none: nothing is known of anybody).
    """

    values: Floats
    keep: Floats
    pools: tuple[Floats, ...]

    @property
    def observed(self) -> NDArray[np.bool_]:
        """By criterion: whether anything is known of anybody."""
        return np.array([len(pool) > 0 for pool in self.pools])

    @property
    def filled(self) -> Floats:
        """Town × criterion: the value as far as it is relied on, the mean of the pool for the rest."""
        middle = np.array([pool.mean() if len(pool) else 0.0 for pool in self.pools])
        made: Floats = self.keep * np.nan_to_num(self.values) + (1 - self.keep) * middle
        return made

    def of(self, towns: NDArray[np.bool_]) -> Estimates:
        """The same of some towns; what an unknown value may be stays that of all."""
        return Estimates(self.values[towns], self.keep[towns], self.pools)


@dataclass(frozen=True)
class Scored:
    """By town: score 0–1, contributions that add up to it (also of what is estimated), share of weight known."""

    score: Floats
    contributions: Floats
    known_share: Floats


def estimate(values: Floats, keep: Floats | None = None) -> Estimates:
    """values: town × criterion, NaN where unknown; keep: see Estimates, all that is known by default."""
    known = ~np.isnan(values)
    columns = [column[~np.isnan(column)] for column in values.T]
    pools = tuple(WHOLE_SCALE if 0 < len(column) < words.SMALL else column for column in columns)
    return Estimates(values, np.where(known, 1.0 if keep is None else keep, 0.0), pools)


def shares(weights: Floats) -> Floats:
    """Weights as shares of their sum, so that their scale means nothing."""
    given: Floats = np.round(weights / weights.sum(), DECIMALS)
    return given


def counted(estimates: Estimates, weights: Floats) -> Floats:
    """Weights as shares, of the criteria of which anything is known; all 0 where that is none."""
    used = np.where(estimates.observed, weights, 0.0)
    return shares(used) if used.any() else used


def scored(estimates: Estimates, weights: Floats) -> Scored:
    """weights: by criterion, of any scale."""
    contributions = estimates.filled * counted(estimates, weights)
    known_share = (~np.isnan(estimates.values)) @ shares(weights)
    return Scored(contributions.sum(axis=1), contributions, known_share)


def keys(scores: Floats) -> Ints:
    """Scores as whole numbers that sort: the larger the score, the smaller the key."""
    scaled = (1.0 - scores) * 10**DECIMALS
    whole: Ints = np.rint(scaled, out=scaled).astype(np.int64)
    return whole


def ranks(scores: Floats) -> Ints:
    """Rank by town, from 1: one more than the towns of a higher score, so that equal scores share a rank."""
    key = keys(scores)
    first: Ints = np.searchsorted(np.sort(key), key, side="left") + 1
    return first


def places(scores: Floats) -> tuple[Ints, Ints]:
    """By town the first and the last of the places that its score may take: the same one but for ties."""
    key = keys(scores)
    ordered = np.sort(key)
    last: Ints = np.searchsorted(ordered, key, side="right")
    return ranks(scores), last
