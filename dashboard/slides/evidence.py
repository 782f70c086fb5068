"""What the states of municipalities rest on: kept in each deck, and held against by the 正誤表 of an old one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.frames import records
from dashboard.queries import slides as queries
from dashboard.warehouse.reader import Reader

# Fiscal year → municipality code → status, fiscal year of the start (None where none is stated), id of the source.
Evidence = dict[str, dict[str, list[Any]]]


def status_by_year(reader: Reader) -> Evidence:
    """The evidence of every state that has a source. Worked out once per reader; not to be changed."""
    return reader.once("status_by_year", lambda: _status_by_year(reader))


def _status_by_year(reader: Reader) -> Evidence:
    by_year: Evidence = {}
    for row in records(queries.evidence(reader)):
        start = row["start_fiscal_year"]
        by_year.setdefault(str(row["fiscal_year"]), {})[str(row["municipality_code"])] = [
            str(row["status_code"]),
            None if pd.isna(start) else int(start),
            str(row["source_id"]),
        ]
    return by_year
