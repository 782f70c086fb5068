"""What was done to received files and their values, by whom, when and why: as it is told beside what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import journal
from dashboard.frames import records
from dashboard.intake.act_notes import KIND
from dashboard.words import words


def kept(path: Path | None) -> pd.DataFrame:
    """One row per note of an act, the newest first: what, reason, file, town (code), written_by, written_at.

    None where the journal cannot be read, which stands above every page.
    """
    try:
        return journal.current(path, KIND).iloc[::-1].reset_index(drop=True)
    except journal.JournalError:
        return journal.current(None, KIND)


def sentence(row: Mapping[str, Any]) -> str:
    """令和8年11月30日10:12 佐藤: 「a.xlsx」を取り込むことにしました（理由: 電話で確認）."""
    return f"{words.moment(row['written_at'])} {row['written_by']}: {row['what']}{why(row['reason'])}"


def why(reason: object) -> str:
    return f"（理由: {reason}）" if isinstance(reason, str) and reason else ""


def by_file(acts: pd.DataFrame) -> dict[str, str]:
    """What was done to each file, by its place in data/raw, the newest first."""
    found: dict[str, list[str]] = {}
    for row in records(acts[acts["file"].notna()]):
        found.setdefault(str(row["file"]), []).append(sentence(row))
    return {file: "／".join(said) for file, said in found.items()}


def of_town(acts: pd.DataFrame, code: str, files: frozenset[str]) -> list[str]:
    """What was done to the values of a municipality and to its files, the newest first."""
    return [sentence(row) for row in records(acts[(acts["town"] == code) | acts["file"].isin(files)])]
