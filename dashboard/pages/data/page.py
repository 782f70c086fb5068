"""データ: what is in the warehouse and how far, where it is from, what may be taken away."""

from __future__ import annotations

from typing import Any

import flask
from dash import Dash, Input, Output, State, html, no_update

from dashboard.web import lazy_routes
from dashboard.words import words
from dashboard.pages.data import sections
from dashboard.components import notices
from dashboard.views import view
from dashboard.views.view import View
from dashboard.queries import data
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError

PATH = sections.PATH
TITLE = "データ"


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the view that the address asks for."""
    return html.Div(_content(reader, asked), id="data-body", className="data-page")


def register(app: Dash, warehouse: Warehouse) -> None:
    """The address decides what is shown; downloads have addresses of their own."""

    def files(server: flask.Flask) -> None:
        from dashboard.web import downloads

        downloads.register(server, warehouse)

    lazy_routes.add(app.server, files, f"{PATH}/")

    @app.callback(
        Output("data-body", "children"),
        Input("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def show(search: str | None, pathname: str) -> Any:
        if pathname != PATH:
            return no_update
        try:
            return _content(*view.open(warehouse, search))
        except WarehouseError:
            return no_update  # the shell's own question after the data shows the message


def _content(reader: Reader, asked: View) -> list[Any]:
    fictional = int(data.files(reader)["is_synthetic"].sum())
    banner = (
        notices.banner(
            f"{words.SYNTHETIC}の資料が{words.count(fictional)}あります。実際の状況として引用しないでください。",
            "synthetic",
        )
        if fictional
        else None
    )
    return [
        banner,
        html.Div([html.H1(TITLE), sections.navigation(asked)], className="page-head data-head"),
        sections.section(reader, asked),
    ]
