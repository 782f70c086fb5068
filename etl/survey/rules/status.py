"""Contradictions around the state of the programme: with the start year, the barriers, and last year.

The questions are found by what they are (options from the code lists status and barrier, a fiscal year that
depends on the status), not by their ids.
"""

from __future__ import annotations

from collections.abc import Iterator

from etl import fiscal_year
from etl.findings import Finding
from etl.readers import vocabulary
from etl.survey.form.questions import UNDECIDED, Question
from etl.survey.rules.view import ReturnView

IMPLEMENTING, PREPARING, PLANNED, ENDED = "implementing", "preparing", "planned", "ended"
CHECK_BOTH = "どちらが正しいか確かめてください。"


def check_status(seen: ReturnView) -> Iterator[Finding]:
    """Findings on the status and what must agree with it."""
    status = next((q for q in seen.form.questions if q.kind == "single" and q.vocabulary == "status"), None)
    if status is None or status.id not in seen.answers:
        return
    code = seen.plain.get(status.id)
    if not isinstance(code, str):
        return
    start = _start_question(seen, status)
    if start is not None:
        yield from _start_year(seen, status, start, code)
    yield from _barriers(seen, status, code)
    yield from _since_last_year(seen, status, start, code)


def _start_question(seen: ReturnView, status: Question) -> Question | None:
    return next(
        (
            question
            for question in seen.form.questions
            if question.kind == "fiscal_year"
            and question.id in seen.answers
            and any(condition.question_id == status.id for condition in question.conditions)
        ),
        None,
    )


def _start_year(seen: ReturnView, status: Question, start: Question, code: str) -> Iterator[Finding]:
    year = seen.plain.get(start.id)
    said = f"{seen.name(status)}は「{seen.text(status.id)}」"
    if year == UNDECIDED:
        if code in (IMPLEMENTING, PLANNED):
            message = f"{said}ですが、{seen.name(start)}が未定です。{CHECK_BOTH}"
            yield seen.finding("warning", "START-UNDECIDED", start, message)
        return
    if not isinstance(year, int):
        return
    label, now = fiscal_year.label(year), fiscal_year.label(seen.as_of)
    if code == IMPLEMENTING and year > seen.as_of:
        message = f"{said}ですが、開始年度が{label}で、{now}より先です。{CHECK_BOTH}"
        yield seen.finding("warning", "START-FUTURE", start, message)
    elif code == PLANNED and year < seen.as_of:
        message = f"{said}ですが、開始年度が{label}で、もう過ぎています。実施中になったのか、延びたのか確かめてください。"
        yield seen.finding("warning", "START-PAST", start, message)
    elif code == PREPARING and year <= seen.as_of:
        message = (
            f"{said}ですが、開始年度が{label}です。移行準備を始めた年度ではなく、"
            "重層的支援体制整備事業を始める予定の年度か確かめてください。"
        )
        yield seen.finding("warning", "START-PAST", start, message)
    elif _group(code) in ("no_plan", "considering") and (code != ENDED or year > seen.as_of):
        message = f"{said}ですが、{seen.name(start)}に{label}と書かれています。{CHECK_BOTH}"
        yield seen.finding("warning", "START-WITHOUT-PLAN", start, message)


def _barriers(seen: ReturnView, status: Question, code: str) -> Iterator[Finding]:
    """Reasons for not implementing, given by a town that implements."""
    if code != IMPLEMENTING:
        return
    for question in seen.form.questions:
        given = seen.answers.get(question.id)
        controls = {condition.question_id for condition in question.conditions}
        if question.vocabulary != "barrier" or given is None or status.id not in controls:
            continue
        chosen = [
            value
            for value in given.values
            if value.option_code and _is_a_barrier(question, value.option_code)
        ]
        if chosen:
            listed = "、".join(value.value for value in chosen)
            message = (
                f"{seen.name(status)}は「{seen.text(status.id)}」ですが、{seen.name(question)}に「{listed}」と"
                f"答えています。{CHECK_BOTH}"
            )
            yield seen.finding("warning", "BARRIER-IMPLEMENTING", question, message)


def _is_a_barrier(question: Question, code: str) -> bool:
    option = question.option(code)
    return option is not None and not option.exclusive


def _since_last_year(
    seen: ReturnView, status: Question, start: Question | None, code: str
) -> Iterator[Finding]:
    before = seen.before(status)
    if not isinstance(before, str):
        return
    last = seen.last_year
    then = f"{last}の回答は「{seen.text_before(status)}」"
    if before == IMPLEMENTING and code not in (IMPLEMENTING, ENDED):
        message = f"{then}でしたが、今回は「{seen.text(status.id)}」です。実施をやめたのなら「終了」でないか確かめてください。"
        yield seen.finding("warning", "UN-ADOPTED", status, message)
    if code == ENDED and before not in (IMPLEMENTING, ENDED):
        message = f"{then}で、実施していません。今回が「{seen.text(status.id)}」でよいか確かめてください。"
        yield seen.finding("warning", "ENDED-NOT-STARTED", status, message)
    if before == ENDED and code == IMPLEMENTING:
        message = f"{then}でしたが、今回は「{seen.text(status.id)}」です。再び始めたのか確かめてください。"
        yield seen.finding("warning", "RESTARTED", status, message)
    year = seen.plain.get(start.id) if start else None
    if start is None or code != IMPLEMENTING or not isinstance(year, int):
        return
    year_before = seen.before(start)
    if before == IMPLEMENTING and isinstance(year_before, int) and year_before != year:
        message = (
            f"実施中の町の開始年度が、{last}の回答の{fiscal_year.label(year_before)}から"
            f"{fiscal_year.label(year)}に変わっています。{CHECK_BOTH}"
        )
        yield seen.finding("warning", "START-CHANGED", start, message)
    if before not in (IMPLEMENTING, ENDED) and year < seen.form.fiscal_year - 1:
        message = f"開始年度が{fiscal_year.label(year)}ですが、{then}で、実施していません。{CHECK_BOTH}"
        yield seen.finding("warning", "START-BEFORE-LAST-ANSWER", start, message)


def _group(code: str) -> str:
    return next((row["group_code"] for row in vocabulary.rows("status") if row["code"] == code), "")
