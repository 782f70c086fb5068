"""The map, the bars and the curve in their cards, each with a title that says what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dash import html

from dashboard import theme
from dashboard.chart_data import registry
from dashboard.components import cards, event_marks, map_box, take_out
from dashboard.components.chart import ChartBox
from dashboard.frames import records
from dashboard.queries import overview
from dashboard.views import year
from dashboard.views.year import YearFacts
from dashboard.words import words


def bars_figure(facts: YearFacts) -> Any:
    """The bars; at their ends the implementing towns, or those of the 状態 that is asked for."""
    counted = facts.view.groups or ("implementing",)
    return registry.draw("status_bars", facts.areas, is_settled=_is_counted(facts), counted=counted)


def _is_counted(facts: YearFacts) -> bool:
    """Whether what stands at the end of the bars is all there is."""
    return all(facts.is_settled(group) for group in facts.view.groups or ("implementing",))


def curve_figure(facts: YearFacts, journal: Path | None) -> Any:
    marked = event_marks.shown(facts.reader, journal, facts.rollout["fiscal_year"])
    return event_marks.draw("rollout", marked, facts.rollout, facts.fiscal_year, year.curve_place(facts))


def titles(facts: YearFacts) -> dict[str, str]:
    """Titles of the cards: map, bars, curve; and the note under the bars."""
    number = facts.counts["implementing"]
    settled = facts.is_settled("implementing")
    so_far = "" if settled else f"{words.KNOWN_SO_FAR}で"
    groups = facts.view.groups or ("implementing",)
    said = "・".join(facts.groups.set_index("code")["label_ja"][list(groups)])
    areas = facts.areas[facts.areas["group_code"].isin(groups)]
    inside = areas.groupby("subprefecture_code")["municipalities"].sum()
    curve = f"実施率: {'選択した市町村' if facts.view.has_places else '北海道'}"
    curve += f"は{words.KNOWN_SO_FAR}" if so_far else f" {words.share(number, len(facts.towns))}"
    for row in records(facts.national):
        curve += f"、全国 {words.share(row['implementing'], row['denominator'])}"
        curve += "（予定）" if row["is_plan"] else ""
    name = f"{facts.place_name}で" if facts.view.has_places else ""
    title = f"{facts.year['label_ja']}: {name}{so_far}{words.count(number)}市町村が実施"
    if not number:
        title = f"{facts.year['label_ja']}: {name}{so_far}実施している市町村はありません"
    if facts.view.groups:
        title = f"{facts.year['label_ja']}: {name}{said} {words.count(len(facts.shown_towns))}市町村"
        so_far = ""
    if facts.towns.empty:
        title = f"{facts.year['label_ja']}: 条件に合う市町村はありません"
    note = f"単位: 市町村。右端は {said}／全市町村。行政順。"
    if not _is_counted(facts):
        note = f"右端は{said}の数。継続は前年度までの記載を続いているとみなした数。合計ではありません。"
    return {
        "map": title,
        "bars": f"振興局別: {len(inside)}のうち{(inside > 0).sum()}に{said}市町村"
        if not so_far
        else f"振興局別の{said}（{words.KNOWN_SO_FAR}）",
        "curve": curve,
        "note": note,
    }


def map_card(facts: YearFacts, title: str) -> html.Section:
    described = "市町村の状態の地図。矢印キーで市町村を移れます。同じ内容は下の表でも確かめられます"
    return html.Section(
        [
            html.H2(title, id="map-title"),
            map_box.box("map", described, names="adopters"),
            html.Ul(legend(facts), id="map-legend", className="legend", **{"aria-label": "地図の凡例"}),
            take_out.buttons("status_map", credit=str(overview.boundaries(facts.reader)["credit"].iloc[0])),
        ],
        className="panel map-card",
    )


def bars_card(facts: YearFacts, title: str, note: str) -> html.Section:
    return _card(
        "status_bars",
        "bars",
        bars_figure(facts),
        title,
        "振興局別の状態の積み上げ棒グラフ。同じ数は下の表を振興局で絞ると確かめられます",
        note,
    )


def curve_card(facts: YearFacts, title: str, journal: Path | None) -> html.Section:
    return _card(
        "rollout",
        "curve",
        curve_figure(facts, journal),
        title,
        "実施率の推移。北海道と全国の折れ線グラフ",
        f"白抜きと( ): 北海道は{words.KNOWN_SO_FAR}、全国は予定。①②…はできごと（「経過」に一覧）。",
    )


def _card(chart_id: str, name: str, figure: Any, title: str, described: str, note: str) -> html.Section:
    graph = ChartBox(id=name, figure=figure, className="figure")
    return html.Section(
        [
            html.H2(title, id=f"{name}-title"),
            html.Div(graph, className="figure-box", role="img", **{"aria-label": described}),
            html.P(note, id=f"{name}-note", className="note"),
            take_out.buttons(chart_id),
        ],
        className=f"panel {name}-card",
    )


def legend(facts: YearFacts) -> list[html.Li]:
    """What fills and symbols of the map mean."""
    rows = [
        html.Li([cards.symbol(row["code"], row["symbol"]), cards.word(row["code"], row["label_ja"])])
        for row in records(facts.groups)
    ]
    grey = {"background": theme.NORTHERN, "borderColor": theme.GREY_400}
    rows.append(html.Li([html.Span(className="mark", style=grey), "北方領土（対象外）"]))
    if facts.view.is_narrow:
        pale = {"background": theme.OUTSIDE, "borderColor": theme.GREY_400}
        rows.append(html.Li([html.Span(className="mark", style=pale), "条件の外"]))
    return rows
