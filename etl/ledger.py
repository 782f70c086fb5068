"""Lineage: every fact names the cell that it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.readers.grid import CellRef
from etl.sources import RegisteredFile


@dataclass
class FileCount:
    """How many rows of one file were read, loaded and set aside; `encoding` as detected."""

    read: int = 0
    loaded: int = 0
    quarantined: int = 0
    encoding: str = ""


@dataclass
class Ledger:
    """Collects the cells that facts cite, the rows set aside, and the row counts of each file."""

    cells: dict[str, dict[str, object]] = field(default_factory=dict)
    quarantined: list[dict[str, object]] = field(default_factory=list)
    counts: dict[str, FileCount] = field(default_factory=dict)
    links: list[dict[str, object]] = field(default_factory=list)

    def cite(self, source: RegisteredFile, ref: CellRef) -> str:
        """The source_id of this cell: file_id!sheet!A1, the same in every build."""
        source_id = f"{source.file_id}!{ref.sheet}!{ref.cell}"
        self.cells.setdefault(
            source_id,
            {
                "source_id": source_id,
                "file_id": source.file_id,
                "sheet": ref.sheet,
                "cell": ref.cell,
                "raw_text": ref.text,
            },
        )
        return source_id

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
