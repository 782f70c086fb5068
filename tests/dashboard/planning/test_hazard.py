"""The chance of a town to begin: signs and intervals on worlds of known truth, and shown only where it foretells."""

import numpy as np
import pytest

from dashboard.planning import hazard

WORLDS = 200
SIGNS = len(hazard.SIGNS)
PLAN = list(hazard.SIGNS).index("plan")


def world(
    seed: int, truth: hazard.Floats, towns: int = 150, years: int = 6, base: float = -3.0
) -> hazard.TownYears:
    """Towns of random signs (plan: one in eight, the others normal); who begins leaves."""
    draw = np.random.default_rng(seed)
    parts = []
    waiting = np.ones(towns, dtype=bool)
    for year in range(years):
        x = draw.standard_normal((towns, SIGNS))
        x[:, PLAN] = draw.random(towns) < 1 / 8
        chance = 1 / (1 + np.exp(-(base + x @ truth)))
        began = draw.random(towns) < chance
        parts.append(
            (x[waiting], began[waiting], np.full(waiting.sum(), 2020 + year), np.flatnonzero(waiting))
        )
        waiting &= ~began
    x, began, year_, code = (np.concatenate(part) for part in zip(*parts, strict=True))
    return hazard.TownYears(x, began, year_.astype(np.int64), code.astype(np.str_))


def test_signs_are_recovered_and_intervals_of_80_percent_cover_80_percent() -> None:
    inside, right, large = [], [], 0
    for seed in range(WORLDS):
        truth = np.random.default_rng([seed, 1]).standard_normal(SIGNS)
        cases = world(seed, truth)
        made = hazard.fit(cases.x, cases.began)
        # of standardised signs
        wanted = truth * made.scale
        half = 1.2815515655446004 * np.sqrt(np.diag(made.covariance)[1:])
        found = made.coefficients[1:]
        free = np.arange(SIGNS) != PLAN  # its spread is a third, so that the prior is wider than the truth
        inside.append(np.abs(found - wanted)[free] < half[free])
        strong = (np.abs(wanted) > 0.5) & free
        right.append(np.sign(found[strong]) == np.sign(wanted[strong]))
        large += int(strong.sum())
    assert 0.75 <= np.concatenate(inside).mean() <= 0.85
    assert large > 500
    assert np.concatenate(right).mean() > 0.98


def test_it_is_shown_in_most_worlds_with_strong_signs_and_in_few_without_any() -> None:
    strong, nothing = np.zeros(SIGNS), np.zeros(SIGNS)
    strong[[PLAN, 1, 3]] = (2.5, 1.0, 0.8)
    shown = {
        name: np.mean([hazard.judge(world(seed, truth)).is_shown for seed in range(WORLDS)])
        for name, truth in (("strong", strong), ("nothing", nothing))
    }
    assert shown["strong"] > 0.9
    assert shown["nothing"] < 0.1


def test_each_year_is_foretold_from_the_years_before_alone() -> None:
    cases = world(1, np.ones(SIGNS))
    made = hazard.judge(cases)
    changed = hazard.TownYears(
        cases.x, np.where(cases.year == 2025, ~cases.began, cases.began), cases.year, cases.code
    )
    again = hazard.judge(changed)
    np.testing.assert_array_equal(made.cases["model"], again.cases["model"])
    assert made.cases["year"].min() > cases.year.min()
    slow = sum((row["model"] - row["began"]) ** 2 for row in made.cases.to_dict("records")) / len(made.cases)
    assert made.brier["model"] == pytest.approx(slow)
    assert made.brier["none"] == pytest.approx(made.cases["began"].mean())
    assert made.calibration["cases"].sum() == len(made.cases)
    assert made.calibration["began"].sum() == made.cases["began"].sum()


def test_the_mode_is_that_of_a_slow_search() -> None:
    cases = world(3, np.zeros(SIGNS), towns=60, years=2)
    made = hazard.fit(cases.x, cases.began)
    design = np.column_stack([np.ones(len(cases.x)), (cases.x - made.mean) / made.scale])
    rate = (cases.began.sum() + 0.5) / (len(cases.began) + 1)
    centre = np.array([np.log(rate / (1 - rate)), *[0.0] * SIGNS])
    sd = np.array([hazard.INTERCEPT_SD, *[hazard.PRIOR_SD] * SIGNS])

    def height(b: hazard.Floats) -> float:
        line = design @ b
        return float(
            (cases.began * line - np.logaddexp(0, line)).sum() - (((b - centre) / sd) ** 2).sum() / 2
        )

    best = height(made.coefficients)
    for step in np.random.default_rng(0).standard_normal((300, SIGNS + 1)) * 0.05:
        assert height(made.coefficients + step) <= best


@pytest.mark.parametrize("years", [0, 1])
def test_of_too_few_years_or_starts_nothing_is_foretold(years: int) -> None:
    cases = world(2, np.zeros(SIGNS), years=max(years, 1))
    cases = cases if years else cases.of(np.zeros(len(cases.year), dtype=bool))
    made = hazard.judge(cases)
    assert made.cases.empty
    assert not made.is_shown
    assert made.lacking == max(made.needed - int(cases.began.sum()), 0)
    nobody = world(2, np.zeros(SIGNS), base=-50.0)
    assert hazard.judge(nobody).cases.empty
    unknown = hazard.TownYears(np.full_like(nobody.x, np.nan), nobody.began, nobody.year, nobody.code)
    assert np.isfinite(hazard.fit(unknown.x, unknown.began).coefficients).all()


def test_the_starts_that_it_takes_are_those_of_the_formula_and_fewer_for_stronger_signs() -> None:
    assert hazard.needed() == 30
    assert hazard.needed(odds_ratio=5.0) < hazard.needed() < hazard.needed(odds_ratio=2.0)
    assert hazard.needed(share=0.5) < hazard.needed(share=0.1)
