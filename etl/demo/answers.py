"""A town's answers to a form in canonical form, complete and without contradictions.

A question of the two forms has an answerer of its own, found by its id (or by the id of its group); any other is
answered at random by its kind, so that a question added to a form needs no code here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from etl import fiscal_year
from etl.demo import barriers, standing, words
from etl.demo.situation import Situation
from etl.readers import vocabulary
from etl.survey.form.questions import UNDECIDED, PlainAnswer, Question, applies

Answers = dict[str, PlainAnswer]
Answerer = Callable[[Situation, Question, Mapping[str, PlainAnswer]], PlainAnswer | None]

# How likely a wish is kept as it was in the round before; what a barrier adds, what support received takes away.
SAME_WISH, WISH_BY_BARRIER, WISH_MET = 0.8, 0.15, 0.15
PLAN_OF_STATE = {"preparing": ("in_progress", "planned"), "planned": ("planned", "in_progress")}


def answer_form(situation: Situation) -> Answers:
    """Answers to all questions that apply, in the order of the form; optional ones may be missing."""
    answers: Answers = {}
    for question in situation.form.questions:
        if applies(question, answers) is not True:
            continue
        answerer = ANSWERERS.get(question.group_id or question.id, _by_kind)
        answer = _offered(question, answerer(situation, question, answers))
        if answer is None and question.required:
            answer = _by_kind(situation, question, answers)
        if answer is not None:
            answers[question.id] = answer
    return answers


def _offered(question: Question, answer: PlainAnswer | None) -> PlainAnswer | None:
    """The answer as far as the form offers it; None where nothing of it is left."""
    if question.kind == "single":
        return answer if isinstance(answer, str) and question.option(answer) else None
    if isinstance(answer, tuple):
        return tuple(code for code in answer if question.option(code)) or None
    return answer


def _status(situation: Situation, _: Question, __: Mapping[str, PlainAnswer]) -> PlainAnswer:
    return situation.state.status


def _start_year(situation: Situation, _: Question, __: Mapping[str, PlainAnswer]) -> PlainAnswer:
    return situation.state.start or UNDECIDED


def _implementation_plan(situation: Situation, _: Question, __: Mapping[str, PlainAnswer]) -> PlainAnswer:
    state, rng = situation.state, situation.rng("implementation_plan")
    if state.status == "implementing":
        is_new = state.start is not None and state.start >= situation.year
        return "in_progress" if is_new and rng.random() < 0.3 else "made"
    usual, other = PLAN_OF_STATE.get(state.status, ("planned", "none"))
    return usual if rng.random() < 0.65 else other


def _barriers(situation: Situation, _: Question, __: Mapping[str, PlainAnswer]) -> PlainAnswer:
    town, stage, year, seed = situation.town, situation.state.status, situation.year, situation.seed
    before = situation.was("barriers")
    if not isinstance(before, tuple):
        return barriers.first_barriers(town, stage, year, seed)
    return barriers.next_barriers(situation.world, town, stage, before, situation.attended_since, year, seed)


def _barriers_top(
    situation: Situation, question: Question, answers: Mapping[str, PlainAnswer]
) -> PlainAnswer:
    stated = answers["barriers"]
    assert isinstance(stated, tuple)
    return barriers.ranked(situation.town, stated, question.ranks, situation.seed)


def _support_wanted(
    situation: Situation, question: Question, answers: Mapping[str, PlainAnswer]
) -> PlainAnswer:
    """Shares as in the national survey where it has them: none at all, else each kind among the rest."""
    column = "implementing" if situation.state.status == "implementing" else "others"
    rows = {row["code"]: row for row in vocabulary.rows("demo_support")}
    at_all = float(rows["any"][column])
    if _lasting_chance(situation, "any") >= at_all:
        return ("none",)
    barriers = answers.get("barriers", ())
    codes = []
    for option in question.options:
        if option.code not in rows:
            continue
        row = rows[option.code]
        chance = float(row[column]) / at_all
        chance += WISH_BY_BARRIER * (isinstance(barriers, tuple) and row["barrier"] in barriers)
        chance -= WISH_MET * (option.code in situation.attended_since)
        if _lasting_chance(situation, option.code) < chance:
            codes.append(option.code)
    return tuple(codes) or ("handbook",)


def _lasting_chance(situation: Situation, wish: str) -> float:
    """A draw of the town that is mostly the same in all rounds."""
    anew = situation.before is not None and situation.rng("anew", wish).random() > SAME_WISH
    return (situation.rng if anew else situation.lasting)("wish", wish).random()


def _participation(situation: Situation, question: Question, _: Mapping[str, PlainAnswer]) -> PlainAnswer:
    used = set(situation.attended)
    if situation.was("handbook_use") in ("used", "read"):
        used.add("handbook")
    return tuple(option.code for option in question.options if option.code in used) or ("none",)


def _handbook_use(situation: Situation, _: Question, __: Mapping[str, PlainAnswer]) -> PlainAnswer:
    is_reader = bool(situation.attended) or situation.state.status != "no_plan"
    chance = situation.lasting("handbook").random()
    if chance < (0.35 if is_reader else 0.1):
        return "used"
    return "read" if chance < (0.8 if is_reader else 0.5) else "not_read"


def _meeting_date(situation: Situation, _: Question, __: Mapping[str, PlainAnswer]) -> PlainAnswer | None:
    rng = situation.rng("meeting_date")
    first = max(fiscal_year.start_date(situation.year), date(situation.year, 5, 8))
    day = first + timedelta(days=rng.randrange((situation.form.as_of - first).days))
    day -= timedelta(days=max(0, day.weekday() - 4))
    return day if rng.random() < 0.9 else None


def _by_kind(situation: Situation, question: Question, _: Mapping[str, PlainAnswer]) -> PlainAnswer | None:
    rng = situation.rng("any", question.id)
    codes = [option.code for option in question.options if not option.exclusive]
    if question.kind == "single":
        return rng.choice(codes)
    if question.kind == "multiple":
        chosen = rng.sample(codes, min(2, len(codes)))
        return tuple(code for code in codes if code in chosen)
    if question.kind == "ranked":
        return tuple(rng.sample(codes, min(question.ranks, len(codes))))
    if question.kind == "integer":
        return rng.randint(question.minimum, min(question.maximum, question.minimum + 5))
    if question.kind == "fiscal_year":
        return min(max(situation.year + 1, question.minimum), question.maximum)
    if question.kind == "date":
        return situation.form.as_of
    if question.kind == "contact":
        return words.contact(situation)
    return "特になし" if question.required else None


ANSWERERS: dict[str, Answerer] = {
    "status": _status,
    "start_year": _start_year,
    "implementation_plan": _implementation_plan,
    "barriers": _barriers,
    "barriers_top": _barriers_top,
    "barriers_other": words.other_text,
    "meeting_internal": standing.meeting,
    "meeting_internal_date": _meeting_date,
    "meeting_support": standing.meeting,
    "staff_full_time": standing.staff,
    "staff_concurrent": standing.staff,
    "function": standing.function,
    "support_wanted": _support_wanted,
    "support_wanted_other": words.other_text,
    "participation": _participation,
    "handbook_use": _handbook_use,
    "comments": words.comment,
    "contact": lambda situation, _, __: words.contact(situation),
}
