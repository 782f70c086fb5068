"""Whether fewer implement here than in the nation, at equal size: picture, table, sentences and method."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.chart_data import registry
from dashboard.components import take_out
from dashboard.components.chart import ChartBox
from dashboard.frames import records
from dashboard.views import size_words as say
from dashboard.views import view
from dashboard.views.progress import ProgressView
from dashboard.words import raw_files, words

HEADS = ("人口規模", "市町村", "全国の率", "全国と同じ率なら", "偶然の幅", "わかっている実施", "わからない")


def card(facts: ProgressView) -> html.Section:
    """Only sentences where nothing can be compared."""
    head = html.H2(say.title(facts), id="sized-title")
    said = [html.P(text) for text in say.sentences(facts)]
    if facts.sized_year is None or facts.sized["expected"].isna().all():
        return html.Section([head, *said], className="panel", **{"aria-labelledby": "sized-title"})
    graph = ChartBox(
        id="progress-sized",
        figure=registry.draw("size_adjusted", facts.sized),
        className="figure",
    )
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(text, scope="col") for text in HEADS])),
            html.Tbody([_row(row) for row in records(facts.sized)]),
        ],
        className="plain numbers",
    )
    rates = facts.rates[facts.rates["fiscal_year"] == facts.sized_year]
    cells = "、".join(raw_files.of_row(row) for row in records(rates))
    return html.Section(
        [
            head,
            html.Div(
                [
                    html.Div(
                        graph,
                        className="figure-box",
                        role="img",
                        **{"aria-label": "人口規模ごとの期待と実施の図。同じ数は右の表にあります"},
                    ),
                    html.Div([table, *said]),
                ],
                className="sized-split",
            ),
            html.P(
                f"図: 縦の線は全国と同じ率なら、帯は偶然の幅、丸は{'' if say.is_complete(facts) else f'{words.KNOWN_SO_FAR}の'}実施。",
                className="note",
            ),
            html.P(
                dcc.Link(
                    "実施している市町村と出典のセルを概況で見る",
                    href=f"/{view.address(facts.view, fiscal_year=facts.sized_year, groups=('implementing',))}",
                )
            ),
            html.Details(
                [
                    html.Summary("決め方"),
                    *[html.P(text, className="note") for text in say.METHOD],
                    html.P(f"全国の率の出典: {rates['publisher'].iloc[0]}（{cells}）。", className="note"),
                ]
            ),
            take_out.buttons("size_adjusted", synthetic=bool(facts.sized["is_synthetic"].any())),
        ],
        className="panel sized-card",
        **{"aria-labelledby": "sized-title"},
    )


def _row(row: dict[str, Any]) -> html.Tr:
    if pd.isna(row["expected"]):
        cells = ["―", "―", "―"]
    else:
        cells = [
            "―" if pd.isna(row["rate_pct"]) else f"{words.decimal(row['rate_pct'], 1)}％",
            words.decimal(row["expected"], 1),
            f"{words.count(row['low'])}〜{words.count(row['high'])}",
        ]
    numbers = [words.count(row["towns"]), *cells, words.count(row["known"]), words.count(row["unknown"])]
    return html.Tr([html.Th(row["label"], scope="row"), *[html.Td(text) for text in numbers]])
