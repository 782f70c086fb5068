"""The very-hidden sheet that says which form, which municipality, and which cell holds which answer.

Plain text cells only, since the reading side sees neither defined names nor formulas:

    A1 kasanari-manifest   B1 1 (layout of this sheet)
    A2 digest              B2 sha256 of all the rest (16 hex digits)
    A3 form_version        B3 R5-1
    A4 fiscal_year         B4 2023
    A5 municipality_code   B5 01453
    A6 municipality_name   B6 東神楽町
    A7 sheet               B7 調査票
    A9 question_id | slot | cell | number | label | text | name      and below one row per cell
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from etl.readers.grid import cell_name
from etl.survey.sheet.layout import SHEET_NAME, Layout

MANIFEST_SHEET = "_kasanari"
MARK, MARK_VERSION = "kasanari-manifest", "1"
HEAD = ("form_version", "fiscal_year", "municipality_code", "municipality_name", "sheet")
COLUMNS = ("question_id", "slot", "cell", "number", "label", "text", "name")
FIRST_HEAD_ROW, COLUMNS_ROW = 2, 8
MOST_CELLS = 2_000
"""No form has so many; a longer table is nobody's."""


class ManifestCell(NamedTuple):
    """One cell to fill: its A1 address at issue; columns A and B of its row say `number` and `text`."""

    question_id: str
    slot: str
    cell: str
    number: str
    label: str
    text: str
    name: str


@dataclass(frozen=True)
class Manifest:
    """The contents of the manifest sheet of one workbook."""

    form_version: str
    fiscal_year: int
    municipality_code: str
    municipality_name: str
    sheet: str
    cells: tuple[ManifestCell, ...]


ManifestProblem = Literal["", "absent", "unknown_version", "damaged"]


def make_manifest(layout: Layout, municipality_code: str, municipality_name: str) -> Manifest:
    """What the workbook of one municipality will say about itself."""
    cells = tuple(
        ManifestCell(
            question_id=slot.question.id,
            slot=slot.slot,
            cell=cell_name(slot.row, slot.col),
            number=slot.number,
            label=slot.label,
            text=slot.text,
            name=slot.name,
        )
        for slot in layout.slots
    )
    form = layout.form
    return Manifest(form.version, form.fiscal_year, municipality_code, municipality_name, SHEET_NAME, cells)


def manifest_rows(manifest: Manifest) -> list[list[str]]:
    """The sheet, row by row, every value as text."""
    head = [[key, str(getattr(manifest, key))] for key in HEAD]
    table = [list(cell) for cell in manifest.cells]
    digest = _digest(head, _text_of_rows([COLUMNS, *table]))
    return [[MARK, MARK_VERSION], ["digest", digest], *head, [], list(COLUMNS), *table]


def is_manifest(rows: Sequence[Sequence[object]]) -> bool:
    return bool(rows) and bool(rows[0]) and rows[0][0] == MARK


def read_manifest(rows: Sequence[Sequence[object]]) -> tuple[Manifest | None, ManifestProblem]:
    """The manifest of a returned workbook, or why there is none to trust."""
    if not is_manifest(rows):
        return None, "absent"
    if _texts(rows[0])[1:2] != [MARK_VERSION]:
        return None, "unknown_version"
    head = [_padded(_texts(row), 2) for row in rows[FIRST_HEAD_ROW : FIRST_HEAD_ROW + len(HEAD)]]
    values = dict(head)
    if tuple(values) != HEAD or not values["fiscal_year"].isdigit() or len(rows) > MOST_CELLS:
        return None, "damaged"
    cells, text = _read_table(tuple(map(tuple, rows[COLUMNS_ROW:])))
    if not text or _padded(_texts(rows[1]), 2) != ["digest", _digest(head, text)]:
        return None, "damaged"
    manifest = Manifest(
        form_version=values["form_version"],
        fiscal_year=int(values["fiscal_year"]),
        municipality_code=values["municipality_code"],
        municipality_name=values["municipality_name"],
        sheet=values["sheet"],
        cells=cells,
    )
    return manifest, ""


@lru_cache(maxsize=16)
def _read_table(rows: tuple[tuple[object, ...], ...]) -> tuple[tuple[ManifestCell, ...], str]:
    """The cells of a form and their text for the digest, which is empty where there is no such table.

    The same table stands in all returns of one version of a form.
    """
    table = [_padded(texts, len(COLUMNS)) for row in rows if any(texts := _texts(row))]
    if table[:1] != [list(COLUMNS)]:
        return (), ""
    return tuple(ManifestCell(*row) for row in table[1:]), _text_of_rows(table)


def _digest(head: Sequence[Sequence[str]], text_of_table: str) -> str:
    text = f"{_text_of_rows(head)}\n{text_of_table}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _text_of_rows(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("\t".join(value.replace("\n", "␤") for value in row) for row in rows)


def _texts(row: Sequence[object]) -> list[str]:
    return [_text(value) for value in row]


def _padded(row: list[str], length: int) -> list[str]:
    return (row + [""] * length)[:length]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()
