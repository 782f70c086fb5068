"""Numbers, dates and years as a Japanese civil servant writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
ERAS = (
    (date(2019, 5, 1), "令和", 2018),
    (date(1989, 1, 8), "平成", 1988),
    (date(1926, 12, 25), "昭和", 1925),
)
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


def era_year(value: date) -> str:
    """The year of a day (date, datetime or Timestamp) in the era of that day: 令和5年, 令和元年."""
    plain = date(value.year, value.month, value.day)
    for begins, name, offset in ERAS:
        if plain >= begins:
            number = plain.year - offset
            return f"{name}{'元' if number == 1 else number}年"
    return f"{plain.year}年"


def day(value: date) -> str:
    """2023-04-01 → 2023年4月1日（令和5年）."""
    return f"{value.year}年{value.month}月{value.day}日（{era_year(value)}）"


def day_short(value: date) -> str:
    """2023-04-01 → 令和5年4月1日."""
    return f"{era_year(value)}{value.month}月{value.day}日"


def fiscal_year(value: int) -> str:
    """2023 → 令和5年度."""
    return f"{era_year(date(value, 5, 1))}度"


def moment(utc: datetime) -> str:
    """A time in Japan: 2026年11月23日（令和8年）15:39."""
    local = utc.replace(tzinfo=UTC).astimezone(JST)
    return f"{day(local.date())}{local:%H:%M}"


def names(values: list[str], most: int = 8) -> str:
    """Names in a row: 厚真町、鹿追町、幕別町; past `most` the rest as a number."""
    if len(values) <= most:
        return "、".join(values)
    return f"{'、'.join(values[:most])}ほか{count(len(values) - most)}"
