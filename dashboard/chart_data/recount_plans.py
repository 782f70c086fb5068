"""Numbers of moves, barriers that stayed, the outlook and the route once more, from single rows alone."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import journal as journals
from dashboard.chart_data import gather, gather_plans
from dashboard.planning import slippage
from dashboard.planning.timetable import LUNCH_MINUTES, NOON, START
from dashboard.queries import overview
from dashboard.services import routes
from dashboard.warehouse.reader import Reader
from dashboard.words import words

STAGES = {"no_plan": 0, "considering": 1, "planned": 2, "implementing": 3}
ROUTE_WORDS = ("route_date", "route_begins", "route_back", "route_arrive", "route_leave")
ROUTE_NUMBERS = (
    "route_days",
    "route_towns",
    "route_chosen",
    "route_day",
    "route_day_of",
    "route_order",
    "route_minutes",
)
CHANGES = """
select municipality_code, barrier_code, change
from mart_barrier_change
where fiscal_year = (select max(fiscal_year) from mart_barrier_change where fiscal_year <= {year})
"""
RETURNS = "select municipality_code, state, days_late from mart_return_status where fiscal_year = {year}"
PLANS = """
select municipality_code, planned_start, is_current, is_first, outcome, slip_years, slip_is_minimum from mart_plan
"""
BEGUN = """
select municipality_code, fiscal_year, start_fiscal_year
from mart_status_by_year where status_code = 'implementing'
"""


class Rows:
    """What is asked of the warehouse for the recount of a deck, asked once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._outlook: dict[frozenset[str], pd.DataFrame] = {}

    def of(self, sql: str) -> list[dict[str, Any]]:
        if sql not in self._rows:
            self._rows[sql] = [
                {str(name): value for name, value in row.items()}
                for row in self.reader.frame(sql).to_dict("records")
            ]
        return self._rows[sql]

    def outlook(self, towns: frozenset[str]) -> pd.DataFrame:
        if towns not in self._outlook:
            frame = gather.outlook(self.reader, set(towns), overview.years(self.reader))
            if frame is None:
                raise KeyError("outlook")
            self._outlook[towns] = frame.set_index("fiscal_year")
        return self._outlook[towns]


def moves(key: str, before: dict[str, str], now: dict[str, str]) -> float:
    """Towns by the groups of two years. before, now: group by town."""
    kind, _, rest = key.partition(".")
    pairs = [(before[town], group) for town, group in now.items() if town in before]
    if kind == "moves_all":
        return len(pairs)
    if kind == "moves":
        start, end = rest.split(".")
        return sum(pair == (start, end) for pair in pairs)
    if kind == "moves_from":
        return sum(start == rest for start, _ in pairs)
    if kind == "moves_to":
        return sum(end == rest for _, end in pairs)
    return Counter(direction(start, end) for start, end in pairs)[rest]


def changed(rows_of: Rows, key: str, year: int, towns: set[str]) -> float:
    """Towns by what became of a barrier between the newest two surveys."""
    rows = [row for row in rows_of.of(CHANGES.format(year=int(year))) if row["municipality_code"] in towns]
    if key == "changed_towns":
        apart = ("not_comparable", "implementing")
        return len({row["municipality_code"] for row in rows if row["change"] not in apart})
    _, kind, barrier = key.split(".")
    wanted = ("persisted", "cleared") if kind == "before" else (kind,)
    return sum(row["barrier_code"] == barrier and row["change"] in wanted for row in rows)


def outlook(rows_of: Rows, key: str, towns: set[str]) -> float:
    """Known, hold and middle by hand; the bounds by the same draws (fixed seed) from rows read anew."""
    kind, _, rest = key.partition(".")
    begun: dict[str, tuple[int, int]] = {}
    for row in rows_of.of(BEGUN):
        own = int(row["fiscal_year"])
        start = own if pd.isna(row["start_fiscal_year"]) else int(row["start_fiscal_year"])
        if row["municipality_code"] in towns:
            begun[row["municipality_code"]] = min(
                begun.get(row["municipality_code"], (9999, 0)), (own, start)
            )
    plans = rows_of.of(PLANS)
    due = [
        int(row["planned_start"])
        for row in plans
        if row["is_current"] and row["municipality_code"] in towns and row["municipality_code"] not in begun
    ]
    first = [row for row in plans if row["is_first"] and row["outcome"] in slippage.RESOLVED]
    if kind == "outlook_pending":
        return len(due)
    if kind == "outlook_cases":
        return len(first)
    year = int(rest)
    known = sum(start <= year for _, start in begun.values())
    if kind == "outlook_known":
        return known
    if kind == "outlook_hold":
        return known + sum(start <= year for start in due)
    if kind == "outlook_middle":
        return known + sum(_begun_within(first, year - start) for start in due if start <= year)
    return float(rows_of.outlook(frozenset(towns)).at[year, kind.removeprefix("outlook_")])


