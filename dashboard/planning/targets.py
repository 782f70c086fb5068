"""Targets of the prefecture beside what is known of their year.

Who implements is known in full in complete years alone. In others the number known is the least that it can be: a
target may then be reached for sure, but is never missed for sure.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.frames import records
from dashboard.words import words

SHARE = "実施市町村の割合"
# Decimals by whether a measure is a share.
DIGITS = {False: 0, True: 1}
SERIES = ["measure", "subprefecture_code", "size_class"]
FOUND = (
    "reached_year",
    "towns",
    "known",
    "answered",
    "is_complete",
    "actual",
    "gap",
    "state",
    "is_synthetic",
)


def evaluate(targets: pd.DataFrame, states: pd.DataFrame, complete: set[int]) -> pd.DataFrame:
    """The targets in the order of series and year, with what is known of each.

    states: municipality and year, fiscal_year, state_group, subprefecture_code, size_class, is_synthetic; complete: years
    of which all that implement are known. reached_year: of which the numbers are, that of the target or, where that is to
    come, the newest; towns: the denominator; known: that implement; answered: of which anything is known; actual: in the
    unit of the target; gap: what lacks to it (0 where nothing does). state: reached, short, open (short of what is known
    so far), ahead (its year is to come), no_data (nothing is known of any of its towns).
    """
    first, newest = states["fiscal_year"].min(), states["fiscal_year"].max()
    found: list[tuple[object, ...]] = []
    for target in records(targets):
        year = int(target["fiscal_year"])
        shown = min(year, int(newest)) if len(states) else year
        own = within(states, target)
        own = own[own["fiscal_year"] == shown]
        answered = int((own["state_group"] != "no_data").sum())
        if year < first or not (answered or (len(own) and shown in complete)):
            found.append((shown, len(own), 0, 0, False, None, None, "no_data", False))
            continue
        known = int((own["state_group"] == "implementing").sum())
        actual = actual_of(str(target["measure"]), known, len(own))
        gap = gap_of(str(target["measure"]), float(target["value"]), actual)
        state = _state(gap, is_ahead=year > newest, is_complete=shown in complete)
        synthetic = bool(own["is_synthetic"].any())
        found.append((shown, len(own), known, answered, shown in complete, actual, gap, state, synthetic))
    made = pd.DataFrame(found, columns=FOUND, index=targets.index)
    order = ["is_share", *SERIES, "fiscal_year"]
    joined = targets.join(made).assign(is_share=targets["measure"] == SHARE)
    return joined.sort_values(order, na_position="first", ignore_index=True).drop(columns="is_share")


def within(states: pd.DataFrame, target: dict[str, Any]) -> pd.DataFrame:
    """The rows of the towns that a target is of."""
    for column in ("subprefecture_code", "size_class"):
        if isinstance(target[column], str) and target[column]:
            states = states[states[column] == target[column]]
    return states


def actual_of(measure: str, known: int, towns: int) -> float:
    """In the unit of the target: municipalities, or per cent of them."""
    return 100 * known / towns if measure == SHARE else float(known)


def gap_of(measure: str, value: float, actual: float) -> float:
    """What lacks, of both as they are written: a plan that says 5.6％ means 10 of 179, which is 5.587."""
    digits = DIGITS[measure == SHARE]
    return max(words.half_up(words.half_up(value, digits) - words.half_up(actual, digits), digits), 0.0)


def course(rows: pd.DataFrame, states: pd.DataFrame, complete: set[int]) -> pd.DataFrame:
    """One row per year of one series of targets, from the first known to the last of either: actual, is_complete, target.

    rows: targets of one series. actual or target is missing where there is none.
    """
    target = records(rows)[0]
    own = within(states, target)
    wanted = {int(row["fiscal_year"]): float(row["value"]) for row in records(rows)}
    known = {
        int(str(year)): actual_of(str(target["measure"]), int((part == "implementing").sum()), len(part))
        for year, part in own.groupby("fiscal_year")["state_group"]
    }
    years = range(min([*known, *wanted]), max([*known, *wanted]) + 1)
    made = [(year, known.get(year), year in complete, wanted.get(year)) for year in years]
    frame = pd.DataFrame(made, columns=["fiscal_year", "actual", "is_complete", "target"])
    return frame.astype({"actual": "float64", "target": "float64"})


def _state(gap: float, *, is_ahead: bool, is_complete: bool) -> str:
    if not gap:
        return "reached"
    if is_ahead:
        return "ahead"
    return "short" if is_complete else "open"
