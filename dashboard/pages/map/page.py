"""地図: any layer on the true map and on equal tiles, through the years, with a table twin.

The browser holds every year of every layer and paints by itself (assets/map.js): a change of layer or year asks the
server for nothing but the cell behind the chosen town.
"""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard.pages.map import parts as map_parts
from dashboard.pages.map import town
from dashboard.queries import overview
from dashboard.views import map_store, view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web.settings import journal_path

PATH = "/map"
TITLE = "地図"


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the view that the address asks for."""
    layer = map_store.chosen_layer(reader, map_store.layer_of(asked.search))
    return html.Div(
        [
            dcc.Store(
                id="map-data", data=map_store.content(reader, asked, journal_path(), scores=_scores(asked))
            ),
            dcc.Store(id="map-shown", data=_store_key(reader, asked)),
            dcc.Store(id="map-tick", data=None),
            dcc.Store(id="map-chosen", data=asked.town),
            html.Div(id="map-banner"),
            map_parts.head(overview.years(reader), map_store.layers(reader), layer, asked),
            html.Div(
                [
                    map_parts.map_card(reader),
                    map_parts.tile_card(reader),
                ],
                className="map-row",
            ),
            map_parts.chosen_town_panel(),
            map_parts.table(),
            map_parts.notes(reader, asked),
            html.Div(id="map-hover", role="tooltip", hidden=True),
        ],
        className="map-page",
    )


def is_painted(asked: View) -> bool:
    """Whether the page can be shown before its scripts have come: all but the priority rests on the warehouse alone."""
    return not _scores(asked)


def painted(reader: Reader, asked: View) -> dict[str, Any]:
    """What its map shows."""
    return map_store.content(reader, asked, None, scores=False)


def register(app: Dash, warehouse: Warehouse) -> None:
    """Callbacks of the page. The address is what all of them follow."""

    @app.callback(
        Output("map-data", "data"),
        Output("map-shown", "data"),
        Input("url", "search"),
        State("url", "pathname"),
        State("map-shown", "data"),
        prevent_initial_call=True,
    )
    def follow(search: str | None, pathname: str, shown: dict[str, Any]) -> Any:
        if pathname != PATH:
            return no_update, no_update
        try:
            reader, asked = view.open(warehouse, search)
        except WarehouseError:
            return no_update, no_update
        now = _store_key(reader, asked)
        now["scores"] = now["scores"] or (shown["scores"] and now["as_of"] == shown["as_of"])
        return (
            map_store.content(reader, asked, journal_path(), scores=_scores(asked))
            if now["as_of"] != shown["as_of"] or (_scores(asked) and not shown["scores"])
            else no_update,
            now if now != shown else no_update,
        )

    @app.callback(
        Output("map-town", "children"),
        Input("map-chosen", "data"),
        Input("url", "search"),
        State("url", "pathname"),
    )
    def show_cell(code: str | None, search: str | None, pathname: str) -> Any:
        if pathname != PATH:
            return no_update
        try:
            reader, asked = view.open(warehouse, search)
        except WarehouseError:
            return no_update
        layer = map_store.layers(reader).get(map_store.chosen_layer(reader, map_store.layer_of(search)))
        return town.panel(reader, asked, layer, code or "")

    clientside = {
        "paint": [
            Output("map-figure", "data-year"),
            Input("map-data", "data"),
            Input("map-tick", "data"),
            Input("map-chosen", "data"),
            Input("url", "search"),
        ],
        "choose": [Output("map-chosen", "data"), Input("url", "search"), Input("map-unchoose", "n_clicks")],
        "play": [Input("map-play", "n_clicks")],
        "openTown": [Input("map-grid", "cellClicked")],
        "download": [Input("map-csv", "n_clicks")],
    }
    for name, parts in clientside.items():
        app.clientside_callback(
            ClientsideFunction("kasanariMap", name), *parts, prevent_initial_call=name != "paint"
        )


def _store_key(reader: Reader, asked: View) -> dict[str, Any]:
    """What the store holds: another day needs all of it, the priority more; filters are the browser's."""
    return {"as_of": f"{reader.warehouse_id} {reader.as_of}", "scores": _scores(asked)}


def _scores(asked: View) -> bool:
    return map_store.layer_of(asked.search) in map_store.WORKED_OUT
