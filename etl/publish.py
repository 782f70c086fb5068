"""Publishing: a fresh file beside the old ones, then one atomic step of the pointer. Nothing published is rewritten."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import psutil

POINTER = "current"
KEPT_VERSIONS = 20
BUILDING_SUFFIX = ".building"
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class PublishError(Exception):
    """The finished file is not in a state to be published."""


@contextmanager
def building(curated: Path) -> Iterator[tuple[Path, duckdb.DuckDBPyConnection]]:
    """A new DuckDB file to fill; it is removed if the block fails, and so are leftovers of killed builds."""
    curated.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(curated)
    path = curated / f"wh_{datetime.now(UTC):%Y%m%dT%H%M%S%f}.{os.getpid()}{BUILDING_SUFFIX}"
    connection = duckdb.connect(str(path), config=CONFIG)
    try:
        yield path, connection
    except BaseException:
        # On a full disk closing fails for the same reason; the reason that counts is raised below.
        with suppress(duckdb.Error):
            connection.close()
        _remove(path)
        raise
    connection.close()


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
