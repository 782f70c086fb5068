"""Reads a compiled table (取りまとめ表): one row per municipality, one column per question or option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from etl import names
from etl.findings import Finding, Severity
from etl.readers import tables
from etl.readers.comment_year import Comments, comments_of
from etl.readers.correcting_words import changes_an_answer
from etl.readers.grid import CellRef, Document, Position, Sheet, cell_at, position
from etl.readers.headings import ColumnRule
from etl.readers.row_evidence import Doubt
from etl.survey.answers import words
from etl.survey.returned.commented import row_refused_by_comment, unread_by_comment, without_commented
from etl.survey.returned.headings import CODE, IGNORE, NAME, NOTE, SUBPREFECTURE, TOWN, Target, headings
from etl.survey.returned.model import DocumentReturns, QuestionCells, ReturnRead
from etl.survey.returned.plan import Plan
from etl.survey.returned.setting import Setting
from etl.survey.returned.sheet import entry_at, without_unit
from etl.survey.returned.table_columns import PASSED_OVER, passed_over
from etl.survey.returned.table_header import (
    TableHeader,
    asks_only_status,
    find_header,
    missing_questions,
    numbered_headings,
    status_list,
    unknown_headings,
    with_groups,
)
from etl.survey.returned.table_sheets import left_sheets, only_hidden, rows_of_towns
from etl.survey.returned.table_year import (
    doubts_of_rows,
    expected_of,
    of_the_year,
    unsure_numbers,
    year_of_sheet,
)
from etl.survey.sheet.manifest import is_manifest

KIND = "compiled_return"


def read_compiled(document: Document, setting: Setting, name: str) -> DocumentReturns | None:
    """The returns of every sheet that is a compiled table; None where no sheet is one."""
    plan = _plan(setting)
    known = headings(plan)
    tables_found = [
        (sheet, header)
        for sheet in document.sheets
        if not is_manifest(sheet.rows)
        and (header := find_header(sheet, known)) is not None
        and header.is_table
    ]
    headers = [(sheet, header) for sheet, header in tables_found if sheet.visible]
    hidden = {sheet.name: rows_of_towns(sheet, header) for sheet, header in tables_found if not sheet.visible}
    if not headers:
        return only_hidden(hidden)
    returns: list[ReturnRead] = []
    findings: list[Finding] = []
    for sheet, whole in headers:
        header = of_the_year(sheet, whole, name, plan.form, known)
        header, by_comment = without_commented(sheet, header, comments_of(document), plan.form)
        findings += by_comment
        if asks_only_status(header, plan.form) and not unknown_headings(sheet, header, plan.form):
            findings.append(status_list(sheet, header))
            continue
        year = year_of_sheet(sheet, header, name, plan.form)
        findings += [year.refused] if year.refused is not None else year.findings
        if year.refused is not None:
            continue
        read = _read_sheet(document, sheet, header, plan, setting)
        returns += read.returns
        findings += read.findings
        if read.returns and not year.is_stated:
            findings += unsure_numbers(sheet, header, plan, setting.plans)
    read_sheets = {sheet.name for sheet, _ in headers}
    findings += left_sheets(document, read_sheets, hidden, plan.form)
    kept, twice = _one_per_town(returns)
    return DocumentReturns(tuple(kept), [*findings, *twice])


def _plan(setting: Setting) -> Plan:
    """The form of the year that is being received, else the newest."""
    return next(iter(setting.plans.values()))


def _read_sheet(
    document: Document, sheet: Sheet, header: TableHeader, plan: Plan, setting: Setting
) -> DocumentReturns:
    refused = unknown_headings(sheet, header, plan.form)
    if refused:
        return DocumentReturns(findings=refused)
    filled = with_groups(sheet, header)
    rules = tuple(
        ColumnRule(_column(target), header.texts[place], False) for place, target in header.targets.items()
    )
    table = tables.read_table(replace(document, sheets=[filled]), KIND, {KIND: rules}, sheet=filled.name)
    findings = [
        *table.findings,
        *passed_over(sheet, header),
        *missing_questions(sheet, header, plan),
        *numbered_headings(sheet, header, plan.form),
    ]
    swallowed = _swallowed(sheet, header)
    comments = comments_of(document)
    returns: list[ReturnRead] = []
    doubts = doubts_of_rows(sheet, table.rows, expected_of(plan.form), swallowed)
    for row, row_doubts in zip(table.rows, doubts, strict=True):
        read = _read_row(sheet, row, swallowed, comments, plan, setting, row_doubts)
        returns += read.returns
        findings += read.findings
    return DocumentReturns(tuple(returns), findings)


def _column(target: Target) -> str:
    """The name of a column for the table reader; (TOWN, ignore) is its own word for columns to pass over."""
    return IGNORE if target == (TOWN, IGNORE) or target in PASSED_OVER else "|".join(target)


def _swallowed(sheet: Sheet, header: TableHeader) -> dict[Position, str]:
    """Cells of merged ranges over several rows of answers: their values cannot be told apart."""
    merged_into = {}
    for top, left, bottom, right in sheet.merged:
        if bottom == top or top <= header.last_row:
            continue
        for row in range(top, min(bottom, len(sheet.rows) - 1) + 1):
            for column in range(left, min(right, left + 200) + 1):
                merged_into[row, column] = cell_at(sheet, top, left).cell
    return merged_into


def _read_row(
    sheet: Sheet,
    row: dict[str, CellRef],
    swallowed: dict[Position, str],
    comments: Comments,
    plan: Plan,
    setting: Setting,
    doubts: Sequence[Doubt],
) -> DocumentReturns:
    def text(column: str) -> str:
        ref = row.get(_column((TOWN, column)))
        return ref.text.strip() if ref is not None else ""

    cells: QuestionCells = {}
    unread: set[str] = set()
    findings: list[Finding] = []
    for column, ref in row.items():
        question_id, _, slot = column.partition("|")
        if question_id == TOWN:
            continue
        at = position(ref.cell)
        entry = entry_at(sheet, *at)
        is_integer = plan.form.by_id[question_id].kind == "integer"
        cells.setdefault(question_id, []).append((slot, without_unit(entry) if is_integer else entry))
        if at in swallowed:
            unread.add(question_id)
            message = (
                f"{swallowed[at]}から結合されたセルなので、どの市町村の答えか決められません。読んでいません。"
            )
            findings.append(
                Finding("error", "L1-12", message, sheet=sheet.name, cell=ref.cell, question_id=question_id)
            )
    for question_id, found in unread_by_comment(cells, comments, plan.form):
        unread.add(question_id)
        findings.append(found)
    first = row.get(_column((TOWN, NAME))) or row.get(_column((TOWN, CODE))) or next(iter(row.values()))
    town = names.resolve(
        setting.directory, text(CODE) or None, text(NAME) or None, subprefecture=text(SUBPREFECTURE) or None
    )
    location = {"sheet": first.sheet, "cell": first.cell, "value": first.text[:200]}
    if not any(not words.is_blank(ref.text) for pairs in cells.values() for _, ref in pairs):
        message = "回答がすべて空欄の行です。未提出として扱い、取り込んでいません。"
        info = Finding("info", "ROW-EMPTY", message, municipality_code=town.code or "", **location)
        return DocumentReturns(findings=[info])
    rejected = town.note if town.code is None else ""
    if rejected:
        findings.append(Finding("error", f"MUNI-{(town.problem or 'unknown').upper()}", rejected, **location))
    elif town.note:
        severity: Severity = "warning" if town.problem else "info"
        rule = f"MUNI-{(town.problem or 'note').upper()}"
        findings.append(Finding(severity, rule, town.note, **location))
    findings += [doubt.finding(town.code or "") for doubt in doubts]
    other_year = next((doubt.message for doubt in doubts if doubt.severity == "error"), "")
    by_comment = row_refused_by_comment(row, comments, plan.form)
    if by_comment is not None:
        findings.append(replace(by_comment, municipality_code=town.code or ""))
        other_year = other_year or by_comment.message
    rejected = rejected or other_year
    note = row.get(_column((TOWN, NOTE)))
    if note is not None and note.text.strip() and not any(doubt.ref == note for doubt in doubts):
        message = (
            f"備考に「{' '.join(note.text.split())[:60]}」とあります。回答に関わる内容か確かめてください。"
        )
        changes: Severity = "warning" if changes_an_answer(note.text) else "info"
        findings.append(
            Finding(changes, "TABLE-NOTE", message, sheet=note.sheet, cell=note.cell, value=note.text[:200])
        )
    code = None if rejected else town.code
    return DocumentReturns(
        (ReturnRead(code, plan.form, "table", cells, findings, rejected, frozenset(unread)),)
    )


def _one_per_town(returns: list[ReturnRead]) -> tuple[list[ReturnRead], list[Finding]]:
    """Two rows of one town in one file: neither is chosen, unless they say the same."""
    by_code: dict[str, list[ReturnRead]] = {}
    for return_read in returns:
        if return_read.municipality_code:
            by_code.setdefault(return_read.municipality_code, []).append(return_read)
    different = {code for code, rows in by_code.items() if len({_content_of(row) for row in rows}) > 1}
    unique: list[ReturnRead] = []
    findings: list[Finding] = []
    for return_read in returns:
        code = return_read.municipality_code or ""
        if code in different:
            message = (
                f"同じ市町村の行が{len(by_code[code])}行あり、内容が違います。どれが正しいか決められないので、"
                "取り込みません。正しい行だけを残してもらってください。"
            )
            remarks = [*return_read.findings, _row_finding("error", return_read, message, code)]
            unique.append(replace(return_read, municipality_code=None, rejected=message, findings=remarks))
        elif code and return_read is not by_code[code][0]:
            message = "同じ市町村の行が同じ内容でもう1行あります。1行だけ読みました。"
            findings.append(_row_finding("warning", return_read, message, code))
        else:
            unique.append(return_read)
    return unique, findings


def _content_of(row: ReturnRead) -> tuple[tuple[str, str, str], ...]:
    return tuple((q, slot, ref.text.strip()) for q, pairs in row.cells.items() for slot, ref in pairs)


def _row_finding(severity: Severity, row: ReturnRead, message: str, code: str) -> Finding:
    ref = next(ref for pairs in row.cells.values() for _, ref in pairs)
    return Finding(
        severity,
        "TABLE-TOWN-TWICE",
        message,
        sheet=ref.sheet,
        cell=ref.cell,
        municipality_code=code,
    )
