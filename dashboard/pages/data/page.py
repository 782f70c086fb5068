"""データ: what is in the warehouse and how far, where it is from, what may be taken away, and its 控え."""

from __future__ import annotations

from typing import Any

import flask
from dash import Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from dashboard import clock
from dashboard.web import lazy_routes
from dashboard.web.settings import journal_path
from dashboard.words import words
from dashboard.intake.backups import Backups
from dashboard.pages.data import backup_callbacks, backup_parts, sections
from dashboard.components import notices
from dashboard.views import view
from dashboard.views.view import View
from dashboard.queries import data
from dashboard.web.address_callbacks import draw_from_address
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError

PATH = sections.PATH
TITLE = "データ"


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the view that the address asks for."""
    return html.Div(_content(reader, asked), id="data-body", className="data-page")


def without_data(notice: Component) -> html.Div:
    """While no data can be opened: the notice of it, and the way back from a 控え, which needs none."""
    return html.Div(
        [
            notice,
            html.Section(
                [html.H2("控え"), *backup_parts.section(journal_path(), clock.today())],
                className="panel data-section",
            ),
        ],
        className="data-page",
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    """The address decides what is shown; downloads have addresses of their own."""

    def files(server: flask.Flask) -> None:
        from dashboard.web import downloads

        downloads.register(server, warehouse)

    backups = Backups(app.server.config["PIPELINE"])

    def backup_files(server: flask.Flask) -> None:
        from dashboard.web import backups as backups_web

        backups_web.register(server, server.config["INTAKE"], backups)

    lazy_routes.add(app.server, files, f"{PATH}/")
    lazy_routes.add(app.server, backup_files, "/backup/")
    backup_callbacks.register(app, backups)

    draw_from_address(app, warehouse, PATH, ["data-body"], lambda reader, asked: [_content(reader, asked)])


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
