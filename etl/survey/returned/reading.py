"""From one received file to its understood returns: what the worker process does (see returned.batch)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from etl.findings import Finding
from etl.readers import document, guard
from etl.readers.comment_year import told_once
from etl.readers.grid import CellRef, Document, position
from etl.readers.marks import told_anew
from etl.survey.answers import reading as reading
from etl.survey.answers.model import Answer
from etl.survey.form.questions import PlainAnswer
from etl.survey.returned.marks import mark_findings, our_colours
from etl.survey.returned.model import DocumentReturns, ReturnRead, Route
from etl.survey.returned.setting import Setting
from etl.survey.returned.table import read_compiled
from etl.survey.returned.workbook import read_form
from etl.survey.rules import checks

CELL_RULES = frozenset({"CELL-ERROR", "CELL-NOT-COMPUTED"})


class AnswerCell(NamedTuple):
    """One value of one question of one return, and its cell. (A tuple crosses from the worker ten times as fast.)"""

    question_id: str
    option_code: str
    value: str
    state: str
    rank: int | None
    sheet: str
    cell: str
    text: str

    @property
    def ref(self) -> CellRef:
        return CellRef(self.sheet, self.cell, self.text, self.text)


@dataclass(frozen=True, slots=True)
class UnderstoodReturn:
    """One return as it was understood. `rejected`: why it must not be loaded (its answers are left out then).

    `reasons`: (question id, the reason given for a change from last year, its cell). `plain`: canonical answers.
    """

    municipality_code: str
    fiscal_year: int
    form_version: str
    route: Route
    rejected: str
    findings: list[Finding]
    answers: list[AnswerCell]
    reasons: list[AnswerCell]
    plain: dict[str, PlainAnswer]
    required: int
    answered: int


@dataclass(frozen=True, slots=True)
class FileRead:
    """What one file gave. Without returns `findings` say why.

    `compared`: the municipalities whose answers of last year were looked at, in order.
    """

    returns: list[UnderstoodReturn]
    findings: list[Finding]
    compared: tuple[str, ...] = ()


def read_return(document: Document, setting: Setting, name: str, decided_code: str = "") -> DocumentReturns:
    """The returns that a document holds: a form (by manifest, else by labels), or a compiled table.

    `name`: the file's name as it came. Nothing is guessed: see ReturnRead.rejected and the findings.
    """
    returns = read_form(document, setting, name, decided_code) or read_compiled(document, setting, name)
    if returns is not None:
        return returns
    message = (
        "調査票でも取りまとめ表でもないので、読んでいません。調査票の設問の番号と文言、"
        "または市町村名と設問の並ぶ見出しが見つかりません。回答が書かれていないか確かめてください。"
    )
    return DocumentReturns(findings=[Finding("error", "NOT-A-RETURN", message)])


def read_here(path: Path, name: str, original_name: str, decided_code: str, setting: Setting) -> FileRead:
    """The reading itself, in this process: for the worker."""
    setting.compared.clear()
    document_read, found = document.read_here(path, name, our_colours())
    if document_read is None:
        return FileRead([], [_milder(original_name, finding) for finding in found])
    returned = read_return(document_read, setting, original_name, decided_code)
    places = {place: question for one in returned.returns for place, question in one.places.items()}
    heads = {one.sheet: one.header_row for one in returned.returns if one.sheet}
    kept = [
        _of_question(finding, places, heads)
        for finding in found
        if not _said_otherwise(finding, places, heads)
    ]
    findings = told_anew([*kept, *returned.findings], mark_findings(document_read, returned.returns))
    of_rows = (finding for one in returned.returns for finding in one.findings)
    findings = told_once(findings, [*returned.findings, *of_rows])
    understood = [_understand(one, setting, name) for one in returned.returns]
    placed = [finding.located(file=name) for finding in findings]
    return FileRead(understood, placed, tuple(sorted(setting.compared)))


def _understand(return_read: ReturnRead, setting: Setting, name: str) -> UnderstoodReturn:
    """Read the answers of one return and hold them against each other and against last year's."""
    code, form = return_read.municipality_code or "", return_read.form
    if return_read.rejected:
        findings = [
            replace(finding, file=name, municipality_code=code or finding.municipality_code)
            for finding in return_read.findings
        ]
        return UnderstoodReturn(
            code,
            form.fiscal_year,
            form.version,
            return_read.route,
            return_read.rejected,
            findings,
            [],
            [],
            {},
            0,
            0,
        )
    understood: dict[str, Answer] = {}
    for question in form.questions:
        if return_read.route == "table" and question.id not in return_read.cells:
            continue
        answer = reading.read_answer(question, return_read.cells.get(question.id, ()), today=form.as_of)
        if question.id in return_read.unread:
            answer = replace(answer, state="unreadable", values=(), findings=())
        understood[question.id] = answer
    findings = [*return_read.findings]
    for answer in understood.values():
        findings += answer.findings
    previous = setting.answers_before(code)
    findings += checks.check_return(
        form,
        understood,
        previous,
        previous_form=setting.united.get(form.previous_year),
        previous_is_synthetic=setting.previous_is_synthetic,
    )
    answered, required = checks.completeness(form, understood)
    placed = [
        replace(finding, file=name, municipality_code=code or finding.municipality_code)
        for finding in findings
    ]
    plain = {
        question_id: value
        for question_id, answer in understood.items()
        if (value := reading.canonical(form.by_id[question_id], answer)) is not None
    }
    return UnderstoodReturn(
        municipality_code=code,
        fiscal_year=form.fiscal_year,
        form_version=form.version,
        route=return_read.route,
        rejected="",
        findings=placed,
        answers=[cell for answer in understood.values() for cell in cells_of(answer)],
        reasons=[cell for answer in understood.values() if answer.reason for cell in _reason(answer)],
        plain=plain,
        required=required,
        answered=answered,
    )


