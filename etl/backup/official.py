"""The official sources that come with the program: an older 控え does not know those of a newer version."""

from __future__ import annotations

from pathlib import Path

from etl import raw_writes, sources
from etl.csv_bytes import CsvBytesError
from etl.readers import vocabulary


def bring_along(present: Path, restored: Path) -> list[str]:
    """Add to the files of a 控え the official sources of the present that its register does not list.

    The register of the 控え gets their lines. Gives the names of the files. Where a register is missing or cannot be
    read, nothing is added: the 控え is put back as it is, and the build says what is wrong with it.
    """
    try:
        listed, known = sources.read_rows(restored), sources.read_rows(present)
    except (FileNotFoundError, CsvBytesError):
        return []
    official = {row["file"] for row in vocabulary.rows("official_sources")} - {row["file"] for row in listed}
    brought = [
        row
        for row in known
        if row["file"] in official
        and (present / row["file"]).is_file()
        and not (restored / row["file"]).exists()
    ]
    for row in brought:
        raw_writes.copy_file(present / row["file"], restored / row["file"])
    if brought:
        sources.write_rows(restored, [*listed, *brought])
    return [row["file"] for row in brought]
