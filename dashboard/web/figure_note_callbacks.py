"""Callbacks of 確認済 and 注記: they stand beside their chart on every page, and are written in a drawer of the shell."""

from __future__ import annotations

import time
from typing import Any

from dash import ALL, Input, Output, State, html, no_update

from dashboard import clock
from dashboard import journal as journals
from dashboard.chart_data import figure_notes as notes
from dashboard.chart_data import registry
from dashboard.chart_data.scope import Scope, scope_asked
from dashboard.chart_data.slide_request import scope_label
from dashboard.components import figure_notes
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.web import entries, passage
from dashboard.web.application import Application
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import words


def register(app: Application, warehouse: Warehouse) -> None:
    @app.callback(
        Output({"type": "figure-notes", "chart": ALL, "more": ALL}, "children"),
        Input({"type": "figure-notes", "chart": ALL, "more": ALL}, "id"),
        Input("url", "search"),
        Input(figure_notes.NOTED, "data"),
    )
    def show(places: list[dict[str, str]], search: str | None, _noted: int) -> Any:
        try:
            if passage.staff_refused() or journals.current(journal_path(), notes.KIND).empty:
                return [None] * len(places)
            return [
                figure_notes.lines(_rows(warehouse, place["chart"], with_more(search, place["more"])))
                for place in places
            ]
        except (journals.JournalError, WarehouseError):
            return [no_update] * len(places)  # the shell and the pages say so

    @app.callback(
        Output(figure_notes.DRAWER, "opened"),
        Output(figure_notes.BODY, "children"),
        Input(figure_notes.ASKED, "data"),
        prevent_initial_call=True,
    )
    def open_drawer(asked: dict[str, str] | None) -> Any:
        return (True, drawn("", asked)) if asked else (no_update, no_update)

    def drawn(said: str, asked: dict[str, str], by: str | None = None) -> list[Any]:
        reader, shown = view.open(warehouse, asked["search"])
        scope = scope_asked(shown, asked["search"])
        day = [f"基準日 {words.day_short(shown.as_of)}"] if shown.as_of else []
        conditions = "、".join([words.fiscal_year(shown.fiscal_year), *day, scope_label(reader, scope)])
        rows = notes.standing(warehouse.reader(), asked["chart"], scope, shown.as_of, journal_path())
        title = asked["title"] or registry.chart(asked["chart"]).label
        by = asked.get("by", "") if by is None else by
        return figure_notes.form(title, f"条件: {conditions}", rows, clock.today(), by, said)

    @app.callback(
        Output(figure_notes.BODY, "children", allow_duplicate=True),
        Output(figure_notes.MESSAGE, "children", allow_duplicate=True),
        Output(figure_notes.NOTED, "data", allow_duplicate=True),
        Input("figure-note-save", "n_clicks"),
        State(figure_notes.ASKED, "data"),
        State("figure-note-kind", "value"),
        State("figure-note-day", "value"),
        State("figure-note-text", "value"),
        State(figure_notes.WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def save(
        clicks: int | None,
        asked: dict[str, str],
        kind: str,
        day: str | None,
        text: str | None,
        by: str | None,
    ) -> Any:
        if not clicks:
            return no_update, no_update, no_update
        try:
            values = {
                "title": asked["title"],
                "note_kind": kind,
                "noted_on": day or "",
                "text": text or "",
            }
            scope, shown = _scope(warehouse, asked["search"])
            journal = journal_to_write()
            notes.write(warehouse.reader(), asked["chart"], scope, shown.as_of, journal, values, by or "")
            return drawn("書き入れました。", asked, by), no_update, time.time()
        except entries.TROUBLES as error:
            return no_update, html.Span(str(error), className="note-alert"), no_update

    entries.register_taking_back(
        app,
        figure_notes.NAME,
        figure_notes.BODY,
        figure_notes.MESSAGE,
        drawn,
        [State(figure_notes.ASKED, "data"), State(figure_notes.WRITTEN_BY, "value")],
        by=figure_notes.WRITTEN_BY,
        done=figure_notes.NOTED,
    )


def _rows(warehouse: Warehouse, chart_id: str, search: str) -> list[dict[str, Any]]:
    scope, shown = _scope(warehouse, search)
    return notes.standing(warehouse.reader(), chart_id, scope, shown.as_of, journal_path())


def _scope(warehouse: Warehouse, search: str) -> tuple[Scope, View]:
    shown = view.parse_address(search, warehouse.reader())
    return scope_asked(shown, search), shown


def with_more(search: str | None, more: str) -> str:
    """The address of a page with what it leaves out of the view of one chart, as take_out.js puts them together."""
    given = [part for part in (search or "").removeprefix("?").split("&") if part]
    own = [part for part in more.split("&") if part]
    names = {part.partition("=")[0] for part in own}
    return "?" + "&".join([*(part for part in given if part.partition("=")[0] not in names), *own])