def returned(rows_of: Rows, key: str, year: int, area_of: dict[str, str]) -> float:
    """Towns of a round by when their 調査票 came; area_of: 振興局 by town of the scope."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows_of.of(RETURNS.format(year=int(year))):
        if row["municipality_code"] in area_of:
            came = "waiting" if row["state"] == "waiting" else "late" if row["days_late"] > 0 else "in_time"
            found[(came, area_of[row["municipality_code"]])] += 1
    waiting = sum(number for (came, _), number in found.items() if came == "waiting")
    late = sum(number for (came, _), number in found.items() if came == "late")
    kind, _, rest = key.partition(".")
    if kind == "returned":
        came, area = rest.split(".")
        return found[(came, area)]
    received = found.total() - waiting
    return {
        "returned_all": received,
        "returned_share": 100 * received / found.total(),
        "returned_late": late,
        "returned_waiting": waiting,
    }[kind]


class RouteAgain:
    """The route of a plan, its hours reckoned from the times between places."""

    def __init__(self, reader: Reader, journal: Path | None, plan: str) -> None:
        chosen = gather_plans.plan_of(journal, plan)
        made = routes.plan_tour(reader, journal, str(chosen["record_id"])) if chosen else None
        if chosen is None or made is None:
            raise KeyError("route")
        items = journals.items(journal, str(chosen["record_id"]))
        self.chosen = items[(items["means"] == routes.VISIT) & (items["state"] == "予定")]
        times = routes.times(reader, *made.months)
        dates = routes.working_days(chosen["first_day"], len(made.route.days))
        self.days: dict[str, dict[str, str]] = {}
        self.stops: dict[str, dict[str, Any]] = {}
        for number, (day, on) in enumerate(zip(made.route.days, dates, strict=True), start=1):
            here, now, is_fed = made.office.municipality_code, datetime.combine(on, START), False
            for order, stop in enumerate(day.stops, start=1):
                minutes = math.ceil(times.between(here, stop.code))
                arrive, is_fed = _fed(now + timedelta(minutes=minutes), is_fed)
                leave = arrive + timedelta(minutes=made.rules.visit_minutes)
                self.stops[stop.code] = {
                    "day_of": number,
                    "order": order,
                    "minutes": minutes,
                    "arrive": f"{arrive:%H:%M}",
                    "leave": f"{leave:%H:%M}",
                }
                now, is_fed = _fed(leave, is_fed)
                here = stop.code
            back = now + timedelta(minutes=math.ceil(times.between(here, made.office.municipality_code)))
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
        place = self.days if kind in ("route_date", "route_begins", "route_back") else self.stops
        return str(place[rest][kind.removeprefix("route_")])


def _fed(now: datetime, is_fed: bool) -> tuple[datetime, bool]:
    """An hour for lunch at the first stop or leaving from noon on."""
    if is_fed or now.time() < NOON:
        return now, is_fed
    return now + timedelta(minutes=LUNCH_MINUTES), True


def direction(start: str, end: str) -> str:
    if start not in STAGES or end not in STAGES:
        return "unknown"
    step = STAGES[end] - STAGES[start]
    return "advance" if step > 0 else "retreat" if step < 0 else "same"


def _begun_within(first: list[dict[str, Any]], delay: int) -> float:
    """Kaplan and Meier by hand: of the plans open k years after the planned year, which share began in that year."""
    cases: list[tuple[int, float, bool]] = []  # begins after, known up to (not included), began
    for row in first:
        slip = None if pd.isna(row["slip_years"]) else int(row["slip_years"])
        if row["outcome"] == "withdrawn":
            cases.append((0, float("inf"), False))
        elif row["outcome"] == "undated":
            cases.append((0, 1, False))
        elif row["outcome"] == "slipped" and row["slip_is_minimum"]:
            cases.append((0, max(slip or 0, 1), False))
        else:
            cases.append((max(slip or 0, 0), max(slip or 0, 0) + 1, True))
    still = 1.0
    last = max(
        (after if began else until - 1 for after, until, began in cases if until != float("inf")), default=0
    )
    for k in range(int(min(delay, last)) + 1):
        open_ = sum(until > k and (not began or after >= k) for after, until, began in cases)
        starts = sum(began and after == k for after, _, began in cases)
        still *= 1 - starts / open_ if open_ else 1.0
    return 1 - still


KINDS = ("moves", "moved", "moves_from", "moves_to", "moves_all")
RETURNED = ("returned", "returned_all", "returned_share", "returned_late", "returned_waiting")
CHANGED = ("changed", "changed_towns")
OUTLOOK = tuple(f"outlook_{name}" for name in ("known", "hold", "middle", "low", "high", "pending", "cases"))
