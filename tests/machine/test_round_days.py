"""The order of the acts of a round: whatever is entered, in whatever order, no act stands before what it follows."""

from datetime import date, timedelta
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from machine import round_days
from machine.round_days import FOLLOWS, NAMES, Act, ActDays, DayProblem

TODAY = date(2027, 2, 1)
ACTS: tuple[Act, ...] = get_args(Act)
DAYS = st.integers(-3, 40).map(lambda ahead: TODAY - timedelta(ahead))


def judged(act: Act, day: date, entered: list[tuple[Act, date]]) -> DayProblem | None:
    known = {
        name: ActDays(min(days), max(days))
        for name in ACTS
        if (days := [when for kind, when in entered if kind == name])
    }
    return round_days.problem(
        act,
        "その日",
        day,
        known,
        fiscal_year=2026,
        year_label="令和8年度",
        today=TODAY,
        write=date.isoformat,
    )


@given(st.lists(st.tuples(st.sampled_from(ACTS), DAYS), max_size=14))
def test_what_is_taken_stands_in_the_order_of_the_acts(wishes: list[tuple[Act, date]]) -> None:
    entered: list[tuple[Act, date]] = []
    for act, day in wishes:
        problem = judged(act, day, entered)
        if problem is None:
            entered.append((act, day))
        else:
            assert problem.text.startswith(f"その日の{day.isoformat()}は、")
            assert problem.against or day > TODAY
    first = {act: min(day for name, day in entered if name == act) for act, _ in entered}
    for act, befores in FOLLOWS.items():
        for before in befores:
            # a return may come after its round was closed, and the first of all then comes after it too
            if act in first and before in first and (act, before) != ("closed", "received"):
                assert first[act] >= first[before]
    assert all(day <= TODAY for _, day in entered)


@given(st.permutations(ACTS), st.sets(DAYS, min_size=len(ACTS), max_size=len(ACTS)))
def test_acts_in_their_order_are_taken_in_whatever_order_they_are_entered(
    order: list[Act], days: set[date]
) -> None:
    past = sorted(min(day, TODAY) for day in days)
    true_days = dict(zip(ACTS, past, strict=True))
    entered: list[tuple[Act, date]] = []
    for act in order:
        assert judged(act, true_days[act], entered) is None
        entered.append((act, true_days[act]))


def test_each_act_that_another_follows_has_its_name() -> None:
    for act, befores in FOLLOWS.items():
        assert all((before, end) in NAMES for before, end in befores.items())
        assert act == "made" or (act, "first") in NAMES


def test_a_closing_follows_all_that_came_and_a_late_return_may_follow_it() -> None:
    came = [("received", TODAY - timedelta(9)), ("received", TODAY - timedelta(2))]
    refused = judged("closed", TODAY - timedelta(5), came)
    assert refused is not None
    assert "最後に受け取った調査票の受領日" in refused.text
    assert judged("received", TODAY, [*came, ("closed", TODAY - timedelta(1))]) is None
