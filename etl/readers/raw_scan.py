"""Reads from the XML of a workbook what calamine does not tell: errors, formulas without result, hidden rows.

Fast on purpose (regular expressions over bytes): it runs for every file, openpyxl only for flagged ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from xml.etree import ElementTree

from etl.readers import number_format, package
from etl.readers.cell_looks import CellLooks, cell_looks
from etl.readers.grid import Position, Range, cell_name, column_index, position
from etl.readers.refusal import RefusedError
from etl.readers.unseen import NOTHING_HIDES, Hiding, hiding_formats, unseen_styles

MAX_ROW = 200_000
MAX_COLUMN = 2_000
MAX_AREA = 2_000_000
BROKEN = "ファイルが壊れています。Excelで開いて保存しなおしたものをもらってください。"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"

CELLS = b"sheetData"
ATTRIBUTE = rb"\b%s\s*=\s*[\"']([^\"']*)[\"']"
REFERENCE = re.compile(ATTRIBUTE % b"r")
STYLE = re.compile(ATTRIBUTE % b"s")
TYPE = re.compile(ATTRIBUTE % b"t")
FIRST, LAST = re.compile(ATTRIBUTE % b"min"), re.compile(ATTRIBUTE % b"max")
# A row past 999 or a column past ZZ: without one the sheet is small. (Patterns that begin with plain text are
# six times as fast.)
FAR_REFERENCE = re.compile(rb"r=[\"'](?:[A-Za-z]{3}\d|[A-Za-z]{0,2}\d{4})")
WHOLE_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
SHARED_STRING = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
MAX_SHEETS = 1_000
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
TAG = re.compile(rb"<[^>]*>")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
FULL_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>(?!</)")
ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*\bt\s*=\s*[\"']e[\"'][^>]*)(?<!/)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v[^>]*>([^<]*)<",
    re.DOTALL,
)
FORMULA = re.compile(rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)</(?:\w+:)?f>)")
# Nobody sees a row of no height or a column of no width either.
FLAT, NARROW = re.compile(rb" ht=\"[01](?:\.\d*)?\""), re.compile(rb" width=\"0(?:\.[0-4]\d*)?\"")
HIDDEN_TAG = re.compile(
    rb"<(?:\w+:)?(row|col)\b"
    rb"([^>]*(?:\bhidden\s*=\s*[\"'](?:1|true)[\"']| ht=\"[01](?:\.\d*)?\"| width=\"0(?:\.[0-4]\d*)?\")[^>]*)>"
)
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref\s*=\s*[\"']([A-Z]+\d+):([A-Z]+\d+)[\"']")


@dataclass(frozen=True)
class SheetScan:
    """What the XML of one sheet tells; places are counted from 0 (see grid.Sheet).

    `formats`: of cells whose format may tell more than their value; `unseen`: cells whose letters cannot be seen.
    """

    errors: dict[Position, str] = field(default_factory=dict)
    formats: dict[Position, str] = field(default_factory=dict)
    hidden_rows: list[Position] = field(default_factory=list)
    hidden_columns: list[Position] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    unseen: dict[Position, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StyleScan:
    """What the workbook's styles tell: formats that add text, and what else cells look like.

    `unseen`: numbers of cell styles whose letters cannot be seen, and why; `hiding`: conditional formats that hide.
    """

    telling_formats: dict[bytes, str]
    looks: CellLooks
    unseen: dict[bytes, str] = field(default_factory=dict)
    hiding: Hiding = NOTHING_HIDES


def sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    """Sheet name → name of its XML part, in workbook order. Raises RefusedError for a broken workbook."""
    targets = {relation.id: relation.part for relation in package.relations(parts, package.MAIN_PART)}
    try:
        book = ElementTree.fromstring(parts[package.MAIN_PART])
    except (KeyError, ElementTree.ParseError) as problem:
        raise RefusedError("FILE-BROKEN", BROKEN, value=str(problem)) from problem
    if not targets:
        raise RefusedError("FILE-BROKEN", BROKEN, value="no relations of the workbook")
    found: dict[str, str] = {}
    listed = [*book.iter(f"{MAIN}sheet"), *book.iter(f"{STRICT}sheet")]
    if len(listed) > MAX_SHEETS:
        message = (
            f"シートが{len(listed):,}枚あり、読み込めません（{MAX_SHEETS:,}枚まで）。"
            "必要なシートだけを残したものをもらってください。"
        )
        raise RefusedError("FILE-TOO-LARGE", message)
    for sheet in listed:
        relation_id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        found[sheet.get("name", "")] = targets.get(relation_id, "")
    return found


def without_far_blanks(sheet_name: str, xml: bytes, shared_strings: bytes) -> bytes:
    """The XML of a sheet without cells that hold only spaces so far out that the sheet would fill the memory.

    Raises RefusedError where such a cell has a value. Cells that only carry a format are not read anyway.
    """
    if not FAR_REFERENCE.search(xml):
        return xml
    if not _is_too_large([place for match in FULL_CELL.finditer(xml) if (place := place_of(match.group(1)))]):
        return xml
    blanks = _blank_strings(shared_strings)
    cells = [(cell, place) for cell in WHOLE_CELL.finditer(xml) if (place := place_of(cell.group(1)))]
    filled = [place for cell, place in cells if not _is_blank_cell(cell, blanks)]
    if _is_too_large(filled):
        farthest = max(filled, key=lambda place: (place[0] + 1) * (place[1] + 1))
        raise RefusedError(
            "FILE-FAR-CELL",
            f"表から遠く離れた{cell_name(*farthest)}セルに値があり、読み込めません。"
            "表の外側の行と列を削除（値だけでなく行・列ごと）して保存しなおしてもらってください。",
            sheet=sheet_name,
            cell=cell_name(*farthest),
        )
    last_row, last_column = (max((place[axis] for place in filled), default=0) for axis in (0, 1))
    kept, at = [], 0
    for cell, (row, column) in cells:
        if row > last_row or column > last_column:
            kept.append(xml[at : cell.start()])
            at = cell.end()
    return b"".join([*kept, xml[at:]])


def _is_too_large(places: list[Position]) -> bool:
    rows, columns = (max((place[axis] + 1 for place in places), default=0) for axis in (0, 1))
    return rows > MAX_ROW or columns > MAX_COLUMN or rows * columns > MAX_AREA


def _blank_strings(shared_strings: bytes) -> set[bytes]:
    """The numbers of the shared strings in which there is nothing to be read."""
    return {
        str(number).encode()
        for number, string in enumerate(SHARED_STRING.finditer(shared_strings))
        if _is_blank_xml(string.group(1) or b"")
    }


def _is_blank_cell(cell: re.Match[bytes], blanks: set[bytes]) -> bool:
    kind = TYPE.search(cell.group(1))
    if kind is not None and kind.group(1) == b"s":
        number = VALUE.search(cell.group(2))
        return number is None or number.group(1).strip() in blanks
    return _is_blank_xml(FORMULA.sub(b"", cell.group(2)))


def _is_blank_xml(xml: bytes) -> bool:
    """No text but spaces, also wide and invisible ones, between the tags."""
    text = unescape(TAG.sub(b"", xml).decode("utf-8", "replace"))
    return not text.strip(INVISIBLE + " \t\r\n\u3000\xa0")


def scan_sheet(xml: bytes, styles: StyleScan) -> SheetScan:
    """Facts in the XML of a sheet beyond its values."""
    looked_at = _cells_in_styles(xml, [*styles.telling_formats, *styles.unseen])
    formats = {place: code for place, number in looked_at if (code := styles.telling_formats.get(number))}
    before, behind = around_cells(xml)
    is_hiding = b"hidden" in xml or FLAT.search(xml) or NARROW.search(xml, 0, before)
    hidden_rows, hidden_columns = _hidden(xml) if is_hiding else ([], [])
    return SheetScan(
        _errors(xml),
        formats,
        hidden_rows,
        hidden_columns,
        [(*position(a.decode()), *position(b.decode())) for a, b in MERGED.findall(xml, behind)],
        {place: styles.unseen[number] for place, number in looked_at if number in styles.unseen},
    )


def around_cells(xml: bytes) -> tuple[int, int]:
    """Where the cells of a sheet begin, after what holds for all of it and its columns, and where they end."""
    before, behind = xml.find(CELLS), xml.rfind(CELLS)
    return (before, behind) if before >= 0 else (len(xml), 0)


def _cells_in_styles(xml: bytes, numbers: list[bytes]) -> list[tuple[Position, bytes]]:
    """The cells with a value that carry one of these styles, and the style."""
    found: list[tuple[Position, bytes]] = []
    if not numbers:
        return found
    end = 0
    for match in re.finditer(rb"s=[\"'](?:%s)[\"']" % b"|".join(numbers), xml):
        if match.start() < end:  # a tag is looked at once, whatever stands in its attributes
            continue
        end = xml.find(b">", match.end()) + 1
        tag = xml[xml.rfind(b"<", 0, match.start()) : end]
        cell = FULL_CELL.match(tag)
        style = STYLE.search(cell.group(1)) if cell is not None else None
        if cell is not None and style is not None and (place := place_of(cell.group(1))) is not None:
            found.append((place, style.group(1)))
    return found


@lru_cache(maxsize=16)
def scan_styles(xml: bytes, theme: bytes = b"") -> StyleScan:
    """The styles of a workbook; the returns of one form mostly share them byte for byte."""
    try:
        root = ElementTree.fromstring(xml) if xml else ElementTree.Element("styleSheet")
    except ElementTree.ParseError as problem:
        message = "ファイルの書式の部分が壊れています。Excelで開いて保存しなおしたものをもらってください。"
        raise RefusedError("FILE-BROKEN", message, value=str(problem)) from problem
    space = root.tag[: root.tag.index("}") + 1] if "}" in root.tag else ""
    codes = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iter(f"{space}numFmt")}
    codes |= {str(number): code for number, code in number_format.BUILT_IN.items()}
    telling = {number: code for number, code in codes.items() if number_format.wants_a_look(code)}
    cell_formats = root.find(f"{space}cellXfs")
    formats = {
        str(index).encode(): telling[xf.get("numFmtId", "")]
        for index, xf in enumerate(cell_formats if cell_formats is not None else [])
        if xf.get("numFmtId", "") in telling
    }
    return StyleScan(formats, cell_looks(root, theme), unseen_styles(root), hiding_formats(root))


def place_of(attributes: bytes) -> Position | None:
    """The position given in a cell's tag; None if the writer omitted it."""
    match = REFERENCE.search(attributes)
    if match is None:
        return None
    text = match.group(1).decode("ascii", "replace")
    letters = text.rstrip("0123456789")
    if letters == text or not 1 <= len(letters) <= 3 or not letters.isalpha() or len(text) > 11:
        return None
    return int(text[len(letters) :]) - 1, column_index(letters.upper())


def _errors(xml: bytes) -> dict[Position, str]:
    if b'"e"' not in xml and (b"'" not in xml or b"'e'" not in xml):
        return {}
    errors = {}
    for match in ERROR_CELL.finditer(xml):
        place = place_of(match.group(1))
        errors[place if place is not None else (-1, -1)] = unescape(match.group(2).decode("utf-8", "replace"))
    return errors


def _hidden(xml: bytes) -> tuple[list[Position], list[Position]]:
    rows: list[int] = []
    columns: list[Position] = []
    for tag, attributes in HIDDEN_TAG.findall(xml):
        if tag == b"row" and (number := REFERENCE.search(attributes)) is not None:
            rows.append(int(number.group(1)) - 1)
        elif tag == b"col" and (first := FIRST.search(attributes)) and (last := LAST.search(attributes)):
            columns.append((int(first.group(1)) - 1, int(last.group(1)) - 1))
    return _spans(rows), columns


def _spans(numbers: list[int]) -> list[Position]:
    """Runs of consecutive numbers as first–last pairs."""
    spans: list[Position] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans
