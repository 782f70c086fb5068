"""開始予定と実際: the bars, what they come to in words, and the table of every statement."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import theme
from dashboard.chart_data import registry
from dashboard.components import take_out
from dashboard.components.chart import ChartBox
from dashboard.pages.progress import grids
from dashboard.views import progress_words as say
from dashboard.views.progress import OUTCOMES, ProgressView, plans_by_outcome


def card(facts: ProgressView) -> html.Section:
    parts: list[Any] = [html.H2(say.plans_title(facts), id="plans-title")]
    if len(facts.plans):
        counts = plans_by_outcome(facts)
        graph = ChartBox(
            id="progress-plan-bars",
            figure=picture(facts),
            className="figure",
        )
        left = html.Div(
            [
                html.P("初めて示した開始予定の年度ごとの、その後（市町村）", className="figure-caption"),
                _outcome_legend(set(counts["outcome"])),
                html.Div(
                    graph,
                    className="figure-box",
                    role="img",
                    **{
                        "aria-label": "開始予定の年度ごとに、予定どおり・遅れなどの市町村数を積み上げた棒グラフ。同じ内容は下の表にあります"
                    },
                ),
                take_out.buttons("slippage"),
            ],
            className="plans-figure",
        )
    else:
        left = html.P("開始年度を示した予定が、この条件と時点では1つも記録されていません。")
    right = html.Div(
        [
            *[html.P(text) for text in say.record_sentences(facts)],
            html.Details(
                [
                    html.Summary("言葉の意味と数え方"),
                    html.Dl(
                        [
                            part
                            for symbol, word, meaning in say.sentences_of_outcomes()
                            for part in (html.Dt(f"{symbol} {word}"), html.Dd(meaning))
                        ],
                        className="definitions",
                    ),
                    html.P(
                        "割合は、市町村ごとに初めて示した予定を1件と数えます（毎年予定を更新する市町村を何度も数えないため）。"
                        "令和5年度より後の開始は、自ら公表した市町村しかわかりません。そのため、遅れより予定どおりが見つかりやすいことに注意してください。",
                    ),
                ],
                open=not len(facts.plans),
            ),
        ],
        className="plans-words",
    )
    parts.append(html.Div([left, right], className="plans-split"))
    if len(facts.plans):
        parts.append(grids.plans(facts, 420))
    return html.Section(parts, className="panel plans-card", **{"aria-labelledby": "plans-title"})


def picture(facts: ProgressView) -> Any:
    return registry.draw("slippage", plans_by_outcome(facts), OUTCOMES)


def _outcome_legend(present: set[str]) -> html.Ul:
    marks = [
        html.Li(
            [
                html.Span(
                    theme.OUTCOMES[code].marker,
                    className="mark",
                    style={
                        "background": theme.OUTCOMES[code].fill,
                        "color": theme.OUTCOMES[code].ink,
                        "borderColor": theme.OUTCOMES[code].line,
                    },
                    **{"aria-hidden": "true"},
                ),
                label,
            ]
        )
        for code, label in OUTCOMES.items()
        if code in present
    ]
    return html.Ul(marks, className="inline-legend")
