"""All sets of towns that one day can hold, with the shortest order of each: exact, by extending shorter ones."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """Minutes from the office (`out`), to it (`back`) and `between` towns; prizes; minutes a visit and a day."""

    out: list[int]
    back: list[int]
    between: list[list[int]]
    prizes: list[int]
    visit: int
    limit: int


@dataclass
class DaySets:
    """`minutes`: set of towns (as bits) → length of its shortest day; `largest`: sets that hold no further town."""

    minutes: dict[int, int] = field(default_factory=dict)
    largest: list[int] = field(default_factory=list)
    is_complete: bool = True


def list_day_sets(problem: Problem, towns: list[int], most_labels: int) -> DaySets:
    """Every set that fits; not complete where more than `most_labels` ways would have to be kept.

    Times obey the triangle inequality, so a way that cannot be closed in time cannot be extended either.
    """
    found = DaySets()
    ways: dict[tuple[int, int], int] = {}
    for town in towns:
        spent = problem.out[town] + problem.visit
        if spent + problem.back[town] <= problem.limit:
            ways[(1 << town, town)] = spent
    kept = 0
    growable: set[int] = set()
    while ways:
        kept += len(ways)
        if kept > most_labels:
            found.is_complete = False
            return found
        for (bits, last), spent in ways.items():
            whole = spent + problem.back[last]
            if whole < found.minutes.get(bits, problem.limit + 1):
                found.minutes[bits] = whole
        ways = _extended(problem, towns, ways, most_labels)
        for bits, _ in ways:
            growable.update(bits & ~(1 << town) for town in members(bits))
    found.largest = sorted(bits for bits in found.minutes if bits not in growable)
    return found


def _extended(
    problem: Problem, towns: list[int], ways: dict[tuple[int, int], int], most: int
) -> dict[tuple[int, int], int]:
    longer: dict[tuple[int, int], int] = {}
    for (bits, last), spent in ways.items():
        row = problem.between[last]
        for town in towns:
            if bits >> town & 1:
                continue
            reached = spent + row[town] + problem.visit
            if reached + problem.back[town] > problem.limit:
                continue
            key = (bits | 1 << town, town)
            if reached < longer.get(key, problem.limit + 1):
                longer[key] = reached
        if len(longer) > most:
            break
    return longer


def members(bits: int) -> list[int]:
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found


def best_order(problem: Problem, towns: tuple[int, ...]) -> tuple[int, ...]:
    """The order with the shortest day (Held–Karp); the lower numbers first where two are as short."""
    ways: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {
        (1 << town, town): (problem.out[town], (town,)) for town in sorted(towns)
    }
    for _ in range(len(towns) - 1):
        longer: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
        for (bits, last), (spent, order) in ways.items():
            for town in sorted(towns):
                if bits >> town & 1:
                    continue
                key, way = (bits | 1 << town, town), (spent + problem.between[last][town], (*order, town))
                if key not in longer or way < longer[key]:
                    longer[key] = way
        ways = longer
    return min((spent + problem.back[last], order) for (_, last), (spent, order) in ways.items())[1]
