"""The choices of a question that is being written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from dashboard.views.survey.document import Document, Entry, Lists, entry_of, free_name, keep_conditions

NEW_OPTION = "新しい選択肢"


@dataclass(frozen=True)
class DraftOption:
    """One choice. `is_listed`: it comes from a code list that all years share."""

    code: str
    label: str
    is_listed: bool
    own: Entry


def options_of(entry: Entry, lists: Lists) -> list[DraftOption]:
    """The choices in their order: those of the code list, in the form's words where it has any, and its own."""
    listed = {str(row["code"]): row for row in lists.get(str(entry.get("options_from", "")), ())}
    own = {str(option["code"]): option for option in entry.get("options", [])}
    only = [str(code) for code in entry.get("only", listed)]
    codes = [code for code in only if code in listed or code in own]
    codes += [code for code in own if code not in codes and (code not in listed or "only" not in entry)]
    return [
        DraftOption(
            code,
            str(own[code]["label"]) if code in own else str(listed[code]["label_ja"]),
            code in listed,
            own.get(code, {}),
        )
        for code in codes
    ]


def with_options(entry: Entry, options: Sequence[DraftOption], lists: Lists) -> None:
    """Write the choices of a question as the form keeps them."""
    listed = {str(row["code"]): row for row in lists.get(str(entry.get("options_from", "")), ())}
    own = [
        {**option.own, "code": option.code, "label": option.label}
        for option in options
        if not option.is_listed or option.label != listed[option.code]["label_ja"]
    ]
    codes = [option.code for option in options]
    of_list = [code for code in codes if code in listed]
    if listed and codes != [*of_list, *(code for code in codes if code not in listed)]:
        entry["only"] = codes
    elif listed and (of_list != list(listed) or "only" in entry):
        entry["only"] = of_list
    if own or "options" in entry:
        entry["options"] = own
    if entry.get("options") == [] and listed:
        del entry["options"]


def set_option(entry: Entry, code: str, what: str, value: Any, lists: Lists) -> None:
    options = options_of(entry, lists)
    place = next((n for n, option in enumerate(options) if option.code == code), None)
    if place is None:
        return
    option = options[place]
    own = dict(option.own)
    if what == "label":
        options[place] = DraftOption(code, str(value or "").strip(), option.is_listed, own)
    else:
        if value:
            own[what] = True if what == "exclusive" else [str(one) for one in value]
        else:
            own.pop(what, None)
        options[place] = DraftOption(code, option.label, option.is_listed, own)
    with_options(entry, options, lists)


def add_option(document: Document, question_id: str, code: str, form: Mapping[str, Any]) -> Document:
    """One choice more: a code of the list, or an own one with a code that no round has used for this question."""
    changed = deepcopy(document)
    entry = entry_of(changed, question_id)
    if entry is None:
        return document
    lists: Lists = form["lists"]
    options = options_of(entry, lists)
    listed = {str(row["code"]): row for row in lists.get(str(entry.get("options_from", "")), ())}
    if code in listed:
        options.append(DraftOption(code, str(listed[code]["label_ja"]), True, {}))
    else:
        used = {*form["taken_codes"].get(question_id, ()), *(option.code for option in options)}
        fresh = free_name(f"{form['id_prefix']}_", used)
        labels = {option.label for option in options}
        last = next((n for n, one in enumerate(options) if _closes(one)), len(options))
        label = NEW_OPTION if NEW_OPTION not in labels else free_name(NEW_OPTION, labels)
        options.insert(last, DraftOption(fresh, label, False, {}))
    with_options(entry, options, lists)
    return changed


def drop_option(document: Document, question_id: str, code: str, lists: Lists) -> Document:
    """The choice goes, and goes out of the conditions that name it."""
    changed = deepcopy(document)
    entry = entry_of(changed, question_id)
    if entry is None:
        return document
    with_options(entry, [one for one in options_of(entry, lists) if one.code != code], lists)
    for other in changed["questions"]:
        for condition in other.get("only_if", []):
            if condition["question"] == question_id:
                key = "in" if "in" in condition else "not_in"
                condition[key] = [known for known in condition[key] if known != code]
        keep_conditions(
            other, [one for one in other.get("only_if", []) if one.get("in") or one.get("not_in")]
        )
    return changed


def move_option(document: Document, question_id: str, code: str, step: int, lists: Lists) -> Document:
    changed = deepcopy(document)
    entry = entry_of(changed, question_id)
    if entry is None:
        return document
    options = options_of(entry, lists)
    place = next((n for n, option in enumerate(options) if option.code == code), -1)
    if place < 0 or not 0 <= place + step < len(options):
        return document
    options.insert(place + step, options.pop(place))
    with_options(entry, options, lists)
    return changed


def _closes(option: DraftOption) -> bool:
    """「その他」 and 「特にない」 stay last."""
    return option.code == "other" or bool(option.own.get("exclusive"))
