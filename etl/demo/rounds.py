"""One fictional round: what each town answers, and how its return comes in: when, under what name, in what state."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from etl.demo import words
from etl.demo.answers import answer_form
from etl.demo.defects import DEFECTS, RESUBMITTED, Cells, FilledReturn
from etl.demo.draw import shuffled, stream, working_days
from etl.demo.situation import Situation
from etl.demo.states import State
from etl.demo.world import DemoTown
from etl.fiscal_year import short_label
from etl.readers import vocabulary
from etl.readers.grid import CellRef, text_of_value
from etl.survey import issue
from etl.survey.answers.reading import canonical, read_answer
from etl.survey.form.entries import entries_of
from etl.survey.form.questions import Form, PlainAnswer
from etl.survey.sheet.layout import Layout, make_layout

# Towns that never answer and towns that answer after the deadline: in the first round, in the later ones.
MISSING, LATE = (0, 9), (5, 6)
DAYS_TO_ANSWER, DAYS_LATE = 4, 12
# A town without a plan is this many times as likely as another to be late or missing.
SLOW_WITHOUT_PLAN = 3.0
KEEPS_THE_NAME = 0.85
MISTAKEN = State("no_plan")


@dataclass(frozen=True)
class PlannedReturn:
    """One workbook that comes back. `defect`: code of what is planted in it; `wrong`: the cells that differ."""

    town: DemoTown
    file_name: str
    received_on: date
    cells: Cells
    defect: str = ""
    wrong: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RoundPlan:
    """`answers`: what each town means, of those that answer and of those that do not (`missing`)."""

    form: Form
    states: Mapping[str, State]
    answers: Mapping[str, Mapping[str, PlainAnswer]]
    returns: tuple[PlannedReturn, ...]
    missing: tuple[str, ...]
    late: tuple[str, ...]

    @property
    def answers_on_file(self) -> dict[str, dict[str, PlainAnswer]]:
        """`answers` as the next form shows them: of what a defect spoils in the return that counts, what is read of it."""
        counts = {item.town.code: item for item in self.returns}
        return {
            code: _answers_on_file(self.form, said, counts[code]) if code in counts else dict(said)
            for code, said in self.answers.items()
        }


def plan_round(situations: Sequence[Situation]) -> RoundPlan:
    """The round of the towns whose situations these are (of one form), in the order of the towns."""
    form, seed = situations[0].form, situations[0].seed
    is_first = situations[0].before is None
    layout = make_layout(form)
    slow = [situation.town.code for situation in _slowest_first(situations) if not situation.town.is_known]
    missing, rest = slow[: MISSING[not is_first]], slow[MISSING[not is_first] :]
    late = rest[: LATE[not is_first]]
    answers = {situation.town.code: answer_form(situation) for situation in situations}
    filled = {
        situation.town.code: FilledReturn(
            situation,
            answers[situation.town.code],
            _cells(situation, layout, answers[situation.town.code]),
            situation.rng("defect"),
        )
        for situation in situations
        if situation.town.code not in missing
    }
    planted = _plant(filled, frozenset(late), form, seed)
    returns: list[PlannedReturn] = []
    for code, situation in filled.items():
        defect, cells = planted.get(code, ("", situation.cells))
        returns += _returns(situation, layout, defect, cells, is_late=code in late)
    returns.sort(key=lambda item: (item.received_on, item.town.code))
    states = {situation.town.code: situation.state for situation in situations}
    return RoundPlan(form, states, answers, tuple(returns), tuple(missing), tuple(late))


def _answers_on_file(
    form: Form, answers: Mapping[str, PlainAnswer], item: PlannedReturn
) -> dict[str, PlainAnswer]:
    """The answers of a return; those whose cells a defect has changed as they are read."""
    spoiled = {question_id for question_id, _ in item.wrong}
    on_file = {question_id: answer for question_id, answer in answers.items() if question_id not in spoiled}
    for question in (form.by_id[question_id] for question_id in sorted(spoiled)):
        cells = [
            (slot, CellRef("", "", entry, text_of_value(entry)))
            for (owner, slot), entry in item.cells.items()
            if owner == question.id
        ]
        answer = canonical(question, read_answer(question, cells, form.as_of))
        if answer is not None:
            on_file[question.id] = answer
    return on_file


def _slowest_first(situations: Sequence[Situation]) -> list[Situation]:
    def slowness(situation: Situation) -> float:
        weight = SLOW_WITHOUT_PLAN if situation.state.status == "no_plan" else 1.0
        return -float(situation.rng("slow").random() ** (1 / weight))

    return sorted(situations, key=slowness)


def _cells(situation: Situation, layout: Layout, answers: Mapping[str, PlainAnswer]) -> Cells:
    cells: Cells = {}
    for question in situation.form.questions:
        if question.id in answers:
            cells |= entries_of(question, answers[question.id])
    return cells | words.reasons(situation, layout, answers)


def _plant(
    filled: Mapping[str, FilledReturn], late: frozenset[str], form: Form, seed: int
) -> dict[str, tuple[str, Cells]]:
    """Municipality code → the defect of its return and the cells with it."""
    planted: dict[str, tuple[str, Cells]] = {}
    column = short_label(form.fiscal_year).lower()
    free = [code for code, one in filled.items() if not one.situation.town.is_known and code not in late]
    for row in vocabulary.rows("demo_defects"):
        remaining = int(row.get(column) or 0)
        for code in shuffled(stream(seed, "defect", row["code"], form.fiscal_year), free):
            if not remaining:
                break
            cells = None if code in planted else _with_defect(row["code"], filled[code])
            if cells is not None:
                planted[code] = (row["code"], cells)
                remaining -= 1
    return planted


def _with_defect(defect: str, filled: FilledReturn) -> Cells | None:
    if defect == RESUBMITTED:
        return filled.cells if filled.situation.state.status == "undecided" else None
    return DEFECTS[defect](filled)


def _returns(
    filled: FilledReturn, layout: Layout, defect: str, cells: Cells, *, is_late: bool
) -> list[PlannedReturn]:
    """The return of a town, or the two of one that sends it again."""
    situation = filled.situation
    form, town, rng = situation.form, situation.town, situation.rng("received")
    name = _file_name(situation, rng)
    if defect == RESUBMITTED:
        mistaken = replace(situation, state=MISTAKEN)
        first = _cells(mistaken, layout, answer_form(mistaken))
        days = working_days(form.issued_on, form.deadline)
        early, later = days[len(days) // 2], days[-1]
        wrong = (("status", ""),)
        return [
            PlannedReturn(town, name, early, first, defect, wrong),
            PlannedReturn(town, f"【差替】{name}", later, cells),
        ]
    touched = {key for key in {*cells, *filled.cells} if cells.get(key) != filled.cells.get(key)}
    day = _received_on(form, rng, is_late=is_late)
    return [PlannedReturn(town, name, day, cells, defect, tuple(sorted(touched)))]


def _received_on(form: Form, rng: random.Random, *, is_late: bool) -> date:
    """Most come in during the last days before the deadline."""
    if is_late:
        first = form.deadline + timedelta(days=1)
        return rng.choice(working_days(first, first + timedelta(days=DAYS_LATE - 1)))
    days = working_days(form.issued_on + timedelta(days=DAYS_TO_ANSWER), form.deadline)
    return rng.choices(days, [place + 1 for place in range(len(days))])[0]


def _file_name(situation: Situation, rng: random.Random) -> str:
    """As issued, or as people rename files."""
    name = issue.file_name(situation.form, situation.town.name)
    if rng.random() < KEEPS_THE_NAME:
        return name
    area = situation.world.areas[situation.town.subprefecture_code].short_name
    town, year = situation.town.name.name, short_label(situation.year)
    return rng.choice(
        (
            f"【回答】{name}",
            f"【{town}】重層調査票.xlsx",
            f"{area}_{town}_{year}調査票回答.xlsx",
            f"{town}.xlsx",
        )
    )
