"""Writing the form of a round: show it, begin one from an earlier round, compare it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from etl import fiscal_year as years
from etl.readers import vocabulary
from etl.survey.form import additions, new_round, versions
from etl.survey.form.comparison import KIND_LABELS, FormChange, compare_forms
from etl.survey.form.dependence import doubtful_references
from etl.survey.form.document import FormDocument, checked, read_document, write_document
from etl.survey.form.draft_problems import DraftProblem, draft_problems
from etl.survey.form.library import templates
from etl.survey.form.loading import FORM_FILE, FormError, form_path, load_form, read_form
from etl.survey.form.questions import Form
from etl.survey.returned import register, round_record

# The state of a round that has no form yet.
NEW = "new"


def list_rounds(raw: Path) -> list[dict[str, Any]]:
    """Every round that has a form, the newest first; one that cannot be read says why."""
    found = []
    for year in new_round.rounds(raw):
        path = form_path(raw, year)
        row: dict[str, Any] = {"fiscal_year": year, "label": years.label(year)}
        try:
            form = load_form(path)
        except FormError as error:
            found.append({**row, "trouble": str(error)})
            continue
        found.append(
            {
                **row,
                "title": form.title,
                "version": form.version,
                "deadline": form.deadline.isoformat(),
                "is_issued": is_issued(raw, form),
            }
        )
    return found


def show(raw: Path, year: int) -> dict[str, Any]:
    """The form of a round with all that an editor needs. Raises FileNotFoundError, FormError."""
    path = form_path(raw, year)
    form = load_form(path)
    document = read_document(text_of(path))
    return _described(raw, document, form, state_of(path))


def propose(raw: Path, year: int, before: int | None = None) -> dict[str, Any]:
    """As show: the form of a new round, made from an earlier one and not kept yet. Raises NoRoundError."""
    path = form_path(raw, year)
    if path.exists():
        raise new_round.NoRoundError(
            f"{years.label(year)}の調査票は、もうあります。それを開いて直してください。"
        )
    text = new_round.new_round(raw, year, before)
    return _described(raw, read_document(text), read_form(text, name_of(path)), NEW)


def compare(raw: Path, form: Form) -> tuple[FormChange, ...] | None:
    """What has changed since the round before; None where the form follows none."""
    before = form_before(raw, form)
    return None if before is None else compare_forms(before, form)


def form_of(given: object) -> Form:
    """The form that a document will be once it is saved. Raises DocumentError, FormError."""
    document = checked(given)
    return read_form(write_document(document), str(document["form"].get("version", "")))


def problems_of(document: FormDocument) -> list[DraftProblem]:
    return draft_problems(document, _lists(document))


def references_of(document: FormDocument, new_ids: set[str]) -> list[DraftProblem]:
    """What one question takes from another and may have lost. `new_ids`: questions of no earlier round."""
    return doubtful_references(document, _lists(document), new_ids)


def state_of(path: Path) -> str:
    """What tells one state of a form.toml from another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.exists() else NEW


def is_issued(raw: Path, form: Form) -> bool:
    """Whether a version has gone out: it is kept, or returns have come of a round whose versions nobody kept."""
    kept = versions.kept_versions(form_path(raw, form.fiscal_year))
    return form.version in kept or (not kept and bool(_received(raw, form.fiscal_year)))


def _received(raw: Path, year: int) -> list[register.RegisteredReturn]:
    return register.read_lines(register.returns_folder(raw, year))


def _described(raw: Path, document: FormDocument, form: Form, state: str) -> dict[str, Any]:
    before = form_before(raw, form)
    path = form_path(raw, form.fiscal_year)
    ids, codes = taken(raw)
    return {
        "fiscal_year": form.fiscal_year,
        "label": years.label(form.fiscal_year),
        "state": state,
        "version": form.version,
        "is_issued": is_issued(raw, form),
        "is_final": round_record.state_of(round_record.read(raw, form.fiscal_year)) == "final",
        "versions": list(versions.kept_versions(path)),
        "next_version": versions.next_version(form.version, versions.kept_versions(path)),
        "document": document,
        "id_prefix": years.short_label(form.fiscal_year).lower(),
        "kinds": dict(KIND_LABELS),
        "library": [asdict(template) for template in templates(form.fiscal_year)],
        "lists": _lists(document),
        "draft_ids": additions.draft_ids(document),
        "taken_ids": sorted(ids),
        "taken_codes": {key: sorted(own) for key, own in codes.items()},
        "previous": None if before is None else _asked_before(before),
    }


def _asked_before(before: Form) -> dict[str, Any]:
    """The questions of the round before, for the choice of what a question takes over."""
    questions: dict[str, dict[str, Any]] = {}
    for block in before.blocks:
        for question in block.questions:
            questions.setdefault(
                question.group_id or question.id,
                {
                    "id": question.group_id or question.id,
                    "number": f"問{block.number}",
                    "wording": block.title if question.group_id else question.wording,
                    "kind": question.kind,
                    "options": [{"code": option.code, "label": option.label} for option in question.options],
                },
            )
    return {"label": years.label(before.fiscal_year), "questions": list(questions.values())}


def _lists(document: FormDocument) -> dict[str, list[dict[str, str]]]:
    """The code lists that the questions take their options from, in order."""
    names = {str(entry["options_from"]) for entry in document["questions"] if entry.get("options_from")}
    known = {path.stem for path in vocabulary.VOCABULARY.glob("*.csv")}
    return {
        name: sorted(vocabulary.rows(name), key=lambda row: int(row.get("sort_order") or 0))
        for name in sorted(names & known)
    }


def taken(raw: Path) -> tuple[set[str], dict[str, set[str]]]:
    """Ids of questions, and codes of the options of each, of every round and version."""
    ids: set[str] = set()
    codes: dict[str, set[str]] = {}
    for entry in _entries_of_all(raw):
        ids.add(str(entry.get("id", "")))
        options = {str(option.get("code", "")) for option in entry.get("options", [])}
        codes.setdefault(str(entry.get("id", "")), set()).update(options, map(str, entry.get("only", [])))
    return ids, codes


def _entries_of_all(raw: Path) -> list[dict[str, Any]]:
    """The questions of every form that can be read; of one that cannot, its own round says so."""
    found: list[dict[str, Any]] = []
    for path in _forms_of_all(raw):
        try:
            found += read_document(text_of(path))["questions"]
        except ValueError:
            continue
    return found


def _forms_of_all(raw: Path) -> list[Path]:
    paths = sorted((raw / "survey").glob(f"*/{FORM_FILE}"))
    return [*paths, *(kept for path in paths for kept in versions.kept_versions(path).values())]


def form_before(raw: Path, form: Form) -> Form | None:
    return load_form(form_path(raw, form.previous_year)) if form.previous else None


def year_before(document: FormDocument) -> int | None:
    written = str(document["form"].get("previous", ""))
    return years.parse(written).fiscal_year if written else None


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def name_of(path: Path) -> str:
    return "/".join(path.parts[-2:])
