"""The rows of the 配付用の1ファイル: all that it holds of each municipality."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard.figures.map_classes import NO_DATA
from dashboard.frames import records
from dashboard.queries import map as map_queries
from dashboard.services import geometry
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import words

RETURN = "return"
# Code → the row of a municipality.
Rows = dict[str, dict[str, Any]]


class SourceList:
    """The files that states rest on, each once; a town's row names its place. Returns are named by year alone."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self._places: dict[str, int] = {}

    def place(self, row: dict[str, Any]) -> int | None:
        if row["file_kind"] is None or pd.isna(row["file_kind"]):
            return None
        if row["file_kind"] == RETURN:
            said = "市町村の調査票の回答"
        else:
            said = words.with_publisher(str(row["title"]), str(row["publisher"] or ""))
        if row["file_as_of"] is not None and not pd.isna(row["file_as_of"]):
            said += f"　時点 {words.day_short(row['file_as_of'])}"
        if said not in self._places:
            self._places[said] = len(self.rows)
            self.rows.append(said)
        return self._places[said]


def towns(reader: Reader, asked: View) -> Rows:
    """Code → the row of each municipality of the view, with nothing yet that changes by year."""
    everyone = map_queries.towns(reader)
    tiles = {str(row["municipality_code"]): row for row in records(map_queries.tiles(reader))}
    halls = np.rint(geometry.frame(reader).points(everyone["hall_lon"], everyone["hall_lat"])).astype(int)
    wanted = set(view.narrow(everyone, asked, groups=False)["municipality_code"])
    found: Rows = {}
    for shape, row in enumerate(records(everyone)):
        code = str(row["municipality_code"])
        if code in wanted:
            found[code] = {
                "code": code,
                "name": str(row["name"]),
                "kana": str(row["kana"]),
                "area": str(row["subprefecture_code"]),
                "kind": str(row["kind"]),
                "size": "" if pd.isna(row["size_class"]) else str(row["size_class"]),
                "population": _number(row["population"]),
                "aging": _number(row["aging_rate_pct"], 1),
                "km2": _number(row["area_km2"], 2),
                "shape": shape,
                "x": int(halls[shape, 0]),
                "y": int(halls[shape, 1]),
                "column": int(tiles[code]["column"]),
                "row": int(tiles[code]["row"]),
                "fictional": False,
                "states": {},
                "barriers": {},
                "layers": {},
            }
    return found


def add_states(towns: Rows, states: pd.DataFrame, sources: SourceList) -> None:
    for row in records(states):
        town = towns.get(str(row["municipality_code"]))
        if town is not None:
            town["states"][str(row["fiscal_year"])] = {
                "group": str(row["group_code"]),
                "label": str(row["status_label"]),
                "start": _number(row["start_fiscal_year"]),
                "basis": str(row["basis"]),
                "fictional": bool(row["is_synthetic"]),
                "source": sources.place(row),
            }


def add_barriers(towns: Rows, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Put what each municipality stated into its row; give the surveys with the barriers that they offered."""
    surveys: dict[str, dict[str, str]] = {}
    for row in records(rows):
        year, code = str(row["fiscal_year"]), str(row["barrier_code"])
        surveys.setdefault(year, {}).setdefault(code, str(row["barrier_label"]))
        town = towns.get(str(row["municipality_code"]))
        if town is None:
            continue
        answer = town["barriers"].setdefault(year, {"state": str(row["state"]), "stated": {}})
        if row["is_stated"]:
            answer["stated"][code] = _number(row["rank"]) or 0
        town["fictional"] = town["fictional"] or bool(row["is_synthetic"])
    return [
        {
            "year": int(year),
            "label": words.fiscal_year(int(year)),
            "items": [list(item) for item in items.items()],
        }
        for year, items in surveys.items()
    ]


def add_layers(towns: Rows, rows: pd.DataFrame) -> None:
    """Put the class of the layers that the browser cannot work out from the row: 回収 and the functions."""
    kept = rows[(rows["layer"] == "return") | rows["layer"].str.startswith("function_")]
    for row in records(kept):
        town = towns.get(str(row["municipality_code"]))
        if town is not None and row["class_code"] != NO_DATA:
            town["layers"].setdefault(str(row["layer"]), {})[str(row["fiscal_year"])] = str(row["class_code"])
            town["fictional"] = town["fictional"] or bool(row["is_synthetic"])


def _number(value: Any, decimals: int = 0) -> Any:
    """None where nothing is known; whole numbers as such."""
    if value is None or pd.isna(value):
        return None
    return words.half_up(float(value), decimals) if decimals else int(value)
