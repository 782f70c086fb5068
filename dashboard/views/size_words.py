"""What the comparison with the nation at equal size says in sentences."""

from __future__ import annotations

from typing import Any

from dashboard.frames import records
from dashboard.planning import size_adjusted
from dashboard.views.progress import ProgressView
from dashboard.words import words

VERDICTS = {
    "more": "全国の同じ規模より多い",
    "fewer": "全国の同じ規模より少ない",
    "within": "全国の同じ規模と違うとは言えない",
    "open": "多いとも少ないとも言えない",
    "": "比べられない",
}
SAID = {
    "more": "全国の同じ規模より多いと言えます",
    "fewer": "全国の同じ規模より少ないと言えます",
    "within": "全国の同じ規模と違うとは言えません",
    "open": "多いとも少ないとも言えません",
}
METHOD = (
    "期待は、それぞれの市町村が、全国の同じ人口規模の実施率で実施していた場合の数（率×市町村数の合計。間接法による標準化）です。"
    "幅は、その率のとおりでも偶然で動く範囲（20回に19回。市町村ごとの二項分布を足し合わせた正確な計算）です。",
    "人口は令和7年国勢調査 速報です。国の率がどの人口によるかは資料に書かれていません。",
    "「わからない」は、その年度に実施していないとわかる資料がない市町村です。始めた市町村だけが公表するため、「実施なし」とはみなしません。"
    "わからない市町村がすべて実施していても、わかっている実施だけでも、言えることが変わらないときだけ多い・少ないと言います。",
)


def title(facts: ProgressView) -> str:
    if facts.sized_year is None or facts.sized["expected"].isna().all():
        return "人口規模をそろえて全国と比べる: 比べられる市町村がありません"
    return f"人口規模をそろえて全国と比べる（{facts.label(facts.sized_year)}）"


def sentences(facts: ProgressView) -> list[str]:
    """One a row that can be compared, then what cannot."""
    if facts.sized_year is None:
        return ["人口規模ごとの全国の実施率が、この時点ではまだ登録されていません。"]
    said = [sentence(row, is_complete=is_complete(facts)) for row in records(facts.sized) if row["verdict"]]
    for row in records(facts.sized):
        if row["code"] == size_adjusted.OTHER:
            said.append(
                f"ほかの{words.count(row['towns'])}市町村（{known(row, is_complete=is_complete(facts))}）は、"
                "国がその規模の率を示していないため、比べられません。"
            )
    return said


def sentence(row: dict[str, Any], *, is_complete: bool) -> str:
    """人口1万人未満の127市町村: 全国と同じ率なら11.7（…）。わかっている範囲の実施は7で、…。"""
    rate = "" if row["rate_pct"] != row["rate_pct"] else f"（{words.decimal(row['rate_pct'], 1)}％）"
    return (
        f"{row['label']}の{words.count(row['towns'])}市町村: 全国と同じ率{rate}なら{words.decimal(row['expected'], 1)}"
        f"（偶然の幅 {words.count(row['low'])}〜{words.count(row['high'])}）。"
        f"{known(row, is_complete=is_complete)}で、{SAID[row['verdict']]}。"
    )


def known(row: dict[str, Any], *, is_complete: bool) -> str:
    if is_complete:
        return f"実施は{words.count(row['known'])}"
    return f"{words.KNOWN_SO_FAR}の実施は{words.count(row['known'])}、わからない{words.count(row['unknown'])}"


def is_complete(facts: ProgressView) -> bool:
    return facts.sized_year is not None and not facts.is_known_so_far(facts.sized_year)
