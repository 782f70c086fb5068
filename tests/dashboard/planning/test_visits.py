"""Routes keep the hours, visit no town twice, repeat themselves, and come within 3 % of the exact optimum."""

import itertools
import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import shortest_path

from dashboard.planning import visits
from dashboard.planning.distances import Times
from dashboard.planning.visits import Route, VisitRules

OFFICE = "office"


def somewhere(seed: int, towns: int, width_minutes: float = 240.0) -> tuple[Times, dict[str, float]]:
    """Towns at random places, times by beeline and a little more; priorities at random, some of them equal."""
    chance = random.Random(seed)
    codes = [OFFICE, *(f"0{1000 + number}" for number in range(towns))]
    places = [(chance.random() * width_minutes, chance.random() * width_minutes) for _ in codes]
    minutes = np.array(
        [[np.hypot(a[0] - b[0], a[1] - b[1]) * (1 + chance.random() / 5) for b in places] for a in places]
    )
    np.fill_diagonal(minutes, 0)
    closed = shortest_path(np.ceil(minutes), method="FW")
    priorities = {code: chance.choice([0.2, 0.5, 0.5, 0.9, round(chance.random(), 3)]) for code in codes[1:]}
    return Times(tuple(codes), np.asarray(closed), frozenset()), priorities


def length(times: Times, stops: tuple[str, ...], visit_minutes: int) -> float:
    path = [OFFICE, *stops, OFFICE]
    return sum(times.between(a, b) for a, b in itertools.pairwise(path)) + visit_minutes * len(stops)


def exact(times: Times, priorities: dict[str, float], rules: VisitRules) -> float:
    """The optimum by trying every order of every set for a day, and every way to put such days together."""
    codes = sorted(priorities)
    fits = {
        frozenset(stops)
        for size in range(1, len(codes) + 1)
        for stops in itertools.permutations(codes, size)
        if length(times, stops, rules.visit_minutes) <= rules.day_minutes
    }
    best = {frozenset(): 0.0}
    for _ in range(rules.days):
        grown = dict(best)
        for done in best:
            for day in fits:
                if not done & day:
                    grown[done | day] = sum(priorities[code] for code in done | day)
        best = grown
    return max(best.values())


def check(route: Route, times: Times, priorities: dict[str, float], rules: VisitRules) -> None:
    assert len(route.days) <= rules.days
    visited = [stop.code for day in route.days for stop in day.stops]
    assert len(visited) == len(set(visited))
    assert set(visited) | set(route.left_out) == set(priorities)
    assert not set(visited) & set(route.left_out)
    for day in route.days:
        stops = tuple(stop.code for stop in day.stops)
        assert day.minutes == length(times, stops, rules.visit_minutes) <= rules.day_minutes
        assert day.priority == pytest.approx(sum(priorities[code] for code in stops))
    assert route.priority == pytest.approx(sum(priorities[code] for code in visited))


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    towns=st.integers(0, 9),
    days=st.integers(0, 4),
    hours=st.integers(1, 10),
    visit=st.integers(15, 120),
)
def test_whatever_is_asked_hours_are_kept_and_no_town_is_visited_twice(
    seed: int, towns: int, days: int, hours: int, visit: int
) -> None:
    times, priorities = somewhere(seed, towns)
    rules = VisitRules(days, hours * 60, visit)
    check(visits.route(times, OFFICE, priorities, rules), times, priorities, rules)


@pytest.mark.parametrize("seed", range(6))
def test_small_instances_are_solved_to_the_exact_optimum_and_say_so(seed: int) -> None:
    times, priorities = somewhere(seed, 7)
    rules = VisitRules(days=1 + seed % 3, day_minutes=420, visit_minutes=45)
    found = visits.route(times, OFFICE, priorities, rules)
    assert found.is_proved
    assert found.priority == pytest.approx(exact(times, priorities, rules))


@pytest.mark.parametrize("seed", range(6))
def test_the_search_for_large_instances_comes_within_3_percent_of_the_optimum_on_small_ones(
    seed: int,
) -> None:
    times, priorities = somewhere(seed + 50, 7)
    rules = VisitRules(days=1 + seed % 3, day_minutes=420, visit_minutes=45)
    found = visits.route(times, OFFICE, priorities, rules, most_labels=0)
    check(found, times, priorities, rules)
    assert found.priority >= 0.97 * exact(times, priorities, rules)


def test_the_search_for_large_instances_keeps_hours_and_repeats_itself() -> None:
    times, priorities = somewhere(3, 24)
    rules = VisitRules(days=3)
    first = visits.route(times, OFFICE, priorities, rules, most_labels=0)
    check(first, times, priorities, rules)
    assert first == visits.route(times, OFFICE, dict(reversed(priorities.items())), rules, most_labels=0)


def test_a_town_that_no_day_reaches_and_one_for_which_no_day_is_left_are_told_apart() -> None:
    codes = (OFFICE, "01001", "01002", "01003")
    minutes = np.array([[0, 200, 220, 400], [200, 0, 300, 300], [220, 300, 0, 300], [400, 300, 300, 0.0]])
    times = Times(codes, minutes, frozenset())
    found = visits.route(times, OFFICE, {"01001": 0.4, "01002": 0.9, "01003": 1.0}, VisitRules(1, 520, 60))
    assert [stop.code for stop in found.days[0].stops] == ["01002"]
    assert found.left_out == {"01001": "full", "01003": "far"}


def test_of_days_with_the_same_towns_the_shorter_ones_are_taken() -> None:
    times, priorities = somewhere(11, 6, width_minutes=60)
    rules = VisitRules(days=3, day_minutes=465, visit_minutes=60)
    found = visits.route(times, OFFICE, priorities, rules)
    assert not found.left_out
    one_day_each = sum(length(times, (code,), 60) for code in priorities)
    assert sum(day.minutes for day in found.days) < one_day_each
    for day in found.days:
        stops = tuple(stop.code for stop in day.stops)
        assert day.minutes == min(length(times, order, 60) for order in itertools.permutations(stops))


def test_forty_towns_are_chosen_from_with_proof_in_little_time() -> None:
    times, priorities = somewhere(5, 40, width_minutes=330)
    began = time.process_time()
    found = visits.route(times, OFFICE, priorities, VisitRules(3))
    assert time.process_time() - began < 8, "half a second on a quiet machine; 25 before"
    check(found, times, priorities, VisitRules(3))
    assert found.is_proved
    dense, wanted = somewhere(6, 16, width_minutes=60)
    assert visits.route(dense, OFFICE, wanted, VisitRules(2)).is_proved, (
        "tens of thousands of ways to fill a day"
    )


def test_rules_that_no_day_can_follow_are_refused() -> None:
    times, priorities = somewhere(1, 3)
    with pytest.raises(ValueError, match="positive"):
        visits.route(times, OFFICE, priorities, VisitRules(1, 0))
