"""Keeps data/raw/SOURCES.csv true: every file registered, every hash the hash of the file.

python -m tools.raw_data            check; exit 1 when anything differs
python -m tools.raw_data --update   first write the present hashes (look at the change before)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from etl.sources import OWN_RECORDS, read_rows, received_files, sha256_of, write_rows

__all__ = ["main", "problems", "read_rows", "sha256_of", "with_present_hashes", "write_rows"]

Row = dict[str, str]


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
        elif row["file"] not in OWN_RECORDS and sha256_of(path) != row["sha256"]:
            found.append(f"changed since it was registered: {row['file']}")
    return found + [f"not registered: {name}" for name in received_files(raw) if name not in named]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check data/raw/SOURCES.csv against the files.")
    parser.add_argument("--raw", type=Path, default=Path("data/raw"))
    parser.add_argument("--update", action="store_true", help="write the present hashes into the register")
    options = parser.parse_args(arguments)
    rows = read_rows(options.raw)
    if options.update:
        rows = with_present_hashes(options.raw, rows)
        write_rows(options.raw, rows)
    found = problems(options.raw, rows)
    sys.stdout.writelines(f"{line}\n" for line in found or [f"{len(rows)} files registered, all unchanged"])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
