"""Did towns advance after a contact? Observed as it came, and by lot where the order of contacts was drawn.

A case is a town between two statements of its state in neighbouring years. Shares are compared within bands; the
difference is weighted over bands (Mantel–Haenszel weights nₖmₖ ÷ (nₖ + mₖ)), its interval put together from
those of Wilson (Newcombe 1998; over bands by MOVER, Zou & Donner 2008). Who was contacted was chosen by people, so the
difference is none of the contact. As a placebo the same towns are compared in the year before the contact. A draw
of the order inside bands (stepped wedge; Hussey & Hughes 2007) makes early and late alike but for chance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.frames import records

Z = 1.959963984540054  # of a two-sided interval of 95 %
STAGES = {"no_plan": 0, "considering": 1, "planned": 2, "implementing": 3}
NO_BAND = "区分なし"
CASES = ["code", "from_year", "year", "since", "until", "advanced", "is_synthetic"]


@dataclass(frozen=True)
class BandCounts:
    """Of a band: how many advanced of how many, with and without."""

    band: str
    advanced: int
    towns: int
    advanced_without: int
    towns_without: int


@dataclass(frozen=True)
class Difference:
    """bands: those with towns on both sides. difference, low, high: of shares; None where nothing can be compared."""

    bands: tuple[BandCounts, ...]
    difference: float | None
    low: float | None
    high: float | None

    @property
    def whole(self) -> BandCounts:
        """All bands together, as counts."""
        sums = [sum(getattr(one, name) for one in self.bands) for name in COUNTS]
        return BandCounts("計", *sums)


COUNTS = ("advanced", "towns", "advanced_without", "towns_without")


def cases(stated: pd.DataFrame) -> pd.DataFrame:
    """One row per town and pair of neighbouring years in which it stated its state, and could still advance: CASES.

    stated: municipality_code, fiscal_year, group_code, as_of (date), is_synthetic; one row per town and year.
    """
    known = stated[stated["group_code"].isin(STAGES)].sort_values(["municipality_code", "fiscal_year"])
    found = []
    before: dict[str, dict[str, object]] = {}
    for row in records(known):
        first = before.get(row["municipality_code"])
        if first and first["fiscal_year"] == row["fiscal_year"] - 1 and first["group_code"] != "implementing":
            stages = STAGES[str(first["group_code"])], STAGES[row["group_code"]]
            made_up = bool(first["is_synthetic"] or row["is_synthetic"])
            times = (first["fiscal_year"], row["fiscal_year"], first["as_of"], row["as_of"])
            found.append((row["municipality_code"], *times, stages[1] > stages[0], made_up))
        before[row["municipality_code"]] = row
    return pd.DataFrame(found, columns=CASES)


def contacted(made: pd.DataFrame, contacts: pd.DataFrame) -> pd.Series:
    """By case whether the town was contacted after its first statement, up to its second."""
    days: dict[str, list[date]] = {}
    for code, day in zip(contacts["municipality_code"], contacts["contacted_on"], strict=True):
        days.setdefault(str(code), []).append(day)
    hits = [
        any(row["since"] < day <= row["until"] for day in days.get(row["code"], ())) for row in records(made)
    ]
    return pd.Series(hits, index=made.index, dtype=bool)


def placebo(made: pd.DataFrame, reached: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    """The cases one year before those of `reached`, of towns not contacted then, and who was contacted a year later."""
    key = list(zip(made["code"], made["from_year"], strict=True))
    later = dict(zip(key, reached.tolist(), strict=True))
    after = [later.get((code, year)) for code, year in zip(made["code"], made["year"], strict=True)]
    both = zip(after, reached.tolist(), strict=True)
    kept = pd.Series([value is not None and not now for value, now in both], index=made.index, dtype=bool)
    return made[kept], pd.Series([bool(value) for value in after], index=made.index, dtype=bool)[kept]


def sided(made: pd.DataFrame, side: pd.Series, bands: Iterable[str]) -> pd.DataFrame:
    """The cases (CASES) with their side and band, but those of a band with one side alone, which cannot be compared."""
    own = made.assign(advanced=made["advanced"].astype(bool), side=side.astype(bool), band=list(bands))
    both = own.groupby("band")["side"].transform("nunique") == 2
    return own[both]


def compare(made: pd.DataFrame, side: pd.Series, bands: Iterable[str]) -> Difference:
    """Who advanced with and without, within bands (by case)."""
    return counted(sided(made, side, bands))


def counted(own: pd.DataFrame) -> Difference:
    """own: `sided`."""
    found = []
    for band, rows in own.groupby("band", sort=True):
        with_, without = rows[rows["side"]], rows[~rows["side"]]
        if len(with_) and len(without):
            sums = int(with_["advanced"].sum()), len(with_), int(without["advanced"].sum()), len(without)
            found.append(BandCounts(str(band), *sums))
    return difference(found)


def difference(counted: Iterable[BandCounts]) -> Difference:
    kept = tuple(counted)
    if not kept:
        return Difference((), None, None, None)
    weights = [one.towns * one.towns_without / (one.towns + one.towns_without) for one in kept]
    found = below = above = 0.0
    for one, weight in zip(kept, (weight / sum(weights) for weight in weights), strict=True):
        here, there = one.advanced / one.towns, one.advanced_without / one.towns_without
        low, high = wilson(one.advanced, one.towns)
        low_without, high_without = wilson(one.advanced_without, one.towns_without)
        found += weight * (here - there)
        below += weight**2 * ((here - low) ** 2 + (high_without - there) ** 2)
        above += weight**2 * ((high - here) ** 2 + (there - low_without) ** 2)
    return Difference(kept, found, found - math.sqrt(below), found + math.sqrt(above))


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The interval of a share (Wilson 1927), 95 %."""
    share, weight = part / whole, Z * Z / whole
    middle = (share + weight / 2) / (1 + weight)
    half = Z / (1 + weight) * math.sqrt(share * (1 - share) / whole + weight / (4 * whole))
    return max(0.0, middle - half), min(1.0, middle + half)


