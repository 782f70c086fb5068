"""The targets that are on record, with what is known of their years: for page, slide and sheet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from dashboard import journal as journals
from dashboard.planning import targets
from dashboard.queries import map as map_queries
from dashboard.queries import overview, progress, visits
from dashboard.warehouse.reader import Reader

WHOLE = "全道"


def evaluated(reader: Reader, journal: Path | None) -> pd.DataFrame:
    """planning.targets.evaluate of all targets, with place: 全道, 十勝管内, 5千人未満. Raises JournalError."""
    known = journals.targets(journal)
    rows = targets.evaluate(known, progress.states(reader), complete_years(reader))
    names = places(reader)
    both = zip(rows["subprefecture_code"], rows["size_class"], strict=True)
    return rows.assign(place=[_place(codes, names) for codes in both])


def _place(codes: tuple[str | None, str | None], names: dict[str, str]) -> str:
    return "・".join(names[code] for code in codes if code in names) or WHOLE


def taken_back(reader: Reader, journal: Path | None) -> pd.DataFrame:
    """One row per target that was taken back and that no other stands for by now, with place. Raises JournalError."""
    every = journals.current(journal, "target", with_removed=True)
    key = every[["fiscal_year", *targets.SERIES]].fillna("").astype(str).agg("|".join, axis=1)
    gone = every[every["is_removed"].astype(bool) & ~key.isin(key[~every["is_removed"].astype(bool)])]
    names = places(reader)
    both = zip(gone["subprefecture_code"], gone["size_class"], strict=True)
    return gone.assign(place=[_place(codes, names) for codes in both])


def course(reader: Reader, rows: pd.DataFrame) -> pd.DataFrame:
    """planning.targets.course of one series."""
    return targets.course(rows, progress.states(reader), complete_years(reader))


def record(journal: Path, values: dict[str, str], by: str, seen: Mapping[str, int]) -> bool:
    """Write a target; of the same measure, place and year it becomes a new version: False then.

    seen: the versions that the person saw, by record; what was not seen is not replaced (journal.ConflictError).
    Raises journal.ConflictError, journal.InvalidRecordError, journal.JournalError.
    """
    known = journals.targets(journal)
    same = known[known["fiscal_year"].astype(str) == str(values["fiscal_year"])]
    for column in targets.SERIES:
        same = same[same[column].fillna("").astype(str) == values[column]]
    if same.empty:
        journals.write(journal, "target", "", values, by)
        return True
    row = same.iloc[-1]
    journals.revise(journal, str(row["record_id"]), seen.get(str(row["record_id"]), 0), values, by)
    return False


def complete_years(reader: Reader) -> set[int]:
    """Years of which all that implement are known."""
    years = overview.years(reader)
    return set(years.loc[years["implementers_complete"].astype(bool), "fiscal_year"].astype(int))


def places(reader: Reader) -> dict[str, str]:
    """By code of a 振興局 or a size class, what it is called."""
    areas, sizes = visits.offices(reader), map_queries.sizes(reader)
    return {
        **{str(code): f"{name}管内" for code, name in zip(areas["code"], areas["short_name"], strict=True)},
        **dict(zip(sizes["code"].astype(str), sizes["label_ja"].astype(str), strict=True)),
    }
