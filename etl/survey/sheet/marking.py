"""Conditional colours of the 調査票: needed, not applicable, reason due, the same place given twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from etl.readers.grid import cell_name
from etl.survey.form.questions import Question
from etl.survey.sheet import formulas
from etl.survey.sheet.layout import ANSWER_COL, Layout


@dataclass(frozen=True)
class Marking:
    """A rule on a rectangle of cells. One that stops hides those after it."""

    first_row: int
    first_col: int
    last_row: int
    last_col: int
    formula: str
    style: str
    stops: bool = False


def markings(layout: Layout) -> tuple[Marking, ...]:
    """All rules in the order in which they count."""
    return tuple(marking for question in layout.form.questions for marking in _markings(layout, question))


def _markings(layout: Layout, question: Question) -> Iterator[Marking]:
    slots = layout.slots_of(question.id)
    rows = [line.row for line in layout.lines if line.question is question]
    last_col = len(layout.widths) - 1
    grey = formulas.not_applicable_condition(layout, question)
    if grey:
        yield Marking(rows[0], 0, rows[-1], last_col, f"={grey}", "if_not_applicable", stops=True)
    answer = (slots[0].row, ANSWER_COL, slots[-1].row, last_col if slots[0].is_wide else ANSWER_COL)
    if question.kind == "ranked":
        span = formulas.span(slots, ANSWER_COL)
        cell = cell_name(slots[0].row, ANSWER_COL)
        yield Marking(*answer, f'=AND({cell}<>"",COUNTIF({span},{cell})>1)', "if_twice", stops=True)
    if question.required:
        holds = formulas.applies_terms(layout, question)
        if question.kind == "contact":
            missing = f'${cell_name(slots[0].row, ANSWER_COL)}=""'
        else:
            missing = f"NOT({formulas.answered_condition(layout, question)})"
        yield Marking(*answer, f"=AND({','.join([*holds, missing])})", "if_needed")
    due, reason = formulas.reason_due_condition(layout, question), layout.reason_of(question.id)
    if due and reason:
        yield Marking(reason.row, reason.col, reason.row, reason.col, f"={due}", "if_reason_due")
