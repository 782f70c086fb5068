"""HEADINGS.csv: what an officer said a heading means that no vocabulary knows. Rows are only added; the last one holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from etl import csv_bytes, raw_writes
from etl.sources import LEARNED_HEADINGS


@dataclass(frozen=True)
class LearnedHeading:
    """`column`: one of ours, "skipped" for one that is not read, "" for a meaning that was taken back."""

    kind: str
    heading: str
    column: str
    decided_on: str
    decided_by: str = ""
    file: str = ""


COLUMNS = tuple(field.name for field in fields(LearnedHeading))
NEEDED = ("kind", "heading", "column")


def read(raw: Path) -> list[LearnedHeading]:
    """The meanings that hold, of each kind and heading the last one. Raises CsvBytesError."""
    latest = {(row.kind, row.heading): row for row in history(raw)}
    return [row for row in latest.values() if row.column]


def history(raw: Path) -> list[LearnedHeading]:
    """All that was ever said, in its order. Raises CsvBytesError."""
    path = raw / LEARNED_HEADINGS
    if not path.is_file():
        return []
    rows = csv_bytes.read_records(path, NEEDED).rows
    return [LearnedHeading(**{name: row.get(name, "") for name in COLUMNS}) for row in rows]


def append(raw: Path, added: Iterable[LearnedHeading]) -> None:
    """Add rows. To be called under `raw_writes.locked`."""
    rows = [*history(raw), *added]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(COLUMNS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    raw_writes.replace_file(raw / LEARNED_HEADINGS, text.getvalue().encode("utf-8-sig"))


def vocabulary_rows(learned: Sequence[LearnedHeading]) -> list[dict[str, str]]:
    """As rows of etl/vocabulary/columns.csv, which they follow."""
    return [
        {"kind": row.kind, "column": row.column, "heading": row.heading, "required": "0"} for row in learned
    ]
