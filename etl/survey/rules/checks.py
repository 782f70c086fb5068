"""Checks on a return as a whole: missing answers, answers not applicable, contradictions within it or with last year.

Each check returns findings with the cell to look at. Contradictions are warnings: the answers are loaded as
they were given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from etl import names
from etl.findings import Finding
from etl.readers.correcting_words import corrects_the_answer
from etl.readers.grid import CellRef
from etl.survey.answers import words
from etl.survey.answers.model import Answer, quoted
from etl.survey.answers.reading import canonical
from etl.survey.form.entries import OTHERS_SLOT, entries_of, previous_entries
from etl.survey.form.questions import CHECK_MARK, Form, PlainAnswer, Question, applies
from etl.survey.rules.status import check_status
from etl.survey.rules.view import ReturnView, view

# A number that grew or shrank threefold, and by at least five, is asked back.
JUMP_FACTOR, JUMP_LEAST = 3, 5
# A shorter text may well be the same two years running.
LONG_TEXT = 10
_NAMES_A_QUESTION = re.compile(r"問\s*\d|設問|回答欄")


def check_return(
    form: Form,
    answers: Mapping[str, Answer],
    previous: Mapping[str, PlainAnswer] | None = None,
    as_of: int | None = None,
    previous_form: Form | None = None,
    *,
    previous_is_synthetic: bool = False,
) -> list[Finding]:
    """Findings on a return as a whole, in the form's order.

    `answers` as answers.read_answers gives them; `previous`: last year's canonical answers under their own
    ids, and whether they are the demo's; `previous_form`: the form that they answer; `as_of`: the fiscal year
    from which a year counts as past or future (the form's unless given).
    """
    return_view = view(
        form,
        answers,
        previous or {},
        form.fiscal_year if as_of is None else as_of,
        previous_form,
        previous_is_synthetic=previous_is_synthetic,
    )
    contradictions = list(check_status(return_view))
    explained = {finding.question_id for finding in contradictions if finding.rule in EXPLAIN_NOT_ASKED}
    findings = [*contradictions]
    for question in form.questions:
        if question.id not in return_view.answers:
            continue
        findings += _left_out(return_view, question)
        if return_view.answers[question.id].reason:
            findings += _reason_alone(return_view, question)
            findings += _last_years_by_its_reason(return_view, question)
            findings += _corrected_by_its_reason(return_view, question)
        findings += _corrects_another(return_view, question)
        if question.id not in explained:
            findings += _not_asked(return_view, question)
        findings += _ranked_but_not_chosen(return_view, question)
        findings += _after_the_day(return_view, question)
        if previous:
            findings += _jump(return_view, question)
            findings += _same_text(return_view, question)
    if previous:
        findings += _changed_without_reason(return_view)
    order = {question.id: position for position, question in enumerate(form.questions)}
    return sorted(findings, key=lambda finding: order[finding.question_id])


EXPLAIN_NOT_ASKED = frozenset({"START-WITHOUT-PLAN", "BARRIER-IMPLEMENTING"})


def completeness(form: Form, answers: Mapping[str, Answer]) -> tuple[int, int]:
    """(answered, required): the workbook's own count, but by what was understood, so that 検討中 decides too."""
    plain = {
        question.id: value
        for question in form.questions
        if question.id in answers and (value := canonical(question, answers[question.id])) is not None
    }
    due = [question for question in form.questions if question.required and applies(question, plain)]
    return sum(_is_filled(question, answers.get(question.id)) for question in due), len(due)


def _is_filled(question: Question, answer: Answer | None) -> bool:
    """As the workbook counts it, but for what cannot be read: something stands there; of a contact, in every cell."""
    if answer is None or answer.state in ("blank", "unreadable"):
        return False
    filled = sum(not words.is_blank(ref.text) for ref in answer.cells)
    return filled >= (len(question.slots) if question.kind == "contact" else 1)


def _left_out(return_view: ReturnView, question: Question) -> Iterator[Finding]:
    """Required, applicable, and nothing there to load."""
    answer = return_view.answers[question.id]
    if (
        not question.required
        or not applies(question, return_view.plain)
        or answer.state in ("answered", "unreadable")
    ):
        if question.kind == "contact" and answer.state == "answered" and question.required:
            yield from _contact_parts(return_view, question, answer)
        return
    if answer.state == "undecided" and question.allows_undecided:
        return
    name = return_view.name(question)
    if answer.state == "blank":
        message = f"必須の設問ですが、{name}が未回答です。回答するよう依頼してください。"
        yield return_view.finding("warning", "REQUIRED-BLANK", question, message, _first_blank(answer))
    elif question.conditions:
        # Without conditions the reading of the cell has said so already.
        said = answer.values[0].value.strip() if answer.values else ""
        message = (
            f"必須の設問ですが、{name}が「{said}」です。{_why_asked(return_view, question)}確かめてください。"
        )
        yield return_view.finding("warning", "REQUIRED-NO-VALUE", question, message)


def _reason_alone(return_view: ReturnView, question: Question) -> Iterator[Finding]:
    """A reason for a change beside an empty answer: the answer itself may stand there."""
    answer = return_view.answers[question.id]
    if answer.state == "blank" and applies(question, return_view.plain) is not False:
        message = (
            f"{return_view.name(question)}の回答が空欄のまま、理由・補足の欄に「{answer.reason[:60]}」とあります。"
            "回答としては読んでいません。回答を書くよう依頼してください。"
        )
        yield return_view.finding("warning", "REASON-ALONE", question, message, answer.reason_cell)


def _last_years_by_its_reason(return_view: ReturnView, question: Question) -> Iterator[Finding]:
    """A reason that says the answer is last year's (前年度の回答を記載, 前回と同じ), unless it is known to be the same."""
    answer = return_view.answers[question.id]
    if answer.state == "blank" or not words.points_to_last_year(answer.reason):
        return
    now, before = return_view.plain.get(question.id), return_view.before(question)
    if before is not None and now == before:
        return
    message = (
        f"{return_view.name(question)}の理由・補足の欄に「{answer.reason[:60]}」とあります。答えは書かれたとおりに読みました。"
        f"{return_view.form.previous_word}の回答を写しただけでないか、今年度の状況を市町村に確かめてください。"
    )
    yield return_view.finding("warning", "ANSWER-LAST-YEAR", question, message, answer.reason_cell)


def _corrected_by_its_reason(return_view: ReturnView, question: Question) -> Iterator[Finding]:
    """A reason that corrects the answer beside it (終了に訂正): one of the two is no longer meant."""
    answer = return_view.answers[question.id]
    if answer.state == "blank" or not corrects_the_answer(answer.reason):
        return
    message = (
        f"{return_view.name(question)}の理由・補足の欄に「{answer.reason[:60]}」とあります。答えは書かれたとおりに読みました。"
        "答えの訂正なら、市町村に確かめて、回答の欄を直してもらってください。"
    )
    yield return_view.finding("warning", "REASON-CORRECTS", question, message, answer.reason_cell)


def _corrects_another(return_view: ReturnView, question: Question) -> Iterator[Finding]:
    """A text that corrects the answer to another question (問8は5人に訂正): that one was read as it stands."""
    answer = return_view.answers[question.id]
    if question.kind != "free_text" or answer.state != "answered":
        return
    text = "".join(value.value for value in answer.values)
    if not _NAMES_A_QUESTION.search(unicodedata.normalize("NFKC", text)) or not corrects_the_answer(text):
        return
    message = (
        f"{return_view.name(question)}に「{text[:60]}」とあります。ほかの設問の答えは欄に書かれたとおりに読みました。"
        "答えの訂正なら、市町村に確かめて、その設問の欄を直してもらってください。"
    )
    yield return_view.finding("warning", "TEXT-CORRECTS", question, message)


def _contact_parts(return_view: ReturnView, question: Question, answer: Answer) -> Iterator[Finding]:
    if len(answer.cells) != len(question.slots):
        # Written together in one cell.
        return
    parts = zip(question.options, answer.cells, strict=True)
    blank = [(option.label, ref) for option, ref in parts if words.is_blank(ref.text)]
    if blank:
        missing = quoted([label for label, _ in blank])
        message = f"連絡先の{missing}が空欄です。記入するよう依頼してください。"
        yield return_view.finding("warning", "REQUIRED-BLANK", question, message, blank[0][1])


def _first_blank(answer: Answer) -> CellRef | None:
    return answer.cells[0] if answer.cells else None


def _why_asked(return_view: ReturnView, question: Question) -> str:
    controls = dict.fromkeys(condition.question_id for condition in question.conditions)
    said = [
        f"{return_view.name(return_view.form.by_id[control])}は「{return_view.text(control)}」"
        for control in controls
    ]
    return f"{'、'.join(said)}です。" if said else ""


def _not_asked(return_view: ReturnView, question: Question) -> Iterator[Finding]:
    """Answered although another answer excludes it."""
    answer = return_view.answers[question.id]
    if applies(question, return_view.plain) is not False or answer.state not in ("answered", "unreadable"):
        return
    chosen = [question.option(code) for code in answer.codes]
    if chosen and all(option and option.exclusive for option in chosen):
        return
    message = f"{_why_asked(return_view, question)}このとき{return_view.name(question)}は記入しません。どちらが正しいか確かめてください。"
    yield return_view.finding("warning", "NOT-ASKED", question, message)


def _ranked_but_not_chosen(return_view: ReturnView, question: Question) -> Iterator[Finding]:
    """One of the top three that is not among the options chosen in the question that it ranks."""
    if question.kind != "ranked" or not question.vocabulary:
        return
    source = next(
        (
            other
            for other in return_view.form.questions
            if other.kind == "multiple"
            and other.vocabulary == question.vocabulary
            and other.id in return_view.plain
        ),
        None,
    )
    if source is None or not return_view.answers[source.id].is_understood:
        return
    chosen = return_view.answers[source.id].codes
    for value in return_view.answers[question.id].values:
        if value.option_code and value.option_code not in chosen:
            message = (
                f"{value.rank}位の「{value.value}」は、{return_view.name(source)}で選ばれていません。"
                f"そちらにも{CHECK_MARK}を付けるのか、順位を直すのか確かめてください。"
            )
            yield return_view.finding("warning", "RANK-NOT-CHOSEN", question, message, value.ref)


def _after_the_day(return_view: ReturnView, question: Question) -> Iterator[Finding]:
    day = return_view.plain.get(question.id)
    if question.kind == "date" and isinstance(day, date) and day > return_view.form.as_of:
        message = f"{day}は基準日（{return_view.form.as_of}）より後の日付です。書かれたとおりに読みました。予定の日でないか、年を書き誤っていないか、市町村に確かめてください。"
        yield return_view.finding("warning", "DATE-AFTER-AS-OF", question, message)


def _jump(return_view: ReturnView, question: Question) -> Iterator[Finding]:
    now, before = return_view.plain.get(question.id), return_view.before(question)
    if question.kind != "integer" or not isinstance(now, int) or not isinstance(before, int):
        return
    least, most = sorted((now, before))
    if most - least >= JUMP_LEAST and most >= JUMP_FACTOR * least:
        message = (
            f"{return_view.name(question)}が{return_view.last_year}の{before}{question.unit}から{now}{question.unit}に変わっています。"
            "書き誤りでないか確かめてください。"
        )
        yield return_view.finding("warning", "LARGE-JUMP", question, message)


def _same_text(return_view: ReturnView, question: Question) -> Iterator[Finding]:
    now, before = return_view.plain.get(question.id), return_view.before(question)
    if question.kind != "free_text" or not isinstance(now, str) or not isinstance(before, str):
        return
    text = names.normalise(now)
    if len(text) >= LONG_TEXT and text == names.normalise(before):
        message = f"{return_view.name(question)}が{return_view.last_year}と同じ文です。今年度も同じ内容でよいか確かめてください。"
        yield return_view.finding("info", "SAME-TEXT", question, message)


def _changed_without_reason(return_view: ReturnView) -> Iterator[Finding]:
    """Changed from last year, and the reason left blank: by the rule of the workbook's own line."""
    entries = previous_entries(return_view.form, return_view.previous_form, return_view.previous)
    for question in return_view.form.questions:
        answer, plain = return_view.answers.get(question.id), return_view.plain.get(question.id)
        if (
            answer is None
            or plain is None
            or not question.is_compared
            or not return_view.form.previous
            or answer.reason
        ):
            continue
        now = entries_of(question, plain)
        before = {
            key: entry for key, entry in entries.items() if key[0] == question.id and key[1] != OTHERS_SLOT
        }
        if not now or not before or now == before:
            continue
        message = (
            f"{return_view.name(question)}が{return_view.last_year}の「{return_view.text_before(question)}」から「{return_view.text(question.id)}」に"
            "変わっていますが、理由が空欄です。理由を書くよう依頼してください。"
        )
        yield return_view.finding("warning", "REASON-MISSING", question, message, answer.reason_cell)
