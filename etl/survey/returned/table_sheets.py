"""The sheets beside the compiled tables that were read: hidden tables of the same shape, and everything else."""

from __future__ import annotations

from collections.abc import Mapping

from etl.findings import Finding, Severity
from etl.readers.grid import Document, Sheet, cell_at, is_blank
from etl.survey.form.questions import Form
from etl.survey.returned.headings import CODE, NAME, TOWN
from etl.survey.returned.model import DocumentReturns
from etl.survey.returned.table_header import TableHeader
from etl.survey.returned.table_year import says_other_year

MOST_TOWNS_NAMED = 3


def rows_of_towns(sheet: Sheet, header: TableHeader) -> list[str]:
    """What stands in the column of names (or codes) under the header of a table."""
    places = [
        place
        for wanted in (NAME, CODE)
        for place, target in header.targets.items()
        if target == (TOWN, wanted)
    ]
    texts = (
        cell_at(sheet, row, places[0]).text.strip() for row in range(header.last_row + 1, len(sheet.rows))
    )
    return [text for text in texts if text]


def only_hidden(hidden: Mapping[str, list[str]]) -> DocumentReturns | None:
    """What is said of a workbook whose only compiled tables stand on hidden sheets; None where there is none."""
    findings = [
        Finding("error", "SHEET-HIDDEN-TABLE", _message(name, towns), sheet=name)
        for name, towns in hidden.items()
        if towns
    ]
    return DocumentReturns(findings=findings) if findings else None


def left_sheets(
    document: Document, read: set[str], hidden: Mapping[str, list[str]], form: Form
) -> list[Finding]:
    """A warning for each hidden table, and a word on any other filled sheet that was not read."""
    findings = []
    for sheet in document.sheets:
        if sheet.name in read or not _is_filled(sheet):
            continue
        if hidden.get(sheet.name):
            old = says_other_year(sheet, form)
            message = _message(sheet.name, hidden[sheet.name])
            findings.append(
                Finding("info" if old else "warning", "SHEET-HIDDEN-TABLE", message, sheet=sheet.name)
            )
        elif not sheet.very_hidden:
            message = (
                f"シート「{sheet.name}」には取りまとめ表の見出しが見つからないので、読んでいません。"
                "回答に関わる内容か確かめてください。"
            )
            severity: Severity = "warning" if sheet.visible else "info"
            findings.append(Finding(severity, "SHEET-EXTRA", message, sheet=sheet.name))
    return findings


def _message(name: str, towns: list[str]) -> str:
    more = f"ほか{len(towns) - MOST_TOWNS_NAMED}行" if len(towns) > MOST_TOWNS_NAMED else ""
    named = "、".join([*towns[:MOST_TOWNS_NAMED], *([more] if more else [])])
    return (
        f"非表示のシート「{name}」にも同じ形の取りまとめ表があります（{named}）。読んでいません。"
        "取り込む回答なら、シートを再表示して保存しなおしてもらい、要らない控えなら消してもらってください。"
    )


def _is_filled(sheet: Sheet) -> bool:
    return any(not is_blank(sheet, r, c) for r in range(len(sheet.rows)) for c in range(len(sheet.rows[r])))
