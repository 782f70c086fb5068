"""概況: the counts, the map, the 振興局, the curve and the towns of one fiscal year on one screen."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
import flask
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard.components import (
    address_controls,
    cards,
    notices,
    provenance,
    reconciliation,
)
from dashboard.components.chart import drawable
from dashboard.pages.overview import changes, charts, summary, town_table
from dashboard.queries import overview
from dashboard.views import map_store, overview_summary, view, year
from dashboard.views.view import View
from dashboard.views.year import YearFacts
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web import lazy_routes
from dashboard.web.settings import journal_path
from dashboard.words import words

PATH = "/"
TITLE = "概況"
IN_BROWSER = {
    "openTownInTable": Input("towns-grid", "cellClicked"),
    "filterByBar": Input("bars", "clickData"),
    "filterByGroup": Input({"type": "group-link", "group": ALL, "place": ALL}, "n_clicks"),
    "quickFilter": Input("quick-filter", "value"),
    "clearFilters": Input("clear-filters", "n_clicks"),
    "downloadCsv": Input("download-csv", "n_clicks"),
}

# Places whose words another view changes.
TEXTS = (
    "banners",
    "summary",
    "cards",
    "map-title",
    "map-legend",
    "bars-title",
    "bars-note",
    "curve-title",
    "totals",
    "sources",
    "table-note",
    "take-away",
)
UNCHANGED: dict[str, Any] = {
    **dict.fromkeys(("shown", "paste", "map", "bars", "curve", "rows"), no_update),
    "texts": dict.fromkeys(TEXTS, no_update),
}


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the view that the address asks for."""
    facts = year.gather(reader, asked)
    texts = _texts(facts)
    totals = html.Section(
        [html.H2("公表された合計との突合"), html.Div(texts["totals"], id="totals")],
        className="panel totals-card",
    )
    first_view = [
        html.Div(texts["banners"], id="banners"),
        _head(texts["summary"]),
        html.Div(texts["cards"], id="cards", className="cards"),
        html.Div(
            [
                charts.map_card(facts, texts["map-title"]),
                charts.bars_card(facts, texts["bars-title"], texts["bars-note"]),
                html.Div(
                    [charts.curve_card(facts, texts["curve-title"], journal_path()), totals], className="side"
                ),
            ],
            className="charts",
        ),
    ]
    return html.Div(
        [
            dcc.Store(id="shown-view", data=_key(asked)),
            dcc.Store(id="summary-text", data=overview_summary.to_paste(facts)),
            dcc.Store(id="map-states", data=map_store.status_content(reader, asked)),
            html.Div(first_view, className="first-view"),
            changes.section(),
            _towns(facts, texts["table-note"], texts["take-away"]),
            _notes(facts, texts["sources"]),
            html.Div(id="map-hover", role="tooltip", hidden=True),
        ],
        className="overview",
    )


def is_painted(_asked: View) -> bool:
    """Whether the page can be shown before its scripts have come: it rests on the warehouse alone."""
    return True


def painted(reader: Reader, asked: View) -> dict[str, Any]:
    """What its map shows."""
    return map_store.status_content(reader, asked)


