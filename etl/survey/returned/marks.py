"""What people put on the cells of a return, told by question: which cells are answers, and which are their labels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from etl.findings import Finding
from etl.readers import marks
from etl.readers.grid import CellRef, Document, Mark, position
from etl.readers.marks import DATA, OUTSIDE, Spot
from etl.survey.form.questions import REASON_SLOT
from etl.survey.returned.model import ReturnRead
from etl.survey.sheet.styles import STYLES

_Row = tuple[str, int]


@cache
def our_colours() -> frozenset[str]:
    """The colours of cells and letters of an issued workbook, as a reader names them: E8F1FE."""
    looks = (look.get(key) for look in STYLES.values() for key in ("bg_color", "font_color"))
    return frozenset(str(colour).lstrip("#").upper() for colour in looks if colour)


def mark_findings(read: Document, returns: Sequence[ReturnRead]) -> list[Finding]:
    """The findings on the marks of a document from which returns were read."""
    if not read.marks:
        return []
    spots = _Spots(returns)
    return marks.findings(
        read.marks,
        spots.of,
        legend=marks.legend_in(read.sheets) if spots.has_table else "",
        answers=len(spots.rows),
    )


class _Spots:
    """What each cell of the document is to the returns read from it."""

    def __init__(self, returns: Sequence[ReturnRead]) -> None:
        self.cells: dict[tuple[str, str], tuple[str, CellRef]] = {}
        self.rows: dict[_Row, tuple[str, CellRef]] = {}
        self.data: set[_Row] = set()
        self.heads = {one.sheet: one.header_row for one in returns if one.sheet}
        self.has_table = any(one.route == "table" for one in returns)
        for one in returns:
            for question_id, cells in one.cells.items():
                for slot, ref in cells:
                    at = (ref.sheet, position(ref.cell)[0])
                    self.cells[ref.sheet, ref.cell] = question_id, ref
                    if one.route == "table":
                        self.data.add(at)
                    elif slot != REASON_SLOT:
                        self.rows.setdefault(at, (question_id, ref))

    def of(self, mark: Mark) -> Spot:
        question_id, ref = self.cells.get((mark.sheet, mark.cell), ("", None))
        at = (mark.sheet, position(mark.cell)[0]) if mark.cell else None
        if at in self.data:
            return Spot("data", question_id)
        if ref is not None:
            return Spot("answer", question_id, ref)
        if at in self.rows:
            return Spot("label", *self.rows[at])
        if mark.kind == "object":
            # Over a form it may be an answer wherever it lies.
            return DATA if mark.sheet in self.heads or not self.heads else OUTSIDE
        return OUTSIDE
