"""支援の実績: what the prefecture did for municipalities in a year, by the kinds of the grant, and its papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask
from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard import journal
from dashboard.components import notices, written_by
from dashboard.pages.support import parts
from dashboard.services import support_report
from dashboard.views import support_words as say
from dashboard.views.view import View, asked_year
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import entries, lazy_routes
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import words

PATH = "/support"
TITLE = say.TITLE
FOLLOWS = "nothing"
IS_WORK = True
MOST_YEARS = 6


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the year that the address names."""
    return html.Div(
        [
            html.Div([html.H1(TITLE), written_by.labelled_field()], className="page-head"),
            html.Div(body(reader, asked.search), id="support-body", className="support-body"),
        ],
        className="support",
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    """The address decides the year; a kind is written and taken back; Word and Excel are addresses."""

    def files(server: flask.Flask) -> None:
        from dashboard.web import support_report as papers

        papers.register(server, warehouse)

    lazy_routes.add(app.server, files, f"{PATH}/")

    def drawn(said: str, search: str | None) -> Any:
        return body(warehouse.reader(), search or "", said)

    @app.callback(
        Output("support-body", "children"),
        Input("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def show(search: str | None, pathname: str) -> Any:
        return drawn("", search) if pathname == PATH else no_update

    def keep(entered: dict[str, Any], by: str, search: str, seen: Mapping[str, int]) -> str:
        written = entered | {"counts": " ".join(entered["counts"] or [])}
        written = {name: str(value or "").strip() for name, value in written.items()}
        written["fiscal_year"] = str(chosen(search))
        support_report.record_kind(journal_to_write(), written, by, seen)
        return f"{written['number']}の区分を記録しました。"

    entries.register_form(app, parts.NAME, "support-body", parts.FIELDS, keep, drawn)


def chosen(search: str) -> int:
    """The year that an address names; the present one where it names none."""
    asked = asked_year(search, "year")
    return asked if asked is not None and asked >= 2021 else support_report.this_year()


def body(reader: Reader, search: str, said: str = "") -> list[Any]:
    """All parts of the page. said: what was just done."""
    year = chosen(search)
    message = html.Div(said, id="support-message", role="status", className="form-result")
    try:
        report = support_report.report(reader, journal_path(), year)
        gone = parts.taken_back(journal_path(), year)
    except journal.JournalError as error:
        return [notices.banner(str(error), "warning"), message]
    banner = (
        notices.banner(f"{words.SYNTHETIC}を含みます。実績として提出しないでください。", "synthetic")
        if report.is_synthetic
        else None
    )
    newest = max(support_report.this_year(), year)
    years = range(newest, newest - MOST_YEARS, -1)
    return [
        banner,
        html.Nav(
            [
                *(
                    html.Span(words.fiscal_year(one), className="year-link", **{"aria-current": "page"})
                    if one == year
                    else dcc.Link(words.fiscal_year(one), href=f"{PATH}?year={one}", className="year-link")
                    for one in years
                    if one >= 2021
                ),
            ],
            className="year-links",
            **{"aria-label": "年度"},
        ),
        parts.kinds(reader, report, gone, message),
        parts.supports(report),
        parts.areas(report),
    ]
