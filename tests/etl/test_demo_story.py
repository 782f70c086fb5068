"""What the demo tells: never against a fact, and with everything in it that the pages are there to show."""

from collections import Counter
from pathlib import Path

import pytest

from etl import demo, fiscal_year
from etl.survey.form.questions import applies
from tests.etl.raw_copy import copy_raw

# FACTS.md: first fiscal year of those that implement; what single towns announced for later.
REAL_STARTS = {
    **dict.fromkeys(("01337", "01433", "01452", "01544"), 2021),
    **dict.fromkeys(("01204", "01631", "01642"), 2022),
    **dict.fromkeys(("01581", "01634", "01643"), 2023),
}
ANNOUNCED_STARTS = {"01641": 2024, "01236": 2025, "01213": 2025}
PREPARING_IN_R5 = "01662"


@pytest.fixture(scope="module")
def plan(real_raw: Path) -> demo.DemoPlan:
    return demo.plan_demo(real_raw)


def test_another_seed_tells_another_story_with_the_same_facts(real_raw: Path, plan: demo.DemoPlan) -> None:
    other = demo.plan_demo(real_raw, seed=7)
    assert other.rounds[0].answers != plan.rounds[0].answers
    assert Counter(s.status for s in other.rounds[0].states.values()) == Counter(
        s.status for s in plan.rounds[0].states.values()
    )


@pytest.mark.parametrize("seed", [1, 2, 3, 2023])
def test_what_is_really_known_is_never_contradicted(real_raw: Path, seed: int) -> None:
    r4, r5 = demo.plan_demo(real_raw, seed=seed).rounds
    for code, start in REAL_STARTS.items():
        assert (r4.states[code].status, r4.states[code].start) == (
            "implementing" if start <= 2022 else "planned",
            start,
        )
        assert (r5.states[code].status, r5.states[code].start) == ("implementing", start)
    for code, start in ANNOUNCED_STARTS.items():
        assert r5.states[code].status == "planned"
        assert r5.states[code].start == start
        assert r4.states[code].status in ("planned", "undecided")
        assert r4.states[code].start in (None, start)
    assert (r5.states[PREPARING_IN_R5].status, r5.states[PREPARING_IN_R5].start) == ("preparing", None)
    # The lists of those that implement in R4 and R5 are complete: nobody else does or begins in these years.
    for one in (r4, r5):
        others = [state for code, state in one.states.items() if code not in REAL_STARTS]
        assert all(state.status != "implementing" for state in others)
        assert all(state.start is None or state.start > 2023 for state in others)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_seed_meets_the_published_totals(real_raw: Path, seed: int) -> None:
    states = demo.plan_demo(real_raw, 2022, seed).rounds[0].states.values()
    assert Counter(state.status for state in states) == {
        "implementing": 7,
        "planned": 12,
        "undecided": 77,
        "no_plan": 83,
    }
    assert sum(state.start == 2023 for state in states) == 3


def test_answers_are_complete_and_ask_nothing_that_does_not_apply(plan: demo.DemoPlan) -> None:
    for one in plan.rounds:
        for answers in one.answers.values():
            for question in one.form.questions:
                due = applies(question, answers)
                assert due or question.id not in answers
                assert question.id in answers or not (due and question.required)


def test_towns_of_which_something_is_known_carry_no_defect_and_are_never_late(plan: demo.DemoPlan) -> None:
    known = {*REAL_STARTS, *ANNOUNCED_STARTS, PREPARING_IN_R5}
    for one in plan.rounds:
        assert not known & {item.town.code for item in one.returns if item.defect}
        assert not known & {*one.missing, *one.late}


def test_a_town_that_chose_wrongly_sends_its_answer_again(plan: demo.DemoPlan) -> None:
    for one in plan.rounds:
        again = [item.town.code for item in one.returns if item.defect == "resubmitted"]
        for code in again:
            first, second = (item for item in one.returns if item.town.code == code)
            assert first.received_on < second.received_on
            assert first.cells["status", ""] == "実施予定なし"
            assert second.cells["status", ""] == "実施予定・検討中（時期未定）"


