"""What 課題 says in sentences, made from its numbers: nothing is named that nobody stated, and no tie is broken."""

from __future__ import annotations

import pandas as pd

from dashboard.frames import records
from dashboard.planning import claims
from dashboard.words import words

MOST = 3


def most_stated(shares: pd.DataFrame, label: str, counted: int) -> str:
    """The barriers that most towns state, and those that lead among 「特に大きなもの」.

    shares: rows of planning.barriers.shares; label: of the round; counted: towns that answered.
    """
    rows = {row["barrier_code"]: row for row in records(shares)}
    begin = f"{label}の調査では、課題の設問に答えた{words.count(counted)}市町村のうち、"
    named = claims.leading({code: row["stated"] for code, row in rows.items()}, MOST)
    if not named:
        return f"{begin}選択肢の課題を挙げた市町村はありません。"
    said = "、".join(
        f"「{rows[code]['barrier_label']}」{words.count(rows[code]['stated'])}（{words.share(rows[code]['stated'], counted)}）"
        for code in named
    )
    return f"{begin}多く挙げられたのは{said}です。{_heaviest(rows)}"


def lift_interval(low: float | None, high: float | None) -> str:
    """1.05〜1.92."""
    if low is None or high is None or pd.isna(low) or pd.isna(high):
        return "―"
    return f"{words.decimal(low, 2)}〜{words.decimal(high, 2)}"


def _heaviest(rows: dict[str, dict[str, object]]) -> str:
    points = {code: int(str(row["points"])) for code, row in rows.items()}
    first = {code: int(str(row["first"])) for code, row in rows.items()}
    heaviest = claims.leading(points, 1)
    if not heaviest:
        return ""
    names = "".join(f"「{rows[code]['barrier_label']}」" for code in heaviest)
    score = f"{words.count(points[heaviest[0]])}点"
    if len(heaviest) == 1 and claims.leading(first, 1) == heaviest:
        return (
            f"「特に大きなもの」の1位に最も多く選ばれ、順位の点（1位3点・2位2点・3位1点）が最も高いのは{names}"
            f"（1位 {words.count(first[heaviest[0]])}市町村、{score}）です。"
        )
    return f"順位の点（1位3点・2位2点・3位1点）が最も高いのは{names}（{score}）です。"
