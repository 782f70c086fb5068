"""Results kept beside the warehouse by all that they depend on: what was read once is not read again.

A kept result is only ever taken where working it out would give the same. What is damaged, locked or does not fit on
the disk is worked out again. The file may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager, suppress
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from etl import clock, sandbox
from etl.code_version import code_version

FILE_NAME = ".kept.sqlite"
# A folder that takes the place of every other one, as for tests that read the same files again and again.
ELSEWHERE = "KASANARI_KEPT"
MOST_BYTES = 160 * 2**20  # 17,410 returns are kept in 77 MB
WAIT_S = 2.0
MOST_KEYS = 500
MOST_OF_A_PLACE = 2
_ALL_BUT_THE_LAST = """
delete from kept_result where codes = ? and rowid not in (
    select rowid from kept_result where codes = ? order by used desc, rowid desc limit ?
)
"""
_TABLE = """
create table if not exists kept_result (
    key blob not null, codes text not null, answers blob not null,
    used integer not null, checked blob not null, body blob not null,
    primary key (key, codes, answers)
)
"""
_folders: list[Path | None] = [None]
_Made = TypeVar("_Made")


class KeptResult(NamedTuple):
    """A result, and the name of the file that it came of.

    `codes`, `answers`: the municipalities whose answers of last year a reading has looked at, and the digest of these
    (see survey.returned.reading_key); of other results empty, or the place of the result (see kept_or_made).
    """

    key: bytes
    codes: tuple[str, ...]
    answers: bytes
    name: str
    value: Any


class KeptRow(NamedTuple):
    """Where a kept result lies, before it is taken out."""

    number: int
    key: bytes
    codes: tuple[str, ...]
    answers: bytes
    used: int


@contextmanager
def beside(curated: Path | None) -> Iterator[None]:
    """Within the block results are kept in the folder of the warehouse, where there is one; None: they are not kept."""
    _folders.append(curated)
    try:
        yield
    finally:
        _folders.pop()


def are_kept() -> bool:
    """Whether results are kept at all, so that it is worth working out by what."""
    return _folders[-1] is not None and _file(_folders[-1]).parent.is_dir()


def open_kept() -> KeptResults | None:
    """The results that are kept; None where none are, or where they cannot be opened now."""
    if _folders[-1] is None or not are_kept():
        return None
    path = _file(_folders[-1])
    try:
        return KeptResults(path)
    except (OSError, sqlite3.OperationalError):  # no right, no room, or somebody writes for long: read again
        return None
    except sqlite3.DatabaseError:  # damaged
        return _begun_anew(path)


def forget(curated: Path) -> None:
    """Delete the readings that are kept in the folder of a warehouse."""
    _file(curated).unlink(missing_ok=True)


def _file(curated: Path) -> Path:
    return Path(os.environ.get(ELSEWHERE) or curated) / FILE_NAME


def _begun_anew(path: Path) -> KeptResults | None:
    try:
        path.unlink(missing_ok=True)
        return KeptResults(path)
    except (OSError, sqlite3.Error):
        return None


def kept_or_made(
    key: bytes,
    make: Callable[[], _Made],
    lasts: Callable[[_Made], bool] = lambda _: True,
    place: str = "",
) -> _Made:
    """The result that is kept under a key, or else the one that is made now, and then kept.

    The key is of all that the result depends on; the result of types that sandbox.load_answer allows. `lasts`: whether
    it would be the same at another time. `place`: of what is made anew again and again, the last few are kept alone.
    """
    kept = open_kept()
    if kept is None:
        return make()
    with closing(kept):
        rows = kept.find([key])
        found = kept.take(rows[0]) if rows else None
        if found is not None:
            kept.keep([], rows)
            value: _Made = found.value
            return value
        value = make()
        codes = (place,) if place else ()
        kept.keep([KeptResult(key, codes, b"", "", value)] if lasts(value) else [], [], place)
        return value


class KeptResults:
    """One file of kept readings. Raises sqlite3.Error or OSError where it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._is_damaged = False
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # for the owner alone, whatever the umask
        self._connection = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)
        try:
            self._connection.execute("pragma synchronous = off")
            self._connection.execute(_TABLE)
        except sqlite3.Error:
            self._connection.close()
            raise

    def close(self) -> None:
        self._connection.close()
        if self._is_damaged:
            with suppress(PermissionError):  # Windows: somebody else has it open
                self.path.unlink(missing_ok=True)

    def find(self, keys: Sequence[bytes]) -> list[KeptRow]:
        """What is kept under some keys; nothing where that cannot be told now."""
        rows: list[KeptRow] = []
        wanted = "select rowid, key, codes, answers, used from kept_result where key in"
        try:
            for start in range(0, len(keys), MOST_KEYS):
                some = keys[start : start + MOST_KEYS]
                marks = ",".join("?" * len(some))
                rows += [
                    KeptRow(number, key, _codes(codes), answers, used)
                    for number, key, codes, answers, used in self._connection.execute(
                        f"{wanted} ({marks})", some
                    )
                ]
        except sqlite3.Error as problem:
            self._note(problem)
            return []
        return rows

    def take(self, row: KeptRow) -> KeptResult | None:
        """A kept reading; None where it is damaged or no longer there."""
        try:
            found = self._connection.execute(
                "select checked, body from kept_result where rowid = ?", (row.number,)
            ).fetchone()
            if found is None or found[0] != _checksum(row.key, row.codes, row.answers, found[1]):
                return None
            name, value = sandbox.load_answer(zlib.decompress(found[1]))
        except (sqlite3.Error, zlib.error, pickle.UnpicklingError) as problem:
            self._note(problem)
            return None
        return KeptResult(row.key, row.codes, row.answers, name, value)

    def keep(self, reads: Iterable[KeptResult], used: Iterable[KeptRow], place: str = "") -> None:
        """Keep new readings, note which ones were used today, and let go of those not used for longest."""
        today = clock.today().toordinal()
        rows = [_row(read, today) for read in reads]
        numbers = [(today, row.number) for row in used if row.used < today]
        if not rows and not numbers:
            return
        try:
            with closing(self._connection.cursor()) as cursor:
                cursor.execute("begin immediate")
                cursor.executemany("insert or replace into kept_result values (?, ?, ?, ?, ?, ?)", rows)
                cursor.executemany("update kept_result set used = ? where rowid = ?", numbers)
                if place:
                    cursor.execute(_ALL_BUT_THE_LAST, (place, place, MOST_OF_A_PLACE))
                cursor.execute(
                    "delete from kept_result where rowid in (select rowid from ("
                    "select rowid, sum(length(body)) over (order by used desc, rowid desc) as bytes from kept_result"
                    ") where bytes > ?)",
                    (MOST_BYTES,),
                )
                cursor.execute("commit")
        except sqlite3.Error as problem:  # no room, or somebody else writes: what is not kept is read again
            self._note(problem)
            if self._connection.in_transaction:
                self._connection.execute("rollback")

    def _note(self, problem: Exception) -> None:
        """A file that SQLite calls damaged is begun anew by the next one who opens it."""
        if isinstance(problem, sqlite3.DatabaseError) and not isinstance(problem, sqlite3.OperationalError):
            self._is_damaged = True


