"""What was understood of one question of a return: its state, its values, and what was found on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from etl.findings import Finding, Severity
from etl.readers.grid import CellRef
from etl.survey.form.questions import Question

State = Literal["answered", "blank", "undecided", "not_applicable", "none", "unreadable"]

# The cells of one question as (slot, cell). A slot is "", an option code, a rank, a part of the contact,
# or REASON_SLOT.
Cells = Sequence[tuple[str, CellRef]]

LONGEST_VALUE = 200


class AnswerValue(NamedTuple):
    """One value and its cell. `value`: the option's label, the number, the fiscal year, the day (ISO) or the text."""

    option_code: str
    value: str
    rank: int | None
    ref: CellRef


@dataclass(frozen=True)
class Answer:
    """One question of one return as it was understood (its plain value: answers.canonical).

    state: answered; blank 未回答; undecided 未定・検討中; not_applicable 該当なし・－; none なし・特になし;
    unreadable: something stands there that was not taken for an answer (an error finding says why, here or
    where the cells were found).
    `values` of undecided, not_applicable and none hold what was written; blank and unreadable have none.
    An answered multiple question with an error finding was understood in part.
    `cells` are all cells of the question, empty ones included; `reason` is the reason given for a change.
    """

    question_id: str
    state: State
    values: tuple[AnswerValue, ...] = ()
    findings: tuple[Finding, ...] = ()
    cells: tuple[CellRef, ...] = ()
    reason: str = ""
    reason_cell: CellRef | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The chosen options, as written."""
        return tuple(value.option_code for value in self.values if value.option_code)

    @property
    def is_understood(self) -> bool:
        """Nothing in these cells was left unread."""
        return self.state != "unreadable" and not any(
            finding.severity == "error" for finding in self.findings
        )


class AnswerReading(NamedTuple):
    """An answer in the making: what one or more cells of a question gave."""

    state: State
    values: tuple[AnswerValue, ...] = ()
    findings: tuple[Finding, ...] = ()


def remark(question: Question, ref: CellRef, severity: Severity, rule: str, message: str) -> Finding:
    """A finding on one cell of one question, with the cell's text as value; not that of a contact, which names a person."""
    return Finding(
        severity,
        rule,
        message,
        sheet=ref.sheet,
        cell=ref.cell,
        question_id=question.id,
        value="" if question.kind == "contact" else ref.text[:LONGEST_VALUE],
    )


def unreadable(question: Question, ref: CellRef, rule: str, message: str) -> AnswerReading:
    """Nothing of this cell is taken; the message says what to do."""
    return AnswerReading("unreadable", findings=(remark(question, ref, "error", rule, message),))


def excerpt(text: str) -> str:
    """What was written, in one line and not too long, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:40]}…"


def quoted(texts: Sequence[str]) -> str:
    """「実施中」「終了」."""
    return "".join(f"「{text}」" for text in texts)
