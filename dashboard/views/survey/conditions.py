"""On which answer it depends whether a question of a form that is being written is asked."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from dashboard.views.survey.document import CHOOSABLE, Document, Entry, Lists, entry_of, keep_conditions
from dashboard.views.survey.options import options_of


def controls_of(document: Document, question_id: str) -> list[Entry]:
    """The questions before this one on whose answer it can depend."""
    found: list[Entry] = []
    for entry in document["questions"]:
        if entry["id"] == question_id:
            break
        if entry["kind"] in CHOOSABLE and "for_each" not in entry:
            found.append(entry)
    return found


def add_condition(document: Document, question_id: str, lists: Lists) -> Document:
    """One condition more, on the nearest question of choices before this one; the same document where there is none."""
    changed = deepcopy(document)
    entry, controls = entry_of(changed, question_id), controls_of(document, question_id)
    if entry is None or not controls:
        return document
    control = controls[-1]
    codes = [option.code for option in options_of(control, lists)][:1]
    entry["only_if"] = [*entry.get("only_if", []), {"question": control["id"], "in": codes}]
    return changed


def drop_condition(document: Document, question_id: str, place: int) -> Document:
    changed = deepcopy(document)
    entry = entry_of(changed, question_id)
    if entry is None or not 0 <= place < len(entry.get("only_if", [])):
        return document
    keep_conditions(entry, [one for n, one in enumerate(entry["only_if"]) if n != place])
    return changed


def set_condition(entry: Entry, place: int, what: str, value: Any) -> None:
    if place >= len(entry.get("only_if", [])):
        return
    condition = entry["only_if"][place]
    key = "in" if "in" in condition else "not_in"
    if what == "question" and value and value != condition["question"]:
        entry["only_if"][place] = {"question": str(value), key: []}
    elif what == "codes":
        condition[key] = [str(code) for code in value or []]
    elif what == "how" and value in ("in", "not_in") and value != key:
        entry["only_if"][place] = {"question": condition["question"], value: condition[key]}
