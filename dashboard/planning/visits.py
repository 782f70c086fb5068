"""Which towns to visit on which day, so that most priority is reached within the days: prize-collecting routes.

Each day begins and ends at one office and never passes its hours; no town is visited twice. Where all sets of
towns that fit into a day can be listed, the choice among them (SCIP) is the proven best; else OR-Tools' routing
search is used (guided local search, a fixed number of solutions). Same input, same route: no clock, one worker.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.planning.day_sets import DaySets, Problem, best_order, list_day_sets
from dashboard.planning.distances import Times
from dashboard.planning.visit_search import choose, search

PRIZE_STEPS = 10_000
MOST_LABELS = 60_000


@dataclass(frozen=True)
class VisitRules:
    """`day_minutes`: driving, ships and visits of one day together, without the lunch break."""

    days: int
    day_minutes: int = 465
    visit_minutes: int = 60


@dataclass(frozen=True)
class Stop:
    """`travel_minutes`: from the stop before, or the office."""

    code: str
    travel_minutes: int


@dataclass(frozen=True)
class Day:
    """`back_minutes`: from the last stop to the office; `minutes`: all of the day."""

    stops: tuple[Stop, ...]
    back_minutes: int
    minutes: int
    priority: float


@dataclass(frozen=True)
class Route:
    """`left_out`: code → "far" (does not fit into a day alone) or "full" (the days are full).

    `is_proved`: no other route reaches more priority.
    """

    days: tuple[Day, ...]
    left_out: dict[str, str]
    priority: float
    is_proved: bool


def route(
    times: Times,
    office: str,
    priorities: Mapping[str, float],
    rules: VisitRules,
    *,
    most_labels: int = MOST_LABELS,
) -> Route:
    """The visits of `rules.days` days from the office; priorities: town → 0 or more (a town with 0 may be visited).

    Days of more priority come first. Raises ValueError on rules that no day can follow.
    """
    if rules.days < 0 or rules.day_minutes <= 0 or rules.visit_minutes <= 0:
        raise ValueError("days, hours and minutes per visit must be positive")
    codes = sorted(priorities)
    problem = _problem(times, office, codes, priorities, rules)
    near = [
        number
        for number in range(len(codes))
        if problem.out[number] + rules.visit_minutes + problem.back[number] <= rules.day_minutes
    ]
    listed = list_day_sets(problem, near, most_labels)
    chosen: list[tuple[int, ...]] = []
    if near and rules.days:
        chosen, proved = _best_days(problem, near, listed, rules.days)
    else:
        proved = True
    days = [_day(problem, codes, members, priorities, rules) for members in chosen]
    days.sort(key=lambda day: (-round(day.priority, 9), min(stop.code for stop in day.stops)))
    visited = {stop.code for day in days for stop in day.stops}
    left = {
        code: "full" if number in near else "far" for number, code in enumerate(codes) if code not in visited
    }
    return Route(tuple(days), left, sum(day.priority for day in days), proved)


def _problem(
    times: Times, office: str, codes: list[str], priorities: Mapping[str, float], rules: VisitRules
) -> Problem:
    top = max((float(value) for value in priorities.values()), default=0.0)
    scale = PRIZE_STEPS / top if top > 0 else 0.0
    return Problem(
        out=[_whole(times.between(office, code)) for code in codes],
        back=[_whole(times.between(code, office)) for code in codes],
        between=[[0 if a == b else _whole(times.between(a, b)) for b in codes] for a in codes],
        prizes=[1 + round(float(priorities[code]) * scale) for code in codes],
        visit=rules.visit_minutes,
        limit=rules.day_minutes,
    )


def _best_days(
    problem: Problem, near: list[int], listed: DaySets, days: int
) -> tuple[list[tuple[int, ...]], bool]:
    """Members of each day, in the order of the visits; and whether it is the proven best."""
    if listed.is_complete:
        sets, proved = choose(problem, near, listed, days)
    else:
        sets, proved = search(problem, near, days), False
    return [best_order(problem, members) for members in sets], proved


def _day(
    problem: Problem,
    codes: list[str],
    members: tuple[int, ...],
    priorities: Mapping[str, float],
    rules: VisitRules,
) -> Day:
    stops, before = [], -1
    for number in members:
        travel = problem.out[number] if before < 0 else problem.between[before][number]
        stops.append(Stop(codes[number], travel))
        before = number
    back = problem.back[before]
    minutes = sum(stop.travel_minutes for stop in stops) + back + rules.visit_minutes * len(stops)
    return Day(tuple(stops), back, minutes, sum(float(priorities[stop.code]) for stop in stops))


def _whole(minutes: float) -> int:
    """Whole minutes; what cannot be reached is further than any day is long."""
    return math.ceil(minutes) if math.isfinite(minutes) else 100_000
