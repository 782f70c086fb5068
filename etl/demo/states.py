"""The state of every town in each fictional round: what is really known stays, the rest is drawn.

First round: the published totals are met exactly. A town's pull towards the programme is
    size (SIZE_PULL) + nearness to a town that really implements or prepares it (NEAR_PULL at 0 km,
    halved about every 20 km) + a standard normal deviate;
the strongest get a fixed start year, the next consider it, the rest have no plan.

Later rounds, from the state of the round before: plans with a year are kept, slip or are withdrawn in the
exact shares of PLAN_FATES; of those that consider it and of those without a plan each moves with the chance
in CHANGES, which is greater for a town that took part in the prefecture's support in between.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

from etl import fiscal_year
from etl.demo.draw import quota, shuffled, stream, weighted
from etl.demo.world import DemoRefusedError, DemoTown, Total, World
from etl.survey.form.questions import Form

SIZE_PULL = {"under_5k": -0.5, "5k_10k": 0.0, "10k_30k": 0.4, "30k_100k": 0.5, "over_100k": 0.7}
NEAR_PULL, NEAR_KM = 0.9, 30.0
# How many years after the round the plans of the first round begin.
FIRST_STARTS = {2: 5.0, 3: 3.0, 4: 1.0}
PLAN_FATES = {"kept": 0.5, "slipped": 0.25, "slipped_twice": 0.125, "withdrawn": 0.125}
# status → (without, with support in between) → chance of each next status; the rest stays as it is.
CHANGES: dict[str, tuple[dict[str, float], dict[str, float]]] = {
    "undecided": (
        {"planned": 0.04, "preparing": 0.01, "no_plan": 0.10},
        {"planned": 0.10, "preparing": 0.04, "no_plan": 0.04},
    ),
    "no_plan": ({"undecided": 0.07}, {"undecided": 0.24}),
}
NEW_STARTS = {1: 1.0, 2: 3.0, 3: 1.0}
# A real start this many years ahead is taken to have been planned already.
YEARS_AHEAD = 2


@dataclass(frozen=True)
class State:
    """`start` is a fiscal year; None: not decided, or no question. `change`: what became of last year's."""

    status: str
    start: int | None = None
    change: str = ""


def known_state(town: DemoTown, form: Form) -> State | None:
    """What is really known of the town in the year of the round, or follows from what came later.

    Known to begin within YEARS_AHEAD years: planned. Known to begin later, or named in a source that does
    not say how: undecided. None: nothing is known.
    """
    until = [one for one in town.known_statuses if one.fiscal_year <= form.fiscal_year]
    if until:
        last = until[-1]
        if last.fiscal_year == form.fiscal_year or last.status == "implementing":
            return State(last.status, last.start)
    starts = [one.start for one in town.known_statuses if one.status == "implementing" and one.start]
    if starts and min(starts) <= form.fiscal_year + YEARS_AHEAD:
        return State("planned", min(starts))
    return State("undecided") if town.is_known else None


def first_states(world: World, form: Form, seed: int) -> dict[str, State]:
    """States of all towns that add up to the totals published for the form's day. Raises DemoRefusedError."""
    totals = {(total.status, total.start_rule): total.value for total in _totals(world, form)}
    states = {town.code: state for town in world.towns if (state := known_state(town, form)) is not None}
    for state in states.values():
        totals[_total_of(state, totals)] -= 1
    for (status, rule), count in totals.items():
        if count < 0:
            raise DemoRefusedError(
                f"名簿などで分かっている「{status} {rule}」の市町村が、公表された数より{-count}多くなっています。"
                "status/published_totals.csv と名簿を確かめてください。"
            )
    pull = _pull(world, states, seed)
    free = sorted((t.code for t in world.towns if t.code not in states), key=lambda code: -pull[code])
    if sum(totals.values()) != len(free):
        raise DemoRefusedError(
            f"公表された数の合計が市町村の数（{len(world.towns)}）と合いません。"
            "status/published_totals.csv を確かめてください。"
        )
    for (status, rule), count in sorted(totals.items(), key=lambda item: _ORDER.index(item[0][0])):
        chosen, free = free[:count], free[count:]
        starts = _starts(form, rule, count, stream(seed, "start", form.fiscal_year))
        for code, start in zip(chosen, starts, strict=True):
            states[code] = State(status, start if status == "planned" else None)
    return {town.code: states[town.code] for town in world.towns}


