"""Quantiles of beta distributions are those of scipy, which the server does without."""

import pytest
from scipy.special import betainc, betaincinv

from dashboard.planning import beta

SHAPES = [
    (part + 0.5, whole - part + 0.5)
    for whole in (1, 2, 5, 12, 30, 47, 179, 1741)
    for part in sorted({0, 1, whole // 3, whole // 2, whole - 1, whole})
]


@pytest.mark.parametrize("part", [0.005, 0.025, 0.1, 0.5, 0.9, 0.975, 0.995])
def test_quantiles_are_those_of_scipy(part: float) -> None:
    found = [beta.quantile(*shape, part) for shape in SHAPES]
    assert found == pytest.approx([float(betaincinv(*shape, part)) for shape in SHAPES], rel=1e-10)


def test_what_lies_below_is_what_scipy_says_and_ends_with_the_range() -> None:
    for shape in SHAPES:
        places = [0.0, 1e-6, 0.01, 0.3, 0.5, 0.7, 0.99, 1.0]
        found = [beta.cumulative(*shape, place) for place in places]
        assert found == pytest.approx(
            [float(betainc(*shape, place)) for place in places], rel=1e-10, abs=1e-13
        )
