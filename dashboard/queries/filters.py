"""What the filter bar offers: Reader → DataFrame."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.warehouse.reader import Reader


def subprefectures(reader: Reader) -> pd.DataFrame:
    """One row a 振興局 in its order: code, name, short_name."""
    return reader.frame("select code, name, short_name from codes_subprefecture order by code")


def size_classes(reader: Reader) -> pd.DataFrame:
    """One row a size class from small to large: code, label_ja."""
    return reader.frame("select code, label_ja from codes_size_class order by min_population")


def towns(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """One row a municipality: municipality_code, subprefecture_code, size_class, kind, group_code of the year."""
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
