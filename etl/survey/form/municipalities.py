"""The municipalities that a 調査票 goes to: the reference list, without the warehouse."""

from __future__ import annotations

import csv
from pathlib import Path

from etl.names import MunicipalityName

MUNICIPALITIES = Path("reference") / "municipalities.csv"


def read_municipalities(path: Path) -> tuple[MunicipalityName, ...]:
    """The municipalities in the order of the reference list (行政順)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            MunicipalityName(
                code=row["code"],
                name=row["name"],
                kana=row["kana"],
                kind=row["kind"],
                subprefecture=row["subprefecture"],
                district=row["district"],
            )
            for row in csv.DictReader(file)
        )
