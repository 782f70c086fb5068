"""When the last 控え was made, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dashboard.journal import backups
from dashboard.words import words

LATE_DAYS = 30
NONE = "―"
CHANGES = {"added": "増える", "removed": "なくなる", "changed": "変わる"}


def last_line(journal: Path | None, today: date) -> str:
    """When the last 控え was made, and that it is long ago."""
    made = backups.last_made(journal)
    if made is None:
        return "控えは、まだ保存していません。"
    days = (today - made.date()).days
    late = f"（{words.count(days)}日前。{LATE_DAYS}日を過ぎました）" if days > LATE_DAYS else ""
    return f"最後に控えを保存したのは{moment(made)}です{late}。"


def tried_line(journal: Path | None) -> str:
    """When a 控え was last read to its end or put back: one that was never tried may not help."""
    tried = backups.last_tried(journal)
    if tried is None:
        return "控えから戻せるかは、まだ試していません。控えの zip を下に入れると、中身を読み通して確かめます（何も変わりません）。"
    return f"最後に控えを読み通して確かめたか、戻したのは{moment(tried)}です。"


def age(made: datetime, today: date) -> str:
    """今日, or how many days ago."""
    days = (today - made.date()).days
    return f"{words.count(days)}日前" if days > 0 else "今日"


def change(count: Mapping[str, Any]) -> str:
    """What a restore would do to things of one sort (an entry of `counts` of `backup check --json`)."""
    if count["changed"] is None:
        return NONE
    said = [f"{words.count(count[name])} {verb}" for name, verb in CHANGES.items() if count[name]]
    return "、".join(said) or "同じ"


def moment(made: datetime) -> str:
    """A time in Japan: 令和8年11月30日9:30."""
    return words.moment(made.astimezone(UTC))
