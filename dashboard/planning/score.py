"""The score: a weighted mean over the criteria that are known. What is unknown is left out, never a zero.

So an unknown criterion counts as the mean of the known ones: a town stands between what it would have with a 0
and with a 1 there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Scores that are equal to this many decimals are equal, and share a rank.
DECIMALS = 12


@dataclass(frozen=True)
class Scored:
    """By town: score 0–1 (NaN where nothing is known), contributions that add up to it, share of weight known."""

    score: Floats
    contributions: Floats
    known_share: Floats


def shares(weights: Floats) -> Floats:
    """Weights as shares of their sum, so that their scale means nothing."""
    given: Floats = np.round(weights / weights.sum(), DECIMALS)
    return given


def scored(values: Floats, weights: Floats) -> Scored:
    """values: town × criterion, NaN where unknown; weights: by criterion, of any scale."""
    share = shares(weights)
    known = ~np.isnan(values)
    known_weight = known @ share
    parts = np.where(known, np.nan_to_num(values) * share, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        contributions = parts / known_weight[:, None]
    return Scored(contributions.sum(axis=1), contributions, known_weight / share.sum())


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
