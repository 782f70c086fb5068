"""Questions of a form that is being written: added from the library, dropped, moved, put into sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from dashboard.views.survey.document import (
    Document,
    DraftBlock,
    Entry,
    blocks,
    entry_of,
    free_name,
    keep_conditions,
    section_run,
)

# The map and every count rest on the answer to it.
NEEDED = "status"
NEW_SECTION = "新しい節"


def add_question(
    document: Document, template: Mapping[str, Any], form: Mapping[str, Any], after: str
) -> tuple[Document, str]:
    """A question of the library with what hangs on it, after the 問 of another one; the document and the new id."""
    changed = deepcopy(document)
    used = {*form["taken_ids"], *(entry["id"] for entry in changed["questions"])}
    new_id = free_name(f"{form['id_prefix']}_{template['stem']}_", used)
    known = blocks(changed)
    place = next(
        (n for n, one in enumerate(known, 1) if any(e["id"] == after for e in one.entries)), len(known)
    )
    section = known[place - 1].host.get("section", "") if known else "１"
    entries = []
    for one in template["entries"]:
        entry = deepcopy(dict(one))
        entry["id"] = f"{new_id}_{entry['id']}" if entry["id"] else new_id
        if "part_of" in entry:
            entry["part_of"] = new_id
        else:
            entry = {"section": section, **entry}
        for condition in entry.get("only_if", []):
            condition["question"] = new_id
        entries.append(entry)
    ordered = [entry for block in known[:place] for entry in block.entries]
    rest = [entry for block in known[place:] for entry in block.entries]
    changed["questions"] = [*ordered, *entries, *rest]
    return changed, new_id


def drop_question(document: Document, question_id: str) -> tuple[Document, str]:
    """The question goes with what hangs on it and with the conditions that name it; what went, in words."""
    changed = deepcopy(document)
    gone = {question_id}
    for entry in changed["questions"]:
        if entry.get("part_of") in gone:
            gone.add(entry["id"])
    entry_gone = entry_of(document, question_id)
    if entry_gone is None:
        return document, ""
    changed["questions"] = [entry for entry in changed["questions"] if entry["id"] not in gone]
    freed = []
    for entry in changed["questions"]:
        kept = [one for one in entry.get("only_if", []) if one["question"] not in gone]
        if kept != entry.get("only_if", []):
            freed.append(entry["wording"])
            keep_conditions(entry, kept)
    words = f"「{entry_gone['wording']}」を外しました。"
    words += f"{len(gone) - 1}つの付いた質問も外しました。" if len(gone) > 1 else ""
    words += f"「{'」「'.join(freed)}」の条件も外しました。" if freed else ""
    return changed, words


def move_question(document: Document, question_id: str, step: int) -> tuple[Document, str]:
    """One place up or down among the 問, or among the questions that hang on the same one; why not, in words."""
    known = blocks(document)
    place = next(n for n, one in enumerate(known) if any(e["id"] == question_id for e in one.entries))
    block = known[place]
    if block.host["id"] == question_id:
        return move_block(document, place, place + step)
    entries = list(block.entries)
    at = next(n for n, entry in enumerate(entries) if entry["id"] == question_id)
    if not 1 <= at + step < len(entries):
        return document, ""
    entries.insert(at + step, entries.pop(at))
    order = [*known[:place], DraftBlock(block.number, tuple(entries)), *known[place + 1 :]]
    return _in_order(document, order)


def move_block(document: Document, place: int, target: int) -> tuple[Document, str]:
    """A 問 with what hangs on it to another place, into the section that is there; why not, in words."""
    known = blocks(document)
    if not (0 <= place < len(known) and 0 <= target < len(known)) or place == target:
        return document, ""
    block = known.pop(place)
    neighbour = known[target - 1] if target > place or target == len(known) else known[target]
    host = {**block.host, "section": neighbour.host.get("section", "")}
    known.insert(target, DraftBlock(block.number, (host, *block.entries[1:])))
    return _in_order(document, known)


def split_section(document: Document, question_id: str) -> Document:
    """This 問 and those after it in its section become a section of their own."""
    changed = deepcopy(document)
    entry = entry_of(changed, question_id)
    if entry is None or "part_of" in entry:
        return document
    sections = {one.get("section") for one in changed["questions"]}
    name = NEW_SECTION if NEW_SECTION not in sections else free_name(NEW_SECTION, sections)
    run = section_run(changed, entry)
    for one in run[next(n for n, known in enumerate(run) if known is entry) :]:
        one["section"] = name
    return changed


def join_section(document: Document, question_id: str) -> Document:
    """The section of this 問 becomes one with the section before it."""
    changed = deepcopy(document)
    entry = entry_of(changed, question_id)
    hosts = [one.host for one in blocks(changed)]
    if entry is None or entry not in hosts:
        return document
    run = section_run(changed, entry)
    place = next(n for n, one in enumerate(hosts) if one is run[0])
    if place == 0:
        return document
    for one in run:
        one["section"] = hosts[place - 1].get("section", "")
    return changed


def begins_section(document: Document, question_id: str) -> bool:
    """Whether the section's heading stands above this 問."""
    before = None
    for block in blocks(document):
        if block.host["id"] == question_id:
            return before is None or before.get("section") != block.host.get("section")
        before = block.host
    return False


def _in_order(document: Document, known: Sequence[DraftBlock]) -> tuple[Document, str]:
    """The document in that order, unless a question would come before the one that decides whether it is asked."""
    entries = [deepcopy(entry) for block in known for entry in block.entries]
    for entry, control in _conditions(entries):
        before = [one["id"] for one in entries[: entries.index(entry)]]
        if control not in before:
            name = next((one["wording"] for one in entries if one["id"] == control), "")
            return (
                document,
                f"「{entry['wording']}」は「{name}」の答えで尋ねるかが決まるので、それより前には置けません。",
            )
    return {**document, "questions": entries}, ""


def _conditions(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    return ((entry, one["question"]) for entry in entries for one in entry.get("only_if", []))
