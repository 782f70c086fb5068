"""機能集約化アプローチ: where those that consider it come from, what they became, when they mean to begin."""

from __future__ import annotations

from collections.abc import Iterator

from dash import dcc, html

from dashboard.chart_data.charts import alternative
from dashboard.components import take_out
from dashboard.export.deck import slide_alternative as say
from dashboard.views.progress import ProgressView
from dashboard.words import words


def card(facts: ProgressView) -> html.Section:
    """Two tables with names, then what they do not say; of a year that did not ask one sentence."""
    year = facts.view.fiscal_year
    found = alternative.gather(facts.reader, year, facts.view.codes)
    label = {"aria-labelledby": "alternative-title"}
    if not found.is_asked:
        return html.Section(
            [
                html.H2(say.TITLE, id="alternative-title"),
                html.P(f"{facts.label(year)}の調査では尋ねていません。{say.SINCE}"),
            ],
            className="panel",
            **label,
        )
    number = words.count(len(found.considering))
    title = f"{say.TITLE}: {facts.label(year)}に検討しているのは{number}市町村"
    return html.Section(
        [
            html.H2(title, id="alternative-title"),
            html.Div(
                [
                    _table(
                        "前にわかっている状態 → いま", found.ways(), "移り変わりのある市町村はありません。"
                    ),
                    _table("始める予定の年度", found.starts(), "検討している市町村はありません。"),
                ],
                className="alternative-tables",
            ),
            html.P(f"{say.SINCE}{say.FEW}{say.APART}{say.NO_FORECAST}", className="note"),
            html.P(
                [
                    dcc.Link("地図で見る", href=f"/map?fy={year}&layer=alternative"),
                    "　",
                    dcc.Link("包括的な支援体制の整備と並べて見る", href=f"/adopted?fy={year}"),
                ],
                className="screen-only",
            ),
            take_out.buttons(say.VIEW, content=".alternative-tables", synthetic=found.is_synthetic),
        ],
        className="panel",
        **label,
    )


def _table(head: str, parts: Iterator[tuple[str, str, list[str]]], none: str) -> html.Div:
    rows = [
        html.Tr(
            [
                html.Th(label, scope="row"),
                html.Td(words.count(len(names)), className="number"),
                html.Td("、".join(names)),
            ]
        )
        for _, label, names in parts
    ]
    if not rows:
        return html.Div([html.H3(head), html.P(none)])
    names = (head, "市町村数", "市町村名")
    return html.Div(
        html.Table(
            [html.Thead(html.Tr([html.Th(name, scope="col") for name in names])), html.Tbody(rows)],
            className="plain",
        )
    )
