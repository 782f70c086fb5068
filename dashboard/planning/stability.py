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
from dashboard.planning.score import Floats, Ints, keys, places, ranks, scored, shares

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
    """By town: rank_low–rank_high (the middle 90 % of the draws) and top_share, the share of draws in the top.

    Towns that are equal in a draw take its places together: each may have the first and the last of them, and at the
    edge of the top each counts in part (3 places for 6 towns: ½).
    """

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
    alike, group, size = _alike(values, weights)
    # by group of towns that are alike and place: draws in which the first of them stands there
    first = np.zeros(len(alike) * count, dtype=np.int64)
    ties = Ties(size, min(top, count))
    for block in drawn_keys(alike, draws(weights)):
        there, is_next_equal = _order(block)
        before = _before(there, size)
        ties.count(there, before, is_next_equal)
        there *= count
        there += before
        first += np.bincount(there.ravel(), minlength=len(first))
    alone = first.reshape(len(alike), count)
    best = worst = alone.cumsum(axis=1)
    if ties.are_any:
        best, worst = best + ties.first.cumsum(axis=1), best + ties.last.cumsum(axis=1)
    tail = (1 - rules.interval) / 2 * rules.draws
    low = (best <= tail).sum(axis=1) + 1
    high = (worst < rules.draws - tail).sum(axis=1) + size
    part = np.clip((ties.top - np.arange(count)) / size[:, None], 0.0, 1.0)
    inside = (alone * part).sum(axis=1) + ties.inside
    return Stability(low[group], high[group], inside[group] / rules.draws)


class Ties:
    """Groups of towns that are equal in a draw though not alike: what changes when they take their places together.

    first, last: by group and place, what is to be added to the counts of draws in which the first of the group stands
    there, at best and at worst; inside: by group, how many draws in the top are to be added.
    """

    def __init__(self, size: Ints, top: int) -> None:
        self.first = np.zeros((len(size), int(size.sum())), dtype=np.int64)
        self.last = np.zeros_like(self.first)
        self.inside = np.zeros(len(size))
        self.size, self.top = size, top
        self.are_any = False

    def count(self, there: Ints, before: Ints, is_next_equal: NDArray[np.bool_]) -> None:
        """there: draw × order, which group; before: towns that stand before it; is_next_equal: to the group after it."""
        if not is_next_equal.any():
            return
        drawn, at = np.nonzero(is_next_equal)
        self.are_any = True
        # a run of equal neighbours: its groups, the places before it and its towns
        begins = np.ones(len(drawn), dtype=bool)
        begins[1:] = (drawn[1:] != drawn[:-1]) | (at[1:] != at[:-1] + 1)
        starts = np.flatnonzero(begins)
        length = np.diff(np.append(starts, len(drawn))) + 1
        run = np.repeat(np.arange(len(starts)), length)
        step = np.arange(len(run)) - np.repeat(np.cumsum(length) - length, length)
        where = drawn[starts][run], at[starts][run] + step
        groups, own = there[where], np.broadcast_to(before, there.shape)[where]
        size = self.size[groups]
        whole = np.bincount(run, size).astype(np.int64)[run]
        begin = own[step == 0][run]
        for counts, to in ((self.first, begin), (self.last, begin + whole - size)):
            np.add.at(counts, (groups, to), 1)
            np.add.at(counts, (groups, own), -1)
        together, apart = (
            np.clip((self.top - places_before) / towns, 0.0, 1.0)
            for places_before, towns in ((begin, whole), (own, size))
        )
        self.inside += np.bincount(groups, together - apart, minlength=len(self.inside))


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

    None where none of the tried factors does, and for towns that are not in the top, or only in part (ties at its edge).
    """
    last = places(scored(values, weights).score)[1]
    found: list[tuple[int, float] | None] = [None] * len(values)
    waiting = {town for town in range(len(values)) if last[town] <= top}
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
            then = ranks(scores[:, place])
            for town in [town for town in waiting if then[town] > top]:
                found[town] = (int(place), factor)
                waiting.discard(town)
    return found


def ahead(values: Floats, weights: Floats, towns: NDArray[np.int64]) -> Floats:
    """Town × town of the given places: the share of draws in which the first stands before the second; a tie is ½."""
    count = len(towns)
    wins = np.zeros((count, count))
    drawn = draws(weights)
    for key in drawn_keys(values[towns], drawn):
        lines = np.ascontiguousarray(key.T)
        for one in range(count):
            for other in range(one + 1, count):
                wins[one, other] += np.count_nonzero(lines[one] < lines[other])
                wins[one, other] += np.count_nonzero(lines[one] == lines[other]) / 2
    shares_ = wins / len(drawn)
    return np.where(np.tri(count, dtype=bool), np.tril(1 - shares_.T, -1), shares_)


def _product(left: Floats, right: Floats) -> Floats:
    """A matrix product in pieces so small that BLAS does them alone: its threads would wait for each other."""
    rows = max(1, ALONE // max(1, right.size))
    made = np.empty((len(left), right.shape[1]))
    for start in range(0, len(left), rows):
        np.matmul(left[start : start + rows], right, out=made[start : start + rows])
    return made


def _alike(values: Floats, weights: Floats) -> tuple[Floats, Ints, Ints]:
    """One row per group of towns that are alike in all that is weighed; by town its group; by group its towns."""
    weighed = np.where(shares(weights) > 0, values, 0.0)
    _, one, group, size = np.unique(
        np.nan_to_num(weighed, nan=-1.0), axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    return weighed[one], group.reshape(-1), size


def _before(there: Ints, size: Ints) -> Ints:
    """Draw × order: how many towns stand before the group; one row for all draws where each group is one town."""
    if len(size) == size.sum():
        return np.arange(len(size))[None, :]
    towns = size[there]
    counted: Ints = towns.cumsum(axis=1)
    counted -= towns
    return counted


def _order(block: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Draw × place: which town stands there, and whether the next one has the same score.

    Key and town are put in one number, since plain numbers sort fastest.
    """
    count = block.shape[1]
    bits = max(1, (count - 1).bit_length())
    block <<= bits
    block |= np.arange(count)
    block.sort(axis=1)
    is_next_equal = (block[:, 1:] ^ block[:, :-1]) < (1 << bits)
    block &= (1 << bits) - 1
    return block, is_next_equal


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
