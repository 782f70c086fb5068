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


def check_status(return_view: ReturnView) -> Iterator[Finding]:
    """Findings on the status and what must agree with it."""
    status = next(
        (q for q in return_view.form.questions if q.kind == "single" and q.vocabulary == "status"), None
    )
    if status is None or status.id not in return_view.answers:
        return
    code = return_view.plain.get(status.id)
    if not isinstance(code, str):
        return
    start = _start_question(return_view, status)
    if start is not None:
        yield from _start_year(return_view, status, start, code)
    yield from _barriers(return_view, status, code)
    yield from _since_last_year(return_view, status, start, code)


def _start_question(return_view: ReturnView, status: Question) -> Question | None:
    return next(
        (
            question
            for question in return_view.form.questions
            if question.kind == "fiscal_year"
            and question.id in return_view.answers
            and any(condition.question_id == status.id for condition in question.conditions)
        ),
        None,
    )


def _start_year(return_view: ReturnView, status: Question, start: Question, code: str) -> Iterator[Finding]:
    year = return_view.plain.get(start.id)
    status_text = f"{return_view.name(status)}は「{return_view.text(status.id)}」"
    if year == UNDECIDED:
        if code in (IMPLEMENTING, PLANNED):
            message = f"{status_text}ですが、{return_view.name(start)}が未定です。{CHECK_BOTH}"
            yield return_view.finding("warning", "START-UNDECIDED", start, message)
        return
    if not isinstance(year, int):
        return
    label, now = fiscal_year.label(year), fiscal_year.label(return_view.as_of)
    if code == IMPLEMENTING and year > return_view.as_of:
        message = f"{status_text}ですが、開始年度が{label}で、{now}より先です。{CHECK_BOTH}"
        yield return_view.finding("warning", "START-FUTURE", start, message)
    elif code == PLANNED and year < return_view.as_of:
        message = f"{status_text}ですが、開始年度が{label}で、もう過ぎています。実施中になったのか、延びたのか確かめてください。"
        yield return_view.finding("warning", "START-PAST", start, message)
    elif code == PREPARING and year <= return_view.as_of:
        message = (
            f"{status_text}ですが、開始年度が{label}です。移行準備を始めた年度ではなく、"
            "重層的支援体制整備事業を始める予定の年度か確かめてください。"
        )
        yield return_view.finding("warning", "START-PAST", start, message)
    elif _group(code) in ("no_plan", "considering") and (code != ENDED or year > return_view.as_of):
        message = f"{status_text}ですが、{return_view.name(start)}に{label}と書かれています。{CHECK_BOTH}"
        yield return_view.finding("warning", "START-WITHOUT-PLAN", start, message)


def _barriers(return_view: ReturnView, status: Question, code: str) -> Iterator[Finding]:
    """Reasons for not implementing, given by a town that implements."""
    if code != IMPLEMENTING:
        return
    for question in return_view.form.questions:
        given = return_view.answers.get(question.id)
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
                f"{return_view.name(status)}は「{return_view.text(status.id)}」ですが、{return_view.name(question)}に「{listed}」と"
                f"答えています。{CHECK_BOTH}"
            )
            yield return_view.finding("warning", "BARRIER-IMPLEMENTING", question, message)


def _is_a_barrier(question: Question, code: str) -> bool:
    option = question.option(code)
    return option is not None and not option.exclusive


def _since_last_year(
    return_view: ReturnView, status: Question, start: Question | None, code: str
) -> Iterator[Finding]:
    before = return_view.before(status)
    if not isinstance(before, str):
        return
    last = return_view.last_year
    then = f"{last}の回答は「{return_view.text_before(status)}」"
    if before == IMPLEMENTING and code not in (IMPLEMENTING, ENDED):
        message = f"{then}でしたが、今回は「{return_view.text(status.id)}」です。実施をやめたのなら「終了」でないか確かめてください。"
        yield return_view.finding("warning", "UN-ADOPTED", status, message)
    if code == ENDED and before not in (IMPLEMENTING, ENDED):
        message = (
            f"{then}で、実施していません。今回が「{return_view.text(status.id)}」でよいか確かめてください。"
        )
        yield return_view.finding("warning", "ENDED-NOT-STARTED", status, message)
    if before == ENDED and code == IMPLEMENTING:
        message = (
            f"{then}でしたが、今回は「{return_view.text(status.id)}」です。再び始めたのか確かめてください。"
        )
        yield return_view.finding("warning", "RESTARTED", status, message)
    year = return_view.plain.get(start.id) if start else None
    if start is None or code != IMPLEMENTING or not isinstance(year, int):
        return
    year_before = return_view.before(start)
    if before == IMPLEMENTING and isinstance(year_before, int) and year_before != year:
        message = (
            f"実施中の町の開始年度が、{last}の回答の{fiscal_year.label(year_before)}から"
            f"{fiscal_year.label(year)}に変わっています。{CHECK_BOTH}"
        )
        yield return_view.finding("warning", "START-CHANGED", start, message)
    if before not in (IMPLEMENTING, ENDED) and year < return_view.form.previous_year:
        message = f"開始年度が{fiscal_year.label(year)}ですが、{then}で、実施していません。{CHECK_BOTH}"
        yield return_view.finding("warning", "START-BEFORE-LAST-ANSWER", start, message)


def _group(code: str) -> str:
    return next((row["group_code"] for row in vocabulary.rows("status") if row["code"] == code), "")
