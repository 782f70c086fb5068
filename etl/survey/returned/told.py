"""Answers that a municipality told by word of mouth before a return of it came, from the record of corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from etl import corrections as records
from etl.corrections import Correction, CorrectionOutcome
from etl.japanese_date import day_label
from etl.survey.answers.as_text import answer_of_text, says, text_of_answer
from etl.survey.answers.model import Answer
from etl.survey.form.naming import name_of, question_named
from etl.survey.form.questions import Form, Question
from etl.survey.returned.corrected import LoadedReturn
from etl.survey.returned.reading import cells_of
from etl.survey.returned.succession import answers_of
from etl.survey.returned.warehouse_rows import AnswerRow


@dataclass
class ToldAnswers:
    """`rows`: what was told, each until a return came, it was told anew, or it was withdrawn. `outcomes`: by row_id."""

    rows: list[AnswerRow] = field(default_factory=list)
    outcomes: dict[str, CorrectionOutcome] = field(default_factory=dict)


@dataclass(frozen=True)
class _Span:
    """What was known of one question from a day on, and the row of the record that says so (None: nothing)."""

    known_on: date
    answer: Answer
    row: Correction | None


def follow_told(
    code: str, own: Sequence[Correction], form: Form, until: date, first: LoadedReturn | None = None
) -> ToldAnswers:
    """What one municipality told of one round, as known up to a day.

    first: the return that came first and takes the place of what was told; rows of its day and later are corrections
    of it, as are those that name an old value which nobody had told. Of these nothing is returned.
    """
    found = ToldAnswers()
    by_question: dict[str, list[tuple[Correction, Question]]] = {}
    for one in own:
        if first is not None and (one.corrected_on is None or one.corrected_on >= first.received_on):
            continue
        question, problem = question_named(form, one.item)
        problem = records.invalid(one) or problem or records.wrong_kind(one, is_synthetic=False)
        item = (one.item, one.item) if question is None else (question.id, name_of(question, form))
        if question is not None and not problem:
            by_question.setdefault(question.id, []).append((one, question))
        if question is None or problem:
            found.outcomes[one.row_id] = CorrectionOutcome(problem, *item)
    for rows in by_question.values():
        _follow_question(code, rows, form, until, first, found)
    return found


def _follow_question(
    code: str,
    rows: Sequence[tuple[Correction, Question]],
    form: Form,
    until: date,
    first: LoadedReturn | None,
    found: ToldAnswers,
) -> None:
    question = rows[0][1]
    days = {day for one, _ in rows for day in (one.corrected_on, one.withdrawn_on) if day is not None}
    spans: list[_Span] = []
    for day in sorted(day for day in days if day <= until):
        answer, last = Answer(question.id, "blank"), None
        for one, _ in rows:
            if not one.holds_on(day):
                continue
            problem, new = _read(question, one, answer, form.as_of)
            if problem and first is not None:
                found.outcomes.pop(one.row_id, None)
                continue
            found.outcomes[one.row_id] = CorrectionOutcome(problem, question.id, name_of(question, form))
            if not problem:
                answer, last = new, one
        if not spans or (spans[-1].answer, spans[-1].row) != (answer, last):
            spans.append(_Span(day, answer, last))
    for one, _ in rows:
        if one.withdrawn_on is not None or (one.corrected_on is not None and one.corrected_on > until):
            found.outcomes.setdefault(one.row_id, CorrectionOutcome("", question.id, name_of(question, form)))
    end = "" if first is None else first.received_on.isoformat()
    for place, span in enumerate(spans):
        following = spans[place + 1].known_on.isoformat() if place + 1 < len(spans) else end
        if span.row is not None and span.known_on.isoformat() != following:
            found.rows += _rows(code, form.fiscal_year, span, following)
    newest = spans[-1] if spans else None
    if first is not None and newest is not None and newest.row is not None:
        now = answers_of(first.counting.understood).get(question.id, Answer(question.id, "blank"))
        if not says(question, newest.row.after, now, form.as_of):
            outcome = found.outcomes[newest.row.row_id]
            message = _differs(first.received_on, text_of_answer(question, now))
            found.outcomes[newest.row.row_id] = replace(outcome, problem=message)


def _read(question: Question, one: Correction, before: Answer, today: date) -> tuple[str, Answer]:
    """Why a row does not hold ("": it does), and what it says."""
    new = answer_of_text(question, one.ref, today)
    if not says(question, one.before, before, today):
        return records.stale_message(one.before, text_of_answer(question, before)), new
    if new.state == "unreadable":
        told = " ".join(finding.message for finding in new.findings)
        return f"聞いた値「{one.after}」は、この設問の答えとして読めません。{told}", new
    return "", new


def _differs(day: date, text: str) -> str:
    return (
        f"この連絡のあと{day_label(day)}に受け取った調査票では「{text}」です。"
        "どちらが正しいか市町村に確かめ、必要なら訂正してください。"
    )


def _rows(code: str, fiscal_year: int, span: _Span, until: str) -> list[AnswerRow]:
    assert span.row is not None
    return [
        AnswerRow(
            "",
            code,
            fiscal_year,
            *cell,
            file_id=span.row.file_id,
            known_on=span.known_on.isoformat(),
            until=until,
        )
        for cell in cells_of(span.answer)
    ]
