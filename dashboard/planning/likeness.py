"""How alike two towns are, view by view, each between 0 and 1 (Gower 1971).

The distance goes by what official statistics say of every town. Leaving out what is unknown of a pair, as Gower does,
would bring those near of which little is known; so an unknown likeness stands for the mean of the town's known ones.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.planning.score import Floats

# Density follows from population and area, 75+ goes with 65+: each would count the same thing twice.
LOGARITHMIC = ("population", "area")
NUMBERS = ("population", "aging_65", "area")
NOT_BOTH = np.nan
# What the prefecture does in a town's place is neither there nor lacking, and stands for no number.
HAS = {"existing": 1.0, "partly": 0.5, "planned": 0.25, "none": 0.0}


def numbers(mine: pd.DataFrame, theirs: pd.DataFrame, feature: str, span: float) -> Floats:
    """Mine × theirs: 1 − |difference| ÷ span of all towns."""
    left, right = scale(mine[feature], feature), scale(theirs[feature], feature)
    alike: Floats = np.clip(1 - np.abs(left[:, None] - right[None, :]) / (span or 1.0), 0.0, 1.0)
    return alike


def scale(column: pd.Series, feature: str) -> Floats:
    given = column.to_numpy(dtype="float64", na_value=np.nan)
    if feature in LOGARITHMIC:
        given = np.log(np.where(given > 0, given, np.nan))
    scaled: Floats = given
    return scaled


def span(column: pd.Series, feature: str) -> float:
    known = scale(column, feature)
    known = known[~np.isnan(known)]
    return float(known.max() - known.min()) if len(known) else 0.0


def same(mine: pd.Series, theirs: pd.Series) -> Floats:
    """Mine × theirs: 1 where the words are equal."""
    equal: Floats = np.equal.outer(mine.to_numpy(), theirs.to_numpy()).astype(np.float64)
    return equal


def sets(mine: list[frozenset[str] | None], theirs: list[frozenset[str] | None]) -> Floats:
    """Mine × theirs: what both named, of what either named (Jaccard). Nothing of both is alike."""
    found = np.full((len(mine), len(theirs)), NOT_BOTH)
    for row, left in enumerate(mine):
        for column, right in enumerate(theirs):
            if left is not None and right is not None:
                either = left | right
                found[row, column] = len(left & right) / len(either) if either else 1.0
    return found


def functions(mine: pd.DataFrame, theirs: pd.DataFrame) -> Floats:
    """Mine × theirs: mean likeness of the functions that both have answered."""
    left = mine.apply(lambda column: column.map(HAS)).to_numpy(dtype="float64", na_value=np.nan)
    right = theirs.apply(lambda column: column.map(HAS)).to_numpy(dtype="float64", na_value=np.nan)
    if not left.size or not right.size:
        return np.full((len(mine), len(theirs)), NOT_BOTH)
    gap = np.abs(left[:, None, :] - right[None, :, :])
    both = ~np.isnan(gap)
    count = both.sum(axis=2)
    total = np.where(both, gap, 0.0).sum(axis=2)
    return np.where(count > 0, 1 - total / np.maximum(count, 1), NOT_BOTH)


def distance(features: dict[str, Floats], weights: dict[str, float]) -> Floats:
    """Mine × theirs: 1 − weighted mean of the features; NaN in the row of a town of which no feature is known.

    Of one town every other is held against the same features, so that what is known of another never decides.
    """
    total = np.zeros_like(next(iter(features.values())))
    weight = np.zeros((len(total), 1))
    for name, alike in features.items():
        known = ~np.isnan(alike)
        count = known.sum(axis=1, keepdims=True)
        mean = np.where(known, alike, 0.0).sum(axis=1, keepdims=True) / np.maximum(count, 1)
        total += np.where(known, alike, mean) * weights[name]
        weight += (count > 0) * weights[name]
    apart: Floats = np.where(weight > 0, 1 - total / np.where(weight > 0, weight, 1.0), np.nan)
    return apart


def of_figures(towns: pd.DataFrame, weights: dict[str, float]) -> Floats:
    """Town × town distance by figures and kind alone; NaN where the figures are not known."""
    features = {name: numbers(towns, towns, name, span(towns[name], name)) for name in NUMBERS}
    known = ~np.isnan(features["population"])
    apart = distance(features | {"kind": same(towns["kind"], towns["kind"])}, weights)
    found: Floats = np.where(known, apart, np.nan)
    return found
