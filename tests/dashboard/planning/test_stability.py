"""The spans of ranks and the shares in the top say how often they are right, on worlds whose true ranking is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

from dashboard.planning import score, spec, stability

WORLDS, TOWNS, TOP = 200, 40, 15
RULES = replace(spec.rules(), draws=200)


class Outcome(NamedTuple):
    """Over all towns of all worlds: whether the span held the true rank, the share in the top, whether it truly was there."""

    held: score.Floats
    share: score.Floats
    is_top: score.Floats


@pytest.fixture(autouse=True)
def fewer_draws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(spec, "rules", lambda: RULES)
    stability._draws.cache_clear()
    yield
    stability._draws.cache_clear()


def outcome(unknown: float, old: float) -> Outcome:
    """Worlds with true weights around the chosen ones, a true scale, values that are deleted, and answers half of which changed."""
    chosen = np.array(list(spec.weights_of("balance").values()))
    share = score.shares(chosen)
    held, shares, tops = [], [], []
    for world in range(WORLDS):
        generator = np.random.default_rng([world, round(100 * unknown), round(100 * old)])
        answered = generator.random((TOWNS, len(share)))
        is_old = generator.random(answered.shape) < old
        changed = is_old & (generator.random(answered.shape) < 0.5)
        now = np.where(changed, generator.permuted(answered, axis=0), answered)
        weights = np.zeros(len(share))
        weights[share > 0] = generator.dirichlet(share[share > 0] * RULES.concentration)
        values, _ = stability.rescaled(score.estimate(now), int(generator.integers(stability.SCALES)))
        places = score.ranks(values @ weights)
        answered[generator.random(answered.shape) < unknown] = np.nan
        made = stability.stability(score.estimate(answered, np.where(is_old, 0.5, 1.0)), chosen, TOP)
        held.append((made.rank_low <= places) & (places <= made.rank_high))
        shares.append(made.top_share)
        tops.append(places <= TOP)
    return Outcome(*(np.concatenate(parts).astype(np.float64) for parts in (held, shares, tops)))


@pytest.mark.parametrize(("unknown", "old"), [(0.2, 0.0), (0.2, 0.4)])
def test_spans_of_90_percent_hold_about_90_percent_and_bands_come_true_as_often_as_they_say(
    unknown: float, old: float
) -> None:
    """Neither too narrow nor needlessly wide; the true rank is whole and ties have a span, so that a little more is held."""
    made = outcome(unknown, old)
    assert 0.885 <= made.held.mean() <= 0.945
    for low, high in ((0.0, 0.2), (0.2, 0.8), (0.8, 1.01)):
        own = (made.share >= low) & (made.share < high)
        assert own.sum() > 100
        assert made.is_top[own].mean() == pytest.approx(made.share[own].mean(), abs=0.03)
