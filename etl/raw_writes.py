"""Whatever changes data/raw: one writer at a time, and each file in place whole or not at all, whenever the power goes."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from etl import unfinished_restore
from etl.refusal import Refusal
from etl.unfinished_restore import BUILDING_SUFFIX, LOCK

LOCK_WAIT_S = 60.0


class RawLockedError(Refusal):
    """Somebody else has been changing what is received for too long; the message says so in Japanese."""


def want_folder(raw: Path) -> None:
    """What is gone as a whole is missing, not yet to be made. Raises FileNotFoundError with what to do, in Japanese."""
    if not raw.is_dir():
        raise FileNotFoundError(
            f"受け取った資料のフォルダ {raw} が見つかりません。フォルダを動かしたときは元の場所に戻し、"
            "なくなったときは控えから戻してください。"
        )


@contextmanager
def locked(raw: Path) -> Iterator[None]:
    """Nobody else registers, receives, decides or corrects meanwhile. Raises RawLockedError.

    The lock is SQLite's on a file of its own: it works on every system, and ends with the process that holds it. A restore that
    was decided on and then cut short is done first.
    """
    want_folder(raw)
    try:
        connection = sqlite3.connect(raw / LOCK, timeout=LOCK_WAIT_S, isolation_level=None)
        connection.execute("begin exclusive")
    except sqlite3.OperationalError as error:
        raise RawLockedError(_why_not_locked(error, raw)) from error
    with closing(connection):
        unfinished_restore.finish(raw)
        yield


def _why_not_locked(error: sqlite3.OperationalError, raw: Path) -> str:
    if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
        return "ほかの人が登録や受け取りの処理をしています。しばらくして、もう一度実行してください。"
    return f"受領資料のフォルダ {raw} に書き込めません。書き込みの権限とディスクの空きを確かめてください。"


def replace_file(target: Path, content: bytes) -> None:
    """Put the content in place of a file: whoever reads finds the old or the new one. To be called under `locked`."""
    _put(target, lambda stream: stream.write(content))


def copy_file(source: Path, target: Path) -> None:
    """Copy a file as it is; under its name it is whole. To be called under `locked`."""
    with source.open("rb") as content:
        _put(target, lambda stream: shutil.copyfileobj(content, stream))


def _put(target: Path, write: Callable[[BinaryIO], object]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    building = target.with_name(f".{target.name}{BUILDING_SUFFIX}")
    try:
        with building.open("wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        building.replace(target)
    except BaseException:
        building.unlink(missing_ok=True)
        raise
    unfinished_restore.flush_folder(target.parent)
