"""What a 控え holds, in numbers that an officer knows, against what stands there now."""

from __future__ import annotations

import csv
import hashlib
import io
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from etl import unfinished_restore
from etl.backup.reading import OpenedBackup
from etl.unfinished_restore import BASKETS, READY_BASKETS, READY_JOURNAL, READY_RAW

SOURCES, CORRECTIONS = "SOURCES.csv", "corrections/corrections.csv"
RETURNS, REGISTER, FORM, PUBLISHED = "returns", "REGISTER.csv", "form.toml", "published"
LABELS = (
    "登録した資料",
    "届いた調査票",
    "調査の様式",
    "訂正",
    "公表した資料",
    "対応の記録",
    "保存したスライドの組",
)
CHUNK = 2**20


@dataclass(frozen=True)
class HeldCount:
    """How many there are in the 控え and now; None: they cannot be counted."""

    label: str
    in_backup: int | None
    now: int | None


@dataclass(frozen=True)
class FileChanges:
    """Files that a restore would leave as they are, replace, bring back, or take away."""

    same: int
    replaced: int
    added: int
    removed: int


def counts(backup: OpenedBackup, unpacked: Path, raw: Path, journal: Path) -> list[HeldCount]:
    """Each number in the 控え, whose files stand unpacked in a folder, and now."""
    held = _numbers(
        backup.manifest.below(READY_RAW),
        lambda name: unpacked / READY_RAW / name,
        unpacked / READY_JOURNAL,
        len(backup.manifest.below(READY_BASKETS)),
    )
    baskets = journal.parent / BASKETS
    now = _numbers(
        unfinished_restore.kept_files(raw),
        lambda name: raw / name,
        journal,
        len(list(baskets.glob("*.json"))),
    )
    return [HeldCount(label, *pair) for label, pair in zip(LABELS, zip(held, now, strict=True), strict=True)]


def changes(backup: OpenedBackup, raw: Path) -> FileChanges:
    """What a restore would do to the files of data/raw."""
    start = f"{READY_RAW}/"
    held = {
        entry.path.removeprefix(start): entry.sha256
        for entry in backup.manifest.files
        if entry.path.startswith(start)
    }
    now = set(unfinished_restore.kept_files(raw))
    same = sum(_hash(raw / name) == held[name] for name in now & held.keys())
    return FileChanges(same, len(now & held.keys()) - same, len(held.keys() - now), len(now - held.keys()))


def _numbers(
    names: Iterable[str], place: Callable[[str], Path], journal: Path, baskets: int
) -> list[int | None]:
    listed = [PurePosixPath(name) for name in names]
    published = {path.parent for path in listed if PUBLISHED in path.parent.parts}
    return [
        _rows(place(SOURCES)),
        sum(RETURNS in path.parent.parts and path.name != REGISTER for path in listed),
        sum(path.name == FORM and path.parts[0] == "survey" for path in listed),
        _rows(place(CORRECTIONS)),
        len(published),
        _records(journal),
        baskets,
    ]


def _rows(path: Path) -> int | None:
    """The lines of a table without its heading."""
    if not path.is_file():
        return 0
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        return max(0, sum(any(row) for row in csv.reader(io.StringIO(text, newline=""))) - 1)
    except csv.Error:
        return None


def _records(journal: Path) -> int | None:
    if not journal.is_file():
        return 0
    try:
        with closing(unfinished_restore.opened_journal(journal)) as connection:
            return int(connection.execute("select count(distinct record_id) from record").fetchone()[0])
    except sqlite3.Error:
        return None


def _hash(path: Path) -> str:
    counted = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            counted.update(chunk)
    return counted.hexdigest()
