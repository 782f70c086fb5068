"""Whether the journal is what was written: by SQLite's own check, by its tables, and by the chain of its records."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from dashboard.journal import chain, journal_file, schema
from dashboard.journal.chain import Link


@dataclass(frozen=True)
class Proved:
    """Up to which record a journal was as it was written, and what its files looked like then."""

    link: Link
    files: tuple[tuple[int, int], ...]


_proved: dict[Path, Proved] = {}
_lock = threading.Lock()


def problems(path: Path | None) -> list[str]:
    """What differs, in Japanese; every page of the file and every record is read. Raises JournalError."""
    if path is None or not journal_file.is_there(path):
        return []
    files = _files(path)
    with journal_file.reading(path) as connection:
        connection.execute("begin")
        said = str(connection.execute("pragma integrity_check(1)").fetchone()[0])
        found = [] if said == "ok" else [f"ファイルのつくりが壊れています（{said}）"]
        if not schema.is_of_today(connection):
            found.append("表や、書き換えを防ぐ仕組みが、作られたときと違います")
        found += chain.problems(connection)
        _remember(path, None if found else Proved(chain.newest(connection), files))
        connection.execute("rollback")
    return found


def problems_since(path: Path | None) -> list[str]:
    """The same; where only records were added since, these alone are read. Raises JournalError."""
    if path is None or not journal_file.is_there(path):
        return []
    with _lock:
        proved = _proved.get(path)
    files = _files(path)
    if proved is None:
        return problems(path)
    if proved.files == files:
        return []
    with journal_file.reading(path) as connection:
        connection.execute("begin")
        is_longer = _is_longer(connection, proved.link)
        if is_longer:
            _remember(path, Proved(chain.newest(connection), files))
        connection.execute("rollback")
    return [] if is_longer else problems(path)


def _is_longer(connection: sqlite3.Connection, proved: Link) -> bool:
    """Whether the journal goes on from a record in good order."""
    newest = chain.newest(connection)
    return (
        newest.seq > proved.seq and chain.holds(connection, proved) and not chain.problems(connection, proved)
    )


def _remember(path: Path, proved: Proved | None) -> None:
    with _lock:
        if proved is None:
            _proved.pop(path, None)
        else:
            _proved[path] = proved


def _files(path: Path) -> tuple[tuple[int, int], ...]:
    """Time and size of the journal and of its log, asked before they are read."""
    found = []
    for file in (path, Path(f"{path}-wal")):
        try:
            state = file.stat()
            found.append((state.st_mtime_ns, state.st_size))
        except FileNotFoundError:
            found.append((0, 0))
    return tuple(found)
