"""A form that is being written, as plain objects, and what stands where in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# As `etl form show --json` prints it: {"form": {key: value}, "questions": [{key: value}, …]}.
Document = dict[str, Any]
Entry = dict[str, Any]
Lists = Mapping[str, Sequence[Mapping[str, str]]]

CHOOSABLE = ("single", "multiple")
WITH_OPTIONS = ("single", "multiple", "ranked")


@dataclass(frozen=True)
class DraftBlock:
    """One numbered 問: a question and what hangs on it."""

    number: int
    entries: tuple[Entry, ...]

    @property
    def host(self) -> Entry:
        return self.entries[0]


def blocks(document: Document) -> list[DraftBlock]:
    """The questions as they are numbered on the sheet."""
    found: list[list[Entry]] = []
    for entry in document["questions"]:
        hosts = [block for block in found if any(one["id"] == entry.get("part_of") for one in block)]
        if hosts:
            hosts[0].append(entry)
        else:
            found.append([entry])
    return [DraftBlock(number, tuple(entries)) for number, entries in enumerate(found, 1)]


def entry_of(document: Document, question_id: str) -> Entry | None:
    return next((entry for entry in document["questions"] if entry["id"] == question_id), None)


def number_of(document: Document, question_id: str) -> str:
    """問3 of the question, or of the one that it hangs on."""
    for block in blocks(document):
        if any(entry["id"] == question_id for entry in block.entries):
            return f"問{block.number}"
    return ""


def same(document: Document, other: Document) -> bool:
    """Whether two documents say the same; the version is the file's own matter."""
    first, second = ({**one, "form": {**one["form"], "version": ""}} for one in (document, other))
    return first == second


def section_run(document: Document, entry: Entry) -> list[Entry]:
    """The 問 of the section that this one is in, one after the other."""
    runs: list[list[Entry]] = []
    for block in blocks(document):
        if runs and runs[-1][-1].get("section") == block.host.get("section"):
            runs[-1].append(block.host)
        else:
            runs.append([block.host])
    return next((run for run in runs if any(one is entry for one in run)), [])


def keep_conditions(entry: Entry, conditions: list[Entry]) -> None:
    if conditions:
        entry["only_if"] = conditions
    else:
        entry.pop("only_if", None)


def free_name(stem: str, used: set[Any]) -> str:
    """The stem with the first number that is not used."""
    number = 1
    while f"{stem}{number}" in used:
        number += 1
    return f"{stem}{number}"
