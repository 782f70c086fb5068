"""From a warehouse to a route with dates: queries and planning put together, for the page and the command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from weakref import WeakKeyDictionary

import pandas as pd

from dashboard import journal as journals
from dashboard.export.working_days import is_working_day
from dashboard.planning import distances, spec, visits
from dashboard.planning.distances import Factors, Times
from dashboard.planning.timetable import TravelDay, timetable
from dashboard.planning.visits import Route, VisitRules
from dashboard.queries import visits as queries_visits
from dashboard.services import ranking as priorities
from dashboard.warehouse.reader import Reader

HEAD_OFFICE = ("01100", "札幌（本庁）")
VISIT = "訪問"
_times: WeakKeyDictionary[Reader, dict[int, Times]] = WeakKeyDictionary()
_routes: WeakKeyDictionary[Reader, dict[object, Route]] = WeakKeyDictionary()
ROUTES_KEPT = 16
PRESET = "balance"


class UnknownOfficeError(Exception):
    """No office of that name; the message lists those that there are."""


@dataclass(frozen=True)
class Office:
    """Where days begin: the town of the office, and how it is called."""

    municipality_code: str
    label: str


@dataclass(frozen=True)
class Tour:
    """A route with its dates. `nearer`: town that is too far → the office from which it fits into a day.

    months: those of the working days; a way takes as long as in the slowest of them.
    """

    office: Office
    rules: VisitRules
    months: tuple[int, ...]
    route: Route
    days: list[TravelDay]
    nearer: dict[str, str]
    names: dict[str, str]
    factors: Factors
    measured: int


def offices(reader: Reader) -> dict[str, Office]:
    """By what people may call it: 本庁, code, name and short name of each 振興局."""
    found = {name: Office(*HEAD_OFFICE) for name in ("本庁", "札幌", "札幌市", HEAD_OFFICE[1])}
    for row in queries_visits.offices(reader).to_dict("records"):
        office = Office(str(row["office_municipality_code"]), f"{row['name']}（{row['office_name']}）")
        for name in (row["code"], row["name"], row["short_name"], office.label):
            found.setdefault(str(name), office)
    return found


def office_of(reader: Reader, name: str) -> Office:
    """The office of a name. Raises UnknownOfficeError."""
    known = offices(reader)
    found = known.get((name or "本庁").strip().removesuffix("振興局").removesuffix("総合")) or known.get(
        name.strip()
    )
    if found is None:
        short = "、".join(str(value) for value in queries_visits.offices(reader)["short_name"])
        raise UnknownOfficeError(f"「{name}」という出発地はありません。札幌、{short} のどれかです。")
    return found


def office_beside(reader: Reader, towns: Iterable[str]) -> Office:
    """The office from which towns are visited: that of their 振興局 if it is one for all, else 本庁."""
    places = queries_visits.places(reader).set_index("municipality_code")
    areas = set(places.loc[list(towns), "subprefecture_code"])
    return offices(reader)[str(areas.pop())] if len(areas) == 1 else Office(*HEAD_OFFICE)


def times(reader: Reader, *months: int) -> Times:
    """Times between all towns, of several months the slowest; remembered as long as the warehouse is open."""
    by_month = _times.setdefault(reader, {})
    for month in months:
        if month not in by_month:
            by_month[month] = distances.times(
                queries_visits.places(reader),
                queries_visits.neighbours(reader),
                queries_visits.ferries(reader),
                queries_visits.road_times(reader),
                distances.factors(queries_visits.factors(reader)),
                month,
            )
    return distances.slowest([by_month[month] for month in months])


def months_of(days: Iterable[date]) -> tuple[int, ...]:
    """The months of some days, each once, in their order."""
    return tuple(dict.fromkeys(day.month for day in days))


def tour(
    reader: Reader, office: Office, priorities: Mapping[str, float], rules: VisitRules, first_day: date
) -> Tour:
    """The route among towns by priority, on the working days from `first_day` on; times of their slowest month."""
    dates = working_days(first_day, rules.days)
    months = months_of(dates)
    known = times(reader, *months)
    kept = _routes.setdefault(reader, {})
    key = (office.municipality_code, tuple(sorted(priorities.items())), rules, tuple(sorted(months)))
    if key not in kept:
        kept[key] = visits.route(known, office.municipality_code, priorities, rules)
    found = kept[key]
    for old in list(kept)[:-ROUTES_KEPT]:
        kept.pop(old, None)
    places = queries_visits.places(reader)
    return Tour(
        office=office,
        rules=rules,
        months=months,
        route=found,
        days=timetable(found, dates, rules.visit_minutes),
        nearer=_nearer(reader, known, found, rules),
        names=dict(zip(places["municipality_code"], places["name"], strict=True)),
        factors=distances.factors(queries_visits.factors(reader)),
        measured=len(known.measured),
    )


def plan_tour(reader: Reader, path: Path | None, plan_id: str) -> Tour | None:
    """The tour of a plan by what is kept in it; None where no route was asked for or nobody is to be visited.

    Priority is that of the day when the town came into the plan; a town without one counts as the least.
    """
    plans = journals.plans(path)
    chosen = plans[plans["record_id"] == plan_id].to_dict("records")
    if not chosen or chosen[0]["first_day"] is None or not chosen[0]["days"]:
        return None
    plan = chosen[0]
    items = journals.items(path, plan_id)
    items = items[(items["means"] == VISIT) & (items["state"] == "予定")]
    if items.empty:
        return None
    known = [float(value) for value in items["priority"] if value is not None and value == value]
    least = min(known, default=1.0)
    towns = {
        str(row["municipality_code"]): least
        if row["priority"] is None or row["priority"] != row["priority"]
        else float(row["priority"])
        for row in items.to_dict("records")
    }
    rules = VisitRules(
        int(plan["days"]), round(float(plan["hours"] or 7.75) * 60), int(plan["visit_minutes"] or 60)
    )
    office = office_of(reader, str(plan["office"] or ""))
    return tour(reader, office, towns, rules, plan["first_day"])


def scores(reader: Reader, journal: Path | None, weights: dict[str, float] | None = None) -> dict[str, float]:
    """Priority by town of the ranking, by the weights given (else those of バランス); without towns that have no score."""
    ranked = priorities.material(reader, journal).ranking(weights or spec.weights_of(PRESET)).rows
    return {
        str(code): float(score)
        for code, score in zip(ranked["code"], ranked["score"], strict=True)
        if pd.notna(score)
    }


def within_a_day(
    reader: Reader, office: Office, towns: Iterable[str], rules: VisitRules, first_day: date
) -> list[str]:
    """The towns that one day from the office reaches."""
    known = times(reader, *months_of(working_days(first_day, rules.days)))
    place = office.municipality_code
    return [
        code
        for code in towns
        if known.between(place, code) + known.between(code, place) + rules.visit_minutes <= rules.day_minutes
    ]


def working_days(first: date, number: int) -> list[date]:
    """That many working days, the first one on or after `first`."""
    found: list[date] = []
    day = first
    while len(found) < number:
        if is_working_day(day):
            found.append(day)
        day += timedelta(days=1)
    return found


def as_frame(tour: Tour) -> pd.DataFrame:
    """One row per visit: day, date, order, code, name, travel_minutes, arrive, leave (HH:MM), back (of the day)."""
    rows = [
        {
            "day": visit.day,
            "date": day.on,
            "order": visit.order,
            "code": visit.code,
            "name": tour.names[visit.code],
            "travel_minutes": visit.travel_minutes,
            "arrive": f"{visit.arrive:%H:%M}",
            "leave": f"{visit.leave:%H:%M}",
            "back": f"{day.back:%H:%M}",
        }
        for day in tour.days
        for visit in day.visits
    ]
    columns = ["day", "date", "order", "code", "name", "travel_minutes", "arrive", "leave", "back"]
    return pd.DataFrame(rows, columns=columns)


def left_out(tour: Tour) -> list[dict[str, str]]:
    """One row per municipality that the route leaves out: code, name, reason in Japanese."""
    return [
        {"code": code, "name": tour.names[code], "reason": _reason(tour, code, why)}
        for code, why in tour.route.left_out.items()
    ]


def note(tour: Tour) -> str:
    """What the times rest on, in Japanese."""
    factors = tour.factors
    months = "・".join(f"{month}月の割増し×{factors.of_month(month):g}" for month in tour.months)
    slowest = "の大きい方" if len(tour.months) == 2 else "の最も大きいもの" if len(tour.months) > 2 else ""
    said = (
        f"移動時間は推計です（役場間の直線距離×{factors.road_factor:g}、または陸づたいの距離の長い方。平均時速{factors.speed_kmh:g}km、"
        f"{months}{slowest}。離島は船の見込み）"
    )
    provisional = "。係数は仮の値です" if factors.is_provisional else ""
    measured = f"。登録された道路時間を{tour.measured}組に使いました" if tour.measured else ""
    proof = (
        "。この条件で優先度の合計が最大であることを確かめました"
        if tour.route.is_proved and tour.route.days
        else ""
    )
    return f"{said}{provisional}{measured}{proof}。出発 8:45、昼休み1時間。"


def _nearer(reader: Reader, known: Times, found: Route, rules: VisitRules) -> dict[str, str]:
    far = [code for code, why in found.left_out.items() if why == "far"]
    places = {office.municipality_code: office.label for office in offices(reader).values()}
    nearest = {}
    for code in far:
        whole = {
            place: known.between(place, code) + known.between(code, place) + rules.visit_minutes
            for place in places
        }
        best = min(whole, key=lambda place: (whole[place], place))
        if whole[best] <= rules.day_minutes:
            nearest[code] = places[best]
    return nearest


def _reason(tour: Tour, code: str, why: str) -> str:
    if why == "full":
        return f"{tour.rules.days}日に入りきりませんでした"
    if tour.rules.visit_minutes > tour.rules.day_minutes:
        return (
            f"1か所の時間（{tour.rules.visit_minutes}分）が1日の時間（{tour.rules.day_minutes}分）より長いため、"
            "どこへも行けません。どちらかを直してください"
        )
    if code in tour.nearer:
        return f"{tour.office.label}から日帰りでは届きません。{tour.nearer[code]}からは届きます"
    return "日帰りでは届きません。泊まりの日程を別に組んでください"
