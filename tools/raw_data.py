"""Checks data/raw/SOURCES.csv: every file is registered, and every hash is that of its file.

python -m tools.raw_data            check; exit 1 if anything differs
python -m tools.raw_data --update   write the current hashes first (review the change before you commit it)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from etl import raw_writes
from etl.sources import OWN_RECORDS, read_rows, received_files, sha256_of, write_rows

__all__ = ["main", "problems", "read_rows", "sha256_of", "with_current_hashes", "write_rows"]

Row = dict[str, str]


def with_current_hashes(raw: Path, rows: list[Row]) -> list[Row]:
    """The same rows, each with the sha256 of its file where the file exists."""
    return [
        row | {"sha256": sha256_of(raw / row["file"])} if (raw / row["file"]).is_file() else row
        for row in rows
    ]


def problems(raw: Path, rows: list[Row]) -> list[str]:
    """What is wrong with the register, one line per problem; empty if nothing is."""
    registered = [row["file"] for row in rows]
    duplicates = sorted({name for name in registered if registered.count(name) > 1})
    lines = [f"registered twice: {name}" for name in duplicates]
    for row in rows:
        path = raw / row["file"]
        if not path.is_file():
            lines.append(f"registered but missing: {row['file']}")
        elif row["file"] not in OWN_RECORDS and sha256_of(path) != row["sha256"]:
            lines.append(f"changed since it was registered: {row['file']}")
    return lines + [f"not registered: {name}" for name in received_files(raw) if name not in registered]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check data/raw/SOURCES.csv against the files.")
    parser.add_argument("--raw", type=Path, default=Path("data/raw"))
    parser.add_argument("--update", action="store_true", help="write the current hashes into the register")
    options = parser.parse_args(arguments)
    rows = read_rows(options.raw)
    if options.update:
        with raw_writes.locked(options.raw):
            rows = with_current_hashes(options.raw, read_rows(options.raw))
            write_rows(options.raw, rows)
    lines = problems(options.raw, rows)
    sys.stdout.writelines(f"{line}\n" for line in lines or [f"{len(rows)} files registered, all unchanged"])
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
