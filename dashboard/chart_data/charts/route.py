"""The route of the plan: days, stops and hours."""

from __future__ import annotations

import math
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import journal as journals
from dashboard.chart_data import plans, table
from dashboard.chart_data.chart import Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_route
from dashboard.export.deck.deck_data import RouteData
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.export.table_shape import Column
from dashboard.frames import records
from dashboard.planning.timetable import LUNCH_MINUTES, NOON, START
from dashboard.queries import overview
from dashboard.queries import visits as visit_queries
from dashboard.services import routes
from dashboard.warehouse.reader import Reader
from dashboard.words import words

DAY_WORDS = ("route_date", "route_begins", "route_back")
STOP_WORDS = ("route_arrive", "route_leave")
NUMBERS = (
    *("route_days", "route_towns", "route_chosen"),
    *("route_day", "route_day_of", "route_order", "route_minutes"),
)


def numbers(request: TableRequest) -> ChartTable:
    """One row per visit of the route of a plan, then one row per municipality that the route leaves out, with the reason."""
    plan = plans.plan_of(request.journal, request.plan)
    route = route_of(request.reader, request.journal, plan)
    if route is None:
        raise table.NoNumbersError("この計画には、まだ訪問経路がありません。")
    columns = (
        table.whole("何日目", "日目"),
        Column("日付（西暦）", "", "date", "", ""),
        table.text("日付（和暦）"),
        table.whole("順", "番目", "その日の何番目か"),
        *table.MUNICIPALITY,
        table.whole("移動", "分", "前の場所からの推計の移動時間"),
        *(
            Column(f"{word}（推計）", "", "time", "", meaning)
            for word, meaning in (("到着", ""), ("終了", ""), ("帰着", "その日の帰り着く時刻"))
        ),
        table.text("入らなかった理由", "計画の訪問先のうち、経路に入らなかった市町村だけ"),
    )
    visits = [
        (
            row["day"],
            row["date"],
            words.day_short(row["date"]),
            row["order"],
            row["code"],
            row["name"],
            row["travel_minutes"],
            *(time.fromisoformat(str(row[name])) for name in ("arrive", "leave", "back")),
            "",
        )
        for row in records(route.visits)
    ]
    left = [
        (*[None] * 4, row["code"], row["name"], *[None] * 4, row["reason_label"])
        for row in records(route.left_out)
    ]
    cells = [*visits, *left]
    sources = (f"出発地 {route.office}、計画「{route.title}」からの計算（画面「計画」）",)
    return table.chart_table(columns, cells, [route.is_synthetic] * len(cells), sources)


def slide(request: SlideRequest, stage: Stage) -> Slide:
    plan = plans.plan_of(request.journal, request.scope.plan)
    route = route_of(request.reader, request.journal, plan)
    is_of_others = route is not None and not set(route.visits["code"]) & set(
        request.data.towns["municipality_code"]
    )
    return slide_route.slide(request.data, None if is_of_others else route, stage)


def route_of(reader: Reader, journal: Path | None, plan: dict[str, Any] | None) -> RouteData | None:
    """The route of a plan, by the code of the page 計画; None where the plan has none."""
    tour = routes.plan_tour(reader, journal, str(plan["record_id"])) if plan else None
    if tour is None or plan is None or not tour.days:
        return None
    begins = {day.day: f"{day.begins:%H:%M}" for day in tour.days}
    visits = routes.as_frame(tour)
    states = visit_queries.states(reader)
    shown = {tour.office.municipality_code, *visits["code"], *tour.route.left_out}
    return RouteData(
        title=str(plan["title"]),
        office=tour.office.label,
        office_code=tour.office.municipality_code,
        visits=visits.assign(begins=visits["day"].map(begins)),
        left_out=pd.DataFrame(
            [
                {**row, "reason": tour.route.left_out[row["code"]], "reason_label": row["reason"]}
                for row in routes.left_out(tour)
            ],
            columns=["code", "name", "reason", "reason_label"],
        ),
        places=visit_queries.places(reader),
        boundaries=overview.boundaries(reader),
        is_provisional=tour.factors.is_provisional,
        is_synthetic=bool(states[states["municipality_code"].isin(shown)]["is_synthetic"].any()),
    )


def recount_route(context: RecountContext, key: str) -> float | str:
    """Numbers, days and hours of the route."""
    route = context.once("route", lambda: RouteRecount(context.reader, context.journal, context.scope.plan))
    kind, _, rest = key.partition(".")
    return route.value(kind, rest) if kind in NUMBERS else route.text(kind, rest)


class RouteRecount:
    """The route of a plan, its hours worked out from the travel times between municipalities."""

    def __init__(self, reader: Reader, journal: Path | None, plan: str) -> None:
        plan_record = plans.plan_of(journal, plan)
        tour = routes.plan_tour(reader, journal, str(plan_record["record_id"])) if plan_record else None
        if plan_record is None or tour is None:
            raise KeyError("route")
        items = journals.items(journal, str(plan_record["record_id"]))
        self.chosen = items[(items["means"] == routes.VISIT) & (items["state"] == "予定")]
        times = routes.times(reader, *tour.months)
        dates = routes.working_days(plan_record["first_day"], len(tour.route.days))
        self.days: dict[str, dict[str, str]] = {}
        self.stops: dict[str, dict[str, Any]] = {}
        for number, (day, on) in enumerate(zip(tour.route.days, dates, strict=True), start=1):
            here, now, is_fed = tour.office.municipality_code, datetime.combine(on, START), False
            for order, stop in enumerate(day.stops, start=1):
                minutes = math.ceil(times.between(here, stop.code))
                arrive, is_fed = _fed(now + timedelta(minutes=minutes), is_fed)
                leave = arrive + timedelta(minutes=tour.rules.visit_minutes)
                self.stops[stop.code] = {
                    "day_of": number,
                    "order": order,
                    "minutes": minutes,
                    "arrive": f"{arrive:%H:%M}",
                    "leave": f"{leave:%H:%M}",
                }
                now, is_fed = _fed(leave, is_fed)
                here = stop.code
            back = now + timedelta(minutes=math.ceil(times.between(here, tour.office.municipality_code)))
            self.days[str(number)] = {
                "date": words.day_short(on),
                "begins": f"{START:%H:%M}",
                "back": f"{back:%H:%M}",
            }

    def value(self, kind: str, rest: str) -> float:
        if kind == "route_chosen":
            return len(self.chosen)
        if kind in ("route_days", "route_towns"):
            return len(self.days if kind == "route_days" else self.stops)
        if kind == "route_day":
            return float(rest if rest in self.days else "nan")
        return float(self.stops[rest][kind.removeprefix("route_")])

    def text(self, kind: str, rest: str) -> str:
        place = self.days if kind in DAY_WORDS else self.stops
        return str(place[rest][kind.removeprefix("route_")])


def _fed(now: datetime, is_fed: bool) -> tuple[datetime, bool]:
    """An hour for lunch at the first stop or leaving from noon on."""
    if is_fed or now.time() < NOON:
        return now, is_fed
    return now + timedelta(minutes=LUNCH_MINUTES), True


CHART = Chart(
    slide_route.VIEW,
    "訪問経路",
    source="計画の訪問先と、推計の移動時間からの計算",
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys((*NUMBERS, *DAY_WORDS, *STOP_WORDS), recount_route),
)
