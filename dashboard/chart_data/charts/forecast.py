"""Whether it can be foretold who begins next: every foretold case, and the marks."""

from __future__ import annotations

import math
from dataclasses import replace

from dashboard.chart_data import hazard_recount, state_cells, table
from dashboard.chart_data.chart import Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_forecast
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning import hazard
from dashboard.services import forecast
from dashboard.services.forecast import Forecast
from dashboard.views import forecast_words
from dashboard.warehouse.reader import Reader
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
    foretold = table.chart_table(columns, cells, [False] * len(cells), sources)
    return replace(foretold, behind=_counted(request.reader, made))


def _counted(reader: Reader, made: Forecast) -> ChartTable:
    """Each case that is learnt from or foretold: the state of the year before with its cell, and the cells of its start."""
    cells = forecast.start_cells(reader)
    columns = (
        *table.year("予測する年度"),
        table.text("その年度に始めた"),
        table.text("始めたとわかるセル"),
    )
    cases = zip(made.cases.code.tolist(), made.cases.year.tolist(), made.cases.began.tolist(), strict=True)
    rows = [
        (
            (*table.years(year), table.yes(began), "、".join(cells[code, year]) if began else ""),
            code,
            year - 1,
        )
        for code, year, began in cases
    ]
    return state_cells.behind(reader, columns, rows)


def slide(request: SlideRequest, stage: Stage) -> Slide:
    made = forecast.forecast(request.reader)
    total = float(made.chances.sum()) if made.judgement.is_shown else None
    return slide_forecast.slide(request.data, made.judgement, forecast_words.years(made), total, stage)


def recount_forecast(context: RecountContext, key: str) -> float | str:
    """Who began by hand from the states of single municipalities; the marks from chances that are found another way
    (hazard_recount), of the same signs.
    """
    kind, _, method = key.partition(".")
    made = forecast.forecast(context.reader)
    if kind == "forecast_years":
        return forecast_words.years(made)
    if kind == "forecast_total":
        return float(made.chances.sum())
    begun = hazard_recount.begun(context)
    if kind == "forecast_brier":
        marks = context.once("forecast marks", lambda: hazard_recount.brier(made.cases, begun))
        return words.decimal(marks[method], 4)
    starts = sum(
        (str(code), int(year)) in begun for code, year in zip(made.cases.code, made.cases.year, strict=True)
    )
    needed = math.ceil((1.959964 + 0.841621) ** 2 / (1 / 3 * 2 / 3 * math.log(3) ** 2))
    return {"forecast_starts": starts, "forecast_needed": needed}.get(kind, max(needed - starts, 0))


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