def draw(bands: Mapping[str, str], seed: int) -> list[tuple[str, str]]:
    """Band and town in the order of the lot: bands in their order, inside each by chance. The same seed, the same order.

    bands: by town.
    """
    generator = np.random.default_rng(seed)
    drawn = []
    for band in sorted(set(bands.values())):
        towns = sorted(town for town, own in bands.items() if own == band)
        drawn += [(band, towns[place]) for place in generator.permutation(len(towns))]
    return drawn


def early(drawn: list[tuple[str, str]]) -> dict[str, bool]:
    """By drawn town whether it is in the first half of its band; of a band of one town, and of the odd one in the middle, nothing."""
    found: dict[str, bool] = {}
    for band in {band for band, _ in drawn}:
        towns = [town for own, town in drawn if own == band]
        half = len(towns) // 2
        found |= dict.fromkeys(towns[:half], True) | dict.fromkeys(towns[len(towns) - half :], False)
    return found


def by_lot(made: pd.DataFrame, draws: Iterable[tuple[date, list[tuple[str, str]]]]) -> pd.DataFrame:
    """Early (side) and late cases in which a draw falls, as `sided`; each draw and band is a band of its own."""
    drawn_cases, sides, names = [], [], []
    for number, (day, drawn) in enumerate(draws):
        first, bands = early(drawn), {town: band for band, town in drawn}
        for row in records(made):
            if row["code"] in first and row["since"] <= day < row["until"]:
                drawn_cases.append(row)
                sides.append(first[row["code"]])
                names.append(f"{number + 1}回目 {bands[row['code']]}")
    return sided(pd.DataFrame(drawn_cases, columns=CASES), pd.Series(sides, dtype=bool), names)
