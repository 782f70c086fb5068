"""What stands beside the journal of 控え: when the last one was made, and those of before a restore."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from dashboard import clock
from dashboard.journal.journal_file import BACKUPS

RECORD, TRIED = "last_backup.json", "last_restore.json"
BEFORE, DAILY = "戻す前の控え_*.zip", "毎日の控え_*.zip"
# A restore leaves so many of them, the newest.
MOST_BEFORE = 5


def last_made(journal: Path | None) -> datetime | None:
    """When the last 控え was saved, in Japan; None where none is known of."""
    return _noted(journal, RECORD, "made_at")


def last_tried(journal: Path | None) -> datetime | None:
    """When a 控え was last read to its end, or put back; None where that is not known."""
    return _noted(journal, TRIED, "tried_at")


def _noted(journal: Path | None, name: str, what: str) -> datetime | None:
    if journal is None:
        return None
    record = journal.parent / BACKUPS / name
    try:
        return datetime.fromisoformat(json.loads(record.read_text(encoding="utf-8"))[what])
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
    ):  # none, or one that says nothing: as if there were none
        return None


def kept_before(journal: Path | None) -> list[Path]:
    """The 控え that were made before each restore, the newest first."""
    return _kept(journal, BEFORE)


def kept_daily(journal: Path | None) -> list[Path]:
    """The 控え of the last days on which anything had changed, the newest first."""
    return _kept(journal, DAILY)


def _kept(journal: Path | None, pattern: str) -> list[Path]:
    if journal is None:
        return []
    found = (journal.parent / BACKUPS).glob(pattern)
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def made_at(path: Path) -> datetime:
    """When a 控え was written, in Japan."""
    return datetime.fromtimestamp(path.stat().st_mtime, clock.JST)


def state(journal: Path | None) -> tuple[object, ...]:
    """Another value after each 控え."""
    kept = (*kept_before(journal), *kept_daily(journal))
    return last_made(journal), last_tried(journal), *(path.name for path in kept)
