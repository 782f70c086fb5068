"""Open the file of the journal, or say in Japanese why not. A file that is broken is never written to."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard import clock
from dashboard.journal import schema
from machine.sqlite_change import change

BACKUPS, BACKUPS_KEPT = "backup", 30
MARK = (
    "この隣の {folder} フォルダーに、かさなりの「対応の記録」があります。フォルダーが見当たらないとき、かさなりは新しい記録を"
    "始めずに知らせます。記録を新しく始めるときだけ、このファイルを消してください。\n"
)
FROM_ZIP = "保存しておいた控えの zip があれば、「データ」の「控え」の画面からも戻せます。"


_seen: set[Path] = set()


class JournalError(Exception):
    """The journal cannot be read or written; the message says in Japanese what to do."""


def is_there(path: Path | None) -> bool:
    """Whether there is a journal to read. Raises JournalError where there was one, and now there is none.

    So it was where its copies lie in backup/ without it; and where its whole folder is gone that this program has seen, or
    of which the mark beside it tells.
    """
    if path is None:
        return False
    if path.exists():
        _seen.add(path.absolute())
        return True
    copies = _copies(path)
    if copies:
        raise JournalError(
            f"対応の記録（{path}）が見当たりませんが、控え（{copies[-1].parent}）があります。"
            f"動かしたか名前を変えたのなら、{path.name} を元の場所に戻してください。"
            f"見つからないときは、控えのうち新しいもの（{copies[-1].name}）を {path.name} の名前で {path.parent} に写すと、"
            f"控えの時点から続けられます。新しく始めるときは、控えのフォルダー（{BACKUPS}）の名前を変えてください。それまでは何も書きません。"
            f"{FROM_ZIP}"
        )
    if not path.parent.exists() and (path.absolute() in _seen or _mark(path).exists()):
        raise JournalError(
            f"対応の記録のフォルダー（{path.parent}）が見当たりません。動かしたか名前を変えたのなら、元に戻してください。それまでは何も書きません。"
            f"新しく始めるときは、{_mark(path)} があれば消してから、かさなりを起動し直してください。{FROM_ZIP}"
        )
    return False


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads. Raises JournalError, also where the file does not exist."""
    with _translated(path), contextlib.closing(_connect(path, is_writing=False)) as connection:
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection in a transaction of its own, committed to the disk at the end, undone on an exception.

    The file is made where there is none; the first write of a day keeps a copy of what was before.
    """
    with _translated(path):
        if not is_there(path):
            _make(path)
        with contextlib.closing(_connect(path, is_writing=True)) as connection:
            _keep_copy(connection, path)
            with change(connection):
                yield connection


def _connect(path: Path, *, is_writing: bool) -> sqlite3.Connection:
    if path.exists() and path.stat().st_size == 0:
        raise JournalError(_broken(path, "中身が空です"))
    address = f"{path.resolve().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=schema.BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("pragma synchronous = full")
        _check(connection, path, is_writing=is_writing)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path, *, is_writing: bool) -> None:
    identity = int(connection.execute("pragma application_id").fetchone()[0])
    if identity != schema.APPLICATION_ID:
        raise JournalError(_broken(path, "かさなりの記録ではないファイルです"))
    version = schema.version_of(connection)
    if version > schema.VERSION:
        raise JournalError(
            f"対応の記録（{path.name}）は、新しい版のかさなりで書かれています。新しい版で開いてください。ファイルはそのままです。"
        )
    if is_writing or version < schema.VERSION:
        said = str(connection.execute("pragma quick_check(1)").fetchone()[0])
        if said != "ok":
            raise JournalError(_broken(path, said))
        connection.execute("pragma journal_mode = wal")
    if version < schema.VERSION:
        _keep_older(connection, path, version)
        schema.migrate(connection)


def _make(path: Path) -> None:
    """A new journal, whole or not at all, never over a file that came in between."""
    left = Path(f"{path}-wal")
    if left.exists() and left.stat().st_size:
        raise JournalError(
            f"対応の記録の本体（{path.name}）がなく、書きかけのファイル（{left.name}）だけがあります。"
            f"本体を元の場所（{path.parent}）に戻してください。見つからないときは {left.name} を別の場所に移すと、新しい記録を始められます。"
        )
    is_new_folder = not path.parent.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".new")
    os.close(handle)
    fresh = Path(name)
    try:
        with contextlib.closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
            connection.execute("pragma synchronous = full")
            schema.migrate(connection)
        with _alone(path):
            if not path.exists():
                fresh.replace(path)
        _seen.add(path.absolute())
        if is_new_folder:
            _mark(path).write_text(MARK.format(folder=path.parent.name), encoding="utf-8")
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else makes the journal meanwhile. The lock is SQLite's, which every file system has; hard links, FAT has not."""
    lock = sqlite3.connect(
        path.with_name(f".{path.name}.lock"), timeout=schema.BUSY_SECONDS, isolation_level=None
    )
    with contextlib.closing(lock):
        lock.execute("begin exclusive")
        yield


