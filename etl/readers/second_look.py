"""The second look at flagged files: comments, struck-out and coloured cells, unseen by the quick reading.

By openpyxl (xlrd for .xls), in the worker process, and only where the XML scan raised a flag.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from etl import sandbox
from etl.findings import Finding
from etl.readers.correcting_words import changes_an_answer
from etl.readers.grid import Document, cell_name, position, text_of_value

MarkKind = Literal["comment", "strike", "fill"]
# openpyxl brings numpy along and holds the whole workbook as objects.
MEMORY_MB = 1536


@dataclass(frozen=True)
class CellMark:
    """What a person put on one cell. `text`: the comment, the struck-out words, or the colour."""

    sheet: str
    cell: str
    kind: MarkKind
    text: str
    value: str


def needs_second_look(document: Document, known_fills: frozenset[str] = frozenset()) -> bool:
    """Whether the quick scan saw comments, strikes, or fill colours beyond those of our own form."""
    return bool(document.flags & {"comments", "strike"}) or bool(
        "fills" in document.flags and (document.kind == "xls" or document.fill_colours - known_fills)
    )


def second_look(
    document: Document, name_for_findings: str, known_fills: frozenset[str] = frozenset()
) -> list[Finding]:
    """Findings on what the marks of a document may mean; nothing to read again for most documents."""
    marks, findings = read_marks(document, name_for_findings, known_fills)
    return findings + [finding.located(file=name_for_findings) for finding in mark_findings(marks)]


def read_marks(
    document: Document, name_for_findings: str, known_fills: frozenset[str] = frozenset()
) -> tuple[list[CellMark], list[Finding]]:
    """The marks of a flagged document, and a warning where they could not be read."""
    if not needs_second_look(document, known_fills):
        return [], []
    outcome = sandbox.run_limited(
        marks_here, (document.path, document.kind, known_fills), memory_mb=MEMORY_MB
    )
    if outcome.reason:
        message = "コメント・取り消し線・色の確認ができませんでした。Excelで開いて、目で確かめてください。"
        return [], [Finding("warning", "MARKS-UNREAD", message, file=name_for_findings, value=outcome.detail)]
    marks: list[CellMark] = outcome.value
    return marks, []


def mark_findings(marks: list[CellMark]) -> list[Finding]:
    """Comments one by one, strikes one by one, fills one for each sheet and colour."""
    findings = []
    fills: dict[tuple[str, str], list[CellMark]] = {}
    for mark in marks:
        if mark.kind == "comment":
            findings.append(_of_comment(mark))
        elif mark.kind == "strike":
            message = (
                f"取り消し線が引かれています: 「{mark.text[:200]}」。"
                "値は消さずに読みました。有効な値か確かめてください。"
            )
            findings.append(
                Finding("warning", "CELL-STRIKE", message, sheet=mark.sheet, cell=mark.cell, value=mark.value)
            )
        else:
            fills.setdefault((mark.sheet, mark.text), []).append(mark)
    for (sheet, colour), filled in fills.items():
        more = f"（ほか{len(filled) - 1}セル）" if len(filled) > 1 else ""
        message = f"色（{colour}）の付いたセルがあります{more}。色に意味があれば、言葉で書いてください。"
        first = filled[0]
        findings.append(Finding("info", "L1-11", message, sheet=sheet, cell=first.cell, value=first.value))
    return findings


def _of_comment(mark: CellMark) -> Finding:
    """A comment that takes back or changes what the cell says is a warning, any other is told."""
    where = {"sheet": mark.sheet, "cell": mark.cell, "value": mark.value}
    said = f"セルにコメントがあります: 「{mark.text[:200]}」。"
    if changes_an_answer(mark.text):
        read_as = (
            f"セルの「{mark.value[:60]}」のまま読みました。"
            if mark.value
            else "コメントは読み取っていません。"
        )
        message = f"{said}{read_as}訂正や取消しなら、市町村に確かめて、セルの値を直してもらってください。"
        return Finding("warning", "CELL-COMMENT", message, **where)
    return Finding("info", "CELL-COMMENT", f"{said}回答に関わる内容でないか確かめてください。", **where)


def marks_here(path: Path, kind: str, known_fills: frozenset[str]) -> list[CellMark]:
    """The reading itself, in this process: for the worker."""
    marks = _xls_marks(path) if kind == "xls" else _xlsx_marks(path)
    found = [mark for mark in marks if mark.kind != "fill" or mark.text not in known_fills]
    return sorted(found, key=lambda mark: (mark.sheet, position(mark.cell), mark.kind))


def _xlsx_marks(path: Path) -> Iterator[CellMark]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts that it would drop; we never save
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), rich_text=True)
    for sheet in book.worksheets:
        # iter_rows would make every cell up to the farthest formatted one
        for cell in list(sheet._cells.values()):
            yield from _cell_marks(sheet.title, cell)


def _cell_marks(sheet: str, cell: Any) -> Iterator[CellMark]:
    value = text_of_value(None if cell.value is None else cell.value if cell.is_date else str(cell.value))
    if cell.comment is not None:
        yield CellMark(sheet, cell.coordinate, "comment", (cell.comment.text or "").strip(), value)
    if cell.value is None:
        return
    struck = _struck_text(cell)
    if struck.strip():
        yield CellMark(sheet, cell.coordinate, "strike", struck, value)
    if cell.has_style and cell.fill.fill_type == "solid":
        colour = cell.fill.fgColor
        text = colour.rgb if colour.type == "rgb" else f"{colour.type}:{colour.value}"
        yield CellMark(sheet, cell.coordinate, "fill", str(text), value)


def _struck_text(cell: Any) -> str:
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    if cell.has_style and cell.font.strike:
        return str(cell.value)
    if isinstance(cell.value, CellRichText):
        return "".join(str(b.text) for b in cell.value if isinstance(b, TextBlock) and b.font.strike)
    return ""


def _xls_marks(path: Path) -> Iterator[CellMark]:
    import xlrd

    book = xlrd.open_workbook(
        file_contents=path.read_bytes(), formatting_info=True, ragged_rows=True, logfile=io.StringIO()
    )
    for sheet in book.sheets():
        for (row, column), note in sheet.cell_note_map.items():
            yield CellMark(sheet.name, cell_name(row, column), "comment", note.text.strip(), "")
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                cell = sheet.cell(row, column)
                if cell.value in ("", None):
                    continue
                style = book.xf_list[cell.xf_index]
                value = text_of_value(cell.value)
                if book.font_list[style.font_index].struck_out:
                    yield CellMark(sheet.name, cell_name(row, column), "strike", value, value)
                if style.background.fill_pattern:
                    colour = f"indexed:{style.background.pattern_colour_index}"
                    yield CellMark(sheet.name, cell_name(row, column), "fill", colour, value)
