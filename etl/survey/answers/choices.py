"""Questions with options: chosen in one text cell, or by one mark cell an option."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from etl import names
from etl.findings import Finding
from etl.readers.grid import CellRef
from etl.survey.answers import readability, states, words
from etl.survey.answers.choice_remarks import contradiction, not_understood, perhaps_ranks, remarks
from etl.survey.answers.marks import read_mark
from etl.survey.answers.model import AnswerReading, AnswerValue, Cells, quoted, remark, shown
from etl.survey.answers.options import Choices, OptionMatch, choices_of
from etl.survey.answers.pieces import Pieces, split_options
from etl.survey.form.questions import CHECK_MARK, Question


@dataclass(frozen=True)
class Chosen:
    """What the cells of a question chose. `found` beside each value: what was written there (None for a mark).

    `stated`: what cells said in place of an answer; `refused`: options that were marked with ×.
    """

    values: tuple[AnswerValue, ...] = ()
    found: tuple[OptionMatch | None, ...] = ()
    findings: tuple[Finding, ...] = ()
    stated: tuple[AnswerReading, ...] = ()
    refused: tuple[CellRef, ...] = ()

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
    findings = [*chosen.findings, *contradiction(question, values), *perhaps_ranks(question, cells, values)]
    return AnswerReading("answered", values, tuple(findings))


def choose(question: Question, cells: Cells) -> Chosen:
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
            Chosen(
                values=(value,) if mark.meaning == "yes" else (),
                found=(None,) if mark.meaning == "yes" else (),
                findings=mark.findings,
                refused=(ref,) if mark.meaning == "no" else (),
            )
        )
    return _together(parts)


def read_text(question: Question, ref: CellRef) -> Chosen:
    """The options that one text cell names; states (未定 …) only where no option is called so."""
    choices = choices_of(question.options)
    if ref.text in choices.labels:
        return _chosen(
            choices, Pieces((OptionMatch((choices.labels[ref.text],), ref.text, exact=True),)), ref, []
        )
    if words.is_blank(ref.text):
        return Chosen()
    refused = states.refused(question, ref) or states.turned_into_a_day(question, ref)
    if refused:
        return Chosen(findings=refused.findings)
    pieces = split_options(choices, ref.text)
    if not pieces.found:
        stated = states.stated(question, ref)
        if stated and stated.state != "unreadable":
            return Chosen(findings=stated.findings, stated=(stated,))
        if stated:
            return Chosen(findings=stated.findings)
    if pieces.by_number:
        return _by_number(question, choices, pieces, ref)
    findings = [*not_understood(question, choices, pieces, ref), *remarks(question, choices, pieces, ref)]
    return _chosen(choices, pieces, ref, findings)


def without_choice(question: Question, chosen: Chosen) -> AnswerReading:
    """No option was chosen: unreadable, a state, all × (none), or blank."""
    if chosen.has_errors:
        return AnswerReading("unreadable", findings=chosen.findings)
    if chosen.stated:
        return AnswerReading(chosen.stated[0].state, chosen.stated[0].values, chosen.findings)
    if chosen.refused:
        ref = chosen.refused[0]
        message = (
            f"{CHECK_MARK}が1つもなく、×などの印だけがあります。どれにも当てはまらないのか確かめてください。"
        )
        finding = remark(question, ref, "warning", "ANSWER-ALL-NO", message)
        values = tuple(AnswerValue("", one.text.strip(), None, one) for one in chosen.refused[:1])
        return AnswerReading("none", values, (*chosen.findings, finding))
    return AnswerReading("blank", findings=chosen.findings)


def _chosen(choices: Choices, pieces: Pieces, ref: CellRef, findings: list[Finding]) -> Chosen:
    taken = [one for one in pieces.found if len(one.codes) == 1 and one.mark in ("", "yes")]
    return Chosen(
        values=tuple(AnswerValue(one.code, choices.label(one.code), None, ref) for one in taken),
        found=tuple(taken),
        findings=tuple(findings),
        refused=tuple(ref for one in pieces.found if one.mark == "no"),
    )


def _by_number(question: Question, choices: Choices, pieces: Pieces, ref: CellRef) -> Chosen:
    """1,3,5: taken where the form numbers its options; several of them also where it does not, with a warning."""
    labels = [choices.label(one.code) for one in pieces.found]
    written = shown(ref.text)
    # Excel turns 1,3 into the number 13.
    may_be_two = not isinstance(ref.value, str) and len(names.normalise(ref.text)) > 1
    if not pieces.found or may_be_two:
        message = f"「{written}」が選択肢の番号かどうか決められません。選択肢の言葉で書いてください。"
    elif not choices.is_numbered and (len(labels) == 1 or question.kind == "single"):
        message = f"「{written}」は選択肢にありません。{quoted(labels)}のことなら、その言葉で書いてください。"
    else:
        listed = "、".join(f"{one.written} {choices.label(one.code)}" for one in pieces.found)
        message = f"「{written}」を選択肢の番号（{listed}）として読みました。選択肢の言葉で書いてください。"
        by_form = choices.is_numbered
        finding = remark(
            question, ref, "info" if by_form else "warning", "L2-04" if by_form else "ANSWER-NUMBER", message
        )
        more = [readability.joined(question, ref, len(labels))] if len(labels) > 1 else []
        return _chosen(choices, pieces, ref, [finding, *more])
    return Chosen(findings=(remark(question, ref, "error", "ANSWER-UNKNOWN", message),))


def _together(parts: Iterable[Chosen]) -> Chosen:
    parts = list(parts)
    return Chosen(
        values=tuple(value for part in parts for value in part.values),
        found=tuple(found for part in parts for found in part.found),
        findings=tuple(finding for part in parts for finding in part.findings),
        stated=tuple(reading for part in parts for reading in part.stated),
        refused=tuple(ref for part in parts for ref in part.refused),
    )
