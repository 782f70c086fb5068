"""Why what was published of a round is no longer so: the corrections of it, by municipality and item of the 正誤表."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.frames import records
from dashboard.queries import rounds
from dashboard.warehouse.reader import Reader

# What a correction of a state, or of the answer on it, changes.
ITEMS = {
    **dict.fromkeys(("status_code", "status"), "実施状況"),
    **dict.fromkeys(("start_fiscal_year", "start_year"), "開始年度"),
}


def of_round(reader: Reader, fiscal_year: int) -> dict[tuple[str, str], tuple[date, str]]:
    """By municipality and item the day and the reason of the newest correction; a state follows the answer on it."""
    found: dict[tuple[str, str], tuple[date, str]] = {}
    for row in records(rounds.causes(reader, fiscal_year)):
        reason = f"訂正の取消し: {row['reason']}" if row["is_withdrawn"] else str(row["reason"])
        items = [
            ITEMS.get(str(row["column_name"]), ""),
            row["question"] if row["table_name"] == "answer" else "",
        ]
        for item in filter(None, items):
            found[(str(row["municipality_code"]), str(item))] = (pd.Timestamp(row["day"]).date(), reason)
    return found
