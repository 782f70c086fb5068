"""The questions of the 調査票: rows with their labels, the cells to fill, last year's answers beside them."""

from __future__ import annotations

from collections.abc import Callable

from etl.readers.grid import fixed_cell_name
from etl.survey.form.entries import OTHERS_SLOT, Entries
from etl.survey.form.questions import REASON_SLOT, Kind
from etl.survey.sheet import layout as places
from etl.survey.sheet.layout import ANSWER_COL, LABEL_COL, NUMBER_COL, Layout, Line, Slot
from etl.survey.sheet.pen import Pen
from etl.survey.sheet.validation import choices, validation

# Style of the answer and of last year's, by kind; else ("input", "previous").
SLOT_STYLES: dict[Kind, tuple[str, str]] = {
    "multiple": ("input_check", "previous_check"),
    "integer": ("input_number", "previous_number"),
    "date": ("input_date", "previous_date"),
    "free_text": ("input_text", "previous"),
    "contact": ("input_phone", "previous"),
}
HINTS: dict[Kind, str] = {"multiple": "該当するものすべてに○", "ranked": "▼から選択", "single": "▼から選択"}
# The line under the form.
CLOSING = "ご協力ありがとうございました。"
REASON_HINT = {
    "validate": "any",
    "input_title": "変わった理由・補足",
    "input_message": "{}の回答から変わったときは、その理由を書いてください。補足があるときも使えます。",
}


def draw_line(pen: Pen, layout: Layout, line: Line) -> None:
    """One row: band, heading, or label with an empty answer cell (filled by draw_slot)."""
    last_column = len(layout.widths) - 1
    pen.sheet.set_row(line.row, line.height)
    if line.role == "section":
        pen.blank(line.row, 0, last_column, "section")
        pen.text(line.row, NUMBER_COL, line.label, "section")
        return
    is_sub = "-" in line.number
    pen.text(line.row, NUMBER_COL, line.number, "sub_number" if is_sub else "number")
    _draw_label(pen, line, is_option=is_sub and line.role == "entry")
    pen.blank(line.row, ANSWER_COL, last_column, "empty")
    if line.role == "heading":
        kind = line.question.kind if line.question else line.block.questions[0].kind
        pen.text(line.row, ANSWER_COL, HINTS.get(kind, ""), "hint")
    if line.is_wide:
        pen.sheet.merge_range(line.row, ANSWER_COL, line.row, last_column, "", pen.style("input_text"))


def draw_slot(
    pen: Pen,
    layout: Layout,
    slot: Slot,
    entries: Entries,
    previous: Entries,
    list_source: Callable[[list[str]], list[str] | str],
) -> None:
    """One cell to fill, with its rule, its name, and last year's answer beside it."""
    if slot.slot == REASON_SLOT:
        pen.entry(slot.row, slot.col, entries.get(slot.key), "reason")
        message = REASON_HINT["input_message"].format(layout.form.previous_word)
        hint = REASON_HINT | {"input_message": message}
        pen.sheet.data_validation(slot.row, slot.col, slot.row, slot.col, hint)
        others = previous.get((slot.question.id, OTHERS_SLOT))
        if others is not None:
            pen.entry(slot.row, layout.previous_col, others, "previous_wrapped")
    else:
        question = slot.question
        style, previous_style = SLOT_STYLES.get(question.kind, ("input", "previous"))
        number_format = f'0"{question.unit}"' if question.kind == "integer" and question.unit else ""
        pen.entry(slot.row, slot.col, entries.get(slot.key), style, number_format)
        if layout.has_previous and not slot.is_wide:
            before = previous.get(slot.key)
            pen.entry(slot.row, layout.previous_col, before, previous_style, number_format)
        rule = validation(slot, list_source(choices(question)))
        if rule:
            pen.sheet.data_validation(slot.row, slot.col, slot.row, slot.col, rule)
    pen.book.define_name(slot.name, f"={places.SHEET_NAME}!{fixed_cell_name(slot.row, slot.col)}")


def draw_closing(pen: Pen, layout: Layout) -> None:
    pen.text(layout.last_row + 1, NUMBER_COL, CLOSING, "closing")


def _draw_label(pen: Pen, line: Line, *, is_option: bool) -> None:
    """The label in bold (an option plainly), 必須 in red, the help small on a line of its own."""
    runs = [(pen.style("run_plain" if is_option else "run_bold"), line.label)]
    if line.is_marked:
        runs.append((pen.style("run_required"), f"　{places.REQUIRED_MARK}"))
    if line.note:
        runs.append((pen.style("run_note"), f"\n{line.note}"))
    if len(runs) == 1:
        pen.text(line.row, LABEL_COL, line.label, "sub_label" if is_option else "label_bold")
    else:
        pieces = [piece for run in runs for piece in run]
        cell = pen.style("sub_label" if is_option else "label")
        pen.sheet.write_rich_string(line.row, LABEL_COL, *pieces, cell)
