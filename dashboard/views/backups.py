"""When the last 控え was made, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.journal import backups
from dashboard.words import words

LATE_DAYS = 30


def last_line(journal: Path | None, today: date) -> str:
    """When the last 控え was made, and that it is long ago."""
    made = backups.last_made(journal)
    if made is None:
        return "控えは、まだ保存していません。"
    days = (today - made.date()).days
    late = f"（{words.count(days)}日前。{LATE_DAYS}日を過ぎました）" if days > LATE_DAYS else ""
    return f"最後に控えを保存したのは{moment(made)}です{late}。"


def moment(made: datetime) -> str:
    """A time in Japan: 令和8年11月30日9:30."""
    return words.moment(made.astimezone(UTC))
