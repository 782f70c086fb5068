"""Whom to approach next: the municipalities by band, with the reasons."""

from __future__ import annotations

from typing import Any

from dashboard.chart_data import table
from dashboard.chart_data.chart import Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_ranking
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning import score, spec
from dashboard.services import ranking
from dashboard.views import outreach, outreach_rows
from dashboard.words import words

WORDS = {
    "band": lambda row: row["band"],
    "reason": slide_ranking.reason,
    "bring": slide_ranking.bring,
    "peer": slide_ranking.peer,
}


def numbers(request: TableRequest) -> ChartTable:
    """One row per ranked municipality that the filters leave, by the weights of the address."""
    shown = outreach.gather(request.reader, request.view, request.journal)
    rows = shown.ranking.rows.set_index("code").loc[shown.codes].reset_index()
    top = shown.ranking.top
    about = shown.material.inputs.towns.set_index("municipality_code")
    columns = (
        table.text(
            "候補の区分", "、".join(f"{band}={said}" for band, said in outreach_rows.band_words(top).items())
        ),
        *table.MUNICIPALITY,
        table.text("振興局"),
        table.text("状態"),
        *(
            table.number(family.label, "", f"0〜1。{family.about}。項目の値の加重平均")
            for family in spec.families()
        ),
        table.whole(
            "順位の幅の上",
            "位",
            f"重み・分からない値・目盛りを変えて何度も並べ替えたとき、{words.share_of(spec.rules().interval)}が入る幅",
        ),
        table.whole(
            "順位の幅の下",
            "位",
            f"重み・分からない値・目盛りを変えて何度も並べ替えたとき、{words.share_of(spec.rules().interval)}が入る幅",
        ),
        table.percent(f"上位{top}に入る割合", "重み・分からない値・目盛りを変えて並べ替えた回数のうち"),
        *(table.number(f"「{criterion.label}」の点", "点", criterion.label) for criterion in spec.criteria()),
        table.number(
            "内訳の合計",
            "点",
            "1が最大。上の項目の点の合計（四捨五入のため、上の数の合計と合わないことがある）",
        ),
        table.text("主な理由"),
    )
    cells = [
        (
            row["band"],
            row["code"],
            row["name"],
            about.at[row["code"], "subprefecture_name"],
            about.at[row["code"], "group_label"],
            *(words.half_up(column["value"], score.SHOWN_DECIMALS) for column in row["columns"].values()),
            row["rank_low"],
            row["rank_high"],
            table.rate(row["top_share"], 1),
            *(
                words.half_up(row["contributions"].get(criterion.code, 0.0), score.SHOWN_DECIMALS)
                for criterion in spec.criteria()
            ),
            words.half_up(row["score"], score.SHOWN_DECIMALS),
            "".join(row["reasons"]).replace(f"【{words.SYNTHETIC}】", ""),
        )
        for row in records(rows)
    ]
    weights = "、".join(
        f"{criterion.label} {shown.choice.weights[criterion.code]:g}" for criterion in spec.criteria()
    )
    sources = (
        "市町村の回答、参加の記録、公式統計、連絡の記録からの計算（画面「働きかけ」）",
        f"重み: {weights}",
    )
    return table.chart_table(columns, cells, rows["is_synthetic"].astype(bool), sources)


def slide(request: SlideRequest, stage: Stage) -> Slide:
    ranked = ranking.ranking(request.reader, request.journal)
    ranked = ranked[ranked["code"].isin(request.codes)]
    return slide_ranking.ranking(request.data, ranked if len(ranked) else None, stage)


def recount_rank(context: RecountContext, key: str) -> float:
    """A score is the sum of its contributions; a rank is one more than the municipalities of a higher score."""
    kind, _, code = key.partition(".")
    ranked = _ranked(context)
    if kind in ("ranked", "ranking_shown"):
        inside = len(context.codes & set(ranked))
        return inside if kind == "ranked" else min(inside, slide_ranking.MOST_TOWNS)
    scores = {town: sum(row["contributions"].values()) for town, row in ranked.items()}
    if kind in ("points", "score"):  # score: of decks before 2026-11-26, which wrote it out of 100
        return float(scores[code] * (1 if kind == "points" else 100))
    if kind == "rank":
        own = round(scores[code], score.DECIMALS)
        ahead: int = sum(round(other, score.DECIMALS) > own for other in scores.values())
        return 1 + ahead
    if kind == "top_share":
        return words.half_up(100 * float(ranked[code]["top_share"]))
    return float(ranked[code][kind])


def recount_words(context: RecountContext, key: str) -> str:
    kind, _, code = key.partition(".")
    return str(WORDS[kind](_ranked(context)[code]))


def _ranked(context: RecountContext) -> dict[str, dict[str, Any]]:
    def rank() -> dict[str, dict[str, Any]]:
        rows = records(ranking.ranking(context.reader, context.journal))
        return {str(row["code"]): row for row in rows}

    return context.once("ranking", rank)


CHART = Chart(
    slide_ranking.VIEW,
    "訪問・相談の候補",
    source="市町村の回答、参加の記録、公式統計からの計算。画像は先頭の20市町村まで",
    table=numbers,
    slide=slide,
    recounts={
        **dict.fromkeys(
            ("ranked", "ranking_shown", "rank", "score", "points", "rank_low", "rank_high", "top_share"),
            recount_rank,
        ),
        **dict.fromkeys(WORDS, recount_words),
    },
)
