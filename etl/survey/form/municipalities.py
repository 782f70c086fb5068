"""The municipalities that a 調査票 goes to: the reference list, without the warehouse."""

from __future__ import annotations

from pathlib import Path

from etl import csv_bytes
from etl.municipality_code import read_code
from etl.names import MunicipalityName

MUNICIPALITIES = Path("reference") / "municipalities.csv"
HEADINGS = ("code", "name", "kana", "kind", "subprefecture", "district")


def read_municipalities(path: Path) -> tuple[MunicipalityName, ...]:
    """The municipalities in the order of the reference list (行政順). Raises CsvBytesError, FileNotFoundError."""
    return tuple(
        MunicipalityName(
            code=read_code(row["code"]).code,
            name=row["name"],
            kana=row["kana"],
            kind=row["kind"],
            subprefecture=row["subprefecture"],
            district=row["district"],
        )
        for row in csv_bytes.read_records(path, HEADINGS).rows
    )
