"""Reads one table out of a document: rows as our column → cell, and every other row accounted for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from etl.findings import Finding, Severity
from etl.readers import other_sheets, readability
from etl.readers.grid import CellRef, Document, Sheet, cell_at, is_blank, position
from etl.readers.headings import (
    PERSON,
    ColumnMap,
    ColumnRule,
    Header,
    column_map,
    columns_by_spelling,
    find_header,
    heading_findings,
    no_header_finding,
    repeats_heading,
)

__all__ = ["ColumnMap", "ColumnRule", "SetAside", "TableRead", "column_map", "find_sheet", "read_table"]

TOTAL = re.compile(
    r"[総合小中累]?計([(].*)?|総数|合計数|全体"
    r"|(全道|道内|北海道|管内|全国|.*振興局|.*管内|市|町|村|市町村|郡部|市部)[合小]?計"
    r"|[合]?計\d+(市町村|市町|町村|市|町|村|件|団体)"
)
NOTE = re.compile(r"[※＊*]|[(（]?(注|出典|資料|備考|参考)[)）:： 　\d０-９]")

TOTAL_ROW = "合計の行とみなし、データとしては読んでいません（合計はこちらで計算します）。"
HEADER_AGAIN = "見出しの行の繰り返しとみなし、データとしては読んでいません。"
OTHER_TABLE = (
    "1つのシートに並びの違う表が2つ以上あり、この行から下は読んでいません。表ごとにシートを分けてください。"
)
OTHER_SHEET = "読んだ表とは別のシートにあるため、取り込んでいません。"
NO_SHEET = "どのシートを読むか決められないため、取り込んでいません。"
STRAY = "表の外の注記とみなし、データとしては読んでいません。データなら、空行を詰めて列にそろえてください。"

Verdict = tuple[Severity, str, str]


@dataclass(frozen=True)
class SetAside:
    """A row with something in it that is not a row of the table: its first cell, its text, and why."""

    ref: CellRef
    text: str
    reason: str


@dataclass(frozen=True)
class TableRead:
    """The rows of one table. Rows with anything in them below the header = `rows` + `set_aside`.

    A row holds a CellRef for every column that the table has, also for empty cells. `header_row` is
    the number that Excel shows (0: none found, or the table was refused), `unmapped` the headings
    that mean nothing to us. `header` is where it stands (None: none found).
    """

    rows: list[dict[str, CellRef]]
    sheet: str
    header_row: int
    findings: list[Finding]
    unmapped: list[str] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    header: Header | None = None


def read_table(document: Document, kind: str, columns: ColumnMap, sheet: str | None = None) -> TableRead:
    """Find the table of this kind and read its rows; a refused table has no rows and an error finding.

    `sheet` names the sheet where several could hold it. Raises KeyError for a kind without columns.
    """
    table = _read_chosen(document, kind, columns, sheet)
    if sheet is not None:
        return table
    rows, findings = other_sheets.left_sheets(document.sheets, columns[kind], table.sheet)
    is_read = any(one.name == table.sheet for one in document.sheets)
    reason = OTHER_SHEET if is_read else NO_SHEET  # without a sheet to read, one finding says so of all
    left = [SetAside(refs[0], " | ".join(ref.text for ref in refs), reason) for refs in rows]
    found = [*table.findings, *findings] if is_read else table.findings
    return replace(table, findings=found, set_aside=[*table.set_aside, *left])


def _read_chosen(document: Document, kind: str, columns: ColumnMap, sheet: str | None) -> TableRead:
    rules = columns[kind]
    data_sheet, findings = find_sheet(document, kind, columns, sheet)
    if data_sheet is None:
        return TableRead([], sheet or "", 0, findings)
    header = find_header(data_sheet, rules)
    if header is None:
        return TableRead([], data_sheet.name, 0, [*findings, no_header_finding(data_sheet.name, rules)])
    refused = heading_findings(data_sheet, header, rules)
    unmapped = [header.texts[place] for place in header.unknown]
    if refused:
        return TableRead([], data_sheet.name, 0, [*findings, *refused], unmapped, header=header)
    rows, set_aside, row_findings = _read_rows(data_sheet, header, rules)
    outside = frozenset(position(aside.ref.cell)[0] for aside in set_aside)
    return TableRead(
        rows,
        data_sheet.name,
        header.last_row + 1,
        [
            *findings,
            *_layout_findings(data_sheet, header),
            *skipped_columns(data_sheet, header.last_row, header.skipped, header.texts),
            *row_findings,
            *readability.table_findings(data_sheet, header.last_row, outside, _names_of_persons(header)),
        ],
        unmapped,
        set_aside,
        header,
    )


def _names_of_persons(header: Header) -> frozenset[int]:
    return frozenset(place for place, column in header.columns.items() if column == PERSON)


def find_sheet(
    document: Document, kind: str, columns: ColumnMap, sheet: str | None = None
) -> tuple[Sheet | None, list[Finding]]:
    """The visible sheet whose header fits best; None and a finding that asks where two fit alike."""
    if sheet is not None:
        named = next((s for s in document.sheets if s.name == sheet), None)
        return (
            (named, [])
            if named
            else (None, [_sheet_finding(f"「{sheet}」というシートがありません。", document)])
        )
    visible = [s for s in document.sheets if s.visible]
    if len(visible) == 1:
        return visible[0], []
    fitting: dict[int, list[Sheet]] = {}
    for candidate in visible:
        header = find_header(candidate, columns[kind])
        has_rows = header is not None and any(
            not is_blank(candidate, row, place)
            for row in range(header.last_row + 1, len(candidate.rows))
            for place in header.columns
        )
        if header is not None:
            fitting.setdefault(header.score * 2 + has_rows, []).append(candidate)
    if not fitting:
        return None, [_sheet_finding("どのシートにも、読める見出しの行がありません。", document)]
    best = fitting[max(fitting)]
    if len(best) == 1:
        return best[0], []
    names = "".join(f"「{s.name}」" for s in best)
    return None, [
        _sheet_finding(f"同じ見出しの表が{names}の各シートにあり、どれを読むか決められません。", document)
    ]


def skipped_columns(
    sheet: Sheet, last_row: int, places: Iterable[int], texts: Mapping[int, str]
) -> list[Finding]:
    """Names the columns that are passed over because they hold none of the facts."""
    named = list(places)
    if not named:
        return []
    names = "、".join(
        f"{cell_at(sheet, last_row, place).cell}「{' '.join(texts[place].split())[:30]}」" for place in named
    )
    message = f"次の列は、この表から読むものではないので、読み飛ばしました: {names}。ほかの列は読みました。"
    cell = cell_at(sheet, last_row, named[0]).cell
    return [
        Finding("info", "TABLE-COLUMN-SKIPPED", message, sheet=sheet.name, cell=cell, value=texts[named[0]])
    ]


def _sheet_finding(message: str, document: Document) -> Finding:
    names = "、".join(s.name for s in document.sheets)
    advice = f"読む表を1つのシートだけに残して保存しなおしてください。（シート: {names}）"
    return Finding("error", "TABLE-SHEET", message + advice, value=names)


def _layout_findings(sheet: Sheet, header: Header) -> list[Finding]:
    findings = []
    if header.row:
        message = f"見出しは{header.last_row + 1}行目です。その上の行は表の外（題名など）とみなしました。"
        findings.append(
            Finding("info", "L3-01", message, sheet=sheet.name, cell=cell_at(sheet, header.row, 0).cell)
        )
    width = max((len(row) for row in sheet.rows), default=0)
    for place in range(width):
        if place in header.texts:
            continue
        filled = [r for r in range(header.last_row + 1, len(sheet.rows)) if not is_blank(sheet, r, place)]
        if filled:
            ref = cell_at(sheet, filled[0], place)
            message = (
                f"見出しのない列に値が{len(filled)}個あり、読んでいません。"
                "必要な値なら見出しを付けてください。"
            )
            findings.append(
                Finding("warning", "L1-05", message, sheet=sheet.name, cell=ref.cell, value=ref.text)
            )
    return findings


def _read_rows(
    sheet: Sheet, header: Header, rules: tuple[ColumnRule, ...]
) -> tuple[list[dict[str, CellRef]], list[SetAside], list[Finding]]:
    rows: list[dict[str, CellRef]] = []
    set_aside: list[SetAside] = []
    findings: list[Finding] = []
    column_of = columns_by_spelling(rules)
    gap: int | None = None
    stopped: Verdict | None = None
    for row in range(header.last_row + 1, len(sheet.rows)):
        refs = [cell_at(sheet, row, c) for c in range(len(sheet.rows[row])) if not is_blank(sheet, row, c)]
        if not refs:
            gap = row if gap is None and rows else gap
            continue
        verdict = stopped or _why_no_row(sheet, row, refs, header, column_of, after_gap=gap is not None)
        if verdict is None:
            findings += [_gap_finding(sheet, gap)] if gap is not None else []
            gap = None
            rows.append(
                {
                    column: cell_at(sheet, row, column_index)
                    for column_index, column in header.readable_columns.items()
                }
            )
            continue
        severity, rule, reason = verdict
        text = " | ".join(ref.text for ref in refs)
        set_aside.append(SetAside(refs[0], text, reason))
        if stopped is None:
            column_index = {"sheet": sheet.name, "cell": refs[0].cell, "value": text[:200]}
            findings.append(Finding(severity, rule, reason, **column_index))
        stopped = verdict if severity == "error" else stopped
    return rows, set_aside, findings


def _why_no_row(
    sheet: Sheet,
    row: int,
    refs: list[CellRef],
    header: Header,
    column_of: Mapping[str, str],
    *,
    after_gap: bool,
) -> Verdict | None:
    """Severity, rule and reason where the row is no row of the table; None for a row to be read."""
    if any(TOTAL.fullmatch(_plain(ref.text)) for ref in refs[:3]):
        return "info", "TABLE-TOTAL-ROW", TOTAL_ROW
    again = repeats_heading(sheet, row, column_of)
    if again is not None:
        is_same = all(header.columns.get(place) == column for place, column in again.columns.items())
        return ("info", "L1-02", HEADER_AGAIN) if is_same else ("error", "L1-02", OTHER_TABLE)
    filled = sum(not is_blank(sheet, row, place) for place in header.readable_columns)
    is_marked = len(refs) == 1 and NOTE.match(refs[0].text.strip()) is not None
    if not filled or is_marked or (after_gap and filled < min(2, len(header.readable_columns))):
        return "info", "L1-04", STRAY
    return None


def _gap_finding(sheet: Sheet, gap: int) -> Finding:
    message = "表の途中に空行があります。下の行も続きとして読みました。空行を詰めてください。"
    return Finding("warning", "L1-03", message, sheet=sheet.name, cell=cell_at(sheet, gap, 0).cell)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
