"""How sure a ranking is: thousands of weightings drawn around the chosen one (Dirichlet), each ranked.

Method: uncertainty analysis of composite indicators (OECD/JRC Handbook on Constructing Composite Indicators, 2008,
step 7). The draws have a fixed seed: the same question has the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dashboard.planning import spec
from dashboard.planning.score import Floats, Ints, keys, ranks, scored, shares

# Draws × towns that are worked on at once; with many towns more, since each block costs a count of towns × towns.
BLOCK = 100_000
# What a weight is multiplied by to see whether a town would leave the top.
FACTORS = (0.75, 4 / 3, 0.5, 2.0, 0.25, 4.0, 0.0)
# Multiplications of a matrix product up to which OpenBLAS starts no threads.
ALONE = 200_000
# A share of weight that is none, but for rounding.
NOTHING = 1e-11


@dataclass(frozen=True)
class Stability:
    """By town: rank_low–rank_high (the middle 90 % of the draws) and top_share, the share of draws in the top."""

    rank_low: Ints
    rank_high: Ints
    top_share: Floats


def stability(values: Floats, weights: Floats, top: int) -> Stability:
    """values: town × criterion (NaN unknown), of towns that are ranked; weights: by criterion, of any scale."""
    count = len(values)
    if not count:
        nothing = np.zeros(0, dtype=np.int64)
        return Stability(nothing, nothing, np.zeros(0))
    rules = spec.rules()
    hits = np.zeros(count * count, dtype=np.int64)
    for block in drawn_keys(values, draws(weights)):
        there = _order(block)
        there *= count
        there += np.arange(count)
        hits += np.bincount(there.ravel(), minlength=count * count)
    reached = hits.reshape(count, count).cumsum(axis=1)
    tail = (1 - rules.interval) / 2 * rules.draws
    low = (reached <= tail).sum(axis=1) + 1
    high = (reached < rules.draws - tail).sum(axis=1) + 1
    return Stability(low, high, reached[:, min(top, count) - 1] / rules.draws)


def draws(weights: Floats) -> Floats:
    """Draw × criterion: weightings whose mean is the chosen one; a weight of 0 stays 0 and changes no draw."""
    return _draws(tuple(shares(weights)))


def drawn_keys(values: Floats, drawn: Floats) -> Iterator[Ints]:
    """Sorting keys of the scores, draw × town, in blocks of draws. A block is the caller's to change."""
    known, pattern = np.unique(~np.isnan(values), axis=0, return_inverse=True)
    # one division a pattern of what is known, not one a town
    inverse = 1 / np.maximum(_product(drawn, known.astype(np.float64).T), 1e-12)
    filled = np.ascontiguousarray(np.nan_to_num(values).T)
    rows = max(1, max(BLOCK, len(values) ** 2) // len(values))
    for start in range(0, len(drawn), rows):
        scores = _product(drawn[start : start + rows], filled)
        scores *= inverse[start : start + rows][:, pattern]
        yield keys(scores)


def leaving(values: Floats, weights: Floats, top: int) -> list[tuple[int, float] | None]:
    """By town: the criterion (its place) and the smallest factor on its weight that takes the town out of the top.

    None where none of the tried factors does, and for towns that are not in the top.
    """
    first = ranks(scored(values, weights).score)
    found: list[tuple[int, float] | None] = [None] * len(values)
    waiting = {town for town in range(len(values)) if first[town] <= top}
    share, filled = shares(weights), np.nan_to_num(values)
    known = (~np.isnan(values)).astype(np.float64)
    points, weight = (filled * share).sum(axis=1)[:, None], (known * share).sum(axis=1)[:, None]
    for factor in FACTORS:
        # all criteria at once: what the sums become when one weight is multiplied
        changed = weight + (factor - 1) * share * known
        # over the cliff where nothing of a town is known any more: it would not be ranked, so not counted
        gone = changed < NOTHING
        scores = np.where(gone, 1.0, (points + (factor - 1) * share * filled) / np.where(gone, 1.0, changed))
        for place in np.flatnonzero(share > 0):
            if not waiting:
                return found
            if factor == 0 and share[place] >= 1 - NOTHING:
                continue  # nothing would be weighed any more
            places = ranks(scores[:, place])
            for town in [town for town in waiting if places[town] > top]:
                found[town] = (int(place), factor)
                waiting.discard(town)
    return found


def ahead(values: Floats, weights: Floats, towns: NDArray[np.int64]) -> Floats:
    """Town × town of the given places: the share of draws in which the first stands before the second."""
    count = len(towns)
    wins = np.zeros((count, count), dtype=np.int64)
    drawn = draws(weights)
    for key in drawn_keys(values[towns], drawn):
        lines = np.ascontiguousarray(key.T)
        for one in range(count):
            for other in range(one + 1, count):
                wins[one, other] += np.count_nonzero(lines[one] <= lines[other])
    shares_ = wins / len(drawn)
    return np.where(np.tri(count, dtype=bool), np.tril(1 - shares_.T, -1), shares_)


def _product(left: Floats, right: Floats) -> Floats:
    """A matrix product in pieces so small that BLAS does them alone: its threads would wait for each other."""
    rows = max(1, ALONE // max(1, right.size))
    made = np.empty((len(left), right.shape[1]))
    for start in range(0, len(left), rows):
        np.matmul(left[start : start + rows], right, out=made[start : start + rows])
    return made


def _order(block: Ints) -> Ints:
    """Draw × place: which town stands there. Key and town in one number, since plain numbers sort fastest."""
    count = block.shape[1]
    bits = max(1, (count - 1).bit_length())
    block <<= bits
    block |= np.arange(count)
    block.sort(axis=1)
    block &= (1 << bits) - 1
    return block


@lru_cache(maxsize=4)  # 1.6 MB each
def _draws(share: tuple[float, ...]) -> Floats:
    rules = spec.rules()
    chosen = np.array(share)
    used = chosen > 0
    # a seed of its own a run, and only the criteria in use: one of weight 0 does not shift the others
    generator = np.random.default_rng(rules.seed)
    gamma = generator.standard_gamma(chosen[used] * rules.concentration, size=(rules.draws, int(used.sum())))
    drawn = np.zeros((rules.draws, len(share)))
    drawn[:, used] = gamma / gamma.sum(axis=1, keepdims=True)
    drawn.flags.writeable = False
    return drawn
