"""What is said of a target and of what is known of its year."""

from __future__ import annotations

from typing import Any

from dashboard.planning.targets import DIGITS, SHARE
from dashboard.words import words

NONE = "目標はまだ書き入れられていません。道の計画（地域福祉支援計画など）の目標値を書き入れると、実績と並べて示します。"
STATES = {
    "reached": "達成",
    "short": "未達",
    "open": "未達とは限らない",
    "ahead": "これから",
    "no_data": "資料なし",
}


def quantity(measure: str, value: float) -> str:
    """30市町村 or 16.8％."""
    return words.share_of(value / 100, DIGITS[True]) if measure == SHARE else f"{words.decimal(value)}市町村"


def actual(row: dict[str, Any]) -> str:
    """30市町村, or 1／4（25.0％＊）: how many of how many, and the share as it is marked everywhere where they are few."""
    if row["measure"] != SHARE:
        return quantity(row["measure"], row["actual"])
    part, whole = int(row["known"]), int(row["towns"])
    return f"{words.count(part)}／{words.count(whole)}（{words.share(part, whole)}）"


def gap(row: dict[str, Any]) -> str:
    """What lacks: 5市町村, or 5.0ポイント between two shares."""
    if row["measure"] != SHARE:
        return quantity(row["measure"], row["gap"])
    return f"{words.decimal(row['gap'], DIGITS[True])}ポイント"


def name(row: dict[str, Any]) -> str:
    """全道の実施市町村数."""
    return f"{row['place']}の{row['measure']}"


def verdict(row: dict[str, Any]) -> str:
    """How the target stands; never missed where only a part is known."""
    state = row["state"]
    if state == "no_data":
        return "この年度の資料がなく、比べられません"
    lacking = gap(row)
    so_far = "" if row["is_complete"] else f"{words.KNOWN_SO_FAR}"
    if state == "reached":
        return f"{so_far}だけで達成しています" if so_far else "達成しています"
    if state == "ahead":
        when = words.fiscal_year(int(row["reached_year"]))
        return f"これから（{when}の{so_far or '実績'}からあと{lacking}）"
    if state == "short":
        return f"達成していません（あと{lacking}）"
    return f"{so_far}ではあと{lacking}です（未達とは限りません）"


def sentence(row: dict[str, Any]) -> str:
    """全道の実施市町村数は、令和8年度の目標30市町村に対し、…."""
    aim = quantity(row["measure"], row["value"])
    start = f"{name(row)}は、{words.fiscal_year(int(row['fiscal_year']))}の目標{aim}に対し、"
    if row["state"] == "no_data":
        return f"{start}{verdict(row)}。"
    when = words.fiscal_year(int(row["reached_year"]))
    so_far = "" if row["is_complete"] else words.KNOWN_SO_FAR
    return (
        f"{start}{when}の実績が{so_far and f'{so_far}で'}{actual(row)}"
        f"（{words.count(row['towns'])}市町村のうち資料のあるもの{words.count(row['answered'])}）。{verdict(row)}。"
    )
