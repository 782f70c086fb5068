"""The tables of the journal and how an older file becomes one of today."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache

from dashboard.journal import chain

# "KASN": tells a journal from any other SQLite file.
APPLICATION_ID = 0x4B41534E
BUSY_SECONDS = 10.0

# One row is one version of one record; nothing is ever changed or deleted.
VERSION_1 = """
create table record (
    seq integer primary key autoincrement,
    record_id text not null,
    version integer not null check (version > 0),
    kind text not null,
    municipality_code text not null,
    body text not null check (json_valid(body)),
    is_removed integer not null default 0 check (is_removed in (0, 1)),
    written_by text not null check (written_by <> ''),
    written_at text not null,
    unique (record_id, version)
);
create trigger record_is_never_changed before update on record
begin select raise(abort, 'the journal is append-only'); end;
create trigger record_is_never_deleted before delete on record
begin select raise(abort, 'the journal is append-only'); end;
"""
# Reading the newest versions of a kind, and of a town, without reading the rest.
VERSION_2 = """
create index record_by_kind on record (kind, record_id, version);
create index record_by_town on record (municipality_code, kind);
"""
# What proves that no record was changed (chain.py).
VERSION_3 = """
create table link (
    seq integer primary key,
    hash text not null
);
create trigger link_is_never_changed before update on link
begin select raise(abort, 'the journal is append-only'); end;
create trigger link_is_never_deleted before delete on link
begin select raise(abort, 'the journal is append-only'); end;
"""


def _linked(connection: sqlite3.Connection) -> None:
    _script(VERSION_3)(connection)
    chain.begin(connection)


def _script(text: str) -> Callable[[sqlite3.Connection], None]:
    def run(connection: sqlite3.Connection) -> None:
        for statement in _statements(text):
            connection.execute(statement)

    return run


def _statements(text: str) -> list[str]:
    """The statements of a script; executescript would commit before the first."""
    found, part = [], ""
    for line in text.strip().splitlines():
        part += line + "\n"
        if sqlite3.complete_statement(part):
            found.append(part)
            part = ""
    return found


# The n-th step makes version n of a file of version n - 1.
STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_script(VERSION_1), _script(VERSION_2), _linked)
VERSION = len(STEPS)


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file to the version of today, all or nothing. Records are not touched."""
    connection.execute("begin immediate")
    try:
        for number in range(version_of(connection), VERSION):
            STEPS[number](connection)
        connection.execute(f"pragma user_version = {VERSION}")
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def is_of_today(connection: sqlite3.Connection) -> bool:
    """Whether tables, indexes and triggers stand as they were made: one that is gone lets records be changed."""
    return _made(connection) == _as_made()


@cache
def _as_made() -> frozenset[tuple[object, ...]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        return _made(connection)


def _made(connection: sqlite3.Connection) -> frozenset[tuple[object, ...]]:
    rows = connection.execute("select type, name, tbl_name, sql from sqlite_master").fetchall()
    return frozenset(tuple(row) for row in rows)
