"""The real 179 and the directory of them, for the tests of names."""

from __future__ import annotations

import csv
from pathlib import Path

from etl import names
from etl.name_directory import read_glyphs
from etl.names import MunicipalityName, Resolution

REFERENCE = Path(__file__).parents[2] / "data" / "raw" / "reference" / "municipalities.csv"


def read_towns() -> list[MunicipalityName]:
    with REFERENCE.open(encoding="utf-8-sig", newline="") as stream:
        return [
            MunicipalityName(
                row["code"], row["name"], row["kana"], row["kind"], row["subprefecture"], row["district"]
            )
            for row in csv.DictReader(stream)
        ]


TOWNS = read_towns()
BY_CODE = {town.code: town for town in TOWNS}
DIRECTORY = names.make_directory(TOWNS)
GLYPHS = read_glyphs()


def resolve(code: object = None, name: object = None, subprefecture: object = None) -> Resolution:
    return names.resolve(DIRECTORY, code, name, subprefecture)
