"""A form.toml as plain objects to be edited, and back into its text with the comments that people wrote."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from itertools import pairwise
from typing import Any

import tomlkit

from etl.refusal import Refusal
from etl.survey.form.loading import FORM_KEYS, OPTIONAL_FORM_KEYS
from etl.survey.form.question_entry import QUESTION_KEYS

# {"form": {key: value}, "questions": [{key: value}, …]}: keys as in form.toml, days as 2026-11-30,
# `section` at every question that is not part of another one.
FormDocument = dict[str, Any]

QUESTION_HEADER = "[[question]]"
HEAD_KEYS = (*FORM_KEYS, *OPTIONAL_FORM_KEYS)
KEY_ORDER = ("section", "part_of", *(key for key in QUESTION_KEYS if key not in ("section", "part_of")))
DAYS = frozenset(key for key, kind in FORM_KEYS.items() if kind is date)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class DocumentError(Refusal):
    """What was handed over is not a form as plain objects."""


def read_document(text: str) -> FormDocument:
    """The plain objects of a form.toml that can be read. Raises tomllib.TOMLDecodeError."""
    parsed = tomllib.loads(text)
    return {"form": _plain(parsed.get("form", {})), "questions": _with_sections(parsed.get("question", []))}


def checked(value: object) -> FormDocument:
    """The document, if it has the shape of one and nothing that TOML cannot hold. Raises DocumentError."""
    document = value if isinstance(value, dict) else {}
    questions = document.get("questions")
    if not isinstance(document.get("form"), dict) or not isinstance(questions, list):
        raise DocumentError("調査票の内容を受け取れませんでした。画面を開きなおしてください。")
    if not all(isinstance(entry, dict) for entry in questions):
        raise DocumentError("質問の形が違います。画面を開きなおしてください。")
    return {"form": _without_nothing(document["form"]), "questions": [_without_nothing(q) for q in questions]}


def write_document(document: FormDocument, base: str = "") -> str:
    """The text of the document. What is unchanged stays as it stands in `base`, with its comments.

    A comment above a question goes where the question goes, and goes with it.
    """
    if base and read_document(base) == document:
        return base
    head, chunks = _split(base)
    known = {str(entry["id"]): (chunk, entry) for chunk, entry in chunks}
    parts = [_edited_head(head, document["form"])]
    for entry in _with_few_sections(document["questions"]):
        chunk, before = known.pop(str(entry.get("id", "")), ("", {}))
        parts.append(chunk if chunk and before == entry else _edited_question(chunk, before, entry))
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _edited_head(text: str, form: Mapping[str, Any]) -> str:
    values = {key: _valued(key, form[key]) for key in HEAD_KEYS if key in form}
    values |= {key: value for key, value in form.items() if key not in values}
    document = tomlkit.parse(text)
    if "form" not in document:
        document["form"] = tomlkit.table()
    _edit(document["form"], tomllib.loads(text).get("form", {}), values)
    return tomlkit.dumps(document)


def _edited_question(text: str, before: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    ordered = {key: entry[key] for key in KEY_ORDER if key in entry}
    ordered |= {key: value for key, value in entry.items() if key not in ordered}
    document = tomlkit.parse(text or f"{QUESTION_HEADER}\n")
    [table] = document["question"]
    _edit(table, before, ordered)
    return tomlkit.dumps(document)


def _edit(table: Any, before: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Change what differs, in place: a key that stays keeps its line and its comment."""
    for key in before:
        if key not in values:
            del table[key]
    for key, value in values.items():
        if key not in before or before[key] != value:
            table[key] = _item(value)


def _item(value: Any) -> Any:
    if isinstance(value, list):
        array = tomlkit.array()
        for one in value:
            array.append(_item(one))
        return array.multiline(any(isinstance(one, dict) for one in value) or len(str(value)) > 90)
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        table.update({key: _item(one) for key, one in value.items()})
        return table
    return tomlkit.item(value)


def _split(text: str) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    """What stands before the first question, and each question with the comments above it, as text and as read.

    Where a text holds a line that only looks like a heading, no comment is kept rather than one at the wrong place.
    """
    lines = text.splitlines()
    starts = []
    for number, line in enumerate(lines):
        if line.split("#")[0].strip() == QUESTION_HEADER:
            start = number
            while start and (not lines[start - 1].strip() or lines[start - 1].lstrip().startswith("#")):
                start -= 1
            starts.append(start)
    bounds = [*starts, len(lines)]
    texts = ["\n".join(lines[start:end]).strip("\n") for start, end in pairwise(bounds)]
    head = "\n".join(lines[: bounds[0]])
    entries = tomllib.loads(text).get("question", [])
    try:
        parsed = [tomllib.loads(chunk)["question"] for chunk in texts]
        is_whole = tomllib.loads(head).keys() <= {"form"}
    except tomllib.TOMLDecodeError:
        return "", []
    if not is_whole or parsed != [[entry] for entry in entries]:
        return "", []
    return head, list(zip(texts, entries, strict=True))


def _with_sections(entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each question that is not part of another one with its section, which form.toml names at the first of it."""
    section = ""
    full = []
    for entry in entries:
        plain = _plain(entry)
        if "part_of" not in plain:
            section = plain.get("section", section)
            plain = {**({"section": section} if section else {}), **plain}
        full.append(plain)
    return full


def _with_few_sections(entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """As form.toml has them: the section at its first question alone."""
    section = ""
    few = []
    for entry in entries:
        kept = deepcopy(dict(entry))
        if "part_of" in kept or kept.get("section", "") == section:
            kept.pop("section", None)
        section = kept.get("section", section)
        few.append(kept)
    return few


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _valued(key: str, value: Any) -> Any:
    is_day = key in DAYS and isinstance(value, str) and _DAY.fullmatch(value)
    try:
        return date.fromisoformat(value) if is_day else value
    except ValueError:
        return value


def _without_nothing(value: Any) -> Any:
    """Without keys that hold nothing: a question has no unit, not the unit null."""
    if isinstance(value, dict):
        return {str(key): _without_nothing(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_without_nothing(one) for one in value]
    if isinstance(value, (str, int, bool)):
        return value
    raise DocumentError("調査票の内容に、保存できない値があります。画面を開きなおしてください。")