def test_plans_are_kept_slip_and_are_withdrawn(plan: demo.DemoPlan) -> None:
    changes = Counter(state.change for state in plan.rounds[1].states.values())
    assert all(changes[fate] for fate in ("kept", "slipped", "slipped_to_undecided", "became_preparing"))
    assert changes["interested_after_support"]
    assert changes["cooled"]


def test_barriers_persist_or_are_cleared_with_and_without_support_in_between(plan: demo.DemoPlan) -> None:
    r4, r5 = plan.rounds
    seen: Counter[tuple[bool, bool]] = Counter()
    for code, before in r4.answers.items():
        attended = plan.activities.attended(code, r4.form.as_of, r5.form.as_of)
        now = r5.answers[code].get("barriers")
        stated = before.get("barriers")
        if not isinstance(stated, tuple) or not isinstance(now, tuple):
            continue
        for barrier in stated:
            helped = bool(attended & plan.world.measures_for.get(barrier, frozenset()))
            seen[helped, barrier in now] += 1
    assert all(seen[helped, again] >= 20 for helped in (True, False) for again in (True, False))
    cleared = {
        helped: seen[helped, False] / (seen[helped, True] + seen[helped, False]) for helped in (True, False)
    }
    assert cleared[True] > cleared[False]


def test_small_towns_state_the_shortage_of_staff_and_being_linked_already_more_often(
    plan: demo.DemoPlan,
) -> None:
    r4 = plan.rounds[0]

    def share(barrier: str, *sizes: str) -> float:
        asked = [
            answers["barriers"]
            for town in plan.world.towns
            if town.size_class in sizes and "barriers" in (answers := r4.answers[town.code])
        ]
        return sum(barrier in stated for stated in asked if isinstance(stated, tuple)) / len(asked)

    for barrier in ("staff_shortage", "linked_already"):
        assert share(barrier, "under_5k", "5k_10k") > share(barrier, "30k_100k", "over_100k")
    assert share("internal_consensus", "under_5k") < share("internal_consensus", "30k_100k", "over_100k")


def test_taking_part_in_answers_agrees_with_the_lists_of_attendance(plan: demo.DemoPlan) -> None:
    for one in plan.rounds:
        for code, answers in one.answers.items():
            attended = set(plan.activities.attended(code, None, one.form.as_of))
            stated = answers["participation"]
            assert isinstance(stated, tuple)
            assert set(stated) - {"none", "handbook"} == attended


def test_activities_are_on_working_days_and_some_towns_never_come(plan: demo.DemoPlan) -> None:
    events = plan.activities.events
    assert all(event.held_on.weekday() < 5 for event in events)
    assert {fiscal_year.of_date(event.held_on) for event in events} == {2021, 2022, 2023}
    assert len({event.id for event in events}) == len(events)
    training = {fiscal_year.of_date(event.held_on) for event in events if event.measure == "training"}
    assert training == {2022, 2023}
    handbook = [event for event in events if event.measure == "handbook"]
    assert [fiscal_year.of_date(event.held_on) for event in handbook] == [2021]
    came = {one.code for one in plan.activities.attendances}
    assert 100 < len(came) < 175


def test_a_question_added_to_a_form_is_answered_without_code(tmp_path: Path) -> None:
    raw = copy_raw(tmp_path / "raw")
    form = raw / "survey" / "R5" / "form.toml"
    added = """
[[question]]
section = "９　追加"
id = "new_number"
kind = "integer"
wording = "相談の件数"
required = true

[[question]]
id = "new_choice"
kind = "multiple"
wording = "相談の方法"
required = true
options = [{ code = "a", label = "窓口" }, { code = "b", label = "訪問" }]
"""
    form.write_text(form.read_text(encoding="utf-8") + added, encoding="utf-8")
    answers = demo.plan_demo(raw).rounds[1].answers
    assert all(isinstance(one["new_number"], int) and one["new_choice"] for one in answers.values())


@pytest.mark.parametrize("year", [2021, 2024])
def test_a_year_without_a_round_is_refused(real_raw: Path, year: int) -> None:
    with pytest.raises(demo.DemoRefusedError, match="令和4年度から令和5年度まで"):
        demo.plan_demo(real_raw, year)
