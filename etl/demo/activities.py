"""The prefecture's fictional events of 令和3年度 on, and which town took part with how many persons.

The events are those of vocabulary/demo_activities.csv; one without a number is held in each 振興局. Each town has
a readiness of its own to take part (READINESS about a mean by stage), and a share of them (QUIET) hardly ever comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from etl import fiscal_year
from etl.demo.draw import clip, stream, working_days
from etl.demo.states import State
from etl.demo.world import DemoTown, World
from etl.readers import vocabulary

QUIET, QUIET_READINESS = 0.12, 0.02
# Mean readiness by stage; the events of the prefecture are for those that plan and for those that do not.
STAGE = {"implementing": 0.8, "preparing": 0.75, "planned": 0.7, "undecided": 0.5}
NO_STAGE = 0.32
READINESS = 0.3
# measure → chance to take part in one event = readiness × this (at the towns it is meant for, at the others).
TURNOUT = {"briefing_session": (0.75, 0.75), "exchange": (0.85, 0.2), "training": (0.4, 0.25)}
MEANT_FOR = ("implementing", "preparing", "planned", "undecided")
PERSONS = {"briefing_session": 4, "exchange": 3, "training": 2}


@dataclass(frozen=True)
class Event:
    """One event. `area`: code of the 振興局 that it is for; empty for all of Hokkaido."""

    id: str
    measure: str
    title: str
    held_on: date
    method: str
    venue: str
    area: str


@dataclass(frozen=True)
class Attendance:
    """One town at one event."""

    event_id: str
    code: str
    persons: int


@dataclass(frozen=True)
class ActivityPlan:
    """The fictional events of all years and the municipalities that attended them."""

    events: tuple[Event, ...]
    attendances: tuple[Attendance, ...]

    def attended(self, code: str, after: date | None, until: date) -> frozenset[str]:
        """Measures that the town took part in after one day and by another."""
        held = {event.id: event for event in self.events}
        mine = (held[one.event_id] for one in self.attendances if one.code == code)
        return frozenset(e.measure for e in mine if e.held_on <= until and (not after or e.held_on > after))


def plan_activities(
    world: World, states: Mapping[int, Mapping[str, State]], last_year: int, seed: int
) -> ActivityPlan:
    """Events up to a fiscal year. `states`: by fiscal year; one earlier than the first takes the first."""
    events = _events(world, last_year)
    attendances = [
        Attendance(event.id, town.code, _persons(event, town, seed))
        for event in events
        for town in world.towns
        if event.measure in TURNOUT
        and event.area in ("", town.subprefecture_code)
        and _comes(event, town, _stage(states, event, town), seed)
    ]
    return ActivityPlan(tuple(events), tuple(attendances))


def _events(world: World, last_year: int) -> list[Event]:
    events: list[Event] = []
    for row in vocabulary.rows("demo_activities"):
        year, first = int(row["fiscal_year"]), date.fromisoformat(row["held_on"])
        if year > last_year:
            continue
        event = Event("", row["measure_code"], row["title"], first, row["method"], row["place"], "")
        if row["number"]:
            events.append(event)
            continue
        days = working_days(first, first + timedelta(days=2 * len(world.areas)))
        for area, day in zip(world.areas.values(), days, strict=False):
            title = row["title"].format(area=area.short_name)
            venue = row["place"].format(office=area.office)
            events.append(replace(event, title=title, held_on=day, venue=venue, area=area.code))
    events.sort(key=lambda event: (event.held_on, event.area))
    numbers: dict[int, int] = {}
    for position, event in enumerate(events):
        year = fiscal_year.of_date(event.held_on)
        numbers[year] = numbers.get(year, 0) + 1
        events[position] = replace(event, id=f"架空-{fiscal_year.short_label(year)}-{numbers[year]:02}")
    return events


def _stage(states: Mapping[int, Mapping[str, State]], event: Event, town: DemoTown) -> str:
    """The town's state in the last round before the event, else in the first."""
    rounds = [year for year in states if year <= fiscal_year.of_date(event.held_on)] or [min(states)]
    return states[max(rounds)][town.code].status


def _comes(event: Event, town: DemoTown, stage: str, seed: int) -> bool:
    own = stream(seed, "readiness", town.code)
    readiness = clip(STAGE.get(stage, NO_STAGE) + own.uniform(-READINESS, READINESS))
    if own.random() < QUIET and stage not in ("implementing", "preparing", "planned"):
        readiness = QUIET_READINESS
    chance = readiness * TURNOUT[event.measure][stage not in MEANT_FOR]
    return stream(seed, "comes", event.measure, event.held_on, town.code).random() < chance


def _persons(event: Event, town: DemoTown, seed: int) -> int:
    rng = stream(seed, "persons", event.measure, event.held_on, town.code)
    most = PERSONS[event.measure] + 2 * (town.size_class == "over_100k")
    return min(rng.randint(1, most), rng.randint(1, most))
