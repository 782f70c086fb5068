"""Who did what to what is received, when and why: a record of the journal beside each change that a command makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard import journal

KIND = "act"
UNNAMED = "記入者なし"
# Commands of `etl` that change what is received. An act on the data that the program keeps by itself has a record of its own:
# the form of the state and what went out in the journal, a 控え in its own list.
CHANGES = frozenset(
    {
        *("add", "withdraw", "restore", "amend-source", "forget-heading", "decide", "redate", "receive"),
        *("correct", "uncorrect", "round", "form new", "form save", "form remove", "form restore"),
    }
)
RETURNS = "/returns/"


@dataclass(frozen=True)
class ActNote:
    """`what`: as a sentence without its end; `by`: as entered, "" where nobody was; `file`: its place in data/raw."""

    what: str
    by: str
    reason: str = ""
    file: str = ""
    municipality_code: str = ""


def changes(arguments: Sequence[str]) -> bool:
    """Whether a command, as `etl` takes it, changes what is received."""
    if arguments[:1] == ["round"]:
        return "--state" in arguments
    return arguments[0] in CHANGES or (" ".join(arguments[:2]) in CHANGES and "--draft" not in arguments)


def keep(path: Path, note: ActNote, files: Sequence[str] = ()) -> None:
    """One record a file. files: what the command says that it changed, each below the folder of the file that was named.

    Raises JournalError, InvalidRecordError.
    """
    folder, is_return, _ = note.file.rpartition(RETURNS)
    named = {note.file, *(f"{folder}{RETURNS}{file}" for file in files if is_return)}
    values = {"what": note.what, "reason": note.reason, "town": note.municipality_code}
    records = [(KIND, {**values, "file": file}) for file in sorted(named)]
    journal.write_together(path, "", records, note.by.strip() or UNNAMED)
