"""What a number of municipalities counts: state by state, with the cell that says it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from typing import Any

import pandas as pd

from dashboard.chart_data import table
from dashboard.chart_data.table import ChartTable
from dashboard.export.table_shape import Column
from dashboard.frames import records
from dashboard.queries import progress
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files

COLUMNS = (
    *table.MUNICIPALITY,
    *table.year("状態の年度"),
    table.text("状態"),
    table.text("書かれていた文字"),
    table.text("セル", "状態の書かれたファイル、シート、セル。空欄は、その年度の資料に記載がないもの"),
)


def by_town_and_year(reader: Reader) -> dict[tuple[str, int], dict[str, Any]]:
    """queries.progress.state_cells."""
    return {
        (str(row["municipality_code"]), int(row["fiscal_year"])): row
        for row in records(progress.state_cells(reader))
    }


def values(row: dict[str, Any]) -> tuple[Any, ...]:
    """Of COLUMNS."""
    town = (row["municipality_code"], row["name"])
    return (
        *town,
        *table.years(row["fiscal_year"]),
        row["state_label"],
        row["raw_text"],
        raw_files.of_row(row),
    )


def of_frame(reader: Reader, frame: pd.DataFrame) -> ChartTable:
    """frame: municipality_code and fiscal_year of each state that is counted."""
    counted = frame[["municipality_code", "fiscal_year"]].drop_duplicates()
    rows = [((), str(code), int(year)) for code, year in counted.itertuples(index=False, name=None)]
    return behind(reader, (), rows)


def at_work_or_chosen(reader: Reader, chosen: Collection[str]) -> list[tuple[str, dict[str, Any]]]:
    """いま実施 or 加わる, with the newest state of each municipality that implements or is chosen."""
    known = by_town_and_year(reader)
    newest = max((year for _, year in known), default=0)
    return [
        ("いま実施" if is_now else "加わる", row)
        for (town, year), row in sorted(known.items())
        for is_now in [row["group_code"] == "implementing"]
        if year == newest and (is_now or town in chosen)
    ]


def behind(
    reader: Reader, columns: Iterable[Column], rows: Iterable[tuple[tuple[Hashable, ...], str, int]]
) -> ChartTable:
    """columns: what stands before COLUMNS; rows: its values, with the town and year that are counted."""
    known = by_town_and_year(reader)
    found = [(first, known[town, year]) for first, town, year in rows if (town, year) in known]
    cells = [(*first, *values(row)) for first, row in found]
    fictional = [bool(row["is_synthetic"]) for _, row in found]
    return table.chart_table((*columns, *COLUMNS), cells, fictional, ())