def cells_of(answer: Answer) -> Iterator[AnswerCell]:
    """One row per value; a row with the state alone where there is none."""
    for value in answer.values:
        ref = value.ref
        yield AnswerCell(
            answer.question_id,
            value.option_code,
            value.value,
            answer.state,
            value.rank,
            ref.sheet,
            ref.cell,
            ref.text,
        )
    if not answer.values:
        filled = [ref for ref in answer.cells if ref.text.strip()]
        ref = next(iter(filled or answer.cells), CellRef("", "", None, ""))
        yield AnswerCell(answer.question_id, "", "", answer.state, None, ref.sheet, ref.cell, ref.text)


def _reason(answer: Answer) -> Iterator[AnswerCell]:
    ref = answer.reason_cell
    if ref is not None:
        yield AnswerCell(
            answer.question_id, "", answer.reason, "answered", None, ref.sheet, ref.cell, ref.text
        )


def _said_otherwise(
    finding: Finding, places: Mapping[tuple[str, str], str], heads: Mapping[str, int]
) -> bool:
    """Errors and formulas in answer cells are told with the answer; our own formulas are nobody's answer.

    `heads`: sheets with a form that was read → its header row. Of sheets that were not read another finding tells.
    """
    if finding.rule not in CELL_RULES or not finding.cell:
        return False
    if (finding.sheet, finding.cell) in places:
        return True
    if finding.sheet in heads:
        return position(finding.cell)[0] < heads[finding.sheet]
    return bool(heads) or (not places and finding.rule == "CELL-NOT-COMPUTED")


def _of_question(
    finding: Finding, places: Mapping[tuple[str, str], str], heads: Mapping[str, int]
) -> Finding:
    """With the question whose cell it is about; a formula of the day beside the answers of a form changes none."""
    question = places.get((finding.sheet, finding.cell), "")
    if finding.rule == "CELL-VOLATILE" and heads and not question:
        return replace(finding, severity="info")
    return replace(finding, question_id=question) if question else finding


def _milder(original_name: str, finding: Finding) -> Finding:
    """A letter or a picture sent along is no broken return; it may still hold an answer.

    A table in a format that Excel opens is a return: what to do with it has been said.
    """
    known = {suffix for suffixes in guard.EXTENSIONS.values() for suffix in suffixes} | {".zip"}
    if finding.value in (guard.ODS, guard.XLSB):
        return finding
    if finding.rule != "FILE-NOT-A-TABLE" or Path(original_name).suffix.lower() in known:
        return finding
    what = finding.value or "表でないもの"
    message = f"中身は{what}で、調査票ではありません。読んでいません。回答が書かれていないか、開いて確かめてください。"
    return replace(finding, severity="warning", message=message)
