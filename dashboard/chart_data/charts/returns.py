"""When the 調査票 came, by 振興局."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from dashboard import clock
from dashboard.chart_data import table
from dashboard.chart_data.chart import Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_returns
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.figures import return_rate
from dashboard.frames import records
from dashboard.queries import intake as queries
from dashboard.queries import recount as recounts
from dashboard.views import returns as returns_view
from dashboard.warehouse.reader import Reader


def numbers(request: TableRequest) -> ChartTable:
    """One row per 振興局: when its 調査票 came."""
    year = returns_view.of_the_view(request.view.search, request.reader)
    round_ = returns_view.gather(request.reader, year, clock.today(), request.view)
    if round_ is None:
        raise table.NoNumbersError("調査票がまだ1通も届いていません。")
    made_up = round_.towns[round_.towns["is_synthetic"].fillna(False).astype(bool)]
    columns = (
        *table.year("調査の年度"),
        table.text("振興局"),
        *(table.towns(word) for word in ("期限までに受領", "期限の後に受領", "未着", "全市町村")),
        table.percent("回収率", "受領÷全市町村"),
    )
    cells = [
        (
            *table.years(round_.fiscal_year),
            row["short_name"],
            *(row[name] for name in ("in_time", "late", "waiting", "denominator")),
            table.rate(row["in_time"] + row["late"], row["denominator"]),
        )
        for row in records(round_.areas)
    ]
    marks = round_.areas["subprefecture_code"].isin(made_up["subprefecture_code"])
    return table.chart_table(
        columns, cells, marks, ("市町村から届いた調査票の受け取りの記録（画面「回収・点検」）",)
    )


def slide(request: SlideRequest, stage: Stage) -> Slide:
    returns = returns_of(request.reader, request.codes, request.year)
    return slide_returns.slide(request.data, returns, stage)


def returns_of(reader: Reader, codes: set[str], year: int) -> pd.DataFrame | None:
    """One row per municipality of the round of a year; part: in_time, late, waiting. None where no return came."""
    rows = queries.towns(reader, year)
    rows = rows[rows["municipality_code"].isin(codes)]
    if rows.empty or not (rows["state"] == "received").any():
        return None
    late = rows["days_late"].fillna(0) > 0
    part = late.map({True: "late", False: "in_time"}).where(rows["state"] == "received", "waiting")
    return rows.assign(part=part, is_synthetic=rows["is_synthetic"].fillna(False).astype(bool))


def recount_returns(context: RecountContext, key: str) -> float:
    """Municipalities of a round by when their 調査票 came."""
    area_of = {row.code: row.subprefecture for row in context.states(context.year)}
    counted: Counter[tuple[str, str]] = Counter()
    for row in context.rows(recounts.returns, context.year):
        if row["municipality_code"] in area_of:
            came = "waiting" if row["state"] == "waiting" else "late" if row["days_late"] > 0 else "in_time"
            counted[(came, area_of[row["municipality_code"]])] += 1
    waiting = sum(number for (came, _), number in counted.items() if came == "waiting")
    late = sum(number for (came, _), number in counted.items() if came == "late")
    kind, _, rest = key.partition(".")
    if kind == "returned":
        came, area = rest.split(".")
        return counted[(came, area)]
    received = counted.total() - waiting
    return {
        "returned_all": received,
        "returned_share": 100 * received / counted.total(),
        "returned_late": late,
        "returned_waiting": waiting,
    }[kind]


CHART = Chart(
    slide_returns.VIEW,
    "調査票の回収",
    source="市町村の調査票の受け取りの記録",
    figure=return_rate.figure,
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys(
        ("returned", "returned_all", "returned_share", "returned_late", "returned_waiting"), recount_returns
    ),
    is_in_briefing=False,
)
