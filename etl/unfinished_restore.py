"""A restore that was decided on: the files stand ready beside a plan, and whoever next changes data/raw puts them in place."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from etl import clock
from etl.refusal import Refusal

LOCK, FOLDER = ".lock", ".restoring"
BUILDING_SUFFIX = ".building"
PLAN, READY = "plan.json", "files"
READY_RAW, READY_JOURNAL, READY_BASKETS = "raw", "journal/journal.sqlite", "journal/baskets"
BASKETS = "baskets"
COPIES = "backup"
BUSY_SECONDS, PAUSE_SECONDS = 30.0, 0.001
SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class RestorePlan:
    """`raw`, `baskets`: every file that is to be there, none else; `journal`: where the journal of the PC stands."""

    raw: tuple[str, ...]
    baskets: tuple[str, ...]
    journal: str


def is_decided(raw: Path) -> bool:
    """Whether a restore was decided on and is not done yet."""
    return (raw / FOLDER / PLAN).is_file()


def decide(raw: Path, plan: RestorePlan) -> None:
    """From here on the restore is done, by this process or by the next. All that it needs stands ready."""
    folder = raw / FOLDER
    building = folder / f"{PLAN}{BUILDING_SUFFIX}"
    with building.open("w", encoding="utf-8") as stream:
        json.dump(asdict(plan), stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    for made in (*(path for path in (folder / READY).rglob("*") if path.is_dir()), folder):
        flush_folder(made)
    building.replace(folder / PLAN)
    flush_folder(folder)


def finish(raw: Path) -> None:
    """Put in place what was decided on, and clear away what was not. To be called under `raw_writes.locked`.

    Each step may be done twice, so that it does not matter where the one before was ended. Raises Refusal.
    """
    folder = raw / FOLDER
    if not folder.exists():
        return
    if is_decided(raw):
        with (folder / PLAN).open(encoding="utf-8") as stream:
            plan = RestorePlan(**json.load(stream))
        ready = folder / READY
        try:
            _replace_raw(ready / READY_RAW, raw, set(plan.raw))
            for register in raw.glob(
                "SOURCES.csv"
            ):  # by its time the dashboard sees that a build has to follow
                os.utime(register)
            _replace_journal(ready / READY_JOURNAL, Path(plan.journal))
            _replace_baskets(ready / READY_BASKETS, Path(plan.journal).parent / BASKETS, set(plan.baskets))
        except (OSError, sqlite3.OperationalError) as error:
            raise Refusal(
                "控えから戻す処理が、まだ終わっていません。ディスクの空きと書き込みの権限を確かめ、"
                f"もう一度実行してください。続きから行います。（{error}）"
            ) from error
        (folder / PLAN).unlink()
        flush_folder(folder)
    shutil.rmtree(folder)


def flush_folder(folder: Path) -> None:
    """Let a new name itself outlive a power cut; Windows does so without being asked and has no such call."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def copy_journal(present: sqlite3.Connection, target: Path) -> None:
    """A copy of a journal as it is at one moment, in a file of its own, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".new")
    os.close(handle)
    building = Path(name)
    try:
        with closing(sqlite3.connect(building, isolation_level=None)) as copy:
            present.backup(copy)
            copy.execute("pragma journal_mode = delete")
        building.replace(target)
    except BaseException:
        building.unlink(missing_ok=True)
        raise
    flush_folder(target.parent)


def opened_journal(path: Path) -> sqlite3.Connection:
    """A journal that is there. Raises sqlite3.Error; nothing is made in place of a missing one."""
    address = f"{path.resolve().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def files_below(folder: Path) -> Iterator[str]:
    """The names of all files below a folder, with /."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield (Path(place) / name).relative_to(folder).as_posix()


def kept_files(raw: Path) -> list[str]:
    """The names of all files of data/raw, without those of a change that is under way."""
    return [
        name
        for name in files_below(raw)
        if not (_is_ours(name) or any(part.endswith(BUILDING_SUFFIX) for part in name.split("/")))
    ]