def _row(read: KeptResult, today: int) -> tuple[bytes, str, bytes, int, bytes, bytes]:
    body = zlib.compress(pickle.dumps((read.name, read.value), pickle.HIGHEST_PROTOCOL), 1)
    checked = _checksum(read.key, read.codes, read.answers, body)
    return read.key, ",".join(read.codes), read.answers, today, checked, body


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _checksum(key: bytes, codes: tuple[str, ...], answers: bytes, body: bytes) -> bytes:
    return hashlib.sha256(b"".join((key, ",".join(codes).encode(), answers, body))).digest()


def key_of(*parts: object) -> bytes:
    """A key of the code that works here now, and of values."""
    return hashlib.sha256(code_version() + canonical(parts).encode()).digest()


def canonical(value: object) -> str:
    """The same words for the same value in every process; sets in order, mappings in their own."""
    if value is None or isinstance(value, str | int | float | date):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{canonical(key)}:{canonical(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Set):
        return "<" + ",".join(sorted(map(canonical, value))) + ">"
    if isinstance(value, tuple | list):
        return "(" + ",".join(map(canonical, value)) + ")"
    if is_dataclass(value):
        own = ",".join(canonical(getattr(value, field.name)) for field in fields(value))
        return f"{type(value).__name__}({own})"
    raise TypeError(f"{type(value).__name__} has no canonical words")
