"""Whether it can be foretold who begins next: the marks of the years so far, and the chances only where they are earned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components import take_out
from dashboard.frames import records
from dashboard.planning import hazard
from dashboard.services import forecast as forecasts
from dashboard.services.forecast import Forecast
from dashboard.views import forecast_words as say
from dashboard.words import words

MOST = 20


def section(made: Forecast, names: dict[str, str], cells: Mapping[tuple[str, int], list[str]]) -> list[Any]:
    """names: of municipalities by code; cells: services.forecast.start_cells."""
    judged = made.judgement
    children: list[Any] = [
        html.H3(say.TITLE),
        html.P(say.verdict(made), className="conclusion"),
        html.P(say.years(made)),
        _starts(made, names, cells),
    ]
    if judged.brier:
        children.append(
            html.Div(
                [
                    _table(
                        ("言い方", "採点（ブライアスコア）"),
                        [
                            (label, words.decimal(judged.brier[name], 4))
                            for name, label in hazard.METHODS.items()
                        ],
                    ),
                    _table(
                        ("見込み", "市町村×年度", "始めるはずの数", "始めた数"),
                        [
                            (
                                row["label"],
                                words.count(row["cases"]),
                                words.decimal(row["expected"], 1),
                                words.count(row["began"]),
                            )
                            for row in records(judged.calibration)
                        ],
                    ),
                ],
                className="forecast-marks",
            )
        )
    if judged.is_shown:
        first = made.chances.sort_values(ascending=False, kind="stable").head(MOST)
        rows = [(names[str(code)], words.share_of(float(chance))) for code, chance in first.items()]
        children.append(_table(("市町村", f"{words.fiscal_year(made.next_year)}に始める見込み"), rows))
    children.append(
        html.Details([html.Summary("決め方"), *[html.P(text, className="note") for text in say.METHOD]])
    )
    if judged.brier:
        children.append(take_out.buttons("forecast", content=".forecast-marks", title=say.TITLE))
    return [html.Section(children, className="forecast")]


def _starts(
    made: Forecast, names: dict[str, str], cells: Mapping[tuple[str, int], list[str]]
) -> html.Details | None:
    """Every start that is used, with the cells that say so."""
    used = forecasts.starts(made)
    if not used:
        return None
    listed = [
        html.Li(
            [
                f"{words.fiscal_year(year)}　{names[code]}　",
                *[part for place in cells[code, year] for part in ("、", html.Span(place))][1:],
            ]
        )
        for code, year in used
    ]
    return html.Details([html.Summary(f"使える開始 {words.count(len(used))}例と、そのセル"), html.Ul(listed)])


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> html.Table:
    first, *others = heads
    head = html.Tr(
        [html.Th(first, scope="col"), *(html.Th(text, scope="col", className="number") for text in others)]
    )
    body = [
        html.Tr([html.Th(row[0], scope="row"), *(html.Td(text, className="number") for text in row[1:])])
        for row in rows
    ]
    return html.Table([html.Thead(head), html.Tbody(body)], className="plain")
