"""The map, the bars and the curve in their cards, each with a title that says what is in it."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import geo, theme, words
from dashboard.components import cards
from dashboard.components.year import YearFacts
from dashboard.figures import rollout_curve, status_map, subprefecture_bars

MAP_CONFIG = {
    "topojsonURL": "/assets/topojson/",
    "displaylogo": False,
    "displayModeBar": True,
    "modeBarButtons": [["zoomInGeo", "zoomOutGeo", "resetGeo"]],
    "scrollZoom": False,
    "locale": "ja",
    "locales": {
        "ja": {"dictionary": {"Zoom in": "拡大", "Zoom out": "縮小", "Reset": "元の大きさ"}, "format": {}}
    },
}
STILL = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def map_figure(facts: YearFacts) -> Any:
    """The map; its geometry is fetched by the browser from an address of its own."""
    return status_map.figure(
        facts.towns,
        geo.url(facts.reader, "municipalities"),
        geo.url(facts.reader, "subprefectures"),
        facts.areas["subprefecture_code"].drop_duplicates().tolist(),
        geo.bounds(facts.reader),
        geo.NORTHERN_ID,
    )


def bars_figure(facts: YearFacts) -> Any:
    return subprefecture_bars.figure(facts.areas)


def curve_figure(facts: YearFacts) -> Any:
    return rollout_curve.figure(facts.rollout, facts.fiscal_year)


def titles(facts: YearFacts) -> dict[str, str]:
    """Titles of the cards: map, bars, curve."""
    number = facts.counts["implementing"]
    so_far = "" if facts.year["implementers_complete"] else f"{words.KNOWN_SO_FAR}で"
    implementing = facts.areas[facts.areas["group_code"] == "implementing"]["municipalities"]
    curve = "実施率: 北海道"
    curve += f"は{words.KNOWN_SO_FAR}" if so_far else f" {words.percent(number, len(facts.towns))}"
    for row in facts.national.to_dict("records"):
        curve += f"、全国 {words.percent(row['implementing'], row['denominator'])}"
        curve += "（予定）" if row["is_plan"] else ""
    return {
        "map": f"{facts.year['label_ja']}: {so_far}{words.count(number)}市町村が実施",
        "bars": f"振興局別: {len(implementing)}のうち{(implementing > 0).sum()}に{so_far}実施市町村",
        "curve": curve,
    }


def map_card(facts: YearFacts) -> html.Section:
    graph = dcc.Graph(
        id="map", figure=map_figure(facts), config=MAP_CONFIG, responsive=True, className="figure"
    )
    return html.Section(
        [
            html.H2(titles(facts)["map"], id="map-title"),
            html.Div(
                graph,
                className="figure-box",
                role="group",
                **{"aria-label": "市町村の状態の地図。同じ内容は下の表で、キーボードだけでも確かめられます"},
            ),
            _legend(facts),
        ],
        className="panel map-card",
    )


def bars_card(facts: YearFacts) -> html.Section:
    return _card(
        "bars",
        bars_figure(facts),
        titles(facts)["bars"],
        "振興局別の状態の積み上げ棒グラフ。同じ数は下の表を振興局で絞ると確かめられます",
        "単位: 市町村。右端は 実施／全市町村。行政順。",
    )


def curve_card(facts: YearFacts) -> html.Section:
    return _card(
        "curve",
        curve_figure(facts),
        titles(facts)["curve"],
        "実施率の推移。北海道と全国の折れ線グラフ",
        f"白抜きと( ): 北海道は{words.KNOWN_SO_FAR}、全国は予定。",
    )


def _card(name: str, figure: Any, title: str, described: str, note: str) -> html.Section:
    graph = dcc.Graph(id=name, figure=figure, config=STILL, responsive=True, className="figure")
    return html.Section(
        [
            html.H2(title, id=f"{name}-title"),
            html.Div(graph, className="figure-box", role="img", **{"aria-label": described}),
            html.P(note, className="note"),
        ],
        className=f"panel {name}-card",
    )


def _legend(facts: YearFacts) -> html.Ul:
    rows = [
        html.Li([cards.symbol(row["code"], row["symbol"]), cards.word(row["code"], row["label_ja"])])
        for row in facts.groups.to_dict("records")
    ]
    grey = {"background": theme.NORTHERN, "borderColor": theme.GREY_400}
    rows.append(html.Li([html.Span(className="mark", style=grey), "北方領土（対象外）"]))
    return html.Ul(rows, className="legend", **{"aria-label": "地図の凡例"})
