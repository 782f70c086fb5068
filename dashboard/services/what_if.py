"""What it would mean if all towns of a plan began: the plan of the journal held against what is known now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dashboard import clock
from dashboard import journal as journals
from dashboard.frames import records
from dashboard.planning import settlements, what_if
from dashboard.planning.settlements import SettlementCheck
from dashboard.planning.what_if import LEVELS, WhatIf
from dashboard.queries import planning as queries
from dashboard.queries import visits
from dashboard.services import contact_effect
from dashboard.warehouse.reader import Reader
from dashboard.words import eras, words

DROPPED = "とりやめ"
# Choices of towns that are no plan, as an address names them; 「towns-01203-01204」 names towns themselves.
BAND_A, PLANNED, TOWNS = "band-A", "planned", "towns"
NAMED = {BAND_A: "候補の区分がAの市町村", PLANNED: "開始を予定している市町村"}


@dataclass(frozen=True)
class ChosenTowns:
    """title: what the towns are called; codes: of all of them, whether they implement already or not."""

    title: str
    codes: tuple[str, ...]


def choice(reader: Reader, journal: Path | None, name: str) -> ChosenTowns | None:
    """The towns of a named choice, or of a plan by its id (but those that were dropped); None where there is neither.

    Raises JournalError.
    """
    if name == BAND_A:
        bands = contact_effect.bands_now(reader, journal)
        return ChosenTowns(NAMED[name], tuple(sorted(town for town, band in bands.items() if band == "A")))
    towns = queries.towns(reader)
    if name == PLANNED:
        own = towns[towns["group_code"] == "planned"]
        late = int((own["start_fiscal_year"] < eras.fiscal_year_of(clock.today())).fillna(False).sum())
        past = f"（うち{words.count(late)}は開始年度を過ぎ、未確認）" if late else ""
        return ChosenTowns(f"{NAMED[name]}{past}", tuple(own["municipality_code"]))
    if name.startswith(f"{TOWNS}-"):
        known = set(towns["municipality_code"])
        codes = tuple(sorted({code for code in name.split("-")[1:] if code in known}))
        return ChosenTowns(f"選んだ{len(codes)}市町村", codes)
    plans = journals.plans(journal)
    plan = plans[plans["record_id"] == name]
    if plan.empty:
        return None
    items = journals.items(journal, name)
    codes = tuple(items.loc[items["state"] != DROPPED, "municipality_code"].astype(str))
    return ChosenTowns(f"計画「{plan.iloc[0]['title']}」の市町村", codes)


def of_plan(reader: Reader, journal: Path | None, plan_id: str) -> WhatIf:
    """All towns of the plan but those that were dropped. Raises JournalError."""
    found = choice(reader, journal, plan_id)
    return of_towns(reader, journal, found.codes if found else ())


def of_towns(reader: Reader, journal: Path | None, chosen: Collection[str]) -> WhatIf:
    """Raises JournalError."""
    return what_if.what_if(queries.towns(reader), visits.neighbours(reader), chosen, amounts(journal))


def is_synthetic(reader: Reader, chosen: Collection[str]) -> bool:
    """Whether who implements, or that the chosen do not yet, rests on fictional data."""
    towns = queries.towns(reader)
    used = (towns["group_code"] == "implementing") | towns["municipality_code"].isin(list(chosen))
    return bool(towns.loc[used, "is_synthetic"].astype(bool).any())


def amounts(journal: Path | None) -> dict[str, dict[str, float]]:
    """Yen per head by size class and level, as entered. Raises JournalError."""
    return {
        str(row["size_class"]): {
            level: float(row[level]) for level in LEVELS if row[level] is not None and not pd.isna(row[level])
        }
        for row in records(journals.current(journal, "grant_amount"))
    }


def settlement_check(reader: Reader, journal: Path | None) -> SettlementCheck:
    """How far the 決算 that are entered tell each other; of a town the newest year. Raises JournalError."""
    known = journals.current(journal, "settlement").sort_values("fiscal_year", kind="stable")
    newest = known.drop_duplicates("municipality_code", keep="last")
    towns = queries.towns(reader)[["municipality_code", "population", "size_class"]]
    return settlements.check(newest[["municipality_code", "amount"]], towns)


def record_settlement(journal: Path, town: str, values: Mapping[str, str], by: str) -> None:
    """Write a 決算; of the same town and year it becomes a new version.

    Raises journal.ConflictError, journal.InvalidRecordError, journal.JournalError.
    """
    known = journals.current(journal, "settlement")
    same = known[
        (known["municipality_code"] == town) & (known["fiscal_year"].astype(str) == values["fiscal_year"])
    ]
    if same.empty:
        journals.write(journal, "settlement", town, values, by)
        return
    row = same.iloc[-1]
    journals.revise(journal, str(row["record_id"]), int(row["version"]), values, by)


def record_amount(journal: Path, values: Mapping[str, str], by: str) -> None:
    """Write the amounts of a size class; a further version where there are some.

    Raises journal.ConflictError, journal.InvalidRecordError, journal.JournalError.
    """
    known = journals.current(journal, "grant_amount")
    same = known[known["size_class"] == values["size_class"]]
    if same.empty:
        journals.write(journal, "grant_amount", "", values, by)
        return
    row = same.iloc[-1]
    journals.revise(journal, str(row["record_id"]), int(row["version"]), values, by)
