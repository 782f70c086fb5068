"""The published warehouse with what somebody has not kept yet: worked out by the very statements that the build runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from etl import across_sources, publish, tables
from etl.findings import Finding
from etl.ledger import Ledger
from etl.readers.context import Fact
from etl.sources import RegisteredFile

# What states rest on, beside the marts that are worked out anew.
EXTENDED = ("core_build", "core_status", "core_file", "core_source", "core_lineage", "core_answer")
WORKED_OUT = (
    ("20_core", "core_complete_list"),
    ("30_mart", "mart_status_by_year"),
    ("30_mart", "mart_reconciliation"),
)


@contextmanager
def opened(curated: Path) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """A connection of its own to which the published warehouse is attached as `held`; None where there is none."""
    try:
        path = publish.current(curated)
    except FileNotFoundError:
        yield None
        return
    with duckdb.connect(config=publish.CONFIG) as connection:
        connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as held (read_only)")
        yield connection


def add_states(
    connection: duckdb.DuckDBPyConnection,
    facts: Sequence[Fact],
    ledger: Ledger,
    files: Mapping[str, RegisteredFile],
    answers: Iterable[Fact] = (),
    replaced: str = "",
) -> None:
    """The tables of states with further facts, in place of those of the file `replaced` (its file_id).

    `files`: the file_id under which the ledger cites a file, and its entry in the register.
    """
    own_tables = {*EXTENDED, *(name for _, name in WORKED_OUT)}
    listed = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'held'"
    ).fetchall()
    for (name,) in listed:
        if name not in own_tables:
            connection.execute(f"create view {name} as from held.{name}")
    day = max((entry.known_on for entry in files.values()), default=date.min)
    connection.execute(
        "create table core_build as select * replace (greatest(as_of, cast($day as date)) as as_of) "
        "from held.core_build",
        {"day": day.isoformat()},
    )
    _extend(connection, "core_status", facts, replaced)
    _extend(connection, "core_answer", answers, replaced)
    _extend(connection, "core_lineage", ledger.links)
    entries = [_file_row(entry, len(facts)) for entry in dict.fromkeys(files.values())]
    _extend(connection, "core_file", entries, "", f"file_id <> '{replaced}'")
    _extend(connection, "core_source", _source_rows(ledger, files), replaced)
    for layer, name in WORKED_OUT:
        tables.create(connection, tables.table_files(layer)[name])


def findings(connection: duckdb.DuckDBPyConnection, files: Iterable[str]) -> list[Finding]:
    """What stands between the sources now: all that names one of the files, and what the held tables do not say."""
    own = set(files)
    rows = connection.execute("select rule, municipality_code, message from held.core_finding").fetchall()
    held = {(rule, code, message) for rule, code, message in rows}
    return [
        one
        for one in across_sources.findings(connection)
        if one.file in own or (one.rule, one.municipality_code, one.message) not in held
    ]


def _file_row(entry: RegisteredFile, rows: int) -> Fact:
    return {
        "file_id": entry.file_id,
        "file": entry.file,
        "sha256": entry.sha256,
        "kind": entry.kind,
        "title": entry.title,
        "coverage": entry.coverage,
        "as_of": entry.as_of.isoformat() if entry.as_of else None,
        "known_on": entry.known_on.isoformat(),
        "source_group": entry.source_group,
        "is_synthetic": entry.is_synthetic,
        "is_intact": True,
        "rows_loaded": rows,
    }


def _source_rows(ledger: Ledger, files: Mapping[str, RegisteredFile]) -> list[Fact]:
    return [
        {
            "source_id": source_id,
            "file_id": files[file_id].file_id,
            "file": files[file_id].file,
            "sheet": sheet,
            "cell": cell,
            "raw_text": text,
            "is_synthetic": files[file_id].is_synthetic,
        }
        for source_id, (file_id, sheet, cell, text) in ledger.cells.items()
        if file_id in files
    ]


def _extend(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    facts: Iterable[Mapping[str, object]],
    replaced: str = "",
    where: str = "true",
) -> None:
    """A table of the warehouse with further rows, without those that one file gave."""
    frame = pd.DataFrame([dict(fact) for fact in facts])
    columns = [row[0] for row in connection.execute(f"describe held.{table}").fetchall()]
    if replaced and "source_id" in columns:
        where = f"source_id is null or not starts_with(source_id, '{replaced}!')"
    connection.execute(f"create table {table} as select * from held.{table} where {where}")
    if len(frame):
        connection.register("added", frame[[name for name in columns if name in frame]])
        connection.execute(f"insert into {table} by name select * from added")
        connection.unregister("added")
