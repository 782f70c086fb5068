"""The second way to the marks of the forecast and to the differences after a contact, held against the first on random worlds."""

import numpy as np
import pytest

from dashboard.chart_data import effect_recount, hazard_recount
from dashboard.planning import contact_effect, hazard
from dashboard.planning.contact_effect import BandCounts


@pytest.mark.parametrize("seed", range(3))
def test_chances_found_one_coefficient_at_a_time_are_those_of_newton(seed: int) -> None:
    generator = np.random.default_rng(seed)
    x = generator.standard_normal((600, len(hazard.SIGNS)))
    x[:, 0] = x[:, 0] > 1
    x[generator.random(x.shape) < 0.1] = np.nan
    x[:, 6] = np.nan
    began = generator.random(600) < 1 / (1 + np.exp(3 - np.nan_to_num(x[:, 0]) * 2 - np.nan_to_num(x[:, 1])))
    year = np.repeat(np.arange(2021, 2025, dtype=np.int64), 150)
    code = np.array([f"{number:05d}" for number in range(600)], dtype=np.str_)
    cases = hazard.TownYears(x, began, year, code)
    starts = {(str(code[place]), int(year[place])) for place in np.flatnonzero(began)}
    again, first = hazard_recount.brier(cases, starts), hazard.judge(cases).brier
    assert again == pytest.approx(first, abs=1e-7)


def test_differences_by_roots_of_wilsons_equation_are_those_of_newcombe_and_mover() -> None:
    generator = np.random.default_rng(7)
    for _ in range(200):
        sums = {}
        for band in "ABC"[: generator.integers(1, 4)]:
            towns, without = generator.integers(1, 30, 2)
            advanced = int(generator.integers(0, towns + 1))
            sums[band] = [advanced, int(towns), int(generator.integers(0, without + 1)), int(without)]
        first = contact_effect.difference(BandCounts(band, *own) for band, own in sums.items())
        again = effect_recount.difference(sums)
        assert again.bands == first.bands
        for name in ("difference", "low", "high"):
            assert getattr(again, name) == pytest.approx(getattr(first, name), abs=1e-9)
    assert effect_recount.difference({"A": [1, 2, 0, 0]}).difference is None
