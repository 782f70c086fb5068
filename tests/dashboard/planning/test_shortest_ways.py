"""Shortest ways are those of scipy's graphs, on graphs of every kind that places may make."""

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra, shortest_path

from dashboard.planning import shortest_ways


@pytest.mark.parametrize("seed", range(12))
def test_ways_along_edges_are_those_of_scipy(seed: int) -> None:
    """Some places have no edge, and the graph falls apart."""
    chance = np.random.default_rng(seed)
    count = int(chance.integers(2, 40))
    drawn = {tuple(sorted(chance.choice(count, 2, replace=False))) for _ in range(int(count * seed / 6))}
    pairs = np.array(sorted(drawn), dtype=int).reshape(-1, 2)
    lengths = chance.uniform(0.1, 90.0, len(pairs))
    graph = coo_matrix((lengths, (pairs[:, 0], pairs[:, 1])), shape=(count, count)).tocsr()
    found = shortest_ways.along(count, pairs[:, 0], pairs[:, 1], lengths)
    assert np.allclose(found, dijkstra(graph, directed=False), rtol=1e-13, atol=0)
    both = shortest_ways.along(count, pairs.T.ravel(), pairs[:, ::-1].T.ravel(), np.tile(lengths, 2))
    assert np.array_equal(found, both)


@pytest.mark.parametrize("seed", range(6))
def test_ways_through_any_place_are_those_of_scipy(seed: int) -> None:
    chance = np.random.default_rng(seed)
    count = int(chance.integers(2, 40))
    minutes = np.ceil(chance.uniform(1, 400, (count, count)))
    minutes[chance.random((count, count)) < 0.2 * (seed % 3)] = np.inf
    np.fill_diagonal(minutes, 0.0)
    before = minutes.copy()
    assert np.array_equal(shortest_ways.through_any(minutes), shortest_path(minutes, method="FW"))
    assert np.array_equal(minutes, before)
