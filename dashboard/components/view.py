"""What a page shows, as its address says it: ?fy=2023&town=01581. A link reproduces the view."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

import pandas as pd


@dataclass(frozen=True)
class View:
    """The choices in the address; `complaint` says in Japanese what of it could not be followed."""

    fiscal_year: int
    town: str = ""
    complaint: str = ""


def read(search: str | None, years: pd.DataFrame) -> View:
    """The view of an address. An unknown year falls back to the default, and the complaint says so."""
    given = parse_qs((search or "").removeprefix("?"))
    default = default_year(years)
    town = given.get("town", [""])[0]
    asked = given.get("fy", [""])[0]
    if not asked:
        return View(default, town)
    known = years["fiscal_year"].astype(str).tolist()
    if asked not in known:
        said = f"「{asked[:12]}」年度のデータはありません。{default}年度を表示しています（{known[0]}〜{known[-1]}年度があります）。"
        return View(default, town, said)
    return View(int(asked), town)


def default_year(years: pd.DataFrame) -> int:
    """The newest year of which every implementing municipality is known; without one the newest."""
    complete = years[years["implementers_complete"].astype(bool)]
    return int((years if complete.empty else complete)["fiscal_year"].max())