def next_states(
    world: World, form: Form, before: Mapping[str, State], supported: frozenset[str], seed: int
) -> dict[str, State]:
    """States of the round after `before`. `supported`: towns that took part in support in between."""
    year = form.fiscal_year
    known_states = {
        town.code: state for town in world.towns if (state := known_state(town, form)) is not None
    }
    states: dict[str, State] = {}
    planned = [
        code for code, state in before.items() if code not in known_states and state.status == "planned"
    ]
    fates = quota(len(planned), PLAN_FATES)
    for place, code in enumerate(shuffled(stream(seed, "fate", year), planned)):
        states[code] = _after_plan(before[code], fates[place], year, prepares=place % 2 == 0)
    for town in world.towns:
        code = town.code
        if code in known_states:
            states[code] = _known_change(known_states[code], before[code])
        elif code not in states:
            rng = stream(seed, "change", code, year)
            states[code] = _moved(before[code], code in supported, year, rng)
    return {town.code: states[town.code] for town in world.towns}


_ORDER = ("implementing", "preparing", "planned", "undecided", "alternative", "no_plan", "ended")


def _totals(world: World, form: Form) -> tuple[Total, ...]:
    totals = world.totals.get(form.as_of.isoformat(), ())
    if not totals:
        raise DemoRefusedError(
            f"{form.as_of} 時点の公表された数がないので、{fiscal_year.label(form.fiscal_year)}から"
            "架空データを作り始めることはできません。"
        )
    return totals


def _total_of(state: State, totals: Mapping[tuple[str, str], int]) -> tuple[str, str]:
    for status, rule in totals:
        if status == state.status and _meets(rule, state.start):
            return status, rule
    raise DemoRefusedError(
        f"名簿で分かっている状態「{state.status}（開始 {state.start}）」が、公表された数の区分にありません。"
    )


def _meets(rule: str, start: int | None) -> bool:
    if not rule:
        return True
    sign, year = _rule(rule)
    return start is not None and (start == year if sign == "=" else start > year)


def _rule(rule: str) -> tuple[str, int]:
    found = re.fullmatch(r"start([=>])(\d{4})", rule)
    if found is None:
        raise DemoRefusedError(f"公表された数の start_rule「{rule}」が読めません。")
    return found[1], int(found[2])


def _starts(form: Form, rule: str, count: int, rng: random.Random) -> list[int | None]:
    if not rule:
        return [None] * count
    sign, year = _rule(rule)
    if sign == "=":
        return [year] * count
    return shuffled(rng, [form.fiscal_year + years for years in quota(count, FIRST_STARTS)])


def _pull(world: World, known_states: Mapping[str, State], seed: int) -> dict[str, float]:
    leaders = [
        town.location
        for town in world.towns
        if town.code in known_states
        and known_states[town.code].status in ("implementing", "preparing", "planned")
    ]

    def pull(town: DemoTown) -> float:
        nearest = min((distance_km(town.location, place) for place in leaders), default=math.inf)
        noise = stream(seed, "pull", town.code).gauss(0, 1)
        return SIZE_PULL[town.size_class] + NEAR_PULL * math.exp(-nearest / NEAR_KM) + noise

    return {town.code: pull(town) for town in world.towns}


def distance_km(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Great circle between two places (latitude, longitude); haversine formula."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*start, *end))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def _after_plan(before: State, fate: str, year: int, *, prepares: bool) -> State:
    start = before.start or year + 1
    if fate == "withdrawn":
        return State("undecided", None, "slipped_to_undecided")
    if fate == "kept":
        if prepares:
            return State("preparing", start, "became_preparing")
        return State("planned", start, "kept")
    return State("planned", start + (2 if fate == "slipped_twice" else 1), "slipped")


def _known_change(now: State, before: State) -> State:
    if now.status == before.status:
        return now
    change = {"implementing": "started", "preparing": "became_preparing"}.get(now.status, "decided")
    return State(now.status, now.start, change)


def _moved(before: State, was_supported: bool, year: int, rng: random.Random) -> State:
    chances = CHANGES.get(before.status, ({}, {}))[was_supported]
    stays = 1 - sum(chances.values())
    status = weighted(rng, {**chances, before.status: stays})
    if status == before.status:
        return State(before.status, before.start)
    if status in ("planned", "preparing"):
        start = year + weighted(rng, NEW_STARTS)
        return State(status, start, "decided" if status == "planned" else "became_preparing")
    if status == "no_plan":
        return State(status, None, "cooled")
    return State(status, None, "interested_after_support" if was_supported else "interested")
