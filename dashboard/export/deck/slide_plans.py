"""Plan slippage: the starts that towns stated in each round, against what became of them."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.export.deck import frame
from dashboard.export.deck.facts import Facts
from dashboard.export.deck.model import Chart, Part, Series, Slide, owned
from dashboard.export.deck.slide_charts import split
from dashboard.export.deck.stage import Stage

VIEW = "slippage"
# Outcome (mart_plan): word, fill, line, ink, pattern.
OUTCOMES = {
    "kept": ("予定どおり", theme.BLUE_900, theme.BLUE_900, theme.WHITE, ""),
    "slipped": ("遅れ", theme.RED, theme.RED, theme.INK, theme.RED_200),
    "undated": ("時期未定に", theme.RED_200, theme.RED, theme.INK, ""),
    "withdrawn": ("予定なしに", theme.GREY_400, theme.GREY_600, theme.INK, ""),
    "not_due": ("まだ先", theme.BLUE_200, theme.BLUE_600, theme.INK, ""),
    "unknown": ("わからない", theme.WHITE, theme.GREY_400, theme.INK_SOFT, ""),
}
MOST_NAMES = 8


def slide(facts: Facts, place: Stage) -> Slide:
    """One bar a round, one segment an outcome."""
    plans = facts.slippage
    if plans is None or plans.empty:
        return frame.absent(
            VIEW,
            "予定の進み具合: 開始年度の予定を示した市町村がありません",
            "開始年度の予定を示した記録が、まだありません。",
            "調査票や名簿に開始予定の年度が載ると、その後どうなったかをここに示します。",
            facts,
            place,
        )
    chart_box, side = split(place)
    years = plans.drop_duplicates("stated_fiscal_year").sort_values("stated_fiscal_year")
    counted = plans.groupby(["stated_fiscal_year", "outcome"]).size()
    series = tuple(
        Series(
            word,
            tuple(int(counted.get((year, code), 0)) for year in years["stated_fiscal_year"]),
            fill,
            line,
            ink,
            pattern,
            keys=tuple(f"plan.{code}.{year}" for year in years["stated_fiscal_year"]),
        )
        for code, (word, fill, line, ink, pattern) in OUTCOMES.items()
    )
    chart = Chart(
        owned("グラフ", VIEW),
        chart_box,
        "bar_stacked",
        tuple(f"{label}に示した予定" for label in years["stated_label"]),
        series,
        alt="開始予定の、その後の積み上げ棒グラフ。"
        + "、".join(
            f"{row.stated_label} "
            + "・".join(
                f"{word}{int(counted.get((row.stated_fiscal_year, code), 0))}"
                for code, (word, *_) in OUTCOMES.items()
            )
            for row in years.itertuples()
        ),
        size=12,
    )
    slipped = plans[plans["outcome"] == "slipped"]
    title: tuple[Part, ...] = (
        "開始の予定",
        frame.count("plans", len(plans)),
        "件のうち、予定どおりは",
        frame.count("plan.kept", int((plans["outcome"] == "kept").sum())),
        "件、遅れは",
        frame.count("plan.slipped", len(slipped)),
        "件",
    )
    return frame.content(
        VIEW,
        title,
        (chart, frame.bullets(VIEW, "要点", side, _points(plans, slipped))),
        facts,
        place,
        "市町村の回答と名簿に示された開始予定と、その後の記録。単位: 予定の件数（同じ市町村が年度ごとに示した予定を別に数える）",
        synthetic=bool(plans["is_synthetic"].any()),
    )


def _points(plans: pd.DataFrame, slipped: pd.DataFrame) -> list[tuple[Part, ...]]:
    lines: list[tuple[Part, ...]] = []
    if not slipped.empty:
        names = list(dict.fromkeys(slipped["name"]))
        lines.append((f"遅れているのは{frame.listed(names, MOST_NAMES)}。",))
    dropped = plans[plans["outcome"].isin(["undated", "withdrawn"])]
    if not dropped.empty:
        lines.append(
            (
                f"予定を取り下げたか時期未定に戻したのは{frame.listed(list(dict.fromkeys(dropped['name'])), MOST_NAMES)}。",
            )
        )
    ahead = plans[plans["is_current"].astype(bool)]
    lines.append(("いま生きている予定は", frame.count("plan_current", len(ahead)), "件。"))
    unknown = int((plans["outcome"] == "unknown").sum())
    if unknown:
        lines.append(
            (
                "予定の後の記録がなく、わからないものが",
                frame.count("plan.unknown", unknown),
                "件。遅れとは数えていません。",
            )
        )
    lines.append(
        ("「遅れ」は、始めていないこと、または新しい予定が後ろの年度であることを示す記録があるものです。",)
    )
    return lines
