"""From facts of towns to values between 0 and 1; what is not known stays unknown (NaN)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from dashboard.planning import spec
from dashboard.planning.spec import Criterion
from dashboard.words import words


def values(facts: pd.DataFrame) -> pd.DataFrame:
    """One row per municipality (index: code), one column a criterion, each 0–1 or NaN where unknown.

    facts: one column a criterion with the fact as it is (a number, or a word of the criterion's table).
    """
    return pd.DataFrame(
        {criterion.code: value(criterion, facts[criterion.code]) for criterion in spec.criteria()},
        index=facts.index,
        dtype="float64",
    )


def value(criterion: Criterion, facts: pd.Series) -> np.ndarray:
    """The values of one criterion. A word that its table lacks is unknown."""
    if criterion.shape == "table":
        return facts.map(dict(criterion.points)).to_numpy(dtype="float64", na_value=np.nan)
    number = pd.to_numeric(facts).to_numpy(dtype="float64", na_value=np.nan)
    low, high = criterion.low, criterion.high
    if criterion.shape == "log":
        number = np.log(np.where(number > 0, number, np.nan))
        low, high = float(np.log(low)), float(np.log(high))
    return np.clip((number - low) / (high - low), 0.0, 1.0)


def phrase_of(criterion: Criterion, fact: object) -> str:
    """A fact as people write it: 31.2％, 期限内に届いた; 「わからない」 where it is not known."""
    if pd.isna(fact):  # type: ignore[call-overload]
        return "わからない"
    if criterion.shape == "table":
        return dict(criterion.words).get(str(fact), "わからない")
    number = float(str(fact))
    if criterion.unit == "割合":
        return words.share_of(number)
    return words.decimal(number, 2).rstrip("0").rstrip(".") + criterion.unit


def phrase(criterion: Criterion, fact: object, *, is_past: bool = False) -> str:
    """Why a high value is one, as the end of a sentence with 「こと」; is_past: of an answer of an earlier year."""
    form = (criterion.past if is_past else "") or criterion.phrase
    return f"{form.format(value=_shown(criterion, fact))}こと"


def _shown(criterion: Criterion, fact: object) -> str:
    if criterion.shape == "table":
        return dict(criterion.words).get(str(fact), "")
    number = float(str(fact))
    if criterion.unit == "か月":
        return words.count(math.floor(number))  # 「5か月以上」 is not said of 4.8
    if criterion.unit == "割合":
        return words.share_of(number)
    return words.decimal(number, criterion.decimals)
