"""Which of the files that the data were made of are no longer in their place, without reading one."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path, PurePosixPath

from dashboard.queries import data
from dashboard.warehouse.reader import Reader

REGISTER = "SOURCES.csv"


def gone(reader: Reader, raw: Path) -> list[str]:
    """Their places in data/raw, in order; none where the folder or its register is gone, which is told otherwise."""
    if not (raw / REGISTER).is_file():
        return []
    by_folder: dict[str, set[str]] = defaultdict(set)
    for file in data.used_files(reader):
        place = PurePosixPath(file)
        by_folder[place.parent.as_posix()].add(place.name)
    return sorted(
        f"{folder}/{name}".removeprefix("./")
        for folder, names in by_folder.items()
        for name in names - _names_in(raw / folder)
    )


def _names_in(folder: Path) -> set[str]:
    try:
        return {path.name for path in folder.iterdir()}
    except (FileNotFoundError, NotADirectoryError):
        return set()
