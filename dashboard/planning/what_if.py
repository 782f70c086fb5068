"""What it would mean if some towns all began: how many then implement and where, who then has a neighbour, and the grant.

Nothing here is foretold: the towns are chosen. Costs are counted as people × an amount per head that the office enters by
size class; the shares of who pays stand in grant.toml with their source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.frames import records

LEVELS = ("low", "middle", "high")
PARTIES = {"state": "国", "prefecture": "道", "municipality": "市町村"}


@dataclass(frozen=True)
class GrantRules:
    """shares: by party, of the whole; is_confirmed: whether they were held against the papers that source names."""

    shares: Mapping[str, float]
    is_confirmed: bool
    source: str


@dataclass(frozen=True, eq=False)
class WhatIf:
    """now, added: towns that implement, and that would besides. unknown: of which nothing is known, which count as not at work;
    unsized: without a population. areas: one row a 振興局 with any of them: code, name, now,
    added, towns. beside_now, beside_then: towns that do not implement and have a neighbour that does. people_now,
    people_then: share of the residents of towns of known population. grants: one row a level with an amount: level, towns
    (of which an amount is known), whole, and by party (yen).
    """

    now: int
    added: int
    unknown: int
    unsized: int
    areas: pd.DataFrame
    beside_now: int
    beside_then: int
    people_now: float | None
    people_then: float | None
    grants: pd.DataFrame


def what_if(
    towns: pd.DataFrame,
    neighbours: pd.DataFrame,
    chosen: Collection[str],
    amounts: Mapping[str, Mapping[str, float]],
) -> WhatIf:
    """towns: municipality_code, subprefecture_code, subprefecture_name, group_code, population, size_class; neighbours: pairs, both
    ways; amounts: yen per head and year by size class and level. A chosen town that implements already adds nothing.
    """
    at_work = set(towns.loc[towns["group_code"] == "implementing", "municipality_code"])
    fresh = set(chosen) - at_work
    new = towns[towns["municipality_code"].isin(fresh)]
    areas = _areas(towns, at_work, fresh)
    return WhatIf(
        len(at_work),
        len(new),
        int((towns["group_code"] == "no_data").sum()),
        int(towns["population"].isna().sum()),
        areas,
        _beside(neighbours, at_work),
        _beside(neighbours, at_work | fresh),
        _people(towns, at_work),
        _people(towns, at_work | fresh),
        grants(new, amounts),
    )


def grants(new: pd.DataFrame, amounts: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """See WhatIf. A town without a population, or of a size without an amount, is in none of the sums."""
    found = []
    for level in LEVELS:
        costs = [
            float(row["population"]) * float(amounts[row["size_class"]][level])
            for row in records(new)
            if pd.notna(row["population"]) and level in amounts.get(row["size_class"], {})
        ]
        if costs:
            whole = sum(costs)
            found.append((level, len(costs), whole, *(share * whole for share in rules().shares.values())))
    return pd.DataFrame(found, columns=["level", "towns", "whole", *PARTIES])


@cache
def rules() -> GrantRules:
    given: dict[str, Any] = tomllib.loads((Path(__file__).parent / "grant.toml").read_text(encoding="utf-8"))
    shares = {party: float(given["shares"][party]) for party in PARTIES}
    return GrantRules(shares, bool(given["is_confirmed"]), str(given["source"]))


def _areas(towns: pd.DataFrame, at_work: set[str], fresh: set[str]) -> pd.DataFrame:
    rows = [
        (code, name, sum(own.isin(at_work)), sum(own.isin(fresh)), len(own))
        for (code, name), own in towns.groupby(["subprefecture_code", "subprefecture_name"])[
            "municipality_code"
        ]
    ]
    frame = pd.DataFrame(rows, columns=["code", "name", "now", "added", "towns"])
    return frame[(frame["now"] + frame["added"]) > 0].reset_index(drop=True)


def _beside(neighbours: pd.DataFrame, at_work: set[str]) -> int:
    near = neighbours[neighbours["neighbour_code"].isin(at_work)]
    return len(set(near["municipality_code"]) - at_work)


def _people(towns: pd.DataFrame, at_work: set[str]) -> float | None:
    known = towns[towns["population"].notna()]
    whole = float(known["population"].sum())
    inside = float(known.loc[known["municipality_code"].isin(at_work), "population"].sum())
    return inside / whole if whole else None
