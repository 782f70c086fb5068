"""Plan slippage: the first starts that towns stated, by the year planned, and what became of them (as on 経過)."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.export.deck import count_words, frame
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import NativeChart, Part, Series, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.planning import slippage

VIEW = "slippage"
# Outcome (mart_plan): its words; colours are those of the screen (theme.OUTCOMES).
OUTCOMES = {
    "kept": "予定どおり",
    "slipped": "遅れ",
    "undated": "時期未定に戻した",
    "withdrawn": "予定なしに変えた",
    "not_due": "まだ先",
    "unknown": "わからない",
}
MOST_NAMES = 8


def slide(data: DeckData, plans: pd.DataFrame | None, stage: Stage) -> Slide:
    """One bar a planned year, one segment an outcome; a town counts once, by the first start that it stated."""
    if plans is None or plans.empty:
        return frame.absent(
            VIEW,
            "予定の進み具合: 開始年度の予定を示した市町村がありません",
            "開始年度の予定を示した記録が、まだありません。",
            "調査票や名簿に開始予定の年度が載ると、その後どうなったかをここに示します。",
            data,
            stage,
        )
    chart_box, side = frame.split(stage)
    years = plans.drop_duplicates("planned_start").sort_values("planned_start")
    counted = plans.groupby(["planned_start", "outcome"]).size()
    present = [code for code in OUTCOMES if (plans["outcome"] == code).any()]
    series = tuple(_series(code, years["planned_start"], counted) for code in present)
    chart = NativeChart(
        owned("グラフ", VIEW),
        chart_box,
        "bar_stacked",
        tuple(f"{label}に開始予定" for label in years["start_label"]),
        series,
        alt="初めて示した開始予定の年度ごとの、その後の積み上げ棒グラフ。"
        + "、".join(
            f"{row.start_label} "
            + "・".join(
                f"{OUTCOMES[code]}{int(counted.get((row.planned_start, code), 0))}" for code in present
            )
            for row in years.itertuples()
        ),
        size=12,
    )
    kept = int((plans["outcome"] == "kept").sum())
    known = int(plans["outcome"].isin(slippage.RESOLVED).sum())
    title: tuple[Part, ...] = (
        "開始の年度を示したのは",
        frame.count("starts", len(plans)),
        "市町村。結果がわかるものはまだありません",
    )
    if known and kept:
        of_whole = count_words.of_whole("start.kept", kept, "starts_known", known)
        title = ("予定どおり始めたのは、結果のわかる", *of_whole)
    elif known:
        title = (
            "予定どおり始めた市町村は",
            count_words.none("start.kept", "ない"),
            "（結果のわかるのは",
            frame.count("starts_known", known),
            "市町村）",
        )
    return frame.content(
        VIEW,
        title,
        (chart, frame.bullets(VIEW, "要点", side, _points(plans))),
        data,
        stage,
        "市町村の回答と名簿に示された開始予定と、その後の記録。単位: 市町村（市町村ごとに、初めて示した予定を数える）",
        synthetic=bool(plans["is_synthetic"].any()),
    )


def _series(code: str, years: pd.Series, counted: pd.Series) -> Series:
    style = theme.OUTCOMES[code]
    return Series(
        OUTCOMES[code],
        tuple(int(counted.get((year, code), 0)) for year in years),
        style.fill,
        style.line,
        style.ink,
        {"/": style.line, ".": theme.GREY_200}.get(style.pattern, ""),
        keys=tuple(f"start.{code}.{year}" for year in years),
    )


def _points(plans: pd.DataFrame) -> list[tuple[Part, ...]]:
    lines: list[tuple[Part, ...]] = [
        ("開始の年度を示したのは", frame.count("starts", len(plans)), "市町村。"),
    ]
    slipped = plans[plans["outcome"] == "slipped"]
    if not slipped.empty:
        lines.append(
            (
                "遅れは",
                frame.count("start.slipped", len(slipped)),
                f"市町村（{frame.listed(slipped['name'].tolist(), MOST_NAMES)}）。",
            )
        )
    dropped = plans[plans["outcome"].isin(["undated", "withdrawn"])]
    if not dropped.empty:
        lines.append(
            (f"予定を取り下げたか時期未定に戻したのは{frame.listed(dropped['name'].tolist(), MOST_NAMES)}。",)
        )
    ahead = int((plans["outcome"] == "not_due").sum())
    if ahead:
        lines.append(("予定の年度がまだ来ていないのは", frame.count("start.not_due", ahead), "市町村。"))
    unknown = int((plans["outcome"] == "unknown").sum())
    if unknown:
        lines.append(
            (
                "予定の後の記録がなく、わからないのが",
                frame.count("start.unknown", unknown),
                "市町村。遅れとは数えていません。",
            )
        )
    lines.append(
        ("「遅れ」は、始めていないこと、または新しい予定が後ろの年度であることを示す記録があるものです。",)
    )
    return lines
