"""When each visit of a route begins and ends, on which date: estimates for the page, the calendar and Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dashboard.planning.visits import Day, Route

START = time(8, 45)
NOON = time(12, 0)
LUNCH_MINUTES = 60


@dataclass(frozen=True)
class Visit:
    """One visit. `travel_minutes` from the place before; times are local and estimated."""

    day: int
    order: int
    code: str
    travel_minutes: int
    arrive: datetime
    leave: datetime


@dataclass(frozen=True)
class TravelDay:
    """One day of the route; `back` is when the office is reached again."""

    day: int
    on: date
    begins: datetime
    visits: tuple[Visit, ...]
    back_minutes: int
    back: datetime
    minutes: int


def timetable(route: Route, dates: Sequence[date], visit_minutes: int) -> list[TravelDay]:
    """The days in their order on the given dates; lunch is taken at the first stop or leaving from noon on."""
    return [
        _day(number, on, day, visit_minutes)
        for number, (day, on) in enumerate(zip(route.days, dates, strict=False), start=1)
    ]


def _day(number: int, on: date, day: Day, visit_minutes: int) -> TravelDay:
    now = begins = datetime.combine(on, START)
    had_lunch, visits = False, []
    for order, stop in enumerate(day.stops, start=1):
        now += timedelta(minutes=stop.travel_minutes)
        now, had_lunch = _lunch(now, had_lunch)
        arrive = now
        now += timedelta(minutes=visit_minutes)
        visits.append(Visit(number, order, stop.code, stop.travel_minutes, arrive, now))
        now, had_lunch = _lunch(now, had_lunch)
    back = now + timedelta(minutes=day.back_minutes)
    return TravelDay(
        number,
        on,
        begins,
        tuple(visits),
        day.back_minutes,
        back,
        day.minutes,
    )


def _lunch(now: datetime, had_lunch: bool) -> tuple[datetime, bool]:
    if had_lunch or now.time() < NOON:
        return now, had_lunch
    return now + timedelta(minutes=LUNCH_MINUTES), True
