"""Remarks after the 機械可読性ルール (2026-03-31): each names the rule that the table breaks."""

from __future__ import annotations

import re
import unicodedata

from etl.findings import Finding, Severity
from etl.readers.grid import Document, Position, Sheet, cell_at, cell_name, column_name, is_blank, range_name

NUMBER_WITH_UNIT = re.compile(
    r"(約|およそ|計)?[-△▲]?\d[\d,]*(\.\d+)?(円|千円|万円|人|名|世帯|%|件|回|か所|箇所|ヶ所|km2|歳)?[※*]?\d?(程度|くらい|ぐらい)?"
)
PLAIN_NUMBER = re.compile(r"[-△▲]?\d[\d,]*(\.\d+)?")
LAYOUT_SPACE = re.compile(r"^\s|\s$|\n|\r|(?<=[^\x00-\x7f])[ \u3000]+(?=[^\x00-\x7f])")
SHORT_TEXT = 12


def document_findings(document: Document) -> list[Finding]:
    """Remarks on a document as a whole: hidden sheets with something in them."""
    return [
        Finding(
            "warning",
            "L1-13",
            f"非表示のシート「{sheet.name}」に値があります。再表示して、要らなければ削除してもらってください。読んでいません。",
            sheet=sheet.name,
        )
        for sheet in document.sheets
        if not sheet.visible and not _is_of_a_program(sheet) and any(any(row) for row in sheet.rows)
    ]


def _is_of_a_program(sheet: Sheet) -> bool:
    """Sheets that no person hid: very hidden ones, and those named like it (LibreOffice forgets "very")."""
    return sheet.very_hidden or sheet.name.startswith("_")


def table_findings(
    sheet: Sheet,
    header_row: int,
    outside: frozenset[int] = frozenset(),
    unquoted: frozenset[int] = frozenset(),
) -> list[Finding]:
    """Remarks on a sheet from its header row on: one a rule, with the first cell and a count.

    `outside` are rows that do not belong to the table, such as notes, `unquoted` columns of which nothing is said word for word;
    all are counted from 0.
    """
    texts = _texts(sheet, header_row, outside, unquoted)
    return [*_hidden(sheet, header_row), *_merged(sheet, header_row), *texts]


def _hidden(sheet: Sheet, header_row: int) -> list[Finding]:
    findings = []
    rows = [span for span in sheet.hidden_rows if _has_values(sheet, span, None, header_row)]
    if rows:
        spans = "、".join(
            f"{first + 1}〜{last + 1}行" if last > first else f"{first + 1}行" for first, last in rows[:5]
        )
        message = f"非表示の行（{spans}）に値があります。値は読みました。再表示して確かめてください。"
        findings.append(Finding("warning", "L1-13", message, sheet=sheet.name, cell=cell_name(rows[0][0], 0)))
    columns = [span for span in sheet.hidden_columns if _has_values(sheet, None, span, header_row)]
    if columns:
        spans = "、".join(
            f"{column_name(first)}〜{column_name(last)}列" if last > first else f"{column_name(first)}列"
            for first, last in columns[:5]
        )
        message = f"非表示の列（{spans}）に値があります。値は読みました。再表示して確かめてください。"
        cell = cell_name(header_row, columns[0][0])
        findings.append(Finding("warning", "L1-13", message, sheet=sheet.name, cell=cell))
    return findings


def _has_values(sheet: Sheet, rows: Position | None, columns: Position | None, header_row: int) -> bool:
    first_row, last_row = rows or (header_row, len(sheet.rows) - 1)
    return any(
        not is_blank(sheet, row, column)
        for row in range(max(first_row, header_row), min(last_row, len(sheet.rows) - 1) + 1)
        for column in range(
            columns[0] if columns else 0, min(columns[1] + 1 if columns else 10**9, len(sheet.rows[row]))
        )
    )


def _merged(sheet: Sheet, header_row: int) -> list[Finding]:
    inside = [area for area in sheet.merged if area[2] > header_row and not _is_wide_note(sheet, area)]
    if not inside:
        return []
    names = "、".join(range_name(area) for area in inside[:5]) + ("ほか" if len(inside) > 5 else "")
    message = (
        f"表の中に結合したセルが{len(inside)}か所あります（{names}）。値は左上のセルだけにあり、ほかは空欄として読みました。"
        "結合を解いて、それぞれのセルに値を入れてください。"
    )
    cell = cell_name(inside[0][0], inside[0][1])
    return [Finding("warning", "L1-12", message, sheet=sheet.name, cell=cell)]


def _is_wide_note(sheet: Sheet, area: tuple[int, int, int, int]) -> bool:
    """A merged row that holds a single text: a note under the table, reported as such."""
    row = sheet.rows[area[0]] if area[0] < len(sheet.rows) else []
    return area[0] == area[2] and sum(value is not None for value in row) <= 1


def _texts(sheet: Sheet, header_row: int, outside: frozenset[int], unquoted: frozenset[int]) -> list[Finding]:
    spaced: list[Position] = []
    with_unit: list[Position] = []
    for number, row in enumerate(sheet.rows[header_row:], start=header_row):
        for column, value in enumerate(row):
            if not isinstance(value, str) or not value.strip() or number in outside or column in unquoted:
                continue
            if len(value) <= SHORT_TEXT and LAYOUT_SPACE.search(value):
                spaced.append((number, column))
            if number > header_row and _is_number_with_unit(value):
                with_unit.append((number, column))
    return [
        *_counted_findings(
            sheet, spaced, "info", "L1-06", "見た目を整える空白や改行が入っています。取り除いて読みました。"
        ),
        *_counted_findings(
            sheet,
            with_unit,
            "info",
            "L2-01",
            "数字に単位や「約」が付いています。単位は見出しに書き、数字だけを入れてください。",
        ),
    ]


def _is_number_with_unit(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text).strip()
    return NUMBER_WITH_UNIT.fullmatch(plain) is not None and PLAIN_NUMBER.fullmatch(plain) is None


def _counted_findings(
    sheet: Sheet, places: list[Position], severity: Severity, rule: str, message: str
) -> list[Finding]:
    if not places:
        return []
    more = f"（ほか{len(places) - 1}セル）" if len(places) > 1 else ""
    ref = cell_at(sheet, *places[0])
    return [Finding(severity, rule, message + more, sheet=sheet.name, cell=ref.cell, value=ref.text[:100])]
