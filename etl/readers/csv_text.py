"""Reads CSV as it really comes: the encoding found out, the delimiter found out, every value kept as text."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass

from etl.findings import Finding
from etl.readers.garbled import garbled_findings
from etl.readers.grid import CSV_SHEET, Sheet, cell_name
from etl.readers.refusal import RefusedError

MAX_CELLS = 2_000_000
DELIMITERS = (",", "\t", ";")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8（BOM付き）",
    "cp932": "Shift_JIS（cp932）",
    "utf-16": "UTF-16",
}
SAVE_AS_UTF8 = (
    "Excelで「CSV UTF-8（コンマ区切り）」か「Excelブック（.xlsx）」として保存しなおしてもらってください。"
)


@dataclass(frozen=True)
class CsvText:
    """The one sheet of a CSV file and how it was written."""

    encoding: str
    delimiter: str
    sheet: Sheet
    findings: list[Finding]


def read_csv(content: bytes) -> CsvText:
    """The rows as text, empty fields as None. Raises RefusedError for what is no text or broken quoting."""
    encoding, text = decode(content)
    if "\x00" in text:
        message = f"文字ではないデータ（NUL）が混じっていて、CSVとして読めません。{SAVE_AS_UTF8}"
        raise RefusedError("FILE-NOT-A-TABLE", message)
    delimiter = find_delimiter(text)
    rows = _rows(text, delimiter)
    sheet = Sheet(CSV_SHEET, rows)
    findings = [*_encoding_findings(encoding), *_ragged_findings(rows), *garbled_findings([sheet])]
    return CsvText(encoding, delimiter, sheet, findings)


def decode(content: bytes) -> tuple[str, str]:
    """The encoding's name in Python and the text: by byte order mark, else UTF-8, else cp932, all strictly.

    Bytes that are valid as both are UTF-8: Japanese in cp932 is almost never valid UTF-8 by chance.
    """
    marked = [encoding for mark, encoding in BYTE_ORDER_MARKS if content.startswith(mark)]
    for encoding in marked or ["utf-8", "cp932"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp932" and _is_rather_euc_jp(content, text):
            break
        return encoding, text
    message = (
        f"文字コードがわかりません（UTF-8でもShift_JISでもない、または途中で壊れている）。{SAVE_AS_UTF8}"
    )
    raise RefusedError("FILE-ENCODING", message)


def find_delimiter(text: str) -> str:
    """Comma, tab or semicolon: the one that splits the first lines most evenly; comma when in doubt."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        most_common = max(set(counts), key=counts.count, default=0)
        return (counts.count(most_common) if most_common else 0, most_common)

    return max(DELIMITERS, key=evenness)


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
            rows.append([field or None for field in record])
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


def _is_rather_euc_jp(content: bytes, as_cp932: str) -> bool:
    """EUC-JP is valid cp932 by accident, as a row of half-width katakana."""
    foreign = [letter for letter in as_cp932 if ord(letter) > 0x7F]
    halfwidth = sum("\uff61" <= letter <= "\uff9f" for letter in foreign)
    if not foreign or halfwidth * 2 < len(foreign):
        return False
    try:
        content.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return True