def register(app: Dash, warehouse: Warehouse) -> None:
    """Callbacks of the page: the browser changes the address, and the address decides what is shown."""

    def register_documents(server: flask.Flask) -> None:
        from dashboard.web import documents

        documents.register(server, warehouse)

    lazy_routes.add(app.server, register_documents, f"{view.PAPERS}/")

    @app.callback(
        output={
            "shown": Output("shown-view", "data"),
            "paste": Output("summary-text", "data"),
            "texts": {name: Output(name, "children") for name in TEXTS},
            "map": Output("map-states", "data"),
            "bars": Output("bars", "figure"),
            "curve": Output("curve", "figure"),
            "rows": Output("towns-grid", "rowData"),
        },
        inputs={
            "search": Input("url", "search"),
            "pathname": State("url", "pathname"),
            "shown": State("shown-view", "data"),
        },
        prevent_initial_call=True,
    )
    def show_view(search: str | None, pathname: str, shown: str | None) -> Any:
        if pathname != PATH:
            return UNCHANGED
        try:
            reader, asked = view.open(warehouse, search)
            if _key(asked) == shown:
                return UNCHANGED
            facts = year.gather(reader, asked)
        except WarehouseError:
            return UNCHANGED  # the shell's own question after the state of the data shows the message
        return {
            "shown": _key(asked),
            "paste": overview_summary.to_paste(facts),
            "texts": _texts(facts),
            "map": no_update if _day(shown) == _day(_key(asked)) else map_store.status_content(reader, asked),
            "bars": drawable(charts.bars_figure(facts)),
            "curve": drawable(charts.curve_figure(facts, journal_path())),
            "rows": town_table.rows(facts),
        }

    @app.callback(
        Output("changes-body", "children"),
        Output("changes-text", "data"),
        Output("since-meaning", "data"),
        Input("url", "search"),
        Input("shown-view", "data"),
        State("url", "pathname"),
    )
    def show_changes(search: str | None, _shown: str, pathname: str) -> Any:
        if pathname != PATH:
            return (no_update,) * 3
        try:
            _, asked = view.open(warehouse, search)
            newest = warehouse.reader()
            change = changes.compare(newest, asked)
        except WarehouseError:
            return (no_update,) * 3
        if change is None:
            nothing = html.P("比べられる、これより前の日がありません。", className="note")
            return nothing, "", address_controls.meaning(search, since={"value": None, "data": []})
        days = changes.choices(newest, asked, change.since)
        since = {"value": change.since.isoformat(), "data": days}
        body, sentence = changes.body(change, asked), changes.sentence(change)
        return body, sentence, address_controls.meaning(search, since=since)

    app.clientside_callback(
        ClientsideFunction("kasanariAddress", "show"),
        Input("since-meaning", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("kasanariMap", "paintStatus"),
        Output("map", "data-year"),
        Input("map-states", "data"),
        Input("url", "search"),
    )
    for name, changed in IN_BROWSER.items():
        app.clientside_callback(ClientsideFunction("kasanari", name), changed, prevent_initial_call=True)
    for name in ("summary", "changes"):
        app.clientside_callback(
            ClientsideFunction("kasanari", "copyText"),
            Output(f"copy-{name}-said", "children"),
            Input(f"copy-{name}", "n_clicks"),
            State(f"{name}-text", "data"),
            prevent_initial_call=True,
        )


def _texts(facts: YearFacts) -> dict[str, Any]:
    """What another view changes besides figures and rows, by the id of its place (TEXTS)."""
    titles = charts.titles(facts)
    return {
        "banners": notices.synthetic(facts),
        "summary": summary.pressable(facts),
        "cards": cards.cards(facts, reconciliation.newest(facts.totals)),
        "map-title": titles["map"],
        "map-legend": charts.legend(facts),
        "bars-title": titles["bars"],
        "bars-note": titles["note"],
        "curve-title": titles["curve"],
        "totals": reconciliation.panel(facts.totals, facts.counts["no_data"], is_part=facts.view.has_places),
        "sources": provenance.block(facts),
        "table-note": f"{facts.year['label_ja']}の{words.count(len(facts.shown_towns))}市町村。並べ替えるまでは行政順です。"
        "行を押すと経過と出典を表示します。",
        "take-away": town_table.take_away(facts.view),
    }


def _key(asked: View) -> str:
    """What tells one content of the page from another: the address without the town."""
    return view.address(asked)


def _day(key: str | None) -> str | None:
    """The day of a view by its key: the map of all years is another then."""
    return next((part for part in (key or "").removeprefix("?").split("&") if part.startswith("asof=")), None)


def _head(said: list[Any]) -> html.Div:
    copy = html.Button("文をコピー", id="copy-summary", className="small-button", type="button")
    return html.Div(
        [
            html.Div(
                [
                    html.H1(TITLE),
                    copy,
                    html.Span(id="copy-summary-said", className="note", role="status"),
                ],
                className="page-title",
            ),
            html.P(said, id="summary"),
        ],
        className="page-head",
    )


def _towns(facts: YearFacts, note: str, take_away: list[Any]) -> html.Section:
    filter_box = dmc.TextInput(
        id="quick-filter",
        placeholder="市町村名・よみ・状態など",
        size="xs",
        **{"aria-label": "一覧の絞り込み", "data-asks": "no"},
    )
    toolbar = [
        html.H2("市町村の一覧", id="towns-title"),
        html.P(note, id="table-note", className="note"),
        filter_box,
        dmc.Button("一覧の絞り込みを解除", id="clear-filters", size="xs", variant="default"),
        dmc.Button("表示中の行をCSVで保存", id="download-csv", size="xs"),
        html.Span(take_away, id="take-away"),
    ]
    return html.Section(
        [html.Div(toolbar, className="toolbar"), town_table.table(facts)],
        className="panel towns",
        id="towns",
        tabIndex=-1,
        **{"aria-labelledby": "towns-title"},
    )


def _notes(facts: YearFacts, sources: list[Any]) -> html.Section:
    return html.Section(
        [
            html.Div([html.H2("出典と時点"), html.Div(sources, id="sources")]),
            html.Div(
                [
                    html.H2("言葉の定義"),
                    provenance.definitions(overview.statuses(facts.reader), facts.groups),
                ]
            ),
            html.Div([html.H2("注意"), provenance.cautions()]),
        ],
        className="panel notes",
    )
