"""Where a municipality stands in 働きかけ, in Japanese: its place and how sure that is, or why it has none."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.planning import rank, reasons
from dashboard.words import words

# The weights of the standing that page and カルテ show.
PRESET = "balance"
OFF_THE_LIST = {
    rank.INSUFFICIENT: "判断材料が足りないため、順位を付けていません（点の半分以上がわかりません）。調査票の回答がそろうと順位が付きます。",
    rank.WATCH: "実施や移行準備に向けて動いている市町村です。順位は付けず、「働きかけ」の開始予定の確認に載せています。",
    rank.OUT: "実施中のため、働きかけの順位の対象ではありません。",
}


def rank_summary(row: Mapping[str, object], ranked: int) -> str:
    """The place and its doubt. row: of a ranking; ranked: how many municipalities are ranked."""
    place = reasons.rank_label(int(str(row["rank"])), int(str(row["tied"])))
    span = reasons.span(int(str(row["rank_low"])), int(str(row["rank_high"])))
    return (
        f"順位 {place}（重みや分からない値を変えると{span}）／{words.count(ranked)}市町村　"
        f"点数 {words.decimal(float(str(row['score'])), 3)}（1が最大、配分「バランス」）"
    )
