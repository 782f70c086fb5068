"""An order in which towns can be visited one after the other: the nearest next, then no two ways that cross (2-opt)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.planning.distances import Times

SHORTER = 1e-9


def along(times: Times, start: str, towns: Sequence[str]) -> list[str]:
    """The towns in the order of a way that begins at `start` and ends anywhere; equal ways keep the order of codes."""
    place = {code: number for number, code in enumerate(times.codes)}
    left = sorted(town for town in towns if town != start)
    way = [place[start]]
    waiting = [place[town] for town in left]
    while waiting:
        nearest = int(np.argmin(times.minutes[way[-1], waiting]))
        way.append(waiting.pop(nearest))
    ordered = [times.codes[number] for number in _uncrossed(times.minutes, way)]
    return ordered if start in towns else ordered[1:]


def _uncrossed(minutes: np.ndarray, way: list[int]) -> list[int]:
    """Turn round a part of the way as long as that makes it shorter; the first place stays."""
    found, is_shorter = np.array(way), True
    while is_shorter:
        is_shorter = False
        for first in range(1, len(found) - 1):
            ends = np.arange(first + 1, len(found))
            before, begin = found[first - 1], found[first]
            after = np.append(found[first + 2 :], -1)
            gain = minutes[before, begin] - minutes[before, found[ends]]
            beyond = np.where(after >= 0, minutes[found[ends], after] - minutes[begin, after], 0.0)
            best = int(np.argmax(gain + beyond))
            if (gain + beyond)[best] > SHORTER:
                found[first : ends[best] + 1] = found[first : ends[best] + 1][::-1]
                is_shorter = True
    return [int(number) for number in found]
