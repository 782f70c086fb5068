"""Versions of a round's form: what was issued is kept, so that a return is read by the form it was made with."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from etl import raw_writes
from etl.survey.form.loading import FORM_FILE, VOCABULARY_ROOT, load_form
from etl.survey.form.questions import Form, Question

VERSIONS = "versions"
_NUMBERED = re.compile(r"(.+)-(\d+)")


def kept_versions(path: Path) -> dict[str, Path]:
    """Version → the form.toml as it was issued: survey/R8/versions/R8-1.toml beside survey/R8/form.toml."""
    return {kept.stem: kept for kept in sorted((path.parent / VERSIONS).glob("*.toml"))}


def keep_version(path: Path, version: str) -> Path:
    """Keep the form.toml as it is now as that of a version that is issued; once kept it is never rewritten.

    To be called under `raw_writes.locked`.
    """
    target = path.parent / VERSIONS / f"{version}.toml"
    if not target.exists():
        raw_writes.copy_file(path, target)
    return target


def version_before(path: Path) -> str:
    """The version that went out before the one that is written now and has not; "" where there is none.

    Raises FormError.
    """
    kept = kept_versions(path)
    if not kept or load_form(path).version in kept:
        return ""
    return max(kept, key=lambda version: (len(version), version))


def differs_from_kept(path: Path, version: str) -> bool:
    """Whether the form.toml says something else than what was issued under the same version."""
    kept = kept_versions(path).get(version)
    return kept is not None and _content(kept) != _content(path)


def load_earlier(path: Path, form: Form, vocabulary: Path = VOCABULARY_ROOT) -> tuple[Form, ...]:
    """The versions of a round that were issued and are not its form of now. Raises FormError."""
    kept = (load_form(one, vocabulary) for one in kept_versions(path).values())
    return tuple(one for one in kept if one != form)


def load_previous_form(path: Path, form: Form, vocabulary: Path = VOCABULARY_ROOT) -> Form | None:
    """The form that this one says it follows (`previous = "R4"`), with all that its versions asked; None for a first."""
    if not form.previous:
        return None
    previous = path.parents[1] / form.previous / FORM_FILE
    before = load_form(previous, vocabulary)
    return united(before, load_earlier(previous, before, vocabulary))


def next_version(version: str, taken: Iterable[str]) -> str:
    """R8-1 → R8-2, or the first number after it that no version has."""
    numbered = _NUMBERED.fullmatch(version)
    stem, number = (numbered[1], int(numbered[2])) if numbered else (version, 1)
    known = set(taken)
    while True:
        number += 1
        if f"{stem}-{number}" not in known:
            return f"{stem}-{number}"


def united(form: Form, earlier: Sequence[Form]) -> Form:
    """The form with all that only earlier versions of the round ask, so that every answer of the round has its words.

    What the form has itself stays as it is; questions that it dropped follow at the end of their block or of the form.
    """
    blocks = list(form.blocks)
    for version in reversed(earlier):
        blocks = [
            replace(block, questions=tuple(_with_options(question, version) for question in block.questions))
            for block in blocks
        ]
        known = {question.id for block in blocks for question in block.questions}
        for block in version.blocks:
            lost = tuple(question for question in block.questions if question.id not in known)
            place = next((number for number, own in enumerate(blocks) if own.id == block.id), None)
            if lost and place is not None:
                blocks[place] = replace(blocks[place], questions=(*blocks[place].questions, *lost))
            elif lost:
                blocks.append(replace(block, questions=lost, number=len(blocks) + 1))
    return replace(form, blocks=tuple(blocks))


def _with_options(question: Question, version: Form) -> Question:
    before = version.by_id.get(question.id)
    if before is None or before.kind != question.kind:
        return question
    lost = tuple(option for option in before.options if question.option(option.code) is None)
    return replace(question, options=(*question.options, *lost)) if lost else question


def _content(path: Path) -> object:
    return tomllib.loads(path.read_text(encoding="utf-8-sig"))
