"""What people put on cells instead of into them: comments, struck-out words, colours of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from etl.findings import Finding
from etl.readers import second_look
from etl.readers.grid import Document
from etl.readers.second_look import CellMark
from etl.survey.sheet.styles import STYLES


@cache
def our_fills() -> frozenset[str]:
    """The fill colours of an issued workbook, as a reader names them: FFE8F1FE."""
    colours = {str(look["bg_color"]) for look in STYLES.values() if "bg_color" in look}
    return frozenset(f"FF{colour.lstrip('#').upper()}" for colour in colours)


def are_suspected(kind: str, flags: frozenset[str], fill_colours: frozenset[str]) -> bool:
    """Whether a file may carry marks of people, by what the quick scan saw."""
    return second_look.needs_second_look(_document(Path(), kind, flags, fill_colours), our_fills())


def mark_findings(
    path: Path,
    name: str,
    kind: str,
    flags: frozenset[str],
    fill_colours: frozenset[str],
    places: Mapping[tuple[str, str], str],
) -> list[Finding]:
    """Findings on the marks of one file. `places`: the answer cells and their questions; colours count only there."""
    if not are_suspected(kind, flags, fill_colours):
        return []
    marks, findings = second_look.read_marks(_document(path, kind, flags, fill_colours), name, our_fills())
    telling = _telling(marks, kind, places)
    return [
        *findings,
        *(
            replace(finding, file=name, question_id=places.get((finding.sheet, finding.cell), ""))
            for finding in second_look.mark_findings(telling)
        ),
    ]


def _telling(marks: list[CellMark], kind: str, places: Mapping[tuple[str, str], str]) -> list[CellMark]:
    """Without colours outside the answer cells, and in .xls (another palette) without the usual one of these."""
    fills = [mark for mark in marks if mark.kind == "fill" and (mark.sheet, mark.cell) in places]
    others = [mark for mark in marks if mark.kind != "fill"]
    if kind == "xls" and fills:
        usual = Counter(mark.text for mark in fills).most_common(1)[0][0]
        fills = [mark for mark in fills if mark.text != usual]
    return [*others, *fills]


def _document(path: Path, kind: str, flags: frozenset[str], fill_colours: frozenset[str]) -> Document:
    return Document(path, kind, None, [], flags, fill_colours)
