"""Questions with options: chosen in one text cell, or with one mark cell per option."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from etl import names
from etl.findings import Finding
from etl.readers.grid import CellRef
from etl.survey.answers import readability, states, words
from etl.survey.answers.choice_remarks import (
    contradiction,
    not_understood,
    perhaps_marks,
    perhaps_ranks,
    remarks,
)
from etl.survey.answers.marks import read_mark
from etl.survey.answers.model import AnswerReading, AnswerValue, Cells, excerpt, quoted, remark
from etl.survey.answers.options import Choices, OptionMatch, choices_of
from etl.survey.answers.pieces import Pieces, split_options
from etl.survey.form.questions import CHECK_MARK, Question


class ChoiceReading(NamedTuple):
    """The options chosen in the cells of a question. `matches` runs parallel to `values` (None for a mark).

    `stated_readings`: states given instead of an answer (未定, 該当なし); `crossed_out`: options marked with ×.
    """

    values: tuple[AnswerValue, ...] = ()
    matches: tuple[OptionMatch | None, ...] = ()
    findings: tuple[Finding, ...] = ()
    stated_readings: tuple[AnswerReading, ...] = ()
    crossed_out: tuple[CellRef, ...] = ()

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)


def read_single(question: Question, cells: Cells) -> AnswerReading:
    """One option of a single-choice question, or why it cannot be said which."""
    chosen = choose(question, cells)
    by_code = {value.option_code: value for value in chosen.values}
    if len(by_code) > 1:
        labels = [value.value for value in by_code.values()]
        message = f"1つだけ選ぶ設問に{quoted(labels)}の{len(labels)}つがあります。1つだけにしてください。"
        ref = chosen.values[-1].ref
        several = remark(question, ref, "error", "ANSWER-SEVERAL", message)
        return AnswerReading("unreadable", findings=(*chosen.findings, several))
    if chosen.has_errors:
        return AnswerReading("unreadable", findings=chosen.findings)
    if not by_code:
        return without_choice(question, chosen)
    return AnswerReading("answered", tuple(by_code.values()), chosen.findings)


def read_multiple(question: Question, cells: Cells) -> AnswerReading:
    """The options of a multiple-choice question in the form's order; what was not understood is an error beside."""
    chosen = choose(question, cells)
    by_code: dict[str, AnswerValue] = {}
    for value in chosen.values:
        by_code.setdefault(value.option_code, value)
    if not by_code:
        return without_choice(question, chosen)
    values = tuple(by_code[option.code] for option in question.options if option.code in by_code)
    findings = [
        *chosen.findings,
        *contradiction(question, values),
        *perhaps_ranks(question, cells, values),
        *perhaps_marks(question, cells, values),
    ]
    return AnswerReading("answered", values, tuple(findings))


def choose(question: Question, cells: Cells) -> ChoiceReading:
    """Read every cell: text where the slot is empty, a mark where the slot is an option."""
    parts = []
    for slot, ref in cells:
        option = question.option(slot) if slot else None
        if option is None:
            parts.append(read_text(question, ref))
            continue
        mark = read_mark(question, option, ref)
        value = AnswerValue(option.code, option.label, None, ref)
        parts.append(
            ChoiceReading(
                values=(value,) if mark.meaning == "yes" else (),
                matches=(None,) if mark.meaning == "yes" else (),
                findings=mark.findings,
                crossed_out=(ref,) if mark.meaning == "no" else (),
            )
        )
    return _together(parts)


