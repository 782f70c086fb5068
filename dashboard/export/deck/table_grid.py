"""A table as it stands, held against what we wrote: which row and column is which, and whose each cell is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from dashboard.export.deck import ink, ownership
from dashboard.export.deck.ink import A
from dashboard.export.deck.ownership import Pairing, WrittenLine

NUMBER = re.compile(r"[\d,.]+")


class RowLines(NamedTuple):
    """A row with its key ("" for the heading): its cells as lines."""

    key: str
    cells: tuple[WrittenLine, ...]

    @property
    def keys(self) -> set[str]:
        return {key for cell in self.cells for key in cell.keys}


class TableGrid:
    """A table as it stands, held against what we wrote. columns: place in the file → place in what we wrote."""

    def __init__(self, table: Any, written: list[RowLines]) -> None:
        self.written = written
        self.tree = table._tbl
        self.lines = [row.findall(f"{A}tc") for row in self.tree.tr_lst]
        self.columns = self._columns()
        self.ours = sorted(self.columns)
        kept = [
            RowLines(row.key, tuple(row.cells[self.columns[place]] for place in self.ours)) for row in written
        ]
        self.pairing: Pairing = ownership.pair_by(
            [self._standing(row) for row in self.lines], kept, _is_same_row, _row_likeness
        )

    def _columns(self) -> dict[int, int]:
        """Columns that are ours, by their headings; where nobody added or took any, all in their order."""
        ours = len(self.written[0].cells)
        if max((len(row) for row in self.lines), default=0) == ours:
            return {place: place for place in range(ours)}
        headings = [cell.text for cell in self.written[0].cells]
        free = list(range(ours))
        columns = {}
        for place, cell in enumerate(self.lines[0] if self.lines else []):
            match = next((other for other in free if headings[other] == text_in(cell)), None)
            if match is not None:
                columns[place] = match
                free.remove(match)
        return columns

    def _standing(self, row: Sequence[Any]) -> RowLines:
        return RowLines("", tuple(line_in(row[place]) for place in self.ours if place < len(row)))


def standing_cells(table: Any, last: dict[str, Any]) -> dict[tuple[int, int], WrittenLine]:
    """What stands now in each cell that we wrote, by its row and column in the record; none for one that was taken out."""
    written = recorded_rows(last)
    if not written:
        return {}
    grid = TableGrid(table, written)
    matched = grid.pairing.untouched | grid.pairing.edited
    return {
        (last_row, grid.columns[column]): line_in(grid.lines[row][column])
        for row, last_row in matched.items()
        for column in grid.columns
        if column < len(grid.lines[row])
    }


def own_cells(table: Any, last: dict[str, Any]) -> list[str]:
    """Texts of the cells in rows and columns that people added."""
    written = recorded_rows(last)
    grid = TableGrid(table, written) if written else None
    if grid is None:
        return []
    own = set(grid.pairing.own)
    return [
        text
        for row, cells in enumerate(grid.lines)
        for column, cell in enumerate(cells)
        if (row in own or column not in grid.columns) and (text := text_in(cell))
    ]


def recorded_rows(last: dict[str, Any]) -> list[RowLines]:
    keys = ["", *last.get("rows", [])]
    rows = []
    for place, (texts, numbers) in enumerate(
        zip(last.get("cells", []), last.get("numbers", []), strict=False)
    ):
        cells = tuple(
            WrittenLine(text, "", tuple((str(key), str(number)) for key, number in known))
            for text, known in zip(texts, numbers, strict=False)
        )
        rows.append(RowLines(keys[place] if place < len(keys) else "", cells))
    return rows


def _is_same_row(now: RowLines, last: RowLines) -> bool:
    return [cell.text for cell in now.cells] == [cell.text for cell in last.cells]


def _row_likeness(now: RowLines, last: RowLines) -> float:
    """By the numbers that both hold, or by the name in front; a row of another name is another row."""
    keys = len(now.keys & last.keys) / len(last.keys) if last.keys else 0.0
    names = [
        (one.text, other.text)
        for one, other in zip(now.cells, last.cells, strict=False)
        if other.text and not NUMBER.fullmatch(other.text)
    ]
    return max(keys, 1.0 if names and names[0][0] == names[0][1] else 0.0)


def body_of(cell: Any) -> Any:
    return cell.find(f"{A}txBody")


def text_in(cell: Any) -> str:
    body = body_of(cell)
    return "" if body is None else ink.text_of(body)


def line_in(cell: Any) -> WrittenLine:
    body = body_of(cell)
    numbers = (
        () if body is None else tuple((key, field.findtext(f"{A}t") or "") for key, field in ink.fields(body))
    )
    return WrittenLine(text_in(cell), "", numbers)
