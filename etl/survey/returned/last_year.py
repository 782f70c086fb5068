"""What a town did to the column of last year's answers: written there instead of its own answer, or changed. Never lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from etl import fiscal_year
from etl.findings import Finding
from etl.readers.grid import CellRef, cell_at, text_of_value
from etl.survey.answers import reading as reading
from etl.survey.answers.model import remark
from etl.survey.form.entries import OTHERS_SLOT, Entry, previous_entries
from etl.survey.form.questions import REASON_SLOT, Form, Question
from etl.survey.returned.cells import is_filled
from etl.survey.returned.model import QuestionCells
from etl.survey.returned.plan import Plan, key
from etl.survey.returned.setting import Setting
from etl.survey.returned.sheet import SheetRows, without_unit

# More cells than these differ: the form was issued from other answers than are held now, which is one thing to ask.
MOST_CHANGES = 5


def read_changes(
    sheet: SheetRows,
    plan: Plan,
    rows: dict[int, int],
    cells: QuestionCells,
    code: str | None,
    setting: Setting,
) -> list[Finding]:
    """Findings on the cells of last year's answers that differ from what we hold.

    Beside a question left blank: perhaps the answer itself. Beside an answer: last year's was changed; what is held
    is kept. Where no answers of last year are held and the column was issued empty, all that stands there was put
    there by the town; where it was issued filled, only what stands beside a blank counts. `rows`: place of the row in the plan → row of the sheet (see returned.rows.locate).
    """
    column = sheet.columns.previous
    below = sheet.sheet.rows[sheet.columns.header_row + 1 :]
    if column is None or not any(row[column] for row in below if len(row) > column):
        return []
    before, word = setting.answers_before(code), plan.form.previous_word
    issued = previous_entries(plan.form, setting.united.get(plan.form.previous_year), before)
    own = {
        (question, slot): ref
        for question, pairs in cells.items()
        for slot, ref in pairs
        if slot != REASON_SLOT
    }
    blank = cells.keys() - {question for (question, _), ref in own.items() if is_filled(ref.text)}
    instead: list[Finding] = []
    changed: list[Finding] = []
    written: set[str] = set()
    for question, slot, at in _previous_cells(plan, rows):
        ref = without_unit(cell_at(sheet.sheet, at, column))
        entry = issued.get((question.id, slot))
        is_written = is_filled(ref.text) and key(ref.text) not in plan.hints
        if is_written:
            written.add(question.id)
        if (entry is None and not is_written) or _is_same(question, slot, entry, ref, plan.form):
            continue
        answer = own.get((question.id, slot))
        is_beside_blank = question.id in blank or (answer is not None and not is_filled(answer.text))
        is_own = is_beside_blank and slot != OTHERS_SLOT
        if is_written and (is_own or not before):
            instead.append(_instead(question, ref, word, is_held=bool(before), is_blank=question.id in blank))
        elif before and question.id not in blank:
            changed.append(_changed(question, entry, ref, setting, plan.form))
    always = {one.id for one in plan.form.questions if one.required and not one.conditions}
    if not before and 2 * len(written & always) > len(always):
        # The column was issued filled, from answers that are not held here.
        instead = [finding for finding in instead if finding.question_id in always & blank]
    return [*instead, *_in_few_words(changed, word)]


def _previous_cells(plan: Plan, rows: dict[int, int]) -> Iterator[tuple[Question, str, int]]:
    """Each row that carries last year's answer: its question, the slot, the row of the sheet."""
    wide = {slot.key for slot in plan.layout.slots if slot.is_wide}
    for index, at in rows.items():
        own = [(question, slot) for question, slot, is_reason in plan.rows[index].slots if not is_reason]
        question_id, slot = own[0] if own else (plan.rows[index].question_id, OTHERS_SLOT)
        question = plan.form.by_id.get(question_id)
        if question is not None and (question_id, slot) not in wide:
            yield question, slot, at


def _is_same(question: Question, slot: str, entry: Entry | None, ref: CellRef, form: Form) -> bool:
    """Whether a cell says what was issued there, however it is spelled now."""
    if entry is None or not is_filled(ref.text):
        return entry is None and not is_filled(ref.text)
    if key(text_of_value(entry)) == key(ref.text):
        return True
    if slot not in question.places or slot == REASON_SLOT:
        return False
    was = CellRef(ref.sheet, ref.cell, entry, text_of_value(entry))
    then, now = (
        reading.canonical(question, reading.read_answer(question, ((slot, one),), form.as_of))
        for one in (was, ref)
    )
    return then is not None and then == now


def _instead(question: Question, ref: CellRef, word: str, *, is_held: bool, is_blank: bool) -> Finding:
    """What stands in last year's column, was not issued there, and may be an answer of this year one column off."""
    held = f"控えている{word}の回答と違います" if is_held else f"発出したときの{word}の回答は控えにありません"
    blank = "今年度の回答は空欄です。" if is_blank else ""
    message = (
        f"{word}の回答の欄に「{_short(ref.text)}」とあり、{held}。{blank}"
        f"回答としては読んでいません。今年度の回答を{word}の欄に書いていないか確かめてください。"
    )
    return remark(question, ref, "warning", "STRAY-PREVIOUS", message)


def _changed(question: Question, entry: Entry | None, ref: CellRef, setting: Setting, form: Form) -> Finding:
    last_year = fiscal_year.label(form.previous_year)
    held = f"控えている{last_year}の回答{'（架空データ）' if setting.previous_is_synthetic else ''}"
    was = "空欄" if entry is None else f"「{_short(_display_entry(question, entry))}」"
    kept = f"{held}は{was}で、それをそのまま使います。"
    if not is_filled(ref.text):
        message = f"{form.previous_word}の回答の欄が消されています。{kept}"
        return remark(question, ref, "info", "PREVIOUS-CHANGED", message)
    message = (
        f"{form.previous_word}の回答の欄が、発出したときと違う「{_short(ref.text)}」になっています。{kept}"
        f"{last_year}の回答の訂正なら、市町村に確かめ、{last_year}の調査票を出しなおしてもらってください。"
    )
    return remark(question, ref, "warning", "PREVIOUS-CHANGED", message)


def _in_few_words(changed: list[Finding], word: str) -> list[Finding]:
    if len(changed) <= MOST_CHANGES:
        return changed
    first = changed[0]
    cells = "、".join(finding.cell for finding in changed)
    message = (
        f"{word}の回答の欄が{len(changed)}か所、控えている{word}の回答と違います（{cells}）。控えている回答をそのまま使います。"
        f"調査票を発出したあとに{word}の回答を受け取りなおしていないか、ほかの市町村の調査票を写していないか確かめてください。"
    )
    return [
        Finding(
            "warning",
            "PREVIOUS-CHANGED",
            message,
            sheet=first.sheet,
            cell=first.cell,
            question_id=first.question_id,
            value=first.value,
        )
    ]


def _display_entry(question: Question, entry: Entry) -> str:
    if isinstance(entry, date):
        return f"{entry.year}年{entry.month}月{entry.day}日"
    return f"{text_of_value(entry)}{question.unit if isinstance(entry, int) else ''}"


def _short(text: str) -> str:
    return " ".join(text.split())[:60]
