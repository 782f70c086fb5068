"""Keeps data/raw/SOURCES.csv true: every file registered, every hash the hash of the file.

python -m tools.raw_data            check; exit 1 when anything differs
python -m tools.raw_data --update   first write the present hashes (look at the change before)
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from pathlib import Path

REGISTER = "SOURCES.csv"
# Texts about the files, and what the survey and demo commands write and register themselves.
NOT_DATA = frozenset({REGISTER, "README.md", "ORIGIN.md", "Thumbs.db"})
OTHERS_FOLDERS = frozenset({"demo", "returns"})

Row = dict[str, str]


def read_register(raw: Path) -> list[Row]:
    """The rows of the register as written. Raises FileNotFoundError."""
    with (raw / REGISTER).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def with_present_hashes(raw: Path, rows: list[Row]) -> list[Row]:
    """The same rows with the sha256 of each file that is there."""
    return [
        row | {"sha256": sha256_of(raw / row["file"])} if (raw / row["file"]).is_file() else row
        for row in rows
    ]


def problems(raw: Path, rows: list[Row]) -> list[str]:
    """What is wrong with the register, a line each; empty when all is well."""
    named = [row["file"] for row in rows]
    found = [f"registered twice: {name}" for name in sorted({n for n in named if named.count(n) > 1})]
    for row in rows:
        path = raw / row["file"]
        if not path.is_file():
            found.append(f"registered but missing: {row['file']}")
        elif sha256_of(path) != row["sha256"]:
            found.append(f"changed since it was registered: {row['file']}")
    return found + [f"not registered: {name}" for name in data_files(raw) if name not in named]


def data_files(raw: Path) -> list[str]:
    """Every file under data/raw that the register has to name."""
    names: list[str] = []
    for path in sorted(raw.rglob("*")):
        place = path.relative_to(raw)
        if not path.is_file() or path.name in NOT_DATA or path.name.startswith(("~$", ".")):
            continue
        if not OTHERS_FOLDERS.intersection(place.parts):
            names.append(place.as_posix())
    return names


def write_register(raw: Path, rows: list[Row]) -> None:
    path = raw / REGISTER
    building = path.with_suffix(".building")
    with building.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    building.replace(path)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check data/raw/SOURCES.csv against the files.")
    parser.add_argument("--raw", type=Path, default=Path("data/raw"))
    parser.add_argument("--update", action="store_true", help="write the present hashes into the register")
    options = parser.parse_args(arguments)
    rows = read_register(options.raw)
    if options.update:
        rows = with_present_hashes(options.raw, rows)
        write_register(options.raw, rows)
    found = problems(options.raw, rows)
    sys.stdout.writelines(f"{line}\n" for line in found or [f"{len(rows)} files registered, all unchanged"])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
