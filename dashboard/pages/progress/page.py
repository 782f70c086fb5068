"""経過: how towns moved from year to year, whether planned starts were kept, where the plans lead."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, State, html

from dashboard.components import notices
from dashboard.pages.progress import events, panels, targets
from dashboard.views import progress_words
from dashboard.views.progress import ProgressView, gather
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web.address_callbacks import draw_from_address
from dashboard.words import words

PATH = "/progress"
TITLE = "経過"


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the view that the address asks for."""
    facts = gather(reader, asked)
    return html.Div(
        [
            html.Div(_head(facts), id="progress-head"),
            html.Div(panels.body(facts), id="progress-body", className="progress-body"),
        ],
        className="progress",
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    """The address decides what is shown; a click on a band changes the address in the browser."""

    def draw(reader: Reader, asked: View) -> list[Any]:
        facts = gather(reader, asked)
        return [_head(facts), panels.body(facts)]

    draw_from_address(app, warehouse, PATH, ["progress-head", "progress-body"], draw)

    targets.register(app, warehouse)
    events.register(app, warehouse, lambda reader, asked, said: panels.body(gather(reader, asked), said))
    app.clientside_callback(
        ClientsideFunction("kasanariProgress", "openBand"),
        Input("progress-flow", "clickData"),
        State("progress-flow", "figure"),
        prevent_initial_call=True,
    )


def _head(facts: ProgressView) -> list[Any]:
    banner = (
        notices.banner(
            f"{words.SYNTHETIC}を含みます（市町村の状態と開始予定）。実際の状況として引用しないでください。",
            "synthetic",
        )
        if facts.is_synthetic
        else None
    )
    return [
        banner,
        html.Div(
            [html.H1(TITLE), html.P(progress_words.summary(facts), id="progress-summary")],
            className="page-head progress-page-head",
        ),
    ]
