"""Of which rows of a table the findings speak, so that a finding on one town excuses no other."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import openpyxl
import xlrd

from etl.findings import Finding
from tests.etl.survey import return_truth, table_books
from tests.etl.survey.mess import Told

FAR = 100  # a blank at the end of the sheet is no table
TABLES = (table_books.TABLE_ROWS, table_books.LIST_ROWS)


def told_of_rows(path: Path, findings: Sequence[Finding]) -> tuple[Told, ...]:
    """What was told, by the code of each town that a finding names; "*" where it is about the sheet or the file."""
    name, rows = _first_sheet(path)
    by_row = _towns_by_row(rows)
    return tuple(
        Told(finding.rule, code, _column_of(finding))
        for finding in findings
        for code in sorted(_towns_of(finding, name, by_row))
    )


def _column_of(finding: Finding) -> str:
    """The question of the finding; a cell of the code or the name stands for the whole row."""
    names_the_row = finding.cell.rstrip("0123456789") in ("A", "B")
    return "*" if names_the_row else finding.question_id or "*"


def _towns_of(finding: Finding, sheet: str, by_row: Mapping[int, set[str]]) -> set[str]:
    """By its code, by the row of its cell, else by the names in it; a heading or a title is about all of them."""
    is_elsewhere = bool(sheet) and finding.sheet not in ("", sheet)
    number = 0 if is_elsewhere else int("".join(filter(str.isdigit, finding.cell)) or 0)
    placed = by_row.get(number, set()) | ({finding.municipality_code} - {""})
    if placed:
        return placed
    if number:
        return {"*"} if number < min(by_row, default=1) else {f"{number}行"}
    return {code for name, code in _codes().items() if name in f"{finding.message}{finding.value}"} or {"*"}


@cache
def _codes() -> dict[str, str]:
    return {town.name: town.code for town in return_truth.towns()}


def _towns_by_row(grid: Sequence[Sequence[object]]) -> dict[int, set[str]]:
    """Row number → the towns whose code or name stands in it, as the file was sent."""
    codes = _codes()
    known = set(codes.values())
    rows: dict[int, set[str]] = {}
    for number, row in enumerate(grid, 1):
        texts = {str(value) for value in row}
        if towns := {codes[text] for text in texts & codes.keys()} | (texts & known):
            rows[number] = towns
    return rows | _unreadable_town(rows)


def _unreadable_town(rows: Mapping[int, set[str]]) -> dict[int, set[str]]:
    """The one row between others in which no town can be read any more is that of the one town that is gone."""
    named = set().union(*rows.values())
    whole = next((codes for table in TABLES if named & (codes := {str(row[0]) for row in table})), set())
    gaps = [number for number in range(min(rows, default=0), max(rows, default=0)) if number not in rows]
    gone = whole - named
    return {gaps[0]: gone} if len(gaps) == len(gone) == 1 else {}


def _first_sheet(path: Path) -> tuple[str, list[list[object]]]:
    """Name and values; a CSV has no name."""
    if path.suffix == ".csv":
        text = path.read_bytes().decode("cp932", "replace")
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        return "", [list(row) for row in csv.reader(io.StringIO(lines))]
    if path.suffix == ".xls":
        page = xlrd.open_workbook(str(path)).sheet_by_index(0)
        return page.name, [[cell.value for cell in row] for row in page.get_rows()]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return sheet.title, [list(row) for row in sheet.iter_rows(values_only=True, max_row=FAR, max_col=FAR)]