def _mark(path: Path) -> Path:
    """Beside the folder of the journal, so that it stays when the folder goes."""
    return path.parent.with_name(f"{path.parent.name}.begun.txt")


def _keep_copy(connection: sqlite3.Connection, path: Path) -> None:
    """backup/journal_2026-11-26.sqlite: the state before the first write of the day; the newest 30 are kept."""
    folder = path.parent / BACKUPS
    copy = folder / f"{path.stem}_{clock.today().isoformat()}{path.suffix}"
    if copy.exists():
        return
    folder.mkdir(exist_ok=True)
    _copy_into(connection, copy)
    for old in _copies(path)[:-BACKUPS_KEPT]:
        old.unlink(missing_ok=True)


def _keep_older(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """backup/journal_2026-11-26_版2.sqlite: as it was before its tables became those of today."""
    folder = path.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    _copy_into(connection, folder / f"{path.stem}_{clock.today().isoformat()}_版{version}{path.suffix}")


def _copy_into(connection: sqlite3.Connection, copy: Path) -> None:
    handle, name = tempfile.mkstemp(dir=copy.parent, prefix=".", suffix=".new")
    os.close(handle)
    with contextlib.closing(sqlite3.connect(name)) as target:
        connection.backup(target)
    Path(name).replace(copy)


def _copies(path: Path) -> list[Path]:
    """The copies of a journal, the oldest first."""
    return sorted((path.parent / BACKUPS).glob(f"{path.stem}_*{path.suffix}"))


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        is_damage = "decode to UTF-8" in str(error) or "no such" in str(error)
        raise JournalError(_broken(path, str(error)) if is_damage else _hindered(path, error)) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the module itself decodes what SQLite says
        raise JournalError(_broken(path, str(error))) from error
    except OSError as error:
        raise JournalError(_hindered(path, error)) from error


def _hindered(path: Path, error: Exception) -> str:
    if "locked" in str(error) or "busy" in str(error):
        return f"対応の記録（{path.name}）を、ほかの人かプログラムが使っています。少し待って、もう一度保存してください。"
    if "full" in str(error):
        return "ディスクがいっぱいで、対応の記録を保存できません。空きを作って、もう一度保存してください。"
    return (
        f"対応の記録（{path}）を開けません。フォルダーがあるか、書き込みの権限があるか、"
        f"ディスクに空きがあるかを確かめてください。これまでの記録はそのままです。（{error}）"
    )


def _broken(path: Path, why: str) -> str:
    copies = _copies(path)
    way = (
        f"控え（{copies[-1]}）があります。壊れたファイルの名前を変えてから、控えを {path.name} の名前で同じ場所に写すと、控えの時点から続けられます。"
        if copies
        else f"控えがあれば {path.name} の名前で同じ場所に戻してください。なければ、壊れたファイルの名前を変えると、新しい記録を始められます。"
    )
    return (
        f"対応の記録（{path}）が壊れているか、別のファイルです（{why}）。"
        f"上書きはしていません。まずファイルを別の場所にも写してください。{way}{FROM_ZIP}"
    )
