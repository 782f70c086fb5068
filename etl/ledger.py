"""Lineage: every fact names the cell that it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.readers.grid import CellRef
from etl.sources import RegisteredFile

CELL = ("file_id", "sheet", "cell", "raw_text")


@dataclass
class FileCount:
    """How many rows of one file were read, loaded and set aside; `encoding` as detected."""

    read: int = 0
    loaded: int = 0
    quarantined: int = 0
    encoding: str = ""


@dataclass
class Ledger:
    """Collects the cells that facts cite, the rows set aside, and the row counts of each file.

    `cells`: source_id → file_id, sheet, address and text.
    """

    cells: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    quarantined: list[dict[str, object]] = field(default_factory=list)
    counts: dict[str, FileCount] = field(default_factory=dict)
    links: list[dict[str, object]] = field(default_factory=list)

    def cite(self, source: RegisteredFile, ref: CellRef) -> str:
        """The source_id of this cell: file_id!sheet!A1, the same in every build."""
        return self.cite_cell(source.file_id, ref.sheet, ref.cell, ref.text)

    def cite_cell(self, file_id: str, sheet: str, cell: str, text: str) -> str:
        source_id = f"{file_id}!{sheet}!{cell}"
        self.cells.setdefault(source_id, (file_id, sheet, cell, text))
        return source_id

    def cited(self) -> dict[str, Sequence[str]]:
        """Every cell once, by column."""
        columns = zip(*self.cells.values(), strict=True) if self.cells else ((),) * 4
        return {"source_id": list(self.cells), **dict(zip(CELL, columns, strict=True))}

    def add(self, other: Ledger) -> None:
        """Add what was collected apart, of other files."""
        self.cells |= other.cells
        self.quarantined += other.quarantined
        self.counts |= other.counts
        self.links += other.links

    def link(self, fact_table: str, fact_key: str, column_name: str, source_id: str) -> None:
        """Say which cell one column of a fact was read from, where a fact rests on several cells."""
        self.links.append(
            {
                "fact_table": fact_table,
                "fact_key": fact_key,
                "column_name": column_name,
                "source_id": source_id,
            }
        )

    def count(self, source: RegisteredFile) -> FileCount:
        return self.counts.setdefault(source.file, FileCount())

    def quarantine(self, source: RegisteredFile, ref: CellRef, row_text: str, reason: str) -> None:
        """Set one row aside with its text, so that nothing is lost."""
        self.count(source).quarantined += 1
        self.quarantined.append(
            {
                "file_id": source.file_id,
                "sheet": ref.sheet,
                "cell": ref.cell,
                "raw_text": row_text,
                "reason": reason,
            }
        )
