"""Why what was published of a round is no longer so, by municipality and item of the 正誤表: a correction, or another return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.frames import records
from dashboard.queries import rounds
from dashboard.warehouse.reader import Reader
from dashboard.words import words

# What a correction of a state, or of the answer on it, changes.
ITEMS = {
    **dict.fromkeys(("status_code", "status"), "実施状況"),
    **dict.fromkeys(("start_fiscal_year", "start_year"), "開始年度"),
}
CORRECTED, RECEIVED = "訂正", "受領"
# The column of the day on the page and in the files.
DAY = "訂正日・受領日"


@dataclass(frozen=True)
class Cause:
    """`kind`: CORRECTED or RECEIVED, of which `day` is; both empty where nothing but `reason` is known."""

    day: date | None = None
    kind: str = ""
    reason: str = ""


UNKNOWN = Cause()


def corrections(reader: Reader, fiscal_year: int) -> dict[tuple[str, str], Cause]:
    """By municipality and item the newest correction; a state follows the answer on it."""
    found: dict[tuple[str, str], Cause] = {}
    for row in records(rounds.causes(reader, fiscal_year)):
        reason = f"訂正の取消し: {row['reason']}" if row["is_withdrawn"] else str(row["reason"])
        items = [
            ITEMS.get(str(row["column_name"]), ""),
            row["question"] if row["table_name"] == "answer" else "",
        ]
        for item in filter(None, items):
            day = pd.Timestamp(row["day"]).date()
            found[(str(row["municipality_code"]), str(item))] = Cause(day, CORRECTED, reason)
    return found


def returns(
    published: Sequence[Mapping[str, str]], now: Sequence[Mapping[str, str]], published_on: date
) -> dict[str, Cause]:
    """By municipality, that another return counts than when it was published, or that its state rests on another paper.

    published, now: the rows of the table of states, as they are published.
    """
    before = {row["標準地域コード"]: row for row in published}
    found = {}
    for row in now:
        code = row["標準地域コード"]
        cause = _between(before.get(code, {}), row, published_on)
        if cause is not UNKNOWN:
            found[code] = cause
    return found


def newest(correction: Cause | None, other: Cause | None) -> Cause:
    """What made it so: a return that came after the correction, else the correction."""
    if correction is None or other is None:
        return correction or other or UNKNOWN
    if correction.day is None or other.day is None:
        return correction
    return other if other.day > correction.day else correction


def _between(before: Mapping[str, str], now: Mapping[str, str], published_on: date) -> Cause:
    had, has = (row.get("調査票") == RECEIVED for row in (before, now))
    old, new = before.get("受領日", ""), now.get("受領日", "")
    if has and (not had or old != new):
        day = date.fromisoformat(new)
        late = "公表した後に取り込んだ"
        if day >= published_on:
            late = "遅着。公表した後に受け取った" if day > published_on else f"公表した日に受け取り、{late}"
        again = f"（公表したときは{_said(old)}受領の調査票）" if had else ""
        return Cause(day, RECEIVED, f"{late}調査票による{again}")
    if had and not has:
        return Cause(reason=f"公表したときの調査票（{_said(old)}受領）を、いまは使っていない")
    if before.get("根拠", "") != now.get("根拠", ""):
        return Cause(reason=f"根拠が「{before.get('根拠', '')}」から「{now.get('根拠', '')}」に変わった")
    return UNKNOWN


def _said(day: str) -> str:
    return words.day_short(date.fromisoformat(day)) if day else ""
