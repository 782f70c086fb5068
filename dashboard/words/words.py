"""Numbers, dates and years as a Japanese civil servant writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from dashboard import clock
from dashboard.words.eras import era_year, fiscal_year

__all__ = [
    "KNOWN_SO_FAR",
    "SYNTHETIC",
    "change",
    "count",
    "day_short",
    "era_year",
    "fiscal_year",
    "moment",
    "names",
    "percent",
    "with_publisher",
]

KNOWN_SO_FAR = "わかっている範囲"
SYNTHETIC = "架空データ"


def count(value: float) -> str:
    """1234 → 1,234."""
    return f"{value:,.0f}"


def percent(part: float, whole: float) -> str:
    """Share with one decimal: 10 of 179 → 5.6％. No share of nothing: ―."""
    return f"{100 * part / whole:.1f}％" if whole else "―"


def change(value: int) -> str:
    """Signed change: ＋3, −1, ±0."""
    if value == 0:
        return "±0"
    return f"＋{count(value)}" if value > 0 else f"−{count(-value)}"


def day_short(value: date) -> str:
    """2023-04-01 → 令和5年4月1日."""
    return f"{era_year(value)}{value.month}月{value.day}日"


def moment(utc: datetime) -> str:
    """A time in Japan: 令和8年11月23日15:39."""
    local = utc.replace(tzinfo=UTC).astimezone(clock.JST)
    return f"{day_short(local.date())}{local:%H:%M}"


def with_publisher(title: str, publisher: str) -> str:
    """A title and who published it: 国勢調査（総務省）; a file of which nobody is known has no empty brackets."""
    return f"{title}（{publisher}）" if publisher else title


def names(values: list[str], most: int = 8) -> str:
    """Names in a row: 厚真町、鹿追町、幕別町; past `most` the rest as a number."""
    if len(values) <= most:
        return "、".join(values)
    return f"{'、'.join(values[:most])}ほか{count(len(values) - most)}"
