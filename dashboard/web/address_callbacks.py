"""What pages of plain content have in common: the address decides what they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError


def draw_from_address(
    app: Dash, warehouse: Warehouse, path: str, parts: list[str], draw: Callable[[Reader, View], list[Any]]
) -> None:
    """Draw the parts of a page (ids) anew whenever its address changes; draw gives the children of each, in order.

    Where the warehouse cannot be read they stay: the shell's own question after the state of the data says why.
    """

    @app.callback(
        [Output(part, "children") for part in parts],
        Input("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def show(search: str | None, pathname: str) -> list[Any]:
        if pathname != path:
            raise PreventUpdate
        try:
            return draw(*view.open(warehouse, search))
        except WarehouseError as error:
            raise PreventUpdate from error
