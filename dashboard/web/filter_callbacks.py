"""The filter bar's callbacks: what the address means, in words and for its controls, and the links between the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from dashboard.components import filter_bar, notices
from dashboard.components.filter_bar import Follows
from dashboard.views import view
from dashboard.warehouse.reader import Warehouse, WarehouseError


def register(app: Dash, warehouse: Warehouse, follows: Mapping[str, Follows]) -> None:
    """follows: path → what of the bar its page follows; one with years of its own complains of an unknown year itself."""

    @app.callback(
        output={
            "options": {name: Output(f"options-{name}", "children") for name in filter_bar.LISTS},
            "labels": {name: Output(f"filter-{name}", "children") for name in filter_bar.LISTS},
            "classes": {name: Output(f"filter-{name}", "className") for name in filter_bar.LISTS},
            "line": Output("filter-line", "children"),
            "bar": Output("filter-bar", "className"),
            "clear": Output("filter-clear", "disabled"),
            "complaint": Output("filter-complaint", "children"),
            "meaning": Output("filter-meaning", "data"),
            "shown": Output("filter-shown", "data"),
        },
        inputs={
            "search": Input("url", "search"),
            "version_seen": Input("version", "data"),
            "pathname": Input("url", "pathname"),
            "shown": State("filter-shown", "data"),
        },
    )
    def show_filters(
        search: str | None, version_seen: dict[str, str], pathname: str | None, shown: dict[str, Any]
    ) -> Any:
        try:
            reader = warehouse.reader()
            asked = view.parse_address(search, reader)
            of_page = follows.get(pathname or "", "all")
            state = filter_bar.state(reader, asked, of_page)
            if of_page != "all":
                asked = view.parse_address(view.without_year(search), reader)
            state["complaint"] = notices.banner(asked.complaint, "warning") if asked.complaint else None
        except WarehouseError as error:
            raise PreventUpdate from error  # the page says what is wrong
        state["shown"] = {"version": version_seen["id"]}
        if shown.get("version") == version_seen["id"]:  # choices are of the warehouse and of the day alone
            state["options"] = dict.fromkeys(filter_bar.LISTS, no_update)
        return state

    app.clientside_callback(
        ClientsideFunction("kasanariAddress", "show"),
        Input("filter-meaning", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("kasanariFilters", "links"),
        Output({"type": "nav", "path": ALL}, "href"),
        Input("url", "search"),
        Input("url", "pathname"),
        State({"type": "nav", "path": ALL}, "href"),
    )
