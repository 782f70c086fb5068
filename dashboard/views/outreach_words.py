"""What 働きかけ says of its candidates in sentences."""

from __future__ import annotations

from dashboard.views.outreach import OutreachView
from dashboard.views.outreach_rows import band_words
from dashboard.words import words

# Towns in the first band below which it is said why there are so few.
FEW = 5


def summary(shown: OutreachView) -> str:
    """How many towns stand on which list and in which band, and how they are ordered."""
    lists, rows = shown.ranking.lists, shown.ranking.rows
    day = words.day_short(shown.material.inputs.day)
    counts = (
        f"{words.count(len(lists))}市町村のうち、実施中{int((lists == 'out').sum())}、開始予定の確認{int((lists == 'watch').sum())}、"
        f"判断材料不足{int((lists == 'insufficient').sum())}"
    )
    if rows.empty:
        return (
            f"{day}までに把握したことでは、区分できる市町村がありません"
            f"（{counts}）。下の「判断材料不足」に、足りないものと集め方があります。"
        )
    top = shown.ranking.top
    bands = "・".join(f"{band} {words.count((rows['band'] == band).sum())}" for band in band_words(top))
    narrowed = (
        f"表示の条件に合うのは{len(shown.codes)}です（区分は全道でのもの）。" if shown.view.is_narrow else ""
    )
    return (
        f"{shown.choice.instead}{day}までに把握したことで、{counts}を除く{words.count(len(rows))}を区分しました（{bands}）。A は重み・分からない値・目盛りを変えても上位{top}に入る割合の高い市町村です。{_order(shown)}"
        f"{narrowed}{scarce(shown)}"
    )


def _order(shown: OutreachView) -> str:
    """How the towns of a band stand."""
    if not shown.start:
        return "区分の中の並びは行政順（市町村コードの順）で、順位ではありません。"
    return f"区分の中の並びは、{shown.start}から順に回るときの道順（移動時間は推計）で、順位ではありません。"


def scarce(shown: OutreachView) -> str:
    """Where few are in the first band since answers are old: how many would be if they were all of this year."""
    first = next(iter(band_words(shown.ranking.top)))
    now = int((shown.ranking.rows["band"] == first).sum())
    facts = shown.material.facts
    if now >= FEW or not facts.is_old:
        return ""
    then = int((shown.material.as_if_fresh(shown.choice.weights)["band"] == first).sum())
    newest = words.fiscal_year(facts.newest_answer)
    if then <= now:
        return ""
    return (
        f"{first} が{f'{words.count(now)}と少ない' if now else 'ない'}のは、回答が古い（最も新しいもので{newest}）ためです。"
        f"同じ回答がすべて今年度のものなら{words.count(then)}になります。"
    )
