"""Barriers by class of population (slide) or whatever the page divides them by (table)."""

from __future__ import annotations

import pandas as pd

from dashboard.chart_data import survey, table
from dashboard.chart_data.chart import SURVEY, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_barriers
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning import barriers as counts
from dashboard.queries import recount as recounts
from dashboard.queries import slides as deck_queries
from dashboard.views import barriers
from dashboard.views.barriers import DIMENSIONS, dimension_values
from dashboard.warehouse.reader import Reader
from dashboard.words import words


def numbers(request: TableRequest) -> ChartTable:
    """One row per barrier and value of the dimension that the table is by: a cell of the table."""
    facts = survey.survey_view(request)
    by = barriers.choices(request.view.search).by
    column, word = DIMENSIONS[by]
    source = facts.series if by == "fy" else facts.answers
    cells = counts.across(source, column).assign(value=lambda frame: frame[column].astype(str))
    order = counts.barriers_in_order(source).set_index("barrier_code")
    positions = {
        value: (position, label) for position, (value, label) in enumerate(dimension_values(facts, by))
    }
    cells = cells[cells["value"].isin(positions)]
    cells = cells.assign(
        row=cells["barrier_code"].map({code: position for position, code in enumerate(order.index)}),
        position=[positions[value][0] for value in cells["value"]],
        label=[positions[value][1] for value in cells["value"]],
    ).sort_values(["row", "position"])
    columns = (
        *table.year("調査の年度"),
        table.text("課題"),
        survey.OPTION,
        table.text("分け方", "、".join(word for _, word in DIMENSIONS.values())),
        table.text("区分", "分け方の値"),
        table.towns("挙げた市町村"),
        survey.ANSWERED,
        table.percent("挙げた割合"),
        survey.SMALL,
    )
    rows = [
        (
            *table.years(row["value"] if by == "fy" else facts.year["fiscal_year"]),
            order.at[row["barrier_code"], "barrier_label"],
            table.yes(order.at[row["barrier_code"], "is_provisional"]),
            word,
            row["label"],
            row["stated"],
            row["counted"],
            table.rate(row["stated"], row["counted"]),
            table.yes(row["counted"] < words.SMALL),
        )
        for row in records(cells)
    ]
    made = table.chart_table(
        columns, rows, survey.fictional_rows(source, cells, "barrier_code", column), survey.source_of(facts)
    )
    return survey.with_cells(made, survey.stated(source), "barrier_label", "課題")


def slide(request: SlideRequest, stage: Stage) -> Slide:
    shares = shares_by_size(request.reader, request.codes, request.year)
    return slide_barriers.barriers(request.data, shares, stage)


def shares_by_size(reader: Reader, codes: set[str], year: int) -> pd.DataFrame | None:
    """One row per barrier and class of population of the newest survey up to a year: stated, counted, and labels."""
    rows = deck_queries.barriers(reader, year)
    rows = rows[rows["municipality_code"].isin(codes)]
    if rows.empty or not rows["is_counted"].any():
        return None
    by = [
        "barrier_code",
        "barrier_label",
        "size_class",
        "size_label",
        "size_order",
        "year_label",
        "is_provisional",
    ]
    grouped = rows.assign(
        stated=(rows["is_stated"] & rows["is_counted"]).astype(int),
        counted=rows["is_counted"].astype(int),
        is_synthetic=rows["is_synthetic"] & rows["is_counted"],
    ).groupby(["sort_order", *by], sort=True)
    return grouped.agg({"stated": "sum", "counted": "sum", "is_synthetic": "max"}).reset_index()


def recount_share(context: RecountContext, key: str) -> float:
    """Municipalities that stated a barrier, that were asked, or the share, of all or of one class of population."""
    kind, code, size = [*key.split("."), "", ""][:3]
    sizes = context.once(
        "sizes", lambda: {row["municipality_code"]: row["size_class"] for row in context.all_states()}
    )
    asked: dict[str, bool] = {}
    for row in context.rows_in_scope(recounts.barriers, context.year):
        town = row["municipality_code"]
        if (not code or row["barrier_code"] == code) and size in ("", sizes[town]):
            asked[town] = asked.get(town, False) or bool(row["is_stated"])
    stated = sum(asked.values())
    if kind == "barrier_rate":
        return 100 * stated / len(asked)
    return len(asked) if kind in ("barrier_n", "barrier_counted") else stated


CHART = Chart(
    slide_barriers.VIEW,
    "課題と人口規模",
    source=SURVEY,
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys(
        ("barrier", "barrier_stated", "barrier_counted", "barrier_n", "barrier_rate"), recount_share
    ),
)
