"""The share of implementing municipalities by year, 北海道 beside 全国."""

from __future__ import annotations

from dataclasses import replace

from dashboard.chart_data import state_cells, table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_curve
from dashboard.export.deck.event_marks import NUMBERS
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.figures import rollout_curve
from dashboard.frames import records
from dashboard.planning import claims
from dashboard.planning.claims import Share
from dashboard.queries import overview as queries
from dashboard.queries import planning
from dashboard.queries import progress as progress_queries
from dashboard.services import events
from dashboard.views import progress as progress_view
from dashboard.views import view
from dashboard.views import year as year_facts
from dashboard.words import eras, words


def numbers(request: TableRequest) -> ChartTable:
    """One row per year of the whole country and of the municipalities that the page shows beside it."""
    if request.path == "/":
        overview = year_facts.gather(request.reader, request.view)
        rows, here = overview.rollout, year_facts.curve_place(overview)
    else:
        progress = progress_view.gather(request.reader, request.view)
        rows, here = progress.curve, "絞り込んだ市町村" if request.view.is_narrow else "北海道"
    rows = rows.sort_values(["scope", "fiscal_year"])
    columns = (
        *table.year(),
        table.text("範囲", "全国、北海道、または条件で絞り込んだ市町村"),
        table.towns("実施", "重層的支援体制整備事業を実施している市町村"),
        table.towns("全市町村", "分母"),
        table.percent("実施率", "実施÷全市町村"),
        table.text("集計の範囲", f"すべて、{words.KNOWN_SO_FAR}（公表された合計がない年度）、予定の数"),
    )
    cells = [
        (
            *table.years(row["fiscal_year"]),
            "全国" if row["scope"] == "national" else here,
            row["implementing"],
            row["denominator"],
            table.rate(row["implementing"], row["denominator"]),
            "予定の数" if row["is_plan"] else "すべて" if row["is_complete"] else words.KNOWN_SO_FAR,
        )
        for row in records(rows)
    ]
    sources = (
        "全国: 社会保障審議会福祉部会 第29回 資料1",
        "北海道: 市町村の回答と公表資料から市町村ごとに数えたもの",
    )
    made = table.chart_table(columns, cells, rows["is_synthetic"].fillna(False).astype(bool), sources)
    begun = view.narrow(progress_queries.implementing(request.reader), request.view)
    return replace(made, behind=state_cells.of_frame(request.reader, begun))


def slide(request: SlideRequest, stage: Stage) -> Slide:
    return slide_curve.curve(request.data, queries.rollout(request.reader), stage)


def recount_comparison(context: RecountContext, key: str) -> float | str:
    """How 北海道 stands beside 全国 in the year: the points between them, which is higher, and the ratio in words."""
    here, there = (
        Share(*context.implementing(scope, context.year), is_final=context.is_final(scope, context.year))
        for scope in ("hokkaido", "national")
    )
    points = claims.gap(here, there)
    if key == "rate_ratio":
        words = claims.ratio(here, there)
        return f"全国{words}" if words else ""
    if points is None:
        raise KeyError(key)
    return abs(points) if key == "rate_gap" else claims.side(points)


def recount_event(context: RecountContext, key: str) -> float:
    """A number in the words of an event on a chart over years: meetings are counted by their days, any other number is
    looked for in what was written. Raises KeyError where it is not there.
    """
    _, year, value = key.split(".", 2)
    days = [
        row["held_on"]
        for row in context.rows(planning.activities)
        if row["measure_code"] == events.MEETING_CODE
    ]
    held = sum(eras.fiscal_year_of(day) == int(year) for day in days)
    if held and f"{held:g}" == value:
        return held
    written = context.once("events", lambda: events.standing(context.reader, context.journal))
    for row in records(written[written["fiscal_year"] == int(year)]):
        if row["event_kind"] != events.MEETING and value in NUMBERS.findall(str(row["text"])):
            return float(value)
    raise KeyError(key)


CHART = Chart(
    slide_curve.VIEW,
    "実施率の推移",
    source=f"全国は社会保障審議会福祉部会 第29回 資料1、北海道は{ANSWERS}から数えたもの",
    figure=rollout_curve.figure,
    event_marks="above",
    table=numbers,
    slide=slide,
    recounts={
        **dict.fromkeys(("rate_gap", "rate_side", "rate_ratio"), recount_comparison),
        "event": recount_event,
    },
)
