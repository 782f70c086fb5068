"""A copy of data/raw to spoil, and the ways of spoiling it: helpers for the tests of the pipeline."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

from tests.commands import Done, run_main

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"


def copy_raw(target: Path) -> Path:
    """The project's own data/raw without demo data, ready to be changed."""
    shutil.copytree(RAW, target, ignore=shutil.ignore_patterns("demo", "returns"))
    register = target / "SOURCES.csv"
    with register.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    kept = [row for row in rows if (target / row["file"]).exists()]
    if len(kept) != len(rows):
        _write(register, kept)
    return target


def register(raw: Path, file: str, **columns: str) -> None:
    """Write or rewrite the register's row of one file with the hash it has now."""
    path = raw / "SOURCES.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    digest = hashlib.sha256((raw / file).read_bytes()).hexdigest()
    found = next((row for row in rows if row["file"] == file), None)
    if found is None:
        found = dict.fromkeys(rows[0], "") | {"file": file, "received_on": "2024-05-01", "synthetic": "0"}
        rows.append(found)
    found.update({"sha256": digest} | columns)
    _write(path, rows)


def status_csv(raw: Path, name: str, lines: list[str], encoding: str = "utf-8", **columns: str) -> str:
    """Put a status list into data/raw/status and register it; returns its place."""
    file = f"status/{name}"
    (raw / file).write_text("\n".join(lines) + "\n", encoding=encoding)
    register(raw, file, **({"kind": "status_list", "as_of": "2024-04-01", "coverage": "partial"} | columns))
    return file


def run_etl(*arguments: object) -> Done:
    """`python -m etl …` with all that it said."""
    return run_main("etl", *arguments)


def build_json(raw: Path, curated: Path, *more: object) -> dict[str, object]:
    """The object that `build --json` prints; fails with the words of the command if it refuses."""
    done = run_etl("build", "--raw", raw, "--curated", curated, "--json", *more)
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    return result


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
