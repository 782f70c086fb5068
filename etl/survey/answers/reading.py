"""How one answer is understood: the cells of a question → its state and values, and what to ask back.

Nothing near is taken: what is not exactly understood is reported with its cell and, where something comes
near, with proposals.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date

from etl.readers.grid import CellRef
from etl.survey.answers import plain, readability, words
from etl.survey.answers.choices import read_multiple, read_single
from etl.survey.answers.model import Answer, AnswerReading, AnswerValue, Cells, State, quoted, remark
from etl.survey.answers.numbers import read_integer
from etl.survey.answers.ranks import read_ranked
from etl.survey.form.questions import REASON_SLOT, UNDECIDED, Form, PlainAnswer, Question

NOTHING_WRITTEN = AnswerReading("blank")

__all__ = [
    "Answer",
    "AnswerValue",
    "Cells",
    "PlainAnswer",
    "State",
    "canonical",
    "read_answer",
    "read_answers",
]


def read_answers(
    form: Form, cells: Mapping[str, Cells], unread: Container[str] = frozenset()
) -> dict[str, Answer]:
    """Every question of the form, in its order, from its cells (question id → cells); without cells it is blank.

    `unread`: questions whose cells are in doubt, for reasons found elsewhere; they are unreadable.
    """
    return {
        question.id: _doubted(question, cells.get(question.id, ()))
        if question.id in unread
        else read_answer(question, cells.get(question.id, ()), today=form.as_of)
        for question in form.questions
    }


def read_answer(question: Question, cells: Cells, today: date | None = None) -> Answer:
    """One question from its cells. `today` gives 来年度 a meaning. Raises ValueError for an unknown slot.

    Slots: "" for text (also for several options in one cell); an option code for a mark cell (of a ranked
    question: for its rank); a rank; a part of the contact; REASON_SLOT.
    """
    filled: list[tuple[str, CellRef]] = []
    reason: CellRef | None = None
    is_filled = False
    for slot, ref in cells:
        if slot not in question.places:
            raise ValueError(f"{question.id} has no slot {slot!r}")
        if slot != REASON_SLOT:
            filled.append((slot, ref))
            is_filled = is_filled or ref.text != ""
        elif reason is None:
            reason = ref
    reading = _read_by_kind(question, filled, today) if is_filled else NOTHING_WRITTEN
    if not is_filled:
        findings = []
    elif reading.state == "unreadable":
        findings = [finding for finding in reading.findings if not readability.is_remark(finding)]
    else:
        joined = {finding.cell for finding in reading.findings if finding.rule == "L1-07"}
        findings = [
            *reading.findings,
            *(
                finding
                for finding in readability.remarks(question, [ref for _, ref in filled])
                if finding.rule != "L1-06" or finding.cell not in joined
            ),
        ]
    return Answer(
        question_id=question.id,
        state=reading.state,
        values=reading.values,
        findings=readability.one_per_rule(findings),
        cells=tuple(ref for _, ref in filled),
        reason="" if reason is None or words.is_blank(reason.text) else reason.text.strip(),
        reason_cell=reason,
    )


def canonical(question: Question, answer: Answer) -> PlainAnswer | None:
    """The answer as it is stored, issued and compared (questions.Answer); None where there is none."""
    if answer.state == "undecided" and question.kind == "fiscal_year":
        return UNDECIDED
    if answer.state != "answered":
        return None
    first = answer.values[0].value
    if question.kind == "single":
        return answer.values[0].option_code
    if question.kind in ("multiple", "ranked"):
        return answer.codes
    if question.kind in ("integer", "fiscal_year"):
        return int(first)
    if question.kind == "date":
        return date.fromisoformat(first)
    if question.kind == "contact":
        return {value.option_code: value.value for value in answer.values}
    return "\n".join(value.value for value in answer.values)


def _doubted(question: Question, cells: Cells) -> Answer:
    own = tuple(ref for slot, ref in cells if slot != REASON_SLOT)
    return Answer(question.id, "unreadable", cells=own)


def _read_by_kind(question: Question, cells: Cells, today: date | None) -> AnswerReading:
    if question.kind == "single":
        return read_single(question, cells)
    if question.kind == "multiple":
        return read_multiple(question, cells)
    if question.kind == "ranked":
        return read_ranked(question, cells)
    if question.kind == "free_text":
        return plain.read_free_text(question, cells)
    if question.kind == "contact":
        return plain.read_contact(question, cells)
    return _one_value(question, [_read_value(question, ref, today) for _, ref in cells])


def _read_value(question: Question, ref: CellRef, today: date | None) -> AnswerReading:
    if question.kind == "integer":
        return read_integer(question, ref)
    if question.kind == "fiscal_year":
        return plain.read_fiscal_year(question, ref, today)
    return plain.read_date(question, ref, today)


def _one_value(question: Question, readings: list[AnswerReading]) -> AnswerReading:
    """Usually one cell. Of several filled ones all must say the same."""
    filled = [reading for reading in readings if reading.state != "blank" or reading.findings]
    if not filled:
        return NOTHING_WRITTEN
    said = {(reading.state, tuple(value.value for value in reading.values)) for reading in filled}
    if len(said) == 1:
        return filled[0]
    findings = tuple(finding for reading in filled for finding in reading.findings)
    refs = [value.ref for reading in filled for value in reading.values]
    if not refs:
        return AnswerReading("unreadable", findings=findings)
    texts = quoted([ref.text for ref in refs])
    message = f"同じ設問に{texts}と違う答えがあります。正しいものだけを残してください。"
    return AnswerReading(
        "unreadable", findings=(*findings, remark(question, refs[-1], "error", "ANSWER-SEVERAL", message))
    )
