"""Shortest ways between all pairs of places, by numpy alone: scipy's graphs take 30 MB of the server's memory."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Lengths = NDArray[np.floating[Any]]


def through_any(lengths: Lengths) -> Lengths:
    """The shortest ways where each place may lead on to any other (Floyd–Warshall). lengths: of the direct ways, inf for none."""
    found = lengths.copy()
    by_middle = np.empty_like(found)
    for middle in range(len(found)):
        np.add(found[:, middle, None], found[None, middle, :], out=by_middle)
        np.minimum(found, by_middle, out=found)
    return found


def along(count: int, starts: NDArray[Any], ends: NDArray[Any], lengths: Lengths) -> Lengths:
    """The shortest ways along given edges, which lead both ways; inf where none leads.

    Of two edges between the same places the shorter counts.
    """
    direct = np.full((count, count), np.inf)
    np.minimum.at(direct, (np.r_[starts, ends], np.r_[ends, starts]), np.r_[lengths, lengths])
    np.fill_diagonal(direct, 0.0)
    group = _groups(count, starts, ends)
    for number in np.unique(group):
        here = np.ix_(group == number, group == number)
        direct[here] = through_any(direct[here])
    return direct


def _groups(count: int, starts: NDArray[Any], ends: NDArray[Any]) -> NDArray[np.int64]:
    """The lowest number of a place that edges connect with each place."""
    group = np.arange(count)
    while True:
        before = group.copy()
        np.minimum.at(group, starts, group[ends])
        np.minimum.at(group, ends, group[starts])
        group = group[group]
        if np.array_equal(group, before):
            return group
