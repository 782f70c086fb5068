"""Canonical answers as they are written into cells and shown to people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from etl import fiscal_year
from etl.survey.form.questions import CHECK_MARK, UNDECIDED, UNDECIDED_LABEL, Form, PlainAnswer, Question

Entry = str | int | float | date
# What stands in the cell of (question id, slot); blank cells are left out.
Entries = Mapping[tuple[str, str], Entry]
# Last year's choices that no longer have a cell of their own stand beside the heading of the question.
OTHERS_SLOT = "others"


def entries_of(question: Question, answer: PlainAnswer) -> dict[tuple[str, str], Entry]:
    """The cells of one answer: 実施中, 令和5年度, ○ under an option, 3 (the unit is only shown)."""
    if question.kind == "multiple":
        return {(question.id, code): CHECK_MARK for code in _codes(answer) if question.option(code)}
    if question.kind == "ranked":
        chosen = (question.option(code) for code in _codes(answer))
        return {(question.id, str(rank)): option.label for rank, option in enumerate(chosen, 1) if option}
    if isinstance(answer, Mapping):
        return {(question.id, part): text for part, text in answer.items() if text and question.option(part)}
    entry = _single_entry(question, answer)
    return {} if entry == "" else {(question.id, ""): entry}


def text_of(question: Question, answer: PlainAnswer) -> str:
    """One answer in words: 「人材不足、その他」, 「3人」, 「令和5年度」."""
    if question.kind in ("multiple", "ranked"):
        found = {code: question.option(code) for code in _codes(answer)}
        return "、".join(option.label if option else code for code, option in found.items())
    if isinstance(answer, Mapping):
        return "　".join(answer.values())
    entry = _single_entry(question, answer)
    if isinstance(entry, date):
        return f"{entry.year}年{entry.month}月{entry.day}日"
    return f"{entry}{question.unit}"


def previous_entries(
    form: Form, previous_form: Form | None, answers: Mapping[str, PlainAnswer]
) -> dict[tuple[str, str], Entry]:
    """Last year's answers in this year's cells, by the ids and codes that this year's form takes over."""
    before = previous_form.by_id if previous_form else {}
    entries: dict[tuple[str, str], Entry] = {}
    for question in form.questions:
        previous = [
            (before.get(old, question), answers[old]) for old in question.previous_ids if old in answers
        ]
        if not previous:
            continue
        if question.kind in ("multiple", "ranked") and all(old.kind == question.kind for old, _ in previous):
            entries.update(_previous_choices(question, previous))
        elif len(question.previous_ids) == 1 and previous[0][0].kind == question.kind:
            entries.update(_previous_single(question, *previous[0]))
        else:
            slot = "" if question.slots == ("",) else OTHERS_SLOT
            entries[question.id, slot] = "／".join(text_of(old, answer) for old, answer in previous)
    return entries


def _previous_choices(
    question: Question, previous: list[tuple[Question, PlainAnswer]]
) -> dict[tuple[str, str], Entry]:
    codes: list[str] = []
    discontinued: list[str] = []
    for old, answer in previous:
        for code in _codes(answer):
            now = _code_now(question, code)
            if question.option(now):
                codes.append(now)
            else:
                option = old.option(code)
                discontinued.append(option.label if option else code)
    entries = entries_of(question, tuple(dict.fromkeys(codes)))
    if discontinued:
        entries[question.id, OTHERS_SLOT] = f"ほか：{'、'.join(discontinued)}"
    return entries


def _previous_single(question: Question, old: Question, answer: PlainAnswer) -> dict[tuple[str, str], Entry]:
    if question.kind != "single" or not isinstance(answer, str):
        return entries_of(question, answer)
    now = _code_now(question, answer)
    return entries_of(question, now) if question.option(now) else {(question.id, ""): text_of(old, answer)}


def _code_now(question: Question, code: str) -> str:
    """This year's code for an option of an earlier year."""
    return next((option.code for option in question.options if code in option.replaces), code)


def _single_entry(question: Question, answer: PlainAnswer) -> Entry:
    if isinstance(answer, (tuple, Mapping)):
        raise TypeError(f"{question.id} ({question.kind}) cannot hold {answer!r}")
    if question.kind == "single":
        option = question.option(str(answer))
        return option.label if option else str(answer)
    if question.kind == "fiscal_year":
        return UNDECIDED_LABEL if answer == UNDECIDED else fiscal_year.label(int(str(answer)))
    return answer


def _codes(answer: PlainAnswer) -> tuple[str, ...]:
    return answer if isinstance(answer, tuple) else (str(answer),)
