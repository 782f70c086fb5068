"""The code lists and spellings of etl/vocabulary: what a word in a received file means."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from etl import csv_bytes, names

VOCABULARY = Path(__file__).parents[1] / "vocabulary"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of vocabulary/<name>.csv as written, all text. Raises FileNotFoundError, CsvBytesError."""
    return tuple(csv_bytes.read_records(VOCABULARY / f"{name}.csv").rows)


@cache
def spellings(name: str) -> dict[str, str]:
    """Normalised spelling → code, from the labels of <name>.csv and the aliases of <name>_aliases.csv."""
    found = {names.normalise(row["label_ja"]): row["code"] for row in rows(name)}
    found |= {names.normalise(row["alias"]): row["code"] for row in rows(f"{name}_aliases")}
    return found


def labels(name: str) -> dict[str, str]:
    """Code → label in the order of the list."""
    return {row["code"]: row["label_ja"] for row in rows(name)}
