"""How complete a 調査票 is, computed from its cells by the same rules as the workbook's own formulas."""

from __future__ import annotations

from dataclasses import dataclass

from etl.survey.form.entries import Entries
from etl.survey.form.questions import Question
from etl.survey.sheet.layout import Layout

ALL_DONE = "必須項目はすべて記入済みです"


@dataclass(frozen=True)
class Progress:
    """The completeness line: required questions that apply, how many are answered, the 問 that lack some."""

    answered: int
    required: int
    missing: tuple[int, ...]
    reasons_missing: tuple[int, ...]

    @property
    def bar(self) -> str:
        filled = int(10 * self.answered / self.required) if self.required else 10
        return "■" * filled + "□" * (10 - filled)

    @property
    def text(self) -> str:
        def listed(numbers: tuple[int, ...]) -> str:
            return "".join(f" 問{number}" for number in numbers)

        missing = f"未記入：{listed(self.missing)}" if self.missing else ALL_DONE
        return missing + (f"　理由が未記入：{listed(self.reasons_missing)}" if self.reasons_missing else "")


def progress(layout: Layout, entries: Entries, previous: Entries) -> Progress:
    """The completeness line for these cells, by the same rules as the formulas below."""
    answered = required = 0
    missing, reasons_missing = [], []
    for block in layout.form.blocks:
        due = [q for q in block.questions if q.required and _applies(layout, q, entries)]
        done = sum(_answered(layout, question, entries) for question in due)
        answered, required = answered + done, required + len(due)
        if done < len(due):
            missing.append(block.number)
        if any(_reason_due(layout, question, entries, previous) for question in block.questions):
            reasons_missing.append(block.number)
    return Progress(answered, required, tuple(missing), tuple(reasons_missing))


def _applies(layout: Layout, question: Question, entries: Entries) -> bool:
    for condition in question.conditions:
        control = layout.form.by_id[condition.question_id]
        if not _answered(layout, control, entries):
            return False
        if control.kind == "multiple":
            chosen = any((control.id, code) in entries for code in condition.codes)
        else:
            labels = {option.label for option in control.options if option.code in condition.codes}
            chosen = entries.get((control.id, "")) in labels
        if chosen == condition.negated:
            return False
    return True


def _answered(layout: Layout, question: Question, entries: Entries) -> bool:
    filled = sum(slot.key in entries for slot in layout.slots_of(question.id))
    return filled >= (len(question.slots) if question.kind == "contact" else 1)


def _reason_due(layout: Layout, question: Question, entries: Entries, previous: Entries) -> bool:
    reason = layout.reason_of(question.id)
    if not layout.has_previous or not question.is_compared or reason is None or reason.key in entries:
        return False
    keys = [slot.key for slot in layout.slots_of(question.id)]
    now, before = ([cells.get(key) for key in keys] for cells in (entries, previous))
    given = [[value is not None for value in values] for values in (now, before)]
    if not all(map(any, given)):
        return False
    return given[0] != given[1] if question.kind == "multiple" else now != before
