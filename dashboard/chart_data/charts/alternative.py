"""機能集約化アプローチ: who came to it from where, who left it, when they mean to begin."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Any

import pandas as pd

from dashboard.chart_data import table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_alternative
from dashboard.export.deck.model import Slide
from dashboard.export.deck.slide_alternative import STATE, UNKNOWN_BEFORE, AlternativeData
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.queries import alternative as queries
from dashboard.queries import recount as recounts
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words


def gather(reader: Reader, fiscal_year: int, codes: Set[str] | None) -> AlternativeData:
    """codes: of the municipalities that are left; None for all."""
    rows = queries.moves(reader)
    rows = rows[rows["fiscal_year"] == fiscal_year]
    if codes is not None:
        rows = rows[rows["municipality_code"].isin(codes)]
    return AlternativeData(rows.reset_index(drop=True), fiscal_year in queries.asked_years(reader))


def numbers(request: TableRequest) -> ChartTable:
    """One row per municipality that considers it or did when last known. Raises NoNumbersError where nobody asked."""
    found = gather(request.reader, request.view.fiscal_year, request.view.codes)
    if not found.is_asked:
        raise NoNumbersError(f"この年度の調査では尋ねていません。{slide_alternative.SINCE}")
    columns = (
        *table.MUNICIPALITY,
        table.text("前にわかっている年度"),
        table.text("前にわかっている状態"),
        *table.year(),
        table.text("状態"),
        table.text("始める予定の年度"),
        table.text("出典のセル"),
    )
    rows = [
        (
            row["municipality_code"],
            row["name"],
            "" if pd.isna(row["from_fiscal_year"]) else words.fiscal_year(int(row["from_fiscal_year"])),
            UNKNOWN_BEFORE if pd.isna(row["from_label"]) else row["from_label"],
            *table.years(row["fiscal_year"]),
            row["status_label"],
            "" if pd.isna(row["planned_year"]) else words.fiscal_year(int(row["planned_year"])),
            raw_files.of_row(row),
        )
        for row in records(found.rows)
    ]
    return table.chart_table(columns, rows, found.rows["is_synthetic"].astype(bool), (ANSWERS,))


def slide(request: SlideRequest, stage: Stage) -> Slide:
    return slide_alternative.slide(gather(request.reader, request.year, request.codes), request.data, stage)


def recount_ways(context: RecountContext, key: str) -> float:
    """By hand from the states of single municipalities: what each was when last known before, and is."""
    _, start, status = key.split(".")
    found = 0
    for code in context.codes:
        own = [row for row in context.all_states() if row["municipality_code"] == code]
        now = _status(own, {context.year})
        earlier = {int(row["fiscal_year"]) for row in own if row["fiscal_year"] < context.year}
        before = next((said for year in sorted(earlier, reverse=True) if (said := _status(own, {year}))), "")
        found += now == status and (before or "unknown") == start and STATE in (now, before)
    return found


def _status(rows: Iterable[dict[str, Any]], years: Set[int]) -> str:
    """The state of a year, "" where nothing is known of it."""
    said = [
        str(row["status_code"])
        for row in rows
        if row["fiscal_year"] in years and row["group_code"] != "no_data"
    ]
    return said[0] if said else ""


def recount_starts(context: RecountContext, key: str) -> float:
    """Those that consider it, by the year that they answered."""
    wanted = key.partition(".")[2]
    years = {
        row["municipality_code"]: str(row["value"])
        for row in context.rows_in_scope(recounts.alternative_years, context.year)
        if str(row["value"]).isdecimal()
    }
    considering = [row.code for row in context.states(context.year) if row.status == STATE]
    return sum(years.get(code, "none") == wanted for code in considering)


CHART = Chart(
    slide_alternative.VIEW,
    "機能集約化アプローチの移り変わりと予定",
    source=ANSWERS,
    table=numbers,
    slide=slide,
    recounts={"alternative_way": recount_ways, "alternative_start": recount_starts},
    is_in_briefing=False,
)
