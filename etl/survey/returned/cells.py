"""Takes the answers out of a form sheet once its rows are found, and says what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.findings import Finding, Severity
from etl.readers.grid import (
    CellRef,
    Document,
    Position,
    Range,
    Sheet,
    cell_at,
    cell_name,
    is_blank,
    position,
    range_name,
)
from etl.survey.answers.words import is_blank as is_empty_text
from etl.survey.returned.model import QuestionCells
from etl.survey.returned.plan import Plan, key
from etl.survey.returned.rows import LocatedRows, locate
from etl.survey.returned.sheet import SheetRows, spans, without_unit
from etl.survey.sheet.layout import ANSWER_COL, LABEL_COL
from etl.survey.sheet.manifest import is_manifest

MOST_STRAYS = 100


@dataclass
class SheetAnswers:
    """The cells of each question. `unread`: questions whose cells are in doubt; `is_empty`: nothing was filled in.

    `rows`: place of the row in the plan → row of the sheet.
    """

    cells: QuestionCells = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unread: frozenset[str] = frozenset()
    is_empty: bool = True
    rows: dict[int, int] = field(default_factory=dict)


def read_cells(sheet: SheetRows, plan: Plan) -> SheetAnswers:
    """The cells of every question of the plan that the sheet still has."""
    located = locate(plan, sheet)
    answers = SheetAnswers(findings=located.findings, rows=located.rows)
    if not sheet.columns.is_named:
        gone = "見出しの行（設問・回答）" if not sheet.columns.has_header else "「回答」という見出し"
        message = f"{gone}が見つかりません。設問の文言のすぐ右の列を回答として読みました。確かめてください。"
        answers.findings.append(Finding("warning", "HEADER-MISSING", message, sheet=sheet.sheet.name))
    by_id = plan.form.by_id
    foreign: dict[str, CellRef] = {}
    unread = set(located.unread)
    wide = _wide_areas(sheet, plan, located)
    for index, row in enumerate(plan.rows):
        at = located.rows.get(index)
        for question_id, slot, is_reason in row.slots if at is not None else ():
            ref = sheet.reason_at(at or 0) if is_reason else sheet.answer_at(at or 0)
            if not is_reason and at in wide:
                ref = cell_at(sheet.sheet, at, wide[at][1])
            question = by_id.get(question_id)
            if ref is None:
                continue
            if question is None or (slot not in question.slots and not is_reason):
                foreign.setdefault(row.name, ref)
                continue
            ref = without_unit(ref) if question.kind == "integer" else ref
            answers.cells.setdefault(question_id, []).append((slot, ref))
            if not question.prefilled and is_filled(ref.text):
                answers.is_empty = False
    _headings(answers, sheet, plan, located)
    answers.findings += [_not_asked_now(name, ref) for name, ref in foreign.items()]
    answers.findings += _hidden_answers(sheet, answers.cells)
    merged, doubtful = _merged(sheet, plan, located)
    answers.findings += merged
    answers.findings += _strays(sheet, plan, located)
    answers.unread = frozenset(unread | doubtful)
    return answers


def no_answers(sheet: SheetRows) -> Finding:
    """No column calls itself 回答, and where it stood another one does."""
    columns = sheet.columns
    ref = cell_at(sheet.sheet, columns.header_row, columns.label + ANSWER_COL - LABEL_COL)
    message = (
        f"「回答」という見出しの列がありません。設問のすぐ右の列の見出しは「{' '.join(ref.text.split())[:40]}」なので、"
        "回答として読んでいません。回答の列を消したり見出しを変えたりしていないか確かめ、"
        "発出した調査票に書きなおしてもらってください。"
    )
    return _at(ref, "error", "COLUMN-MISSING", message, "")


def written_texts(sheet: SheetRows, plan: Plan) -> tuple[tuple[str, str, str], ...]:
    """What is filled in, as (question, slot, text): to compare two copies of a sheet."""
    cells = read_cells(sheet, plan).cells
    return tuple(
        (question_id, slot, ref.text.strip())
        for question_id, pairs in sorted(cells.items())
        for slot, ref in pairs
        if is_filled(ref.text)
    )


def is_filled(text: str) -> bool:
    """Something stands there that is more than spaces and invisible characters."""
    return text != "" and (text[0].isalnum() or not is_empty_text(text))


def about_document(document: Document, form_sheet: Sheet) -> list[Finding]:
    """Other sheets with something in them, and hidden rows of the form: none may hide an answer."""
    findings = []
    for sheet in document.sheets:
        is_ours = (
            sheet is form_sheet or sheet.very_hidden or sheet.name.startswith("_") or is_manifest(sheet.rows)
        )
        if is_ours or not any(any(row) for row in sheet.rows):
            continue
        kind = "非表示のシート" if not sheet.visible else "シート"
        message = (
            f"{kind}「{sheet.name}」にも記入があります。読んでいません。回答に関わる内容か確かめてください。"
        )
        findings.append(Finding("warning", "SHEET-EXTRA", message, sheet=sheet.name))
    if not form_sheet.visible:
        message = "調査票のシートが非表示になっています。値は読みました。"
        findings.append(Finding("warning", "L1-13", message, sheet=form_sheet.name))
    hidden = [("行", form_sheet.hidden_rows), ("列", form_sheet.hidden_columns)]
    for what, spans_ in hidden:
        if spans_:
            message = f"調査票に非表示の{what}があります。値は読みました。再表示して確かめてください。"
            first = spans_[0][0]
            cell = cell_name(first, 0) if what == "行" else cell_name(0, first)
            findings.append(Finding("info", "L1-13", message, sheet=form_sheet.name, cell=cell))
    return findings


def _headings(answers: SheetAnswers, sheet: SheetRows, plan: Plan, located: LocatedRows) -> None:
    """An answer written beside the heading of a question instead of in its rows: 人材不足、財源."""
    for index, row in plan.headings:
        if index not in located.rows:
            continue
        ref = sheet.answer_at(located.rows[index])
        if is_filled(ref.text) and key(ref.text) not in plan.hints:
            answers.cells.setdefault(row.question_id, []).append(("", ref))
            answers.is_empty = False


def _not_asked_now(name: str, ref: CellRef) -> Finding:
    message = (
        f"{name}は、今の様式にない欄です。読んでいません。様式を発出後に変えていないか確かめてください。"
    )
    return Finding("warning", "FORM-CHANGED", message, sheet=ref.sheet, cell=ref.cell, value=ref.text[:200])


def _hidden_answers(sheet: SheetRows, cells: QuestionCells) -> list[Finding]:
    """Answers in rows that nobody sees: who hid them may have meant them to be gone."""
    hidden = {at for first, last in sheet.sheet.hidden_rows for at in range(first, last + 1)}
    found = []
    for question_id, pairs in cells.items() if hidden else ():
        for _, ref in pairs:
            if is_filled(ref.text) and position(ref.cell)[0] in hidden:
                message = (
                    f"非表示の行に「{' '.join(ref.text.split())[:40]}」と書かれています。回答として読みました。"
                    "再表示して、今年度の回答かどうか市町村に確かめてください。"
                )
                found.append(_at(ref, "warning", "HIDDEN-ANSWER", message, question_id))
    return found


def _wide_areas(sheet: SheetRows, plan: Plan, located: LocatedRows) -> dict[int, Range]:
    """Row → the merged cell of its answer, where the form itself merges it over the columns to the right and the
    column of the answers was moved into the middle of it.
    """
    columns = sheet.columns
    moved = [
        area
        for area in sheet.sheet.merged
        if area[0] == area[2] and columns.label < area[1] < columns.answer <= area[3]
    ]
    if not moved:
        return {}
    keys = {slot.key for slot in plan.layout.slots if slot.is_wide}
    rows = {
        at
        for index, at in located.rows.items()
        if any((question, slot) in keys for question, slot, _ in plan.rows[index].slots)
    }
    return {area[0]: area for area in moved if area[0] in rows}


def _merged(sheet: SheetRows, plan: Plan, located: LocatedRows) -> tuple[list[Finding], set[str]]:
    """Merged ranges that swallow answer cells: what stood in the swallowed ones is gone."""
    column, findings, unread = sheet.columns.answer, [], set[str]()
    owners = {at: plan.rows[index] for index, at in located.rows.items()}
    wide = _wide_areas(sheet, plan, located)
    for area in sheet.sheet.merged:
        top, first_column, bottom, _ = area
        if not spans(area, column) or bottom <= sheet.columns.header_row or wide.get(top) == area:
            continue
        rows = [owners[at] for at in range(top, min(bottom, len(sheet.sheet.rows) - 1) + 1) if at in owners]
        answers = [row for row in rows if not all(is_reason for _, _, is_reason in row.slots)]
        if not answers or (top == bottom and first_column == column):
            continue
        ref = cell_at(sheet.sheet, top, first_column)
        names = "、".join(row.name for row in answers[:3]) + ("ほか" if len(answers) > 3 else "")
        message = (
            f"セルが結合されている（{range_name(area)}）ので、{names}の答えがどれか決められません。読んでいません。"
            "結合を解いて、それぞれの欄に書きなおしてもらってください。"
        )
        findings.append(_at(ref, "error", "L1-12", message, answers[0].question_id))
        unread.update(question_id for row in answers for question_id, _, _ in row.slots)
    return findings, unread


def _strays(sheet: SheetRows, plan: Plan, located: LocatedRows) -> list[Finding]:
    """What is written outside the cells of the form, below its header."""
    columns, rows = sheet.columns, sheet.sheet.rows
    owners = {at: plan.rows[index] for index, at in located.rows.items()}
    foreign = frozenset(columns.foreign)
    own = foreign | {columns.number, columns.label, columns.previous, columns.answer}
    with_reason = own | {columns.reason}
    strays: list[tuple[Position, str]] = []
    for at in range(columns.header_row + 1, len(rows)):
        if at in located.reported:
            continue
        owner = owners.get(at)
        known = foreign if owner is None else with_reason if owner.has_reason else own
        for column, value in enumerate(rows[at]):
            if value is None or column in known or is_blank(sheet.sheet, at, column):
                continue
            text = key(value) if isinstance(value, str) else ""
            if not text or (text not in plan.labels and text not in plan.hints and text not in plan.closing):
                strays.append(((at, column), owner.question_id if owner else ""))
    findings = _foreign_columns(sheet)
    for (at, column), question_id in strays[:MOST_STRAYS]:
        ref = cell_at(sheet.sheet, at, column)
        message = "欄の外に書かれています。回答としては読んでいません。回答に関わる内容か確かめてください。"
        findings.append(_at(ref, "warning", "STRAY", message, question_id))
    if len(strays) > MOST_STRAYS:
        message = f"ほかにも欄の外に書かれたところが{len(strays) - MOST_STRAYS}か所あります。ファイルを開いて確かめてください。"
        findings.append(Finding("warning", "STRAY", message, sheet=sheet.sheet.name))
    return findings


def _foreign_columns(sheet: SheetRows) -> list[Finding]:
    """Columns with examples, references or further earlier answers, where anything stands in them."""
    columns, found = sheet.columns, []
    for column in columns.foreign:
        below = range(columns.header_row + 1, len(sheet.sheet.rows))
        if all(is_blank(sheet.sheet, row, column) for row in below):
            continue
        ref = cell_at(sheet.sheet, columns.header_row, column)
        message = (
            f"「{' '.join(ref.text.split())[:40]}」という見出しの列があります。今年度の回答としては読んでいません。"
            "今年度の回答がその列に書かれていないか確かめてください。"
        )
        found.append(_at(ref, "warning", "COLUMN-FOREIGN", message, ""))
    return found


def _at(ref: CellRef, severity: Severity, rule: str, message: str, question_id: str) -> Finding:
    return Finding(
        severity,
        rule,
        message,
        sheet=ref.sheet,
        cell=ref.cell,
        question_id=question_id,
        value=ref.text[:200],
    )
