"""The workbook behind a chart: whether it holds what we wrote, and new numbers in one to which people added remarks."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from dashboard.export.deck.read_back import SAME_VALUE

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedStrings.xml"
LARGEST_UNZIPPED = 20_000_000
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
Value = str | float | None


class BookCell(NamedTuple):
    """sheet: its place in the workbook."""

    sheet: int
    ref: str
    value: Value
    is_formula: bool


class Book(NamedTuple):
    """holds_ours: every cell of the data is as we wrote it; own: what else stands there, as people find it."""

    holds_ours: bool
    own: tuple[str, ...]


UNREADABLE = Book(False, ())


def look(blob: bytes, written: dict[str, Any]) -> Book:
    """written: the chart as the record has it."""
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as book:
            if sum(one.file_size for one in book.infolist()) > LARGEST_UNZIPPED:
                return UNREADABLE
            names = [name for name, _ in _sheets(book)]
            cells = list(_cells(book))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, IndexError):
        return UNREADABLE
    ours = _ours(written)
    first = {cell.ref: cell for cell in cells if cell.sheet == 0}
    holds = all(
        (cell is None and value is None)
        or (cell is not None and not cell.is_formula and _is_same(cell.value, value))
        for cell, value in ((first.get(ref), value) for ref, value in ours.items())
    )
    own = tuple(
        f"{names[cell.sheet]}の{cell.ref}"
        for cell in cells
        if (cell.sheet or cell.ref not in ours) and (cell.value is not None or cell.is_formula)
    )
    return Book(holds, own)


def with_numbers(blob: bytes, written: dict[str, Any], wanted: dict[str, Any]) -> bytes | None:
    """The workbook with the numbers of today in our cells, all else as it is; None where the cells are others today."""
    before, after = _ours(written), _ours(wanted)
    if before.keys() != after.keys() or any(
        before[ref] != value for ref, value in after.items() if isinstance(value, str)
    ):
        return None
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as book, zipfile.ZipFile(out, "w") as made:
        [(_, part), *_] = _sheets(book)
        for one in book.infolist():
            content = book.read(one)
            if one.filename == part:
                content = _renewed(content, {ref: v for ref, v in after.items() if not isinstance(v, str)})
            elif one.filename == WORKBOOK:
                content = _computed_anew(content)
            made.writestr(one, content)
    return out.getvalue()


def _ours(chart: dict[str, Any]) -> dict[str, Value]:
    """What each of our cells holds: categories in the first column, a column a series under its name."""
    cells: dict[str, Value] = {f"A{row}": str(name) for row, name in enumerate(chart["categories"], start=2)}
    for place, (name, values) in enumerate(chart["series"], start=1):
        column = _column(place)
        cells[f"{column}1"] = str(name)
        cells |= {f"{column}{row}": value for row, value in enumerate(values, start=2)}
    return cells


def _column(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else _column(place // 26 - 1) + chr(ord("A") + place % 26)


def _is_same(one: Value, other: Value) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return str(one) == str(other)
    return one == other or (one is not None and other is not None and abs(one - other) < SAME_VALUE)


def _sheets(book: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and part of each sheet, in their order."""
    targets = {one.get("Id"): str(one.get("Target")) for one in _parsed(book.read(RELATIONS))}
    return [
        (str(one.get("name")), posixpath.normpath(posixpath.join("/xl", targets[one.get(f"{R}id")]))[1:])
        for one in _parsed(book.read(WORKBOOK)).iter(f"{S}sheet")
    ]


def _cells(book: zipfile.ZipFile) -> Iterator[BookCell]:
    strings = []
    if STRINGS in book.namelist():
        strings = [_words(one) for one in _parsed(book.read(STRINGS)).iter(f"{S}si")]
    for sheet, (_, part) in enumerate(_sheets(book)):
        for cell in _parsed(book.read(part)).iter(f"{S}c"):
            yield BookCell(sheet, str(cell.get("r")), _value(cell, strings), cell.find(f"{S}f") is not None)


def _value(cell: Any, strings: list[str]) -> Value:
    kind, said = cell.get("t", "n"), cell.findtext(f"{S}v")
    if kind == "inlineStr":
        return _words(cell) or None
    if said is None or said == "":
        return None
    if kind == "s":
        return strings[int(said)] or None
    return float(said) if kind == "n" else said


def _words(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{S}t"))


def _renewed(sheet: bytes, values: dict[str, Value]) -> bytes:
    root = _parsed(sheet)
    rows = {one.get("r"): one for one in root.iter(f"{S}row")}
    for ref, value in values.items():
        row = rows[str(int(CELL.fullmatch(ref)[2]))]  # type: ignore[index]
        cell = next((one for one in row if one.get("r") == ref), None)
        if cell is None:
            cell = etree.Element(f"{S}c", r=ref)
            after = [one for one in row if _place(str(one.get("r"))) < _place(ref)]
            row.insert(len(after), cell)
        for old in list(cell):
            cell.remove(old)
        cell.attrib.pop("t", None)
        if value is not None:
            etree.SubElement(cell, f"{S}v").text = f"{value:.16G}"
    return _written(root)


def _place(ref: str) -> tuple[int, str]:
    letters = ref.rstrip("0123456789")
    return len(letters), letters


def _computed_anew(workbook: bytes) -> bytes:
    """Formulas of people are computed again when the workbook is opened."""
    root = _parsed(workbook)
    how = root.find(f"{S}calcPr")
    if how is not None:
        how.set("fullCalcOnLoad", "1")
    return _written(root)


def _parsed(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
