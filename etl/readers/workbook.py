"""Reads a workbook that passed the guard: values by calamine, what calamine does not tell from the XML."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from etl.findings import Finding
from etl.japanese_date import EXCEL_DAY_ZERO
from etl.readers import (
    conditional,
    formulas,
    package,
    printed,
    raw_scan,
    rich_text,
    shown_cells,
    xls,
    xlsx_marks,
    xlsx_runs,
)
from etl.readers.cell_references import with_references
from etl.readers.colours import Rgb
from etl.readers.garbled import garbled_findings
from etl.readers.grid import (
    Document,
    Sheet,
    cell_name,
    plain_text,
    plain_value,
    shown_texts,
    take_days,
    take_left,
    unseen_values,
    value_at,
    zeros,
)
from etl.readers.guard import Inspection
from etl.readers.refusal import RefusedError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MAX_CELLS = 4_000_000
SHOWS_NO_ZEROS = re.compile(rb"showZeros\s*=\s*[\"'](?:0|false)[\"']")
DATE_1904 = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true|on)[\"']")
DAY_ZERO_1904 = date(1904, 1, 1)
OPEN_AND_SAVE = "Excelで開いて保存しなおしたものをもらってください。"
ERROR_HELP = {
    "#N/A": "参照先に値がない",
    "#REF!": "参照先が消えている",
    "#VALUE!": "値の種類が合わない",
    "#DIV/0!": "0で割っている",
    "#NAME?": "関数名がわからない",
    "#NUM!": "計算できない数値",
    "#NULL!": "範囲の指定がおかしい",
}


def read_workbook(
    path: Path, inspection: Inspection, known_colours: frozenset[Rgb] = frozenset()
) -> tuple[Document, list[Finding]]:
    """The document and what was found in its cells. Raises RefusedError for a broken workbook."""
    if inspection.kind == "xls":
        document = xls.read_xls(path, inspection.content, known_colours)
    else:
        document = _read_xlsx(path, inspection, known_colours)
    return document, [
        *_cell_findings(document),
        *shown_cells.findings(document.sheets),
        *garbled_findings(document.sheets),
        *printed.findings(document.sheets),
    ]


def _read_xlsx(path: Path, inspection: Inspection, known_colours: frozenset[Rgb]) -> Document:
    from python_calamine import CalamineError, CalamineWorkbook  # CSV and .xls do not need it

    theme = next((part for name, part in inspection.parts.items() if name.startswith("xl/theme/")), b"")
    styles = raw_scan.scan_styles(inspection.parts.get("xl/styles.xml", b""), theme)
    names = raw_scan.sheet_parts(inspection.parts)
    xlsx_marks.refuse_many_comments(inspection.parts, names.values())
    shared = inspection.parts.get("xl/sharedstrings.xml", b"")
    content = inspection.content
    cut = {}
    for name, part in names.items():
        xml = inspection.parts.get(part, b"")
        if (near := raw_scan.without_far_blanks(name, xml, shared)) is not xml:
            cut[part] = near
    if cut:
        content = package.replaced(content, cut)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheets = list(_xlsx_sheets(book, names, inspection, styles))
    except CalamineError as problem:
        message = f"ファイルが壊れていて読めません。{OPEN_AND_SAVE}"
        raise RefusedError("FILE-BROKEN", message, value=str(problem)[:200]) from problem
    looks, struck = styles.looks.without(known_colours), xlsx_marks.struck_strings(shared)
    marks = [
        mark
        for sheet in sheets
        for mark in xlsx_marks.sheet_marks(sheet, names[sheet.name], inspection.parts, looks, struck)
    ]
    return Document(path, inspection.kind, None, sheets, marks)


def _xlsx_sheets(
    book: CalamineWorkbook, names: dict[str, str], inspection: Inspection, styles: raw_scan.StyleScan
) -> Iterator[Sheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    cells = 0
    shared = rich_text.shared_runs(
        inspection.parts.get("xl/sharedstrings.xml", b""), has_struck_cells=bool(styles.looks.struck)
    )
    of_the_day = formulas.volatile_names(inspection.parts)
    first_day = DAY_ZERO_1904 if DATE_1904.search(inspection.parts[package.MAIN_PART]) else EXCEL_DAY_ZERO
    for index, about in enumerate(book.sheets_metadata):
        xml = inspection.parts.get(names.get(about.name, ""))
        if about.typ != SheetTypeEnum.WorkSheet or xml is None:
            continue
        rows = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
        cells += sum(map(len, rows))
        if cells > MAX_CELLS:
            raise RefusedError(
                "FILE-TOO-LARGE", f"セルが多すぎて読み込めません。{OPEN_AND_SAVE}", sheet=about.name
            )
        xml = with_references(xml)
        scan = raw_scan.scan_sheet(xml, styles)
        uncomputed, volatile = formulas.formulas_of(xml, of_the_day)
        values = [
            [
                (plain_text(v) if "\r" in v else v or None) if v.__class__ is str else plain_value(v)
                for v in row
            ]
            for row in rows
        ]
        rich = xlsx_runs.rich_cells(xml, shared, styles)
        take_left(values, rich)
        take_days(values, scan.formats, first_day)
        yield Sheet(
            about.name,
            values,
            about.visible == SheetVisibleEnum.Visible,
            scan.merged,
            scan.errors,
            uncomputed,
            shown_texts(values, scan.formats),
            scan.hidden_rows,
            scan.hidden_columns,
            about.visible == SheetVisibleEnum.VeryHidden,
            volatile,
            rich,
            unseen_values(values, scan.formats)
            | {place: reason for place, reason in scan.unseen.items() if value_at(values, *place) is not None}
            | conditional.hidden_values(xml, values, styles.hiding)
            | (
                dict.fromkeys(zeros(values), shown_cells.NO_ZEROS)
                if SHOWS_NO_ZEROS.search(xml, 0, raw_scan.around_cells(xml)[0])
                else {}
            ),
            printed.texts_of_xml(xml),
        )


def _cell_findings(document: Document) -> list[Finding]:
    """Errors in cells and formulas without a stored result: both would else be read as blank."""
    findings = []
    for sheet in document.sheets:
        for (row, column), text in sheet.errors.items():
            reason = ERROR_HELP.get(text, "計算できない")
            message = (
                f"エラー値「{text}」（{reason}）です。空欄とはみなしません。正しい値をもらってください。"
            )
            cell = cell_name(row, column) if row >= 0 else ""
            findings.append(Finding("error", "CELL-ERROR", message, sheet=sheet.name, cell=cell, value=text))
        for (row, column), formula in sheet.uncomputed.items():
            message = (
                "計算式だけで、計算結果が保存されていません。"
                "Excelで開いて保存しなおすか、値を直接入れてもらってください。"
            )
            cell = cell_name(row, column) if row >= 0 else ""
            value = f"={formula}" if formula else ""
            findings.append(
                Finding("warning", "CELL-NOT-COMPUTED", message, sheet=sheet.name, cell=cell, value=value)
            )
        for (row, column), formula in sheet.volatile.items():
            message = (
                f"計算式「={formula[:60]}」は、開く日によって値が変わります。保存されていた値を読みました。"
                "正しい値かを確かめ、計算式をやめて値そのものを書いてもらってください。"
            )
            cell = cell_name(row, column) if row >= 0 else ""
            findings.append(
                Finding("warning", "CELL-VOLATILE", message, sheet=sheet.name, cell=cell, value=f"={formula}")
            )
    return findings
