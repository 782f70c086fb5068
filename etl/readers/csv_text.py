"""Reads CSV as it really comes: the encoding found out, the delimiter found out, every value kept as text."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from etl import csv_bytes
from etl.csv_bytes import ENCODING_NAMES, SAVE_AS_UTF8
from etl.findings import Finding
from etl.readers.garbled import garbled_findings
from etl.readers.grid import CSV_SHEET, Sheet, cell_name
from etl.readers.refusal import RefusedError

MAX_CELLS = 2_000_000


@dataclass(frozen=True)
class CsvText:
    """The one sheet of a CSV file and how it was written."""

    encoding: str
    delimiter: str
    sheet: Sheet
    findings: list[Finding]


def read_csv(content: bytes) -> CsvText:
    """The rows as text, empty fields as None. Raises RefusedError for what is no text or broken quoting."""
    try:
        encoding, text = csv_bytes.decode(content)
    except csv_bytes.CsvBytesError as problem:
        cell = cell_name(problem.line - 1, 0) if problem.line else ""
        raise RefusedError("FILE-ENCODING", str(problem), cell=cell, value=problem.value) from problem
    if "\x00" in text:
        message = f"文字ではないデータ（NUL）が混じっていて、CSVとして読めません。{SAVE_AS_UTF8}"
        raise RefusedError("FILE-NOT-A-TABLE", message)
    text, named = csv_bytes.without_separator_line(text)
    delimiter = named or csv_bytes.find_delimiter(text)
    rows = _rows(text, delimiter)
    sheet = Sheet(CSV_SHEET, rows)
    findings = [*_encoding_findings(encoding), *_ragged_findings(rows), *garbled_findings([sheet])]
    return CsvText(encoding, delimiter, sheet, findings)


def _rows(text: str, delimiter: str) -> list[list[object]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[object]] = []
    cells = 0
    try:
        for record in reader:
            cells += len(record)
            if cells > MAX_CELLS:
                message = f"値が{MAX_CELLS:,}個を超えています。ファイルを分けてもらってください。"
                raise RefusedError("FILE-TOO-LARGE", message)
            rows.append([csv_bytes.field_text(field) or None for field in record])
    except csv.Error as problem:
        row = len(rows)
        message = (
            f'{row + 1}行目から引用符（"）の対応がとれず、どこまでが1つの値かわかりません。'
            f"その行の引用符を直すか、{SAVE_AS_UTF8}"
        )
        raise RefusedError("L1-15", message, cell=cell_name(row, 0), value=str(problem)) from problem
    return rows


def _encoding_findings(encoding: str) -> list[Finding]:
    if encoding in ("utf-8", "utf-8-sig"):
        return []
    message = (
        f"文字コードは{ENCODING_NAMES[encoding]}と判断して読みました。文字化けがないか確かめてください。"
    )
    return [Finding("info", "FILE-ENCODING", message, value=encoding)]


def _ragged_findings(rows: list[list[object]]) -> list[Finding]:
    """A warning where records have more values than the widest of the first rows could be meant to have."""
    widths = [len(row) for row in rows if any(value is not None for value in row)]
    if not widths:
        return []
    usual = max(set(widths), key=widths.count)
    odd = [number for number, row in enumerate(rows) if len(row) > usual and any(row[usual:])]
    if not odd or widths.count(usual) * 2 <= len(widths):
        return []
    message = (
        f"値の個数がほかの行（{usual}個）より多い行が{len(odd)}行あります。"
        '値の中のコンマを引用符（"）で囲んでいないと、列がずれます。この行を確かめてください。'
    )
    return [
        Finding("warning", "L1-14", message, cell=cell_name(odd[0], usual), value=str(rows[odd[0]][usual]))
    ]
