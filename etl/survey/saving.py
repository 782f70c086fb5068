"""Saving the form of a round: at once or not at all, never over somebody else's, and what was issued is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from etl import fiscal_year as years
from etl import raw_writes
from etl.findings import Finding
from etl.refusal import Refusal
from etl.survey import drafting
from etl.survey.form import new_round, versions
from etl.survey.form.document import FormDocument, checked, read_document, write_document
from etl.survey.form.loading import form_path, read_form
from etl.survey.form.questions import Form
from etl.survey.sheet.workbook import make_template

CONFLICT, ISSUED, REUSED, DRAFT = "FORM-CONFLICT", "FORM-ISSUED", "FORM-ID-REUSED", "FORM-DRAFT"


class FormRefusedError(Refusal):
    """The form was not saved. `findings`: why, by rule and question."""

    def __init__(self, message: str, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(message)


@dataclass(frozen=True)
class SavedForm:
    """`state`: what the next save must name; `is_new_version`: the round had been issued, its version is kept."""

    fiscal_year: int
    form_version: str
    state: str
    is_new_version: bool


def read_json(path: Path) -> object:
    """What an editor handed over. Raises FormRefusedError."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise _refused(DRAFT, "調査票の内容を受け取れませんでした。画面を開きなおしてください。") from error


def save(raw: Path, year: int, given: object, expect: str, *, as_new_version: bool = False) -> SavedForm:
    """Write the form of a round, at once or not at all.

    `expect`: the state (see SavedForm) that the document was made from. `as_new_version`: a round that has been
    issued gets a new version; what was issued is kept. Raises FormRefusedError, FormError, RawLockedError.
    """
    document = checked(given)
    if document["form"].get("fiscal_year") != year:
        raise _refused(DRAFT, "年度の違う調査票です。画面を開きなおしてください。")
    problems = drafting.problems_of(document)
    if problems:
        findings = [Finding("error", DRAFT, one.message, question_id=one.question_id) for one in problems]
        raise FormRefusedError("直すところがあるので、まだ保存していません。", findings)
    path = form_path(raw, year)
    with raw_writes.locked(raw):
        if drafting.state_of(path) != expect:
            raise _refused(
                CONFLICT,
                "この調査票は、開いたあとにほかの人が保存しています。まだ保存していません。",
            )
        is_new = not path.exists()
        base = (
            new_round.new_round(raw, year, drafting.year_before(document))
            if is_new
            else drafting.text_of(path)
        )
        before = None if is_new else read_form(base, drafting.name_of(path))
        _check_ids(raw, document, before, _ids_in(base) | _ids_proposed(raw, year, document))
        needs_version = (
            before is not None and drafting.is_issued(raw, before) and read_document(base) != document
        )
        if before is not None and needs_version:
            if not as_new_version:
                raise _refused(
                    ISSUED, f"{years.label(year)}の調査票（様式 {before.version}）は発出済みです。"
                )
            versions.keep_version(path, before.version)
            taken = {before.version, *versions.kept_versions(path)}
            document["form"]["version"] = versions.next_version(before.version, taken)
        elif before is not None:
            document["form"]["version"] = before.version
        text = write_document(document, base)
        form = read_form(text, drafting.name_of(path))
        make_template(form)
        drafting.form_before(raw, form)
        raw_writes.replace_file(path, text.encode())
        return SavedForm(year, form.version, drafting.state_of(path), needs_version)


def _check_ids(raw: Path, document: FormDocument, before: Form | None, proposed: set[str]) -> None:
    """An id never comes back with another meaning: neither of another round, nor of a version that was issued.

    proposed: ids of the form that this one was made from and of what a new round brings: they mean the same in every round.
    """
    year = int(document["form"]["fiscal_year"])
    previous = drafting.year_before(document)
    own = proposed | (_ids_in(drafting.text_of(form_path(raw, previous))) if previous else set())
    taken = drafting.taken(raw)[0]
    findings = [
        Finding(
            "error", REUSED, f"「{entry.get('wording', '')}」の番号は、前の調査でほかの質問に使っています。"
        )
        for entry in document["questions"]
        if entry.get("id") in taken - own
    ]
    kinds = {
        str(entry.get("id")): entry.get("kind")
        for kept in versions.kept_versions(form_path(raw, year)).values()
        for entry in read_document(drafting.text_of(kept))["questions"]
    }
    findings += [
        Finding(
            "error",
            REUSED,
            f"「{entry.get('wording', '')}」は、発出したときと答え方が違います。外して、新しい質問として加えてください。",
        )
        for entry in document["questions"]
        if before is not None and kinds.get(str(entry.get("id")), entry.get("kind")) != entry.get("kind")
    ]
    if findings:
        raise FormRefusedError("保存していません。", findings)


def _ids_proposed(raw: Path, year: int, document: FormDocument) -> set[str]:
    previous = drafting.year_before(document)
    is_there = previous in new_round.earlier_rounds(raw, year)
    return _ids_in(new_round.new_round(raw, year, previous)) if is_there else set()


def _ids_in(text: str) -> set[str]:
    return {str(entry.get("id", "")) for entry in read_document(text)["questions"]}


def _refused(rule: str, message: str) -> FormRefusedError:
    return FormRefusedError(message, [Finding("error", rule, message)])
