"""How sure a ranking is: drawn again and again with other weights, other scales, and values for what is unknown.

Method: uncertainty analysis of composite indicators (OECD/JRC Handbook on Constructing Composite Indicators, 2008,
step 7): weights by Dirichlet around the chosen ones; the scale as set, by the observed range, or by the order of the
towns (a third of the draws each); an unknown value by one that is known of another town (hot deck); an old answer
either way, by the chance that it still holds. The draws have a fixed seed: the same question has the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dashboard.planning import score, spec
from dashboard.planning.score import WHOLE_SCALE, Estimates, Floats, Ints, keys, places, ranks, scored

# Draws × towns that are worked on at once.
BLOCK = 400_000
# What a weight is multiplied by to see whether a town would leave the top.
FACTORS = (0.75, 4 / 3, 0.5, 2.0, 0.25, 4.0, 0.0)
# Multiplications of a matrix product up to which OpenBLAS starts no threads.
ALONE = 200_000
# A share of weight that is none, but for rounding.
NOTHING = 1e-11
SCALES = 3


@dataclass(frozen=True, eq=False)
class Stability:
    """By town: rank_low–rank_high (the middle 90 % of the draws) and top_share, the share of draws in the top.

    Towns that are equal in a draw take its places together: each may have the first and the last of them, and at the
    edge of the top each counts in part (3 places for 6 towns: ½). first, last: town × draw, those places.
    """

    rank_low: Ints
    rank_high: Ints
    top_share: Floats
    first: NDArray[np.uint16]
    last: NDArray[np.uint16]

    def ahead(self, towns: Ints) -> Floats:
        """Town × town of the given places: share of draws in which the first stands before the second; a tie is ½."""
        first = self.first[towns]
        wins = np.stack([(row < first).mean(axis=1) + (row == first).mean(axis=1) / 2 for row in first])
        return np.asarray(wins, dtype=np.float64)


def stability(estimates: Estimates, weights: Floats, top: int) -> Stability:
    """estimates: of the towns that are ranked; weights: by criterion, of any scale."""
    count, rules = len(estimates.values), spec.rules()
    first = np.zeros((count, rules.draws), dtype=np.uint16)
    last = np.zeros_like(first)
    inside = np.zeros(count)
    start = 0
    for scores in drawn_scores(estimates, draws(score.counted(estimates, weights))) if count else ():
        end = start + scores.shape[1]
        first[:, start:end], last[:, start:end] = _places(scores)
        start = end
    for row, (begin, finish) in enumerate(zip(first, last, strict=True)):
        size = finish - begin + np.uint16(1)
        inside[row] = np.clip((top + 1 - begin.astype(np.float64)) / size, 0.0, 1.0).mean()
    cut = int(round((1 - rules.interval) / 2 * rules.draws, 6))
    if not count:
        nothing = np.zeros(0, dtype=np.int64)
        return Stability(nothing, nothing, inside, first, last)
    low = np.partition(first, cut, axis=1)[:, cut].astype(np.int64)
    high = np.partition(last, rules.draws - cut - 1, axis=1)[:, rules.draws - cut - 1].astype(np.int64)
    return Stability(low, high, inside, first, last)


def draws(share: Floats) -> Floats:
    """Draw × criterion: weightings whose mean is the chosen one; a weight of 0 stays 0 and changes no draw."""
    return _draws(tuple(share))


def drawn_scores(estimates: Estimates, drawn: Floats) -> Iterator[Floats]:
    """The scores, town × draw, in blocks of draws of one scale."""
    towns = len(estimates.values)
    generator = np.random.default_rng([spec.rules().seed, 1])
    rows = max(1, BLOCK // towns)
    for scale, part in enumerate(np.array_split(np.arange(len(drawn)), SCALES)):
        values, pools = rescaled(estimates, scale)
        sure = np.ascontiguousarray(np.where(estimates.keep < 1, 0.0, np.nan_to_num(values)))
        for start in range(0, len(part), rows):
            weights = np.ascontiguousarray(drawn[part[start : start + rows]].T)
            yield _product(sure, weights) + _unsure(estimates.keep, values, pools, weights, generator)


def _unsure(
    keep: Floats, values: Floats, pools: tuple[Floats, ...], weights: Floats, generator: np.random.Generator
) -> Floats:
    """Town × draw: what unknown values add to the scores, each drawn from those of other towns, and old answers.

    An old answer still holds in a draw with the chance by which it is relied on, else it is unknown there: what is
    between an answer and the mean of others would be a value that nobody gave, and the interval too narrow.
    Drawn for a criterion of weight 0 too: one that does not count shifts no draw of the others.
    """
    added = np.zeros((len(keep), weights.shape[1]))
    for criterion, pool in enumerate(pools):
        unsure = np.flatnonzero(keep[:, criterion] < 1)
        if not len(pool) or not len(unsure):
            continue
        picked = generator.integers(0, len(pool), size=(len(unsure), weights.shape[1]), dtype=np.uint16)
        drawn = pool[picked] if weights[criterion].any() else None
        old = keep[unsure, criterion] > 0
        if old.any():
            towns = unsure[old]
            chance = generator.random((len(towns), weights.shape[1]), dtype=np.float32)
            if drawn is not None:
                holds = chance < keep[towns, criterion][:, None]
                drawn[old] = np.where(holds, values[towns, criterion][:, None], drawn[old])
        if drawn is not None:
            drawn *= weights[criterion]
            added[unsure] += drawn
    return added


def rescaled(estimates: Estimates, scale: int) -> tuple[Floats, tuple[Floats, ...]]:
    """Values and pools on another scale: 0 as set, 1 from the least to the most observed, 2 by the order of towns.

    A criterion that is known of few towns, or alike of all, keeps its scale.
    """
    if scale == 0:
        return estimates.values, estimates.pools
    values, pools = estimates.values.copy(), list(estimates.pools)
    for criterion, pool in enumerate(pools):
        if pool is WHOLE_SCALE or not len(pool) or pool.min() == pool.max():
            continue
        for column in (values[:, criterion], pool := pool.copy()):
            column[:] = _at(column, estimates.pools[criterion], scale)
        pools[criterion] = pool
    return values, tuple(pools)


def _at(column: Floats, pool: Floats, scale: int) -> Floats:
    if scale == 1:
        shifted: Floats = (column - pool.min()) / (pool.max() - pool.min())
        return shifted
    ordered = np.sort(pool)
    below, upto = (np.searchsorted(ordered, column, side=side) for side in ("left", "right"))
    middle: Floats = np.where(np.isnan(column), np.nan, (below + upto) / 2 / len(pool))
    return middle


def leaving(estimates: Estimates, weights: Floats, top: int) -> list[tuple[int, float] | None]:
    """By town: the criterion (its place) and the smallest factor on its weight that takes the town out of the top.

    None where none of the tried factors does, and for towns that are not in the top, or only in part (ties at its edge).
    """
    last = places(scored(estimates, weights).score)[1]
    found: list[tuple[int, float] | None] = [None] * len(estimates.values)
    waiting = {town for town in range(len(found)) if last[town] <= top}
    share, filled = score.counted(estimates, weights), estimates.filled
    points = (filled * share).sum(axis=1)[:, None]
    for factor in FACTORS:
        # all criteria at once: what the sums become when one weight is multiplied
        changed = 1 + (factor - 1) * share
        scores = (points + (factor - 1) * share * filled) / np.where(changed < NOTHING, 1.0, changed)
        for place in np.flatnonzero(share > 0):
            if not waiting:
                return found
            if changed[place] < NOTHING:
                continue  # nothing would be weighed any more
            then = ranks(scores[:, place])
            for town in [town for town in waiting if then[town] > top]:
                found[town] = (int(place), factor)
                waiting.discard(town)
    return found


def _product(left: Floats, right: Floats) -> Floats:
    """A matrix product in pieces so small that BLAS does them alone: its threads would wait for each other."""
    rows = max(1, ALONE // max(1, right.size))
    made = np.empty((len(left), right.shape[1]))
    for start in range(0, len(left), rows):
        np.matmul(left[start : start + rows], right, out=made[start : start + rows])
    return made


def _places(scores: Floats) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """Town × draw: the first and the last place of a town among its equals.

    Key and town are put in one number, since plain numbers sort fastest.
    """
    count, drawn = scores.shape
    bits = max(1, (count - 1).bit_length())
    block = np.ascontiguousarray(keys(scores).T)
    block <<= bits
    block |= np.arange(count)
    block.sort(axis=1)
    town = block & ((1 << bits) - 1)
    block >>= bits
    is_new = np.ones((drawn, count), dtype=bool)
    np.not_equal(block[:, 1:], block[:, :-1], out=is_new[:, 1:])
    place = np.arange(1, count + 1, dtype=np.uint16)
    first, last = np.empty((drawn, count), dtype=np.uint16), np.empty((drawn, count), dtype=np.uint16)
    begins = ends = np.broadcast_to(place, (drawn, count))
    if not is_new.all():
        begins = np.maximum.accumulate(np.where(is_new, place, 0), axis=1)
        is_end = np.ones_like(is_new)
        is_end[:, :-1] = is_new[:, 1:]
        ends = np.minimum.accumulate(np.where(is_end, place, count)[:, ::-1], axis=1)[:, ::-1]
    np.put_along_axis(first, town, begins.astype(np.uint16), axis=1)
    np.put_along_axis(last, town, ends.astype(np.uint16), axis=1)
    return first.T, last.T


@lru_cache(maxsize=4)
def _draws(share: tuple[float, ...]) -> Floats:
    rules = spec.rules()
    chosen = np.array(share)
    used = chosen > 0
    # a seed of its own a run, and only the criteria in use: one of weight 0 does not shift the others
    generator = np.random.default_rng(rules.seed)
    gamma = generator.standard_gamma(chosen[used] * rules.concentration, size=(rules.draws, int(used.sum())))
    drawn = np.zeros((rules.draws, len(share)))
    if used.any():
        drawn[:, used] = gamma / gamma.sum(axis=1, keepdims=True)
    drawn.flags.writeable = False
    return drawn
