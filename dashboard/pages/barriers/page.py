"""課題: what towns say hinders them, where, what goes together, what lasts, and what support they want and got."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard.pages.barriers import body, codes, empty, grid, quotes
from dashboard.views import barrier_towns, barriers, view
from dashboard.views.barriers import BarrierChoices, BarrierView
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError

PATH = "/barriers"
TITLE = "課題"
IN_BROWSER = {
    "pressBar": Input("barrier-bars", "clickData"),
    "pressChange": Input("change-bars", "clickData"),
    "showAll": Input("barriers-all", "n_clicks"),
    "downloadCsv": Input("barriers-csv", "n_clicks"),
}


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the view that the address asks for."""
    facts = barriers.gather(reader, asked)
    chosen = barriers.choices(asked.search)
    return html.Div(
        [
            dcc.Store(id="barriers-shown", data=view.address(asked)),
            html.Div(html.H1(TITLE), className="page-head"),
            html.Div(_body(reader, asked, facts, chosen), id="barriers-body", className="barriers-body"),
        ],
        className="barriers",
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    """Callbacks of the page: the browser changes the address, and the address decides what is shown."""
    codes.register(app, warehouse)

    @app.callback(
        Output("barriers-body", "children"),
        Output("barriers-shown", "data"),
        Input("url", "search"),
        State("url", "pathname"),
        State("barriers-shown", "data"),
        prevent_initial_call=True,
    )
    def show_view(search: str | None, pathname: str, shown: str | None) -> Any:
        """The whole body, where the filters or the year are others."""
        if pathname != PATH:
            return no_update, no_update
        try:
            reader, asked = view.open(warehouse, search)
            now = view.address(asked)
            if now == shown:
                return no_update, no_update
            facts = barriers.gather(reader, asked)
            return _body(reader, asked, facts, barriers.choices(search)), now
        except WarehouseError:
            return no_update, no_update  # the shell's own question after the state of the data says why

    @app.callback(
        output={
            "heat": Output("barriers-heat", "children"),
            "quotes": Output("barriers-quotes", "children"),
            "title": Output("barriers-behind-title", "children"),
            "rows": Output(grid.GRID, "rowData"),
            "parts": Output("barriers-parts", "data"),
        },
        inputs={
            "search": Input("url", "search"),
            "pathname": State("url", "pathname"),
            "before": State("barriers-parts", "data"),
        },
        prevent_initial_call=True,
    )
    def show_parts(search: str | None, pathname: str, before: dict[str, str]) -> Any:
        """Only the parts of the body that a choice on the page itself changes."""
        new: dict[str, Any] = dict.fromkeys(("heat", "quotes", "title", "rows"), no_update)
        if pathname != PATH:
            return {**new, "parts": no_update}
        try:
            reader, asked = view.open(warehouse, search)
            chosen = barriers.choices(search)
            now = body.parts(asked, chosen)
            changed = {name for name in now if now[name] != before.get(name)}
            facts = barriers.gather(reader, asked) if changed and "view" not in changed else None
        except WarehouseError:
            return {**new, "parts": no_update}
        if facts is not None:  # else nothing is new, or the whole body comes
            new |= _changed(facts, chosen, changed)
        return {**new, "parts": now}

    for name, changed in IN_BROWSER.items():
        app.clientside_callback(
            ClientsideFunction("kasanariBarriers", name), changed, prevent_initial_call=True
        )


def _body(reader: Reader, asked: View, facts: BarrierView | None, chosen: BarrierChoices) -> list[Any]:
    return empty.body(reader, asked) if facts is None else body.body(facts, chosen)


def _changed(facts: BarrierView, chosen: BarrierChoices, changed: set[str]) -> dict[str, Any]:
    new: dict[str, Any] = {}
    if "by" in changed:
        new["heat"] = body.heat(facts, chosen.by)
    if changed & {"q", "ask"}:
        new["quotes"] = quotes.results(facts, chosen)
    if "show" in changed:
        behind = barrier_towns.select(facts, chosen.show)
        new["title"] = grid.title(behind)
        new["rows"] = grid.rows(behind)
    return new
