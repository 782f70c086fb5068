"""What stands beside the journal of 控え: when the last one was made, and those of before a restore."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from dashboard import clock
from dashboard.journal.journal_file import BACKUPS

RECORD, BEFORE = "last_backup.json", "戻す前の控え_*.zip"
# A restore leaves so many of them, the newest.
MOST_BEFORE = 5


def last_made(journal: Path | None) -> datetime | None:
    """When the last 控え was made, in Japan; None where none is known of."""
    if journal is None:
        return None
    record = journal.parent / BACKUPS / RECORD
    try:
        return datetime.fromisoformat(json.loads(record.read_text(encoding="utf-8"))["made_at"])
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
    ):  # none, or one that says nothing: as if there were none
        return None


def kept_before(journal: Path | None) -> list[Path]:
    """The 控え that were made before each restore, the newest first."""
    if journal is None:
        return []
    found = (journal.parent / BACKUPS).glob(BEFORE)
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def made_at(path: Path) -> datetime:
    """When a 控え was written, in Japan."""
    return datetime.fromtimestamp(path.stat().st_mtime, clock.JST)


def state(journal: Path | None) -> tuple[object, ...]:
    """Another value after each 控え."""
    return last_made(journal), *(path.name for path in kept_before(journal))
