"""Planted defects: what people really write into a few of the returns, so that there is something to find.

How many of each, and what the reading should say, is listed in vocabulary/demo_defects.csv. A return carries one at
most. No town of which anything real is known carries one, and none changes what the status of a town is read as.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from etl.demo.situation import Situation
from etl.japanese_date import ERAS
from etl.survey.form.entries import Entry
from etl.survey.form.questions import CHECK_MARK, REASON_SLOT, PlainAnswer, applies

RESUBMITTED = "resubmitted"
REIWA, HEISEI = (next(era for era in ERAS if era.name == name) for name in ("令和", "平成"))
OTHER_MARKS = ("〇", "◯", "レ", "✓", "1")
DOUBTFUL_MARKS = ("△", "×")
STAFF = "staff_concurrent"
Cells = dict[tuple[str, str], Entry]


@dataclass(frozen=True)
class FilledReturn:
    """A return as it would be without the defect."""

    situation: Situation
    answers: Mapping[str, PlainAnswer]
    cells: Cells
    rng: random.Random


Defect = Callable[[FilledReturn], Cells | None]
"""The cells with the defect, or None where the return has no place for it."""


def unanswered(filled: FilledReturn) -> Cells | None:
    deciding = {c.question_id for q in filled.situation.form.questions for c in q.conditions}
    due = [
        question.id
        for question in filled.situation.form.questions
        if question.required
        and question.id not in deciding
        and question.kind in ("single", "integer", "multiple")
        and applies(question, filled.answers)
    ]
    return _without(filled, filled.rng.choice(due))


def other_mark(filled: FilledReturn) -> Cells | None:
    mark = filled.rng.choice(OTHER_MARKS)
    cells = {key: mark if entry == CHECK_MARK else entry for key, entry in filled.cells.items()}
    return cells if cells != filled.cells else None


def doubtful_mark(filled: FilledReturn) -> Cells | None:
    question = filled.situation.form.by_id.get("support_wanted")
    free = [
        (question.id, option.code)
        for option in (question.options if question else ())
        if question and not option.exclusive and option.code != "other"
    ]
    free = [key for key in free if key not in filled.cells]
    if not free or ("support_wanted", "none") in filled.cells:
        return None
    return filled.cells | {filled.rng.choice(free): filled.rng.choice(DOUBTFUL_MARKS)}


def synonym(filled: FilledReturn) -> Cells | None:
    question = filled.situation.form.by_id.get("barriers_top")
    first = _ranked(filled)[:1]
    option = question.option(first[0]) if question and first else None
    aliases = [alias for alias in option.aliases if alias != option.label] if option else []
    if not aliases:
        return None
    cells = filled.cells | {("barriers_top", "1"): filled.rng.choice(aliases)}
    if filled.answers["status"] == "undecided" and filled.rng.random() < 0.5:
        cells["status", ""] = "検討中"
    return cells


def joined(filled: FilledReturn) -> Cells | None:
    places = [("barriers_top", str(rank)) for rank, _ in enumerate(_ranked(filled), 1)]
    if len(places) < 2:
        return None
    texts = [str(filled.cells[place]) for place in places]
    rest = {key: entry for key, entry in filled.cells.items() if key not in places}
    return rest | {places[0]: "、".join(texts)}


def free_wording(filled: FilledReturn) -> Cells | None:
    if filled.rng.random() < 0.5 and _ranked(filled):
        return filled.cells | {("barriers_top", "1"): "職員の高齢化"}
    return filled.cells | {("meeting_support", ""): "必要に応じて開催"}


def number_range(filled: FilledReturn) -> Cells | None:
    persons = filled.answers.get(STAFF)
    if not isinstance(persons, int):
        return None
    return filled.cells | {(STAFF, ""): f"{persons}～{persons + 1}人"}


def number_words(filled: FilledReturn) -> Cells | None:
    persons = filled.answers.get(STAFF)
    if not isinstance(persons, int):
        return None
    wide = str(persons).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    written = filled.rng.choice((f"約{persons}人", f"{persons}人", wide, f"{wide}名"))
    return filled.cells | {(STAFF, ""): written}


def year_spelling(filled: FilledReturn) -> Cells | None:
    year = filled.answers.get("start_year")
    if not isinstance(year, int):
        return None
    reiwa = REIWA.number(year)
    spellings = (f"{year}年度", f"R{reiwa}", f"令和{reiwa}年4月", f"平成{HEISEI.number(year)}年度")
    return filled.cells | {("start_year", ""): filled.rng.choice(spellings)}


def year_range(filled: FilledReturn) -> Cells | None:
    year = filled.answers.get("start_year")
    if not isinstance(year, int):
        return None
    reiwa = REIWA.number(year)
    return filled.cells | {("start_year", ""): f"令和{reiwa}～{reiwa + 1}年度"}


def date_words(filled: FilledReturn) -> Cells | None:
    day = filled.answers.get("meeting_internal_date")
    if not isinstance(day, date):
        return None
    reiwa = REIWA.number(day.year)
    written = filled.rng.choice((f"R{reiwa}.{day.month}.{day.day}", f"{day.month}月頃"))
    return filled.cells | {("meeting_internal_date", ""): written}


def start_without_plan(filled: FilledReturn) -> Cells | None:
    if filled.answers["status"] != "no_plan" or "start_year" not in filled.situation.form.by_id:
        return None
    reiwa = REIWA.number(filled.situation.year + 3)
    return filled.cells | {("start_year", ""): f"令和{reiwa}年度"}


def none_with_barriers(filled: FilledReturn) -> Cells | None:
    stated = filled.answers.get("barriers")
    if not stated or stated == ("none",):
        return None
    return filled.cells | {("barriers", "none"): CHECK_MARK}


def same_rank(filled: FilledReturn) -> Cells | None:
    if len(_ranked(filled)) < 2:
        return None
    return filled.cells | {("barriers_top", "2"): filled.cells["barriers_top", "1"]}


def large_jump(filled: FilledReturn) -> Cells | None:
    before = filled.situation.was(STAFF)
    if not isinstance(before, int) or before < 2:
        return None
    return filled.cells | {(STAFF, ""): before * 10}


def reason_missing(filled: FilledReturn) -> Cells | None:
    cells = {key: entry for key, entry in filled.cells.items() if key[1] != REASON_SLOT}
    return cells if len(cells) < len(filled.cells) else None


DEFECTS: dict[str, Defect] = {
    "unanswered": unanswered,
    "other_mark": other_mark,
    "doubtful_mark": doubtful_mark,
    "synonym": synonym,
    "joined": joined,
    "free_wording": free_wording,
    "range": number_range,
    "number_words": number_words,
    "year_spelling": year_spelling,
    "year_range": year_range,
    "date_words": date_words,
    "start_without_plan": start_without_plan,
    "none_with_barriers": none_with_barriers,
    "same_rank": same_rank,
    "large_jump": large_jump,
    "reason_missing": reason_missing,
}


def _ranked(filled: FilledReturn) -> tuple[str, ...]:
    codes = filled.answers.get("barriers_top", ())
    return codes if isinstance(codes, tuple) else ()


def _without(filled: FilledReturn, question_id: str) -> Cells:
    return {key: entry for key, entry in filled.cells.items() if key[0] != question_id}
