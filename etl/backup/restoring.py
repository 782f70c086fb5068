"""Look into a 控え, and put it back: all of it or nothing, with a 控え of what stood there before."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from etl import raw_writes, unfinished_restore
from etl.backup import counting, making, official, reading
from etl.backup.counting import FileChanges, HeldCount, StageChange
from etl.backup.manifest import BackupManifest, BackupRefusedError
from etl.backup.reading import OpenedBackup
from etl.unfinished_restore import (
    BASKETS,
    COPIES,
    FOLDER,
    READY,
    READY_BASKETS,
    READY_JOURNAL,
    READY_RAW,
    RestorePlan,
)
from machine import temporary

# The newest so many of what stood there before a restore are kept; the page says so (dashboard/journal/backups.py).
BEFORE, MOST_BEFORE = "戻す前の控え", 5
NO_ROOM = "ディスクの空きが足りません（あと{missing} MB 要ります）。空きを作って、もう一度実行してください。何も変えていません。"


@dataclass(frozen=True)
class LookedInto:
    """What a 控え holds and what putting it back would change. Every hash was counted."""

    manifest: BackupManifest
    counts: list[HeldCount]
    changes: FileChanges
    has_journal: bool
    stages: list[StageChange]

    def as_json(self) -> dict[str, object]:
        return {
            "made_at": self.manifest.made_at.isoformat(),
            "program": self.manifest.program,
            "synthetic": self.manifest.is_synthetic,
            "files": len(self.manifest.files),
            "bytes": self.manifest.bytes,
            "has_journal": self.has_journal,
            "counts": [asdict(one) for one in self.counts],
            "changes": asdict(self.changes),
            "stages": [asdict(one) for one in self.stages],
        }


def look_into(file: Path, raw: Path, journal: Path, password: str = "") -> LookedInto:
    """Verify a 控え and compare it with what stands there; nothing is changed. Raises BackupRefusedError."""
    with (
        reading.opened(file, password) as backup,
        tempfile.TemporaryDirectory(prefix=temporary.prefix()) as folder,
    ):
        _want_room(Path(folder), backup.manifest.bytes)
        unpacked = Path(folder)
        backup.unpack(unpacked)
        has_journal = (unpacked / READY_JOURNAL).is_file()
        if has_journal:
            reading.check_journal(unpacked / READY_JOURNAL)
        brought = official.bring_along(raw, unpacked / READY_RAW)
        counts, changes = counting.compare(backup, unpacked, raw, journal, brought)
        stages = counting.stages(unpacked, raw)
        return LookedInto(backup.manifest, counts, changes, has_journal, stages)


def restore(file: Path, raw: Path, journal: Path, moment: datetime, password: str = "") -> Path | None:
    """Put a 控え back; the 控え of what stood there before, None where nothing did.

    From the moment that it is decided it is done, by whoever next changes data/raw if this process is ended. Raises
    BackupRefusedError before that, Refusal after it.
    """
    with reading.opened(file, password) as backup:
        if not raw.exists():
            raw.mkdir(parents=True)
        with raw_writes.locked(raw):
            try:
                brought = _make_ready(backup, raw)
                _want_journal(journal)
                before = _keep_present(raw, journal, moment)
                unfinished_restore.decide(
                    raw,
                    RestorePlan(
                        (*backup.manifest.below(READY_RAW), *brought),
                        tuple(backup.manifest.below(READY_BASKETS)),
                        str(journal.resolve()),
                    ),
                )
            except OSError as error:
                raise BackupRefusedError(
                    "控えを戻せませんでした。書き込みの権限とディスクの空きを確かめ、もう一度実行してください。"
                    f"何も変えていません。（{error}）"
                ) from error
            finally:
                if not unfinished_restore.is_decided(raw):
                    shutil.rmtree(raw / FOLDER, ignore_errors=True)
            unfinished_restore.finish(raw)
    _clear_oldest(journal, file)
    return before


def _clear_oldest(journal: Path, file: Path) -> None:
    """Take away what stood there before earlier restores, past the number that is kept; never the file itself."""
    found = sorted(
        (journal.parent / COPIES).glob(f"{BEFORE}_*.zip"),
        key=lambda path: (path.stat().st_mtime_ns, path.name),
        reverse=True,
    )
    for path in found[MOST_BEFORE:]:
        if path.resolve() != file.resolve():
            with contextlib.suppress(
                OSError
            ):  # somebody has it open: the restore is done, and the next one tries again
                path.unlink()


def _make_ready(backup: OpenedBackup, raw: Path) -> list[str]:
    """Unpack all that is to be there; gives the files beside those of the 控え."""
    ready = raw / FOLDER / READY
    _want_room(raw, backup.manifest.bytes)
    ready.mkdir(parents=True)
    backup.unpack(ready)
    if (ready / READY_JOURNAL).is_file():
        reading.check_journal(ready / READY_JOURNAL)
    return official.bring_along(raw, ready / READY_RAW)


def _want_room(folder: Path, size: int) -> None:
    missing = size - shutil.disk_usage(folder).free
    if missing > 0:
        raise BackupRefusedError(NO_ROOM.format(missing=missing // 2**20 + 1))


def _want_journal(journal: Path) -> None:
    """Whether the journal can be written at all, before anything is decided; a broken one is moved out of the way later."""
    if not journal.is_file() or not journal.stat().st_size:
        return
    try:
        with closing(unfinished_restore.opened_journal(journal)) as connection:
            connection.execute("begin immediate")
            connection.execute("rollback")
    except sqlite3.OperationalError as error:
        raise BackupRefusedError(
            f"対応の記録（{journal.name}）を、ほかの人かプログラムが使っているか、書き込めません。何も変えていません。"
            f"少し待って、もう一度実行してください。（{error}）"
        ) from error
    except sqlite3.DatabaseError:
        return


def _keep_present(raw: Path, journal: Path, moment: datetime) -> Path | None:
    """A 控え of what stands there before anything is replaced."""
    has_baskets = any((journal.parent / BASKETS).glob("*.json"))
    if not (unfinished_restore.kept_files(raw) or journal.is_file() or has_baskets):
        return None
    folder = journal.parent / COPIES
    return making.make_under_lock(raw, journal, folder, moment, BEFORE, readable_only=True).path
