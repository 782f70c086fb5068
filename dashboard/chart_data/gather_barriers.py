"""Frames of barriers and support that slides of 課題 are made from: Reader → DataFrame."""

from __future__ import annotations

import pandas as pd

from dashboard.planning import barriers as counts
from dashboard.queries import barriers as queries
from dashboard.queries import progress
from dashboard.warehouse.reader import Reader


def places(reader: Reader, codes: set[object], year: int) -> pd.DataFrame | None:
    """One row a barrier of the newest survey up to a year (planning.barriers.shares), with year_label, is_synthetic."""
    rows = newest(queries.answers(reader), codes, year)
    return None if rows is None else _labelled(reader, counts.shares(rows), rows)


def pairs(reader: Reader, codes: set[object], year: int) -> pd.DataFrame | None:
    """One row a pair of barriers (planning.barriers.pairs), with first_label, second_label, year_label, is_synthetic."""
    rows = newest(queries.answers(reader), codes, year)
    if rows is None:
        return None
    labels = counts.barriers_in_order(rows).set_index("barrier_code")["barrier_label"]
    found = counts.pairs(rows)
    found = found.assign(first_label=found["first"].map(labels), second_label=found["second"].map(labels))
    return _labelled(reader, found, rows)


def support(reader: Reader, codes: set[object], year: int) -> pd.DataFrame | None:
    """One row a kind of support (planning.barriers.support), with the shares of the nation, year_label, is_synthetic."""
    rows = newest(queries.support(reader), codes, year)
    if rows is None:
        return None
    columns = ["item_code", "implementers_pct", "others_pct"]
    nation = queries.national_support(reader)[columns].drop_duplicates("item_code")
    found = counts.support(rows).merge(nation, how="left", left_on="support_code", right_on="item_code")
    return _labelled(reader, found, rows)


def newest(rows: pd.DataFrame, codes: set[object], year: int) -> pd.DataFrame | None:
    """The rows of the newest survey up to a year that a town of the scope answered; None without one."""
    rows = rows[rows["municipality_code"].isin(codes) & (rows["fiscal_year"] <= year)]
    years = rows.loc[rows["is_counted"].astype(bool), "fiscal_year"]
    return None if years.empty else rows[rows["fiscal_year"] == years.max()]


def _labelled(reader: Reader, found: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    labels = progress.year_labels(reader).set_index("fiscal_year")["label_ja"]
    counted = rows[rows["is_counted"].astype(bool)]
    return found.assign(
        year_label=labels[rows["fiscal_year"].iloc[0]], is_synthetic=bool(counted["is_synthetic"].any())
    )
