"""Barriers by how many municipalities stated them, and at which rank."""

from __future__ import annotations

import pandas as pd

from dashboard.chart_data import survey, table
from dashboard.chart_data.chart import SURVEY, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_places
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.figures import barrier_bars
from dashboard.frames import records
from dashboard.planning import barriers as counts
from dashboard.queries import barriers as queries
from dashboard.queries import recount as recounts
from dashboard.warehouse.reader import Reader

RANKS = {"first": (1,), "second": (2,), "third": (3,)}


def numbers(request: TableRequest) -> ChartTable:
    """One row per barrier: the parts of its bar."""
    facts = survey.survey_view(request)
    frame = counts.shares(facts.answers)
    columns = (
        *table.year("調査の年度"),
        table.text("課題"),
        survey.OPTION,
        *(table.towns(word, "「特に大きなもの」に選んだ順位") for word in ("1位", "2位", "3位", "順位なし")),
        table.towns("挙げた市町村"),
        survey.ANSWERED,
        table.percent("挙げた割合"),
        table.whole("順位の点", "点", "1位3点、2位2点、3位1点"),
    )
    rows = []
    for row in records(frame):
        placed = row["first"] + row["second"] + row["third"]
        rows.append(
            (
                *table.years(facts.year["fiscal_year"]),
                row["barrier_label"],
                table.yes(row["is_provisional"]),
                *(row["first"], row["second"], row["third"], max(row["stated"] - placed, 0)),
                row["stated"],
                row["counted"],
                table.rate(row["stated"], row["counted"]),
                row["points"],
            )
        )
    made = table.chart_table(
        columns, rows, survey.fictional_rows(facts.answers, frame, "barrier_code"), survey.source_of(facts)
    )
    return survey.with_cells(made, survey.stated(facts.answers), "barrier_label", "課題")


def slide(request: SlideRequest, stage: Stage) -> Slide:
    return slide_places.slide(request.data, shares(request.reader, request.codes, request.year), stage)


def shares(reader: Reader, codes: set[str], year: int) -> pd.DataFrame | None:
    """One row per barrier of the newest survey up to a year (planning.barriers.shares), with year_label, is_synthetic."""
    rows = survey.newest(queries.answers(reader), codes, year)
    return None if rows is None else survey.labelled(reader, counts.shares(rows), rows)


def recount_place(context: RecountContext, key: str) -> float:
    """Municipalities that stated a barrier at a rank of the question for the greatest, or without a rank."""
    _, barrier, rank_name = key.split(".")
    ranks = [
        None if row["rank"] != row["rank"] or row["rank"] is None else int(row["rank"])
        for row in context.rows_in_scope(recounts.barriers, context.year)
        if row["barrier_code"] == barrier and row["is_stated"]
    ]
    if rank_name in RANKS:
        return sum(rank in RANKS[rank_name] for rank in ranks)
    return sum(rank not in (1, 2, 3) for rank in ranks)


CHART = Chart(
    slide_places.VIEW,
    "課題を挙げた市町村数",
    source=SURVEY,
    figure=barrier_bars.figure,
    table=numbers,
    slide=slide,
    recounts={"barrier_place": recount_place},
    is_in_briefing=False,
)
