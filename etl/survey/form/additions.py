"""Questions that new rounds bring from a year on, as drafts: who writes the form sees the mark, no municipality does."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from etl.survey.form.document import FormDocument
from etl.survey.form.loading import VOCABULARY_ROOT

FILE = "added_questions.toml"
ABOUT = ("first_fiscal_year", "after")


def with_additions(
    document: FormDocument, before: int, year: int, vocabulary: Path = VOCABULARY_ROOT
) -> FormDocument:
    """The document with the questions of the years after `before` up to `year`, each after the one that it names.

    One that the form has already, or whose place it lacks, is left out.
    """
    questions = list(document["questions"])
    added = False
    for entry in _entries(vocabulary):
        known = {str(one["id"]): one for one in questions}
        host = known.get(entry["after"])
        if host is None or entry["id"] in known or not before < entry["first_fiscal_year"] <= year:
            continue
        place = max(n for n, one in enumerate(questions) if _hangs_on(one, str(host["id"]), known)) + 1
        section = {"section": host["section"]} if "section" in host else {}
        own = {key: value for key, value in entry.items() if key not in ABOUT}
        questions.insert(place, {**section, **own})
        added = True
    note = f"{document['form'].get('note', '')}加えた設問は案（国の通知の様式で確かめる）。"
    head = {**document["form"], "note": note} if added else document["form"]
    return {"form": head, "questions": questions}


def draft_ids(document: FormDocument, vocabulary: Path = VOCABULARY_ROOT) -> list[str]:
    """Ids of the questions of a form that stand in it as drafts."""
    drafts = {entry["id"] for entry in _entries(vocabulary)}
    return [str(entry["id"]) for entry in document["questions"] if entry.get("id") in drafts]


def _entries(vocabulary: Path) -> list[dict[str, Any]]:
    path = vocabulary / FILE
    entries: list[dict[str, Any]] = (
        tomllib.loads(path.read_text(encoding="utf-8"))["question"] if path.is_file() else []
    )
    return entries


def _hangs_on(entry: dict[str, Any], host: str, known: dict[str, dict[str, Any]]) -> bool:
    """Whether an entry is the host or, over however many steps, a part of it."""
    own = str(entry["id"])
    seen: set[str] = set()
    while own and own != host and own not in seen:
        seen.add(own)
        own = str(known.get(own, {}).get("part_of", ""))
    return own == host
