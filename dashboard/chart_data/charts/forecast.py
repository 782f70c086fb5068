"""Whether it can be foretold who begins next: every foretold case, and the marks."""

from __future__ import annotations

import math

from dashboard.chart_data import table
from dashboard.chart_data.chart import Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_forecast
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning import hazard
from dashboard.queries import recount as recounts
from dashboard.services import forecast
from dashboard.services.forecast import Forecast
from dashboard.views import forecast_words
from dashboard.words import words


def numbers(request: TableRequest) -> ChartTable:
    """One row per foretold municipality and year: the chance by each way of saying it, and what came."""
    made = forecast.forecast(request.reader)
    if made.judgement.cases.empty:
        raise NoNumbersError(forecast_words.verdict(made))
    names = forecast.names(request.reader)
    columns = (
        *table.year("予測した年度"),
        *table.MUNICIPALITY,
        *(table.number(f"「{label}」の見込み", "", "0から1") for label in hazard.METHODS.values()),
        table.text("その年度に始めた"),
    )
    cells = [
        (
            *table.years(row["year"]),
            row["code"],
            names[row["code"]],
            *(words.half_up(float(row[name]), 4) for name in hazard.METHODS),
            table.yes(row["began"]),
        )
        for row in records(made.judgement.cases)
    ]
    marks = "、".join(
        f"{label} {words.decimal(made.judgement.brier[name], 4)}" for name, label in hazard.METHODS.items()
    )
    sources = (
        f"公表された一覧からの計算（画面「働きかけ」）。{forecast_words.verdict(made)}",
        f"採点（ブライアスコア）: {marks}",
    )
    return table.chart_table(columns, cells, [False] * len(cells), sources)


def slide(request: SlideRequest, stage: Stage) -> Slide:
    made = forecast.forecast(request.reader)
    total = float(made.chances.sum()) if made.judgement.is_shown else None
    return slide_forecast.slide(request.data, made.judgement, forecast_words.years(made), total, stage)


def recount_forecast(context: RecountContext, key: str) -> float | str:
    """Who began by hand from the states of single municipalities; the chances themselves are those of the same model."""
    kind, _, method = key.partition(".")
    made = forecast.forecast(context.reader)
    if kind == "forecast_years":
        return forecast_words.years(made)
    if kind == "forecast_total":
        return float(made.chances.sum())
    begun = _begun(context)
    starts = sum(
        (str(code), int(year)) in begun for code, year in zip(made.cases.code, made.cases.year, strict=True)
    )
    needed = math.ceil((1.959964 + 0.841621) ** 2 / (1 / 3 * 2 / 3 * math.log(3) ** 2))
    if kind == "forecast_brier":
        return _brier(made, begun, method)
    return {"forecast_starts": starts, "forecast_needed": needed}.get(kind, max(needed - starts, 0))


def _begun(context: RecountContext) -> set[tuple[str, int]]:
    """Municipality and year in which it implemented, and had not in any year before."""
    first: dict[str, int] = {}
    for row in context.rows(recounts.states):
        if row["status_code"] == "implementing":
            year = int(row["fiscal_year"])
            first[row["municipality_code"]] = min(year, first.get(row["municipality_code"], year))
    return set(first.items())


def _brier(made: Forecast, begun: set[tuple[str, int]], method: str) -> str:
    lost = [
        (float(row[method]) - ((str(row["code"]), int(row["year"])) in begun)) ** 2
        for row in records(made.judgement.cases)
    ]
    return words.decimal(sum(lost) / len(lost), 4)


CHART = Chart(
    slide_forecast.VIEW,
    slide_forecast.TITLE,
    source="公表された一覧からの計算。架空データは使わない",
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys(
        (f"forecast_{kind}" for kind in ("years", "total", "starts", "needed", "lacking", "brier")),
        recount_forecast,
    ),
    is_in_briefing=False,
)
