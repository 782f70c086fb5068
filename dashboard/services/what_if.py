"""What it would mean if all towns of a plan began: the plan of the journal held against what is known now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from dashboard import journal as journals
from dashboard.frames import records
from dashboard.planning import what_if
from dashboard.planning.what_if import LEVELS, WhatIf
from dashboard.queries import planning as queries
from dashboard.queries import visits
from dashboard.warehouse.reader import Reader

DROPPED = "とりやめ"


def of_plan(reader: Reader, journal: Path | None, plan_id: str) -> WhatIf:
    """All towns of the plan but those that were dropped. Raises JournalError."""
    items = journals.items(journal, plan_id)
    chosen = items.loc[items["state"] != DROPPED, "municipality_code"].astype(str).tolist()
    return of_towns(reader, journal, chosen)


def of_towns(reader: Reader, journal: Path | None, chosen: Collection[str]) -> WhatIf:
    """Raises JournalError."""
    return what_if.what_if(queries.towns(reader), visits.neighbours(reader), chosen, amounts(journal))


def is_synthetic(reader: Reader) -> bool:
    """Whether who implements rests on fictional data."""
    towns = queries.towns(reader)
    return bool(towns.loc[towns["group_code"] == "implementing", "is_synthetic"].any())


def amounts(journal: Path | None) -> dict[str, dict[str, float]]:
    """Yen per head by size class and level, as entered. Raises JournalError."""
    return {
        str(row["size_class"]): {
            level: float(row[level]) for level in LEVELS if row[level] is not None and not pd.isna(row[level])
        }
        for row in records(journals.current(journal, "grant_amount"))
    }


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
