"""The sheet of a form as plain rows, for a screen that shows what a municipality will get."""

from __future__ import annotations

from typing import Any

from etl.names import MunicipalityName
from etl.survey.form.questions import REASON_SLOT
from etl.survey.sheet.body import CLOSING, HINTS
from etl.survey.sheet.head import GUIDE_TITLE, LEGEND, PROGRESS_LABEL, card_values, sender_line
from etl.survey.sheet.layout import Layout, Line
from etl.survey.sheet.pages import pages
from etl.survey.sheet.progress import progress
from etl.survey.sheet.validation import choices


def preview(layout: Layout, town: MunicipalityName) -> dict[str, Any]:
    """What stands in the cells before anything is filled in, the heights of the rows, and how the pages fall."""
    form = layout.form
    state = progress(layout, {}, {})
    values = {**card_values(form, town), "required": f"{state.required} 項目", "answered": "0 項目"}
    return {
        "title": form.title,
        "progress": [PROGRESS_LABEL, state.bar, state.text],
        "sender": sender_line(form),
        "guide_title": GUIDE_TITLE,
        "guide": list(layout.guide),
        "legend": [list(line) for line in LEGEND],
        "card": [[line.label, values[line.key]] for line in layout.card],
        "header": list(layout.header),
        "widths": list(layout.widths),
        "has_previous": layout.has_previous,
        "lines": [_line(layout, line) for line in layout.lines],
        "closing": CLOSING,
        "footer": f"様式 {form.version}",
        "pages": [[first, last] for first, last in pages(layout)],
        "required": state.required,
    }


def _line(layout: Layout, line: Line) -> dict[str, Any]:
    question = line.question
    kind = question.kind if question else line.block.questions[0].kind
    return {
        "row": line.row,
        "role": line.role,
        "question": (question.group_id or question.id) if question else line.block.id,
        "number": line.number,
        "label": line.label,
        "note": line.note,
        "is_required": line.is_marked,
        "is_sub": "-" in line.number,
        "kind": kind,
        "hint": HINTS.get(kind, "") if line.role == "heading" else "",
        "choices": choices(question) if question and line.role == "entry" else [],
        "unit": question.unit if question else "",
        "is_wide": line.is_wide,
        "has_reason": line.has_reason
        and any(slot.slot == REASON_SLOT and slot.row == line.row for slot in layout.slots),
        "height": line.height,
    }
