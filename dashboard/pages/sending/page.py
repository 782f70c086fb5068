"""発出: who writes, to whom, what goes out with a round, and what was sent when."""

from __future__ import annotations

from typing import Any

import flask
from dash import Dash, html

from dashboard import journal
from dashboard.components import notices, written_by, year_links
from dashboard.frames import records
from dashboard.intake.issued_forms import IssuedForms
from dashboard.intake.pipeline import WITHOUT_FOLDER
from dashboard.pages.sending import addresses, forms, log, office
from dashboard.queries import sending as queries_sending
from dashboard.views.returns import year_label
from dashboard.views.round_in_work import RoundChoice
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import lazy_routes, round_choice
from dashboard.web.settings import journal_path

PATH = "/sending"
TITLE = "発出"
FOLLOWS = "all but the year"
IS_WORK = True


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the round that the address asks for; of the one in work where it asks for none."""
    choice = round_choice.choose(asked.search, reader)
    try:
        parts = _parts(reader, asked, choice)
    except journal.JournalError as error:
        parts = [notices.banner(str(error), "warning")]
    return html.Div([_head(choice), *parts], className="sending")


def register(app: Dash, warehouse: Warehouse) -> None:
    """Callbacks and files of the page."""
    issued = IssuedForms(app.server.config["PIPELINE"])
    app.server.config["ISSUED"] = issued

    def files(server: flask.Flask) -> None:
        from dashboard.web import sending as sending_web

        sending_web.register(server, warehouse, issued)

    lazy_routes.add(app.server, files, f"{PATH}/")
    office.register(app)
    addresses.register(app, warehouse)
    forms.register(app, issued)
    log.register(app, warehouse, issued)


def _parts(reader: Reader, asked: View, choice: RoundChoice) -> list[Any]:
    listed = [str(row["code"]) for row in records(queries_sending.towns(reader))]
    codes = [code for code in listed if asked.codes is None or code in asked.codes]
    parts: list[Any] = [
        office.section(journal.office(journal_path()), journal.office_version(journal_path())),
        addresses.section(reader, asked),
    ]
    pipeline = flask.current_app.config["PIPELINE"] if flask.has_app_context() else None
    if pipeline is not None and not pipeline.raw.is_dir():
        return [*parts, html.P(WITHOUT_FOLDER)]
    if choice.fiscal_year is None:
        return [
            *parts,
            html.Section(
                [
                    html.H2("3. 調査票と依頼文を作る"),
                    html.P("調査票の様式がまだありません。先に「調査をつくる」で様式を作ってください。"),
                ],
                className="panel",
            ),
        ]
    drawn = flask.current_app.config["ISSUED"].shown(choice.fiscal_year) if flask.has_app_context() else None
    return [
        *parts,
        forms.section(
            choice.fiscal_year, drawn, asked.search if asked.is_narrow else "", len(codes), _version(choice)
        ),
        log.section(choice.fiscal_year, codes, len(listed)),
    ]


def _version(choice: RoundChoice) -> str:
    """Of the form that is kept now; "" where none is."""
    return str(choice.head["form_version"]) if choice.head else ""


def _head(choice: RoundChoice) -> html.Div:
    return html.Div(
        [
            notices.banner(choice.complaint, "warning") if choice.complaint else None,
            html.H1(TITLE),
            year_links.links(PATH, choice),
            html.P(
                f"{year_label(choice.fiscal_year)}の調査票を、依頼文とともに市町村へ送ります。"
                if choice.fiscal_year
                else "調査票を、依頼文とともに市町村へ送ります。"
            ),
            written_by.labelled_field(),
        ],
        className="page-head",
    )
