"""Publishing: a fresh file beside the old ones, then one atomic step of the pointer. Nothing published is rewritten."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import psutil

POINTER = "current"
KEPT_VERSIONS = 20
BUILDING_SUFFIX = ".building"
# In which order builds were begun, and the last of them that was published.
TURNS = ".turns.sqlite"
TURNS_WAIT_S = 60.0
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class PublishError(Exception):
    """The finished file is not in a state to be published."""


class OpenBuild(NamedTuple):
    """A warehouse that is being filled. `turn`: its place in the order in which builds were begun."""

    path: Path
    connection: duckdb.DuckDBPyConnection
    turn: int


@contextmanager
def building(curated: Path) -> Iterator[OpenBuild]:
    """A new DuckDB file to fill; it is removed if the block fails, and so are leftovers of killed builds."""
    curated.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(curated)
    with _turns(curated) as turns:
        turn = int(turns.execute("update turn set begun = begun + 1 returning begun").fetchone()[0])
    path = curated / f"wh_{datetime.now(UTC):%Y%m%dT%H%M%S%f}.{os.getpid()}{BUILDING_SUFFIX}"
    connection = duckdb.connect(str(path), config=CONFIG)
    try:
        yield OpenBuild(path, connection, turn)
    except BaseException:
        # On a full disk closing fails for the same reason; the reason that counts is raised below.
        with suppress(duckdb.Error):
            connection.close()
        _remove(path)
        raise
    connection.close()


@contextmanager
def in_turn(curated: Path, turn: int) -> Iterator[bool]:
    """Nobody else publishes meanwhile; whether no build that was begun later has published before this one.

    A build that was begun later has read all that this one has, and newer.
    """
    with _turns(curated) as turns:
        is_newest = turn > int(turns.execute("select published from turn").fetchone()[0])
        yield is_newest
        if is_newest:
            turns.execute("update turn set published = ?", (turn,))


@contextmanager
def _turns(curated: Path) -> Iterator[sqlite3.Connection]:
    """The one row of the order of builds, locked across processes; kept once the block has ended well."""
    try:
        turns = _open_turns(curated / TURNS)
    except sqlite3.OperationalError:  # no room, no right, or somebody publishes for a minute
        raise
    except sqlite3.DatabaseError:  # damaged: it says nothing that a new one does not
        (curated / TURNS).unlink()
        turns = _open_turns(curated / TURNS)
    with closing(turns):
        yield turns
        turns.execute("commit")


def _open_turns(path: Path) -> sqlite3.Connection:
    turns = sqlite3.connect(path, timeout=TURNS_WAIT_S, isolation_level=None)
    try:
        turns.execute("begin immediate")
        turns.execute("create table if not exists turn (begun integer not null, published integer not null)")
        turns.execute("insert into turn select 0, 0 where not exists (select 1 from turn)")
    except sqlite3.Error:
        turns.close()
        raise
    return turns


def publish(built: Path, curated: Path, input_hash: str) -> str:
    """Give the closed file its name and point `current` at it. Returns the file name.

    Raises PublishError if DuckDB left a write-ahead log, for that means the file is not complete.
    """
    if _wal(built).exists():
        raise PublishError(f"{built.name}: a write-ahead log is left")
    name = _free_name(curated, input_hash)
    _flush(built)
    built.rename(curated / name)
    pointer = curated / f"{POINTER}.{os.getpid()}{BUILDING_SUFFIX}"
    pointer.write_text(name + "\n", encoding="utf-8")
    _flush(pointer)
    pointer.replace(curated / POINTER)
    _prune(curated, keep=name)
    return name


def current(curated: Path) -> Path:
    """The published warehouse. Raises FileNotFoundError with what to do."""
    pointer = curated / POINTER
    if not pointer.is_file():
        raise FileNotFoundError(
            f"{curated} にデータがまだありません。「python -m etl build」を実行して作ってください。"
        )
    path = curated / pointer.read_text(encoding="utf-8").strip()
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} が見つかりません。「python -m etl build」を実行して作り直してください。"
        )
    return path


def connect(curated: Path) -> duckdb.DuckDBPyConnection:
    """Read-only connection to the published warehouse."""
    return read_only(current(curated))


def read_only(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """Read-only connection to a warehouse file. DuckDB refuses a second one in a process that is configured otherwise."""
    return duckdb.connect(str(warehouse), read_only=True, config=CONFIG)


def _free_name(curated: Path, input_hash: str) -> str:
    stem = f"wh_{datetime.now(UTC):%Y%m%dT%H%M%S}-{input_hash[:8]}"
    name, number = f"{stem}.duckdb", 1
    while (curated / name).exists():
        number += 1
        name = f"{stem}-{number}.duckdb"
    return name


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _wal(path).unlink(missing_ok=True)


def _remove_leftovers(curated: Path) -> None:
    for path in curated.glob(f"*{BUILDING_SUFFIX}"):
        process = path.name.removesuffix(BUILDING_SUFFIX).rpartition(".")[2]
        if not (process.isdigit() and psutil.pid_exists(int(process))):
            _remove(path)


def _prune(curated: Path, keep: str) -> None:
    """Old versions are kept for "as we reported then", the newest twenty of them."""
    versions = sorted(curated.glob("wh_*.duckdb"), key=lambda path: path.name, reverse=True)
    for path in versions[KEPT_VERSIONS:]:
        if path.name != keep:
            try:
                path.unlink()
            except PermissionError:  # Windows: a reader still has it open; the next build removes it
                continue
