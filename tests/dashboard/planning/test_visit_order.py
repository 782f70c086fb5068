"""The order of a way through towns: short, whole, and the same each time."""

from itertools import pairwise, permutations

import numpy as np

from dashboard.planning import visit_order
from dashboard.planning.distances import Times


def grid(seed: int, towns: int) -> Times:
    places = np.random.default_rng(seed).random((towns, 2)) * 100
    minutes = np.linalg.norm(places[:, None] - places[None, :], axis=2)
    return Times(tuple(f"{number:05d}" for number in range(towns)), minutes, frozenset())


def length(times: Times, way: list[str]) -> float:
    return sum(times.between(one, other) for one, other in pairwise(way))


def test_a_way_visits_each_town_once_and_is_nearly_the_shortest() -> None:
    for seed in range(20):
        times = grid(seed, 7)
        start, *towns = times.codes
        way = visit_order.along(times, start, towns)
        assert sorted(way) == sorted(towns)
        best = min(length(times, [start, *one]) for one in permutations(towns))
        assert length(times, [start, *way]) <= 1.25 * best
        assert way == visit_order.along(times, start, towns[::-1])


def test_the_town_of_the_office_comes_first_where_it_is_among_them_and_no_town_is_no_way() -> None:
    times = grid(1, 4)
    assert visit_order.along(times, times.codes[2], times.codes)[0] == times.codes[2]
    assert visit_order.along(times, times.codes[0], []) == []
    assert visit_order.along(times, times.codes[0], [times.codes[1]]) == [times.codes[1]]
