"""Sheets other than the one that is read: report their contents so that nothing is dropped silently."""

from __future__ import annotations

from etl.findings import Finding, Severity
from etl.readers.grid import CellRef, Sheet, cell_at, is_blank
from etl.readers.headings import ColumnRule, find_header

LEFT = (
    "読む表は1つのファイルに1つです。このシートのデータも要るときは、すべての行を1枚のシートにまとめるか、"
    "このシートを別のファイルに保存して、もう1つの資料として登録してください。"
)

LeftRow = list[CellRef]
"""The filled cells of a row that was not taken."""


def left_sheets(
    sheets: list[Sheet], rules: tuple[ColumnRule, ...], read_sheet: str
) -> tuple[list[LeftRow], list[Finding]]:
    """Rows of tables of the same kind on the sheets other than `read`, and a finding for each filled sheet.

    An error for such a table on a visible sheet, a warning on a hidden one, and a word on any other sheet.
    """
    rows: list[LeftRow] = []
    findings: list[Finding] = []
    for sheet in sheets:
        if sheet.name == read_sheet or not any(_filled(sheet, row) for row in range(len(sheet.rows))):
            continue
        table = _rows_of_table(sheet, rules)
        rows += table or []
        if table != []:
            findings.append(_finding(sheet, table, read_sheet))
    return rows, findings


def _rows_of_table(sheet: Sheet, rules: tuple[ColumnRule, ...]) -> list[LeftRow] | None:
    """The filled rows under a header that has all required columns; None where there is no such header."""
    header = find_header(sheet, rules)
    required = {rule.column for rule in rules if rule.required}
    if header is None or header.score < 2 or required - set(header.columns.values()):
        return None
    return [refs for row in range(header.last_row + 1, len(sheet.rows)) if (refs := _filled(sheet, row))]


def _filled(sheet: Sheet, row: int) -> LeftRow:
    return [cell_at(sheet, row, c) for c in range(len(sheet.rows[row])) if not is_blank(sheet, row, c)]


def _finding(sheet: Sheet, table: list[LeftRow] | None, read_sheet: str) -> Finding:
    hidden = "" if sheet.visible else "非表示の"
    if table is None:
        message = (
            f"{hidden}シート「{sheet.name}」は、見出しのある同じ種類の表ではないので読んでいません。"
            "取り込む行が入っていないか確かめてください。"
        )
        return Finding("warning" if sheet.visible else "info", "SHEET-EXTRA", message, sheet=sheet.name)
    message = (
        f"{hidden}シート「{sheet.name}」にも同じ種類の表があり、その{len(table)}行は取り込んでいません"
        f"（読んだのはシート「{read_sheet}」です）。{LEFT}"
    )
    severity: Severity = "error" if sheet.visible else "warning"
    return Finding(severity, "SHEET-LEFT", message, sheet=sheet.name, cell=table[0][0].cell)
