"""課題: what towns say hinders them, where, what goes together, what lasts, and what support they want and got."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update, set_props

from dashboard.pages.barriers import body, empty, grid, quotes
from dashboard.views import barrier_towns, barriers, view
from dashboard.views.barriers import BarrierChoices, BarrierView
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError

PATH = "/barriers"
TITLE = "課題"
IN_BROWSER = {
    "chooseBy": Input("barriers-by", "value"),
    "search": Input("barriers-q", "value"),
    "chooseAsk": Input("barriers-ask", "value"),
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
            dcc.Store(id="barriers-shown", data=_shown(asked, chosen)),
            html.Div(html.H1(TITLE), className="page-head"),
            html.Div(_body(reader, asked, facts, chosen), id="barriers-body", className="barriers-body"),
        ],
        className="barriers",
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    """Callbacks of the page: the browser changes the address, and the address decides what is shown."""

    @app.callback(
        Output("barriers-body", "children"),
        Output("barriers-shown", "data"),
        Input("url", "search"),
        State("url", "pathname"),
        State("barriers-shown", "data"),
        prevent_initial_call=True,
    )
    def show_view(search: str | None, pathname: str, shown: dict[str, str] | None) -> Any:
        if pathname != PATH:
            return no_update, no_update
        try:
            reader, asked = view.open(warehouse, search)
            chosen = barriers.choices(search)
            now, before = _shown(asked, chosen), shown or {}
            if now == before:
                return no_update, no_update
            facts = barriers.gather(reader, asked)
            if facts is None or now["view"] != before.get("view"):
                return _body(reader, asked, facts, chosen), now
            _change(facts, chosen, {name for name in now if now[name] != before.get(name)})
        except WarehouseError:
            return (
                no_update,
                no_update,
            )  # the shell's own question after the state of the data shows the message
        return no_update, now

    for name, changed in IN_BROWSER.items():
        app.clientside_callback(
            ClientsideFunction("kasanariBarriers", name), changed, prevent_initial_call=True
        )


def _body(reader: Reader, asked: View, facts: BarrierView | None, chosen: BarrierChoices) -> list[Any]:
    return empty.body(reader, asked) if facts is None else body.body(facts, chosen)


def _change(facts: BarrierView, chosen: BarrierChoices, changed: set[str]) -> None:
    """Only the part that a choice on the page itself changes."""
    if "by" in changed:
        set_props("barriers-by", {"value": chosen.by})
        set_props("barriers-heat", {"children": body.heat(facts, chosen.by)})
    if changed & {"q", "ask"}:
        set_props("barriers-q", {"value": chosen.q})
        set_props("barriers-ask", {"value": chosen.ask or quotes.ALL})
        set_props("barriers-quotes", {"children": quotes.results(facts, chosen)})
    if "show" in changed:
        behind = barrier_towns.select(facts, chosen.show)
        set_props("barriers-behind-title", {"children": grid.title(behind)})
        set_props(
            grid.GRID,
            {
                "rowData": grid.rows(behind),
                "csvExportParams": grid.export(behind, facts.reader.warehouse_id),
            },
        )


def _shown(asked: View, chosen: BarrierChoices) -> dict[str, str]:
    """What tells one content of the page from another, by the part that it changes."""
    return {
        "view": view.address(asked),
        "by": chosen.by,
        "show": chosen.show,
        "q": chosen.q,
        "ask": chosen.ask,
    }
