"""Whole returns of R5: canonical answers laid into the cells of the workbook and read back."""

from collections.abc import Mapping
from typing import Any

from etl.readers.grid import CellRef
from etl.survey.answers.reading import Answer, PlainAnswer, read_answer
from etl.survey.form.entries import entries_of
from etl.survey.form.loading import load_form
from etl.survey.sheet.layout import make_layout
from tests.etl.survey.conftest import SURVEYS
from tests.etl.survey.reading import cell

R5 = load_form(SURVEYS / "R5" / "form.toml")
LAYOUT = make_layout(R5)
FUNCTIONS = {q.id: "existing" for q in R5.questions if q.group_id == "function"}
CONTACT = {"department": "福祉課", "person": "道野", "phone": "0166-87-2111", "email": "a@example.lg.jp"}
EVERYBODY: dict[str, PlainAnswer] = {
    "meeting_internal": "established",
    "meeting_support": "none",
    "staff_full_time": 1,
    "staff_concurrent": 2,
    **FUNCTIONS,
    "support_wanted": ("training",),
    "participation": ("none",),
    "contact": CONTACT,
}
STATES: dict[str, dict[str, PlainAnswer]] = {
    "implementing": {"status": "implementing", "start_year": 2021, "implementation_plan": "made"},
    "preparing": {
        "status": "preparing",
        "start_year": 2024,
        "implementation_plan": "in_progress",
        "barriers": ("staff_shortage",),
        "barriers_top": ("staff_shortage",),
    },
    "planned": {
        "status": "planned",
        "start_year": 2024,
        "implementation_plan": "in_progress",
        "barriers": ("funding", "staff_shortage"),
        "barriers_top": ("staff_shortage", "funding"),
    },
    "undecided": {"status": "undecided", "barriers": ("low_need",), "barriers_top": ("low_need",)},
    "no_plan": {"status": "no_plan", "barriers": ("none",)},
    "ended": {"status": "ended", "barriers": ("none",)},
}


def filled(answers: Mapping[str, PlainAnswer], **others: Any) -> dict[str, Answer]:
    """A whole return with these canonical answers; `others` are written into the cell as they are."""
    entries: dict[tuple[str, str], object] = {}
    for question_id, plain in answers.items():
        entries.update(entries_of(R5.by_id[question_id], plain))
    for question_id, value in others.items():
        for key in [key for key in entries if key[0] == question_id]:
            del entries[key]
        given = value if isinstance(value, dict) else {"": value}
        entries.update({(question_id, slot): text for slot, text in given.items()})
    return understood(entries)


def understood(entries: Mapping[tuple[str, str], object]) -> dict[str, Answer]:
    """The cells of the workbook, as its layout lays them, read back."""
    cells: dict[str, list[tuple[str, CellRef]]] = {}
    for slot in LAYOUT.slots:
        value = entries.get(slot.key)
        cells.setdefault(slot.question.id, []).append((slot.slot, cell(value, f"C{slot.row + 1}")))
    return {q.id: read_answer(q, cells[q.id], today=R5.as_of) for q in R5.questions}


def town(state: str, **changed: Any) -> dict[str, PlainAnswer]:
    return {**EVERYBODY, **STATES[state], **changed}
