"""What the filter bar offers, Reader → DataFrame; and the one rule by which its choices leave rows out."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import pandas as pd

from dashboard.warehouse.reader import Reader

# Column of a frame → the choices of which its value has to be one.
COLUMNS = {
    "subprefecture_code": "subprefectures",
    "size_class": "size_classes",
    "kind": "kinds",
    "group_code": "groups",
}


class FilterChoices(Protocol):
    """What is chosen, as codes; an empty tuple leaves nothing out. A view and the scope of a slide are such."""

    @property
    def subprefectures(self) -> tuple[str, ...]: ...
    @property
    def size_classes(self) -> tuple[str, ...]: ...
    @property
    def kinds(self) -> tuple[str, ...]: ...
    @property
    def groups(self) -> tuple[str, ...]: ...


def narrow(frame: pd.DataFrame, chosen: FilterChoices, *, groups: bool = True) -> pd.DataFrame:
    """The rows that pass every filter of which the frame has the column; groups=False leaves 状態 out.

    The browser's twin is `inside` in assets/map_view.js; tests/browser/test_narrowing.py holds it to this.
    """
    for column, field in COLUMNS.items():
        codes = getattr(chosen, field)
        if codes and column in frame and (groups or column != "group_code"):
            frame = frame[frame[column].isin(codes)]
    return frame


def default_year(years: pd.DataFrame) -> int:
    """The newest year (of queries.overview.years) that has something to show; the newest at all where none has.

    That is one whose implementing municipalities are all known, whose round is 速報 or 確定, or of which half of the
    municipalities said how they stand.
    """
    said = years["stated"] * 2 >= years[["stated", "carried", "unknown"]].sum(axis=1)
    shown = years[
        years["implementers_complete"].astype(bool) | years["is_round_published"].astype(bool) | said
    ]
    return int((years if shown.empty else shown)["fiscal_year"].max())


def subprefectures(reader: Reader) -> pd.DataFrame:
    """One row a 振興局 in its order: code, name, short_name."""
    return reader.frame("select code, name, short_name from codes_subprefecture order by code")


def size_classes(reader: Reader) -> pd.DataFrame:
    """One row per size class from small to large: code, label_ja."""
    return reader.frame("select code, label_ja from codes_size_class order by min_population")


def towns(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row per municipality: municipality_code, subprefecture_code, size_class, kind, group_code of the year."""
    return reader.frame(
        """
        select m.municipality_code, m.subprefecture_code, m.size_class, m.kind, y.group_code
        from mart_municipality as m
        inner join mart_status_by_year as y using (municipality_code)
        where y.fiscal_year = ?
        order by m.municipality_code
        """,
        [fiscal_year],
    )


def days(reader: Reader) -> list[date]:
    """The days on which something new was known of the municipalities, oldest first."""
    frame = reader.frame(
        """
        select distinct known_on
        from (
            select known_on from core_status
            union all
            select known_on from core_published_total
            union all
            select known_on from core_return
        )
        order by known_on
        """
    )
    return [pd.Timestamp(day).date() for day in frame["known_on"]]
