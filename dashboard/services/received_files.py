"""Which of the files that the data were made of are no longer in their place, without reading one."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from dashboard.queries import data
from dashboard.warehouse.reader import Reader

REGISTER = "SOURCES.csv"
# A folder tells by its time that something came or went; that of a FAT or exFAT disk does not, so it is read again.
MOST_SECONDS = 4.0


class FolderReading(NamedTuple):
    """What was missing when the folders were last read: times says how they then were."""

    times: tuple[int, ...]
    at: float
    missing: list[str]


class FileWatch:
    """The folders of the files of one warehouse. Every answer of a page asks, so they are read when they have changed."""

    def __init__(self, files: list[str], raw: Path) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)
        for file in files:
            place = PurePosixPath(file)
            self._names[place.parent.as_posix()].add(place.name)
        self._folders = {folder: raw / folder for folder in self._names}
        self._look = FolderReading((), 0.0, [])

    def missing(self) -> list[str]:
        """Places of the files that are not there, in order."""
        look, now = self._look, time.monotonic()
        times = tuple(map(_changed_at, self._folders.values()))
        if times != look.times or now - look.at > MOST_SECONDS:
            look = self._look = FolderReading(times, now, self._read())
        return look.missing

    def _read(self) -> list[str]:
        return sorted(
            f"{folder}/{name}".removeprefix("./")
            for folder, names in self._names.items()
            for name in names - _names_in(self._folders[folder])
        )


def gone(reader: Reader, raw: Path) -> list[str]:
    """Their places in data/raw, in order; none where the folder or its register is gone, which is told otherwise."""
    if not (raw / REGISTER).is_file():
        return []
    watch = reader.once(("received files", raw), lambda: FileWatch(data.used_files(reader), raw))
    return list(watch.missing())


def _changed_at(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


def _names_in(folder: Path) -> set[str]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name for entry in entries}
    except (FileNotFoundError, NotADirectoryError):
        return set()