def read_text(question: Question, ref: CellRef) -> ChoiceReading:
    """The options that one text cell names; states (未定 …) only where no option is called so."""
    choices = choices_of(question.options)
    code = choices.labels.get(ref.text)
    if code is not None:
        match = OptionMatch((code,), ref.text, exact=True)
        return ChoiceReading((AnswerValue(code, ref.text, None, ref),), (match,))
    if words.is_blank(ref.text):
        return ChoiceReading()
    refused = states.refused(question, ref) or states.turned_into_a_day(question, ref)
    if refused:
        return ChoiceReading(findings=refused.findings)
    pieces = split_options(choices, ref.text)
    if not pieces.matches:
        stated = states.read_state(question, ref)
        if stated and stated.state != "unreadable":
            return ChoiceReading(findings=stated.findings, stated_readings=(stated,))
        if stated:
            return ChoiceReading(findings=stated.findings)
    if pieces.by_number:
        return _by_number(question, choices, pieces, ref)
    findings = [*not_understood(question, choices, pieces, ref), *remarks(question, choices, pieces, ref)]
    return _choice_reading(choices, pieces, ref, findings)


def without_choice(question: Question, chosen: ChoiceReading) -> AnswerReading:
    """No option was chosen: unreadable, a state, all × (none), or blank."""
    if chosen.has_errors:
        return AnswerReading("unreadable", findings=chosen.findings)
    if chosen.stated_readings:
        return AnswerReading(
            chosen.stated_readings[0].state, chosen.stated_readings[0].values, chosen.findings
        )
    if chosen.crossed_out:
        ref = chosen.crossed_out[0]
        message = (
            f"{CHECK_MARK}が1つもなく、×などの印だけがあります。どれにも当てはまらないのか確かめてください。"
        )
        finding = remark(question, ref, "warning", "ANSWER-ALL-NO", message)
        values = tuple(AnswerValue("", one.text.strip(), None, one) for one in chosen.crossed_out[:1])
        return AnswerReading("none", values, (*chosen.findings, finding))
    return AnswerReading("blank", findings=chosen.findings)


def _choice_reading(choices: Choices, pieces: Pieces, ref: CellRef, findings: list[Finding]) -> ChoiceReading:
    taken = [one for one in pieces.matches if len(one.codes) == 1 and one.mark in ("", "yes")]
    return ChoiceReading(
        values=tuple(AnswerValue(one.code, choices.label(one.code), None, ref) for one in taken),
        matches=tuple(taken),
        findings=tuple(findings),
        crossed_out=tuple(ref for one in pieces.matches if one.mark == "no"),
    )


def _by_number(question: Question, choices: Choices, pieces: Pieces, ref: CellRef) -> ChoiceReading:
    """1,3,5: taken where the form numbers its options; several of them also where it does not, with a warning."""
    labels = [choices.label(match.code) for match in pieces.matches]
    quote = excerpt(ref.text)
    # Excel turns 1,3 into the number 13.
    may_be_two = not isinstance(ref.value, str) and len(names.normalise(ref.text)) > 1
    if not pieces.matches or may_be_two:
        message = f"「{quote}」が選択肢の番号かどうか決められません。選択肢の言葉で書いてください。"
    elif not choices.is_numbered and (len(labels) == 1 or question.kind == "single"):
        message = f"「{quote}」は選択肢にありません。{quoted(labels)}のことなら、その言葉で書いてください。"
    else:
        listed = "、".join(f"{match.text} {choices.label(match.code)}" for match in pieces.matches)
        message = f"「{quote}」を選択肢の番号（{listed}）として読みました。選択肢の言葉で書いてください。"
        by_form = choices.is_numbered
        finding = remark(
            question, ref, "info" if by_form else "warning", "L2-04" if by_form else "ANSWER-NUMBER", message
        )
        more = [readability.joined(question, ref, len(labels))] if len(labels) > 1 else []
        return _choice_reading(choices, pieces, ref, [finding, *more])
    return ChoiceReading(findings=(remark(question, ref, "error", "ANSWER-UNKNOWN", message),))


def _together(parts: Iterable[ChoiceReading]) -> ChoiceReading:
    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    return ChoiceReading(
        values=tuple(value for part in parts for value in part.values),
        matches=tuple(found for part in parts for found in part.matches),
        findings=tuple(finding for part in parts for finding in part.findings),
        stated_readings=tuple(reading for part in parts for reading in part.stated_readings),
        crossed_out=tuple(ref for part in parts for ref in part.crossed_out),
    )