def _is_ours(name: str) -> bool:
    return name in (LOCK, *(f"{LOCK}{end}" for end in SIDE_FILES)) or name.startswith(f"{FOLDER}/")


def _replace_raw(ready: Path, raw: Path, wanted: set[str]) -> None:
    """Leave the wanted files alone and take the others away, then put in place those that still stand ready."""
    for name in files_below(raw):
        if name not in wanted and not _is_ours(name):
            (raw / name).unlink()
    for place, folders, names in os.walk(raw, topdown=False):
        here = Path(place)
        if here != raw and FOLDER not in here.relative_to(raw).parts and not (names or _still(here, folders)):
            here.rmdir()
    _move(ready, raw, list(files_below(ready)))


def _still(here: Path, folders: Sequence[str]) -> list[str]:
    """The folders that have not been taken away since they were listed."""
    return [name for name in folders if (here / name).is_dir()]


def _move(ready: Path, target: Path, names: Sequence[str]) -> None:
    touched = {target}
    for name in names:
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        (ready / name).replace(place)
        touched.update(one for one in place.parents if one.is_relative_to(target))
    for folder in touched:
        flush_folder(folder)


def _replace_journal(ready: Path, journal: Path) -> None:
    """Put the journal in place of the present one in one transaction; what stood there is kept beside it."""
    if not ready.is_file():
        return
    journal.parent.mkdir(parents=True, exist_ok=True)
    moment = clock.now()
    try:
        if not journal.is_file() or not journal.stat().st_size:
            raise sqlite3.DatabaseError("there is none")
        _overwrite(ready, journal, moment)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        _put_aside(journal, moment)
        with closing(opened_journal(ready)) as source:
            copy_journal(source, journal)
            # by a copy beside it the dashboard knows that there was one, should it ever be missing
            copy_journal(source, journal.parent / COPIES / f"{journal.stem}_{moment.date()}{journal.suffix}")
    ready.unlink()
    flush_folder(ready.parent)


def _overwrite(ready: Path, journal: Path, moment: datetime) -> None:
    with closing(opened_journal(journal)) as present, closing(opened_journal(ready)) as source:
        # From the copy to the end nobody else writes: what is acknowledged is in the copy.
        present.execute("pragma locking_mode = exclusive")
        _begin_exclusive(present)
        present.execute("commit")
        kept = f"{journal.stem}_{moment.date().isoformat()}_{moment:%H%M%S}_戻す前{journal.suffix}"
        copy_journal(present, journal.parent / COPIES / kept)
        source.backup(present)


def _begin_exclusive(present: sqlite3.Connection) -> None:
    """Shut all others out. SQLite itself asks ever more rarely, up to ten times a second, and whoever writes without a pause
    would always be there first; so it is asked in each pause. Raises sqlite3.OperationalError after BUSY_SECONDS.
    """
    present.execute("pragma busy_timeout = 0")
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            present.execute("begin exclusive")
            break
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE_SECONDS)
    present.execute(f"pragma busy_timeout = {int(1000 * BUSY_SECONDS)}")


def _put_aside(journal: Path, moment: datetime) -> None:
    """Move what cannot be read as a journal out of the way, with the files that belong to it."""
    for end in ("", *SIDE_FILES):
        left = Path(f"{journal}{end}")
        if left.exists():
            folder = journal.parent / COPIES
            folder.mkdir(exist_ok=True)
            left.replace(folder / f"読めなかった_{moment:%Y-%m-%d_%H%M%S}_{left.name}")


def _replace_baskets(ready: Path, folder: Path, wanted: set[str]) -> None:
    for name in list(files_below(folder)) if folder.is_dir() else []:
        if name not in wanted:
            (folder / name).unlink()
    for name in files_below(ready) if ready.is_dir() else []:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        building = target.with_name(f".{target.name}.new")
        shutil.copyfile(ready / name, building)
        building.replace(target)
