"""What the steps of a build share, and how a build is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from etl.corrections import Correction
from etl.readers.context import Fact, ReadContext
from etl.refusal import Refusal
from etl.sources import RegisteredFile
from etl.survey.receive import LoadedReturns
from etl.tables import Columns


class BuildRefusedError(Refusal):
    """Nothing is published; the message says why, in Japanese."""


@dataclass
class Build:
    """The state that the steps share. `registered`: all of the register; `withdrawn`: those of it that were taken back.

    `inputs`: rows of the inputs of the SQL layers; `columns`: of those of very many rows, by column.

    `proposed`, `proposed_source`: corrections that are tried before they are written, and where they will stand;
    `only`: the municipality whose returns are read ("": all).
    """

    raw: Path
    connection: duckdb.DuckDBPyConnection
    context: ReadContext
    requested_as_of: date | None
    registered: list[RegisteredFile] = field(default_factory=list)
    withdrawn: list[RegisteredFile] = field(default_factory=list)
    files: list[RegisteredFile] = field(default_factory=list)
    inputs: dict[str, list[Fact]] = field(default_factory=dict)
    columns: dict[str, Columns] = field(default_factory=dict)
    returns: LoadedReturns = field(default_factory=LoadedReturns)
    corrections: list[Correction] = field(default_factory=list)
    proposed: list[Correction] = field(default_factory=list)
    proposed_source: RegisteredFile | None = None
    only: str = ""
    as_of: date = date.min
    input_hash: str = ""

    def of_kind(self, *kinds: str) -> list[RegisteredFile]:
        return [source for source in self.files if source.kind in kinds]
