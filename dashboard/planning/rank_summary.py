"""Where a municipality stands in 働きかけ, in Japanese: its place and how sure that is, or why it has none."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.planning import rank, reasons, spec
from dashboard.words import words

# The weights of the standing that page and カルテ show.
PRESET = "balance"
OFF_THE_LIST = {
    rank.INSUFFICIENT: "判断材料が足りないため、候補の区分を付けていません（重みの半分以上がわかりません）。調査票の回答がそろうと付きます。",
    rank.WATCH: "実施や移行準備に向けて動いている市町村です。区分は付けず、「働きかけ」の開始予定の確認に載せています。",
    rank.OUT: "実施中のため、訪問・相談の候補の対象ではありません。",
}


def rank_summary(row: Mapping[str, object], ranked: int, top: int) -> str:
    """The band and its doubt. row: of a ranking; ranked: how many municipalities are ranked; top: of which size."""
    span = reasons.span(int(str(row["rank_low"])), int(str(row["rank_high"])))
    return (
        f"訪問・相談の候補 {row['band']}（{words.count(ranked)}市町村のうち上位{top}に入る割合 "
        f"{reasons.percent(float(str(row['top_share'])))}、順位の幅（{words.share_of(spec.rules().interval)}） {span}。配分「{spec.preset(PRESET).label}」）"
    )
