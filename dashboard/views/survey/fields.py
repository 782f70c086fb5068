"""What a field of the editor says, written into the form."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from dashboard.views.survey.conditions import set_condition
from dashboard.views.survey.document import Document, Entry, Lists, entry_of, section_run
from dashboard.views.survey.options import set_option

DEFAULTS: dict[str, Any] = {
    "help": "",
    "required": False,
    "prefilled": False,
    "unit": "",
    "minimum": 0,
    "maximum": 9999,
    "ranks": 3,
    "lines": 5,
    "allows_undecided": False,
    "legal_basis": "",
}


def with_field(document: Document, question_id: str, key: str, value: Any, lists: Lists) -> Document:
    """The document with what a field says; the same one where it says nothing new. `question_id`: "" is the head."""
    changed = deepcopy(document)
    if question_id == "":
        _set(changed["form"], key, _lines(value) if key == "instructions" else value)
    else:
        entry = entry_of(changed, question_id)
        if entry is not None:
            _set_of_question(changed, entry, key, value, lists)
    return changed if changed != document else document


def _set_of_question(document: Document, entry: Entry, key: str, value: Any, lists: Lists) -> None:
    kind, _, rest = key.partition(":")
    if kind == "section":
        for one in section_run(document, entry):
            one["section"] = str(value or "")
    elif kind in ("label", "exclusive", "replaces"):
        set_option(entry, rest, kind, value, lists)
    elif kind == "condition":
        place, _, what = rest.partition(":")
        set_condition(entry, int(place), what, value)
    elif kind == "previous":
        chosen = [str(one) for one in value or []]
        if chosen == [entry["id"]]:
            entry.pop("previous", None)
        else:
            entry["previous"] = chosen
    else:
        _set(entry, key, value)


def _set(values: Entry, key: str, value: Any) -> None:
    """A value that is the default is not written, unless it was."""
    value = value.strip() if isinstance(value, str) else value
    if value is None or value == "":
        value = DEFAULTS.get(key, "")
    if key in values or value != DEFAULTS.get(key):
        values[key] = value


def _lines(value: Any) -> list[str]:
    return [line.strip() for line in str(value or "").splitlines() if line.strip()]
