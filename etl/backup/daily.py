"""The 控え that the program makes by itself, one a day, the newest few kept, and when a restore was last tried."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path

from etl import raw_writes, unfinished_restore
from etl.backup import making, reading
from etl.backup.making import MadeBackup
from etl.backup.manifest import BackupRefusedError
from etl.unfinished_restore import BASKETS, COPIES

# Beside the copies of the journal; the dashboard reads both (dashboard/journal/backups.py).
DAILY, MOST_DAILY = "毎日の控え", 7
TRIED = "last_restore.json"


def make(raw: Path, journal: Path, moment: datetime, most: int = MOST_DAILY) -> MadeBackup | None:
    """The 控え of the day; None where there is one, where nothing is there, or where all is as in the newest.

    It lies beside the journal: against what is changed or deleted by mistake, not against the loss of the disk.
    Raises BackupRefusedError.
    """
    folder = journal.parent / COPIES
    kept = _newest_first(folder)
    if kept and _day(kept[0]) == moment.date():
        return None
    has_baskets = any((journal.parent / BASKETS).glob("*.json"))
    if not (unfinished_restore.kept_files(raw) or journal.is_file() or has_baskets):
        return None
    with raw_writes.locked(raw):
        made = making.make_under_lock(raw, journal, folder, moment, DAILY)
    if kept and _files(kept[0]) == made.manifest.files:
        made.path.unlink()
        return None
    for old in _newest_first(folder)[most:]:
        with contextlib.suppress(OSError):  # somebody has it open: the next day tries again
            old.unlink()
    return made


def remember_trial(journal: Path, file: Path, moment: datetime, *, is_restored: bool) -> None:
    """That a 控え was read to its end and found good, or put back: only what was tried is known to help."""
    folder = journal.parent / COPIES
    if folder.is_dir():
        said = {"tried_at": moment.isoformat(timespec="seconds"), "name": file.name, "restored": is_restored}
        raw_writes.replace_file(folder / TRIED, json.dumps(said, ensure_ascii=False).encode())


def _newest_first(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{DAILY}_*.zip"), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _day(path: Path) -> object:
    try:
        with reading.opened(path) as backup:
            return backup.manifest.made_at.date()
    except BackupRefusedError:  # a damaged one is of no day
        return None


def _files(path: Path) -> object:
    try:
        with reading.opened(path) as backup:
            return backup.manifest.files
    except BackupRefusedError:
        return None
