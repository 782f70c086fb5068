"""The chance of a town to begin next year, learnt from the years before, and whether that foretells better than less.

Discrete-time hazard (Allison 1982): each year in which a town could have begun is a case; logit of the chance = a + Σ bⱼxⱼ,
x standardised over the years learnt from, an unknown x at its mean. Since starts are few, bⱼ ~ N(0, 1) (weakly
informative; Gelman et al. 2008) and the mode of the posterior is taken, with its curvature for the doubt. Each year is
foretold from the years before it alone (rolling origin) and marked by the Brier score, beside three that know less: who stated a start
begins, nobody begins, all begin alike often. It is shown only where it beats each of them by more than chance, on starts enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SIGNS = {
    "plan": "次の年度の開始予定を示した",
    "stage": "検討の段階",
    "smallness": "人口の少なさ",
    "neighbours": "隣の実施",
    "peers": "似た市町村の実施",
    "barriers": "応えられる課題",
    "attendance": "道の取組みへの参加",
}
METHODS = {
    "model": "この見込み",
    "plan": "予定を示した市町村が始める",
    "none": "どこも始めない",
    "alike": "どこも同じ割合で始める",
}
PRIOR_SD, INTERCEPT_SD = 1.0, 2.0
STEPS, CLOSE = 50, 1e-9
BEYOND_CHANCE = 1.2815515655446004  # one-sided 90 %
# For the number of starts that it takes: a sign that a third of the towns have, and what it does to the odds.
SIGN_SHARE, ODDS_RATIO = 1 / 3, 3.0
Z_SIGNIFICANCE, Z_POWER = 1.959963984540054, 0.8416212335729143
GROUPS = ((0.0, "2％未満"), (0.02, "2〜10％"), (0.1, "10％以上"))


@dataclass(frozen=True, eq=False)
class TownYears:
    """One case a town and year in which it had not begun before. x: case × sign, NaN unknown; began; year; code."""

    x: Floats
    began: NDArray[np.bool_]
    year: NDArray[np.int64]
    code: NDArray[np.str_]

    def of(self, chosen: NDArray[np.bool_]) -> TownYears:
        return TownYears(self.x[chosen], self.began[chosen], self.year[chosen], self.code[chosen])


@dataclass(frozen=True, eq=False)
class HazardFit:
    """coefficients: the intercept, then one a sign, of standardised values; covariance: of these."""

    mean: Floats
    scale: Floats
    coefficients: Floats
    covariance: Floats

    def chances(self, x: Floats) -> Floats:
        made: Floats = 1 / (1 + np.exp(-(_design(x, self.mean, self.scale) @ self.coefficients)))
        return made


@dataclass(frozen=True, eq=False)
class Judgement:
    """cases: one row per foretold case: code, year, began and the chance by each of METHODS. starts: among all cases
    that can be used; needed: see `needed`. brier: by method, of the foretold cases; empty where none could be. ahead:
    of the others, by how much they are worse, less what chance may do (above 0: beaten). calibration: one row a group
    of chances: label, cases, expected, began.
    """

    cases: pd.DataFrame
    starts: int
    needed: int
    brier: dict[str, float]
    ahead: dict[str, float]
    calibration: pd.DataFrame

    @property
    def lacking(self) -> int:
        """How many more starts it takes."""
        return max(self.needed - self.starts, 0)

    @property
    def is_shown(self) -> bool:
        return not self.lacking and bool(self.ahead) and all(margin > 0 for margin in self.ahead.values())


def fit(x: Floats, began: NDArray[np.bool_]) -> HazardFit:
    """The mode of the posterior, by Newton's method; it is unique, since the prior makes the curvature positive."""
    known = ~np.isnan(x)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, x, 0.0).sum(axis=0) / count
    scale = np.sqrt(np.where(known, (x - mean) ** 2, 0.0).sum(axis=0) / count)
    scale = np.where(scale > CLOSE, scale, 1.0)
    design = _design(x, mean, scale)
    y = began.astype(np.float64)
    rate = (y.sum() + 0.5) / (len(y) + 1)
    centre = np.zeros(design.shape[1])
    centre[0] = math.log(rate / (1 - rate))
    precision = np.array([INTERCEPT_SD**-2, *[PRIOR_SD**-2] * x.shape[1]])
    found = centre.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(design @ found)))
        slope = design.T @ (y - chance) - precision * (found - centre)
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(precision)
        step = np.linalg.solve(curve, slope)
        found = found + step * min(1.0, 2.0 / max(float(np.abs(step).max()), CLOSE))
        if float(np.abs(step).max()) < CLOSE:
            break
    covariance: Floats = np.linalg.inv(curve).astype(np.float64)
    return HazardFit(mean, scale, found, covariance)


def judge(cases: TownYears) -> Judgement:
    """Foretell each year from the years before it, and mark that; the first year with a start before it is the first."""
    told = []
    for year in sorted(set(cases.year.tolist())):
        before, now = cases.of(cases.year < year), cases.of(cases.year == year)
        if before.began.any():
            chances = fit(before.x, before.began).chances(now.x)
            plan = np.nan_to_num(now.x[:, list(SIGNS).index("plan")])
            columns = {"code": now.code, "year": year, "began": now.began, "model": chances, "plan": plan}
            told.append(pd.DataFrame(columns).assign(none=0.0, alike=float(before.began.mean())))
    starts = int(cases.began.sum())
    if not told:
        empty = pd.DataFrame(columns=["code", "year", "began", *METHODS])
        return Judgement(empty, starts, needed(), {}, {}, calibration(empty))
    frame = pd.concat(told, ignore_index=True)
    loss = {name: (frame[name] - frame["began"]) ** 2 for name in METHODS}
    brier = {name: float(lost.mean()) for name, lost in loss.items()}
    ahead = {name: _margin((loss[name] - loss["model"]).to_numpy()) for name in METHODS if name != "model"}
    return Judgement(frame, starts, needed(), brier, ahead, calibration(frame))


def calibration(cases: pd.DataFrame) -> pd.DataFrame:
    """One row a group of foretold chances: how many of its cases should have begun, and how many did."""
    edges = [edge for edge, _ in GROUPS]
    place = np.searchsorted(edges, cases["model"].astype(float).to_numpy(), side="right") - 1
    rows = [
        (label, int(own.sum()), float(cases["model"][own].sum()), int(cases["began"][own].sum()))
        for number, (_, label) in enumerate(GROUPS)
        for own in [place == number]
    ]
    return pd.DataFrame(rows, columns=["label", "cases", "expected", "began"])


def needed(share: float = SIGN_SHARE, odds_ratio: float = ODDS_RATIO) -> int:
    """Starts that it takes to find, in 8 worlds of 10 and at 5 %, a sign that a share of the towns have and that multiplies the
    odds: (z₀.₉₇₅ + z₀.₈)² ÷ (share · (1 − share) · ln²OR) (Schoenfeld 1983; for rare starts).
    """
    wanted = (Z_SIGNIFICANCE + Z_POWER) ** 2 / (share * (1 - share) * math.log(odds_ratio) ** 2)
    return math.ceil(wanted)


def _margin(differences: Floats) -> float:
    """The mean, less what chance may do; the cases are taken as independent."""
    if len(differences) < 2:
        return -math.inf
    doubt = float(differences.std(ddof=1)) / math.sqrt(len(differences))
    return float(differences.mean()) - BEYOND_CHANCE * doubt


def _design(x: Floats, mean: Floats, scale: Floats) -> Floats:
    values = np.where(np.isnan(x), 0.0, (np.nan_to_num(x) - mean) / scale)
    return np.column_stack([np.ones(len(x)), values])
