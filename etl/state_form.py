"""A form that the state sends: shown as a person sees it, kept as it came, and filled without touching the rest of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl import names, raw_writes
from etl.findings import Finding
from etl.name_directory import Directory, make_directory
from etl.readers import document, guard
from etl.readers.grid import Position, Sheet, cell_name, position, text_of_value, value_at
from etl.readers.refusal import RefusedError
from etl.refusal import Refusal
from etl.survey.form.municipalities import MUNICIPALITIES, read_municipalities
from etl.survey.ooxml import parts as ooxml_parts
from etl.survey.ooxml import xml as ooxml_xml
from etl.survey.ooxml.parts import WORKBOOK, Package
from etl.survey.ooxml.sheet import WorksheetXml

FOLDER = "state_forms"
ID_LENGTH = 16
MOST_ROWS, MOST_COLUMNS = 400, 60
LONGEST_NAME = 12
KINDS = {"xlsx": ".xlsx", "xlsm": ".xlsm"}
SAVE_AS = "Excelで開き、「名前を付けて保存」で「Excelブック（.xlsx）」にしたものを使ってください。"


class StateFormRefusedError(Refusal):
    """Nothing was kept or filled; the message says why in Japanese."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = list(findings)


@dataclass(frozen=True)
class FilledForm:
    """filled: cells; refused: sheet, cell and reason of what could not be put in."""

    filled: int
    refused: list[dict[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"filled": self.filled, "refused": self.refused}


def keep(path: Path, raw: Path) -> str:
    """Keep a form as it came; its id. Raises StateFormRefusedError."""
    content = _workbook(path).content
    form_id = hashlib.sha256(content).hexdigest()[:ID_LENGTH]
    with raw_writes.locked(raw):
        raw_writes.replace_file(_place(raw, form_id), content)
    return form_id


def look(raw: Path, form_id: str) -> dict[str, Any]:
    """Its sheets as rows of texts, with merged cells, formulas, and the municipalities that rows are about.

    Raises StateFormRefusedError.
    """
    path = _kept(raw, form_id)
    read, findings = document.read_document(path, path.name)
    if read is None:
        raise StateFormRefusedError(
            "様式を読めませんでした。" + "".join(f.message for f in findings), findings
        )
    package = Package(path.read_bytes())
    parts = {sheet.name: sheet for sheet in ooxml_parts.worksheets(package)}
    directory = make_directory(read_municipalities(raw / MUNICIPALITIES))
    return {
        "sheets": [
            _sheet(sheet, WorksheetXml(package.read(parts[sheet.name].part)), directory)
            for sheet in read.sheets
            if sheet.visible and sheet.name in parts
        ]
    }


def fill(raw: Path, form_id: str, values: Sequence[Mapping[str, Any]], out: Path) -> FilledForm:
    """Write a copy with values in its cells; all parts but the sheets that take them stay byte for byte.

    values: sheet, cell, value (number or text). Where the workbook computes, it is told to compute anew once opened.
    Raises StateFormRefusedError.
    """
    package = Package(_kept(raw, form_id).read_bytes())
    parts = {sheet.name: sheet.part for sheet in ooxml_parts.worksheets(package)}
    refused: list[dict[str, str]] = []
    by_sheet: dict[str, dict[Position, str | float]] = {}
    sheets: dict[str, WorksheetXml] = {}
    for one in values:
        name, cell, value = str(one["sheet"]), str(one["cell"]), one["value"]
        if name not in parts:
            refused.append({"sheet": name, "cell": cell, "reason": "このシートがありません。"})
            continue
        sheet = sheets.setdefault(name, WorksheetXml(package.read(parts[name])))
        first_row, first_column, *_ = sheet.area_at(position(cell))
        place = (first_row, first_column)
        if sheet.has_formula(place):
            reason = "計算式の入ったセルなので、書き入れませんでした。"
            refused.append({"sheet": name, "cell": cell, "reason": reason})
            continue
        by_sheet.setdefault(name, {})[place] = value if isinstance(value, str) else _number(value)
    for name, cells in by_sheet.items():
        sheets[name].set_values(cells)
        package.put(parts[name], sheets[name].to_bytes())
    if by_sheet and any(_computes(package.read(part)) for part in parts.values()):
        package.put(WORKBOOK, _computed_anew(package.read(WORKBOOK)))
    out.write_bytes(package.to_bytes())
    return FilledForm(sum(map(len, by_sheet.values())), refused)


def read_values(file: Path) -> list[dict[str, Any]]:
    """What is to be filled, as a JSON list."""
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _number(value: float) -> float:
    """A whole number is written without a point."""
    return int(value) if float(value).is_integer() else float(value)


def _sheet(sheet: Sheet, xml: WorksheetXml, directory: Directory) -> dict[str, Any]:
    rows = [
        [_text(sheet, row, column) for column in range(min(len(cells), MOST_COLUMNS))]
        for row, cells in enumerate(sheet.rows[:MOST_ROWS])
    ]
    return {
        "name": sheet.name,
        "rows": rows,
        "merged": [list(area) for area in sheet.merged],
        "formulas": [cell_name(*place) for place in xml.formulas()],
        "towns": {str(row): code for row, texts in enumerate(rows) if (code := _town(texts, directory))},
        "is_cut": len(sheet.rows) > MOST_ROWS or any(len(cells) > MOST_COLUMNS for cells in sheet.rows),
    }


def _text(sheet: Sheet, row: int, column: int) -> str:
    place = (row, column)
    known = sheet.displayed_texts.get(place) or sheet.errors.get(place)
    return known or text_of_value(value_at(sheet.rows, row, column))


def _town(texts: Sequence[str], directory: Directory) -> str:
    """The municipality that a row names by itself, by code or by name; "" where it names none or several."""
    codes = set()
    for text in filter(None, texts):
        if len(text) <= LONGEST_NAME:
            code, name = (text, "") if text.isdigit() else ("", text)
            resolved = names.resolve(directory, code, name)
            codes |= {resolved.code} if resolved.code is not None and resolved.problem is None else set()
    return codes.pop() or "" if len(codes) == 1 else ""


def _computes(sheet: bytes) -> bool:
    return bool(ooxml_xml.find(sheet, lambda local, depth: local == "f" and depth == 4))


def _computed_anew(workbook: bytes) -> bytes:
    """The workbook part with the order to compute all formulas once it is opened."""
    elements = ooxml_xml.find(workbook, lambda _local, depth: depth <= 1)
    known = next((element for element in elements if element.local == "calcPr"), None)
    if known is not None:
        tag = ooxml_xml.set_attributes(workbook[known.start : known.inner], {"fullCalcOnLoad": "1"})
        return ooxml_xml.apply(workbook, [(known.start, known.inner, tag)])
    before = ("sheets", "functionGroups", "externalReferences", "definedNames")
    place = max(element.end for element in elements if element.local in before)
    made = f'<{elements[0].prefix}calcPr fullCalcOnLoad="1"/>'.encode()
    return ooxml_xml.apply(workbook, [(place, place, made)])


def _workbook(path: Path) -> guard.Inspection:
    try:
        inspection = guard.inspect(path)
    except RefusedError as refused:
        raise StateFormRefusedError(refused.finding.message, [refused.finding]) from refused
    if inspection.kind not in KINDS:
        raise StateFormRefusedError(f"{guard.KIND_NAMES[inspection.kind]}には書き入れられません。{SAVE_AS}")
    return inspection


def _place(raw: Path, form_id: str) -> Path:
    return raw / FOLDER / f"{form_id}.xlsx"


def _kept(raw: Path, form_id: str) -> Path:
    path = _place(raw, form_id)
    if not (len(form_id) == ID_LENGTH and form_id.isalnum() and path.is_file()):
        raise StateFormRefusedError("様式のファイルがありません。「国の様式」で、もう一度入れてください。")
    return path
