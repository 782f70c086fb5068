"""The foretold chances once more: the same posterior, climbed one coefficient at a time instead of all at once."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dashboard.chart_data.recount import RecountContext
from dashboard.planning import hazard
from dashboard.planning.hazard import TownYears
from dashboard.queries import recount as recounts

ROUNDS, CLOSE = 2000, 1e-10
Begun = set[tuple[str, int]]


def begun(context: RecountContext) -> Begun:
    """Municipality and year in which it implemented, and had not in any year before."""
    first: dict[str, int] = {}
    for row in context.rows(recounts.states):
        if row["status_code"] == "implementing":
            year = int(row["fiscal_year"])
            first[row["municipality_code"]] = min(year, first.get(row["municipality_code"], year))
    return set(first.items())


def brier(cases: TownYears, began: Begun) -> dict[str, float]:
    """By method the mean square of what was foretold less what came; the signs of the cases are those of the model."""
    plan = list(hazard.SIGNS).index("plan")
    came = np.array(
        [(str(code), int(year)) in began for code, year in zip(cases.code, cases.year, strict=True)], float
    )
    lost: dict[str, list[float]] = {name: [] for name in hazard.METHODS}
    for year in sorted(set(cases.year.tolist())):
        old, new = cases.year < year, cases.year == year
        if not came[old].any():
            continue
        model = _chances(cases.x[old], came[old], cases.x[new])
        alike = came[old].sum() / old.sum()
        for chance, row, outcome in zip(model, cases.x[new], came[new], strict=True):
            stated = 0.0 if math.isnan(row[plan]) else float(row[plan])
            for name, said in (("model", chance), ("plan", stated), ("none", 0.0), ("alike", alike)):
                lost[name].append((said - outcome) ** 2)
    return {name: sum(values) / len(values) for name, values in lost.items() if values}


def _chances(x: NDArray[np.float64], came: NDArray[np.float64], then: NDArray[np.float64]) -> list[float]:
    """Of the cases `then`, by coefficients learnt from x and what came of it."""
    columns, later = [np.ones(len(x))], [np.ones(len(then))]
    for place in range(x.shape[1]):
        own = x[~np.isnan(x[:, place]), place]
        middle = float(own.mean()) if len(own) else 0.0
        spread = float(own.std()) if len(own) else 0.0
        spread = spread if spread > hazard.CLOSE else 1.0
        for made, values in ((columns, x[:, place]), (later, then[:, place])):
            made.append(np.where(np.isnan(values), 0.0, (values - middle) / spread))
    odds = (came.sum() + 0.5) / (len(came) - came.sum() + 0.5)
    prior = math.log(odds)
    found = [prior, *[0.0] * x.shape[1]]
    sum_ = np.full(len(x), prior)
    for _ in range(ROUNDS):
        moved = 0.0
        for place, column in enumerate(columns):
            sd, centre = (hazard.INTERCEPT_SD, prior) if place == 0 else (hazard.PRIOR_SD, 0.0)
            chance = 1 / (1 + np.exp(-sum_))
            slope = float(column @ (came - chance)) - (found[place] - centre) / sd**2
            # 1/4 bounds the curvature of the logistic, so that no step goes too far
            step = slope / (float(column @ column) / 4 + 1 / sd**2)
            found[place] += step
            sum_ = sum_ + step * column
            moved = max(moved, abs(step))
        if moved < CLOSE:
            break
    return [
        1 / (1 + math.exp(-sum(b * column[n] for b, column in zip(found, later, strict=True))))
        for n in range(len(then))
    ]
