"""国の様式: a form that the state sends, its cells pointed at figures, the filled copy, and what differs from last year."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import dash_mantine_components as dmc
import flask
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard import clock, journal
from dashboard.components import notices, recorded, written_by
from dashboard.components.written_by import WRITTEN_BY
from dashboard.frames import records
from dashboard.intake.pipeline import IntakeError
from dashboard.intake.state_forms import StateForms
from dashboard.pages.state_form import mapping
from dashboard.services import state_form_records, state_forms
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import entries, lazy_routes
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import eras, words

PATH = "/state-form"
TITLE = "国の様式"
FOLLOWS = "nothing"
IS_WORK = True
FORM, CELL = "state-form", "form-cell"


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the form that the address names."""
    return html.Div(
        [
            html.Div([html.H1(TITLE), written_by.labelled_field()], className="page-head"),
            html.Div(body(reader, asked.search), id="state-form-body"),
            dcc.Store(id="state-form-came", data=None),
        ],
        className="state-form",
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    """Callbacks and files of the page."""
    forms = StateForms(app.server.config["PIPELINE"])
    app.server.config["STATE_FORMS"] = forms

    def files(server: flask.Flask) -> None:
        from dashboard.web import state_forms as state_forms_web

        state_forms_web.register(server, warehouse, forms)

    lazy_routes.add(app.server, files, f"{PATH}/")

    def drawn(said: str, search: str | None) -> Any:
        return body(warehouse.reader(), search or "", said)

    @app.callback(
        Output("state-form-body", "children"),
        Input("url", "search"),
        Input("state-form-came", "data"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def show(search: str | None, came: dict[str, Any] | None, pathname: str) -> Any:
        if pathname != PATH:
            return no_update
        return drawn(str((came or {}).get("message", "")), search)

    @app.callback(
        Output("state-form-body", "children", allow_duplicate=True),
        Output("state-form-message", "children", allow_duplicate=True),
        Input("form-cell-save", "n_clicks"),
        State("form-cell-name", "value"),
        State("form-cell-figure", "value"),
        State(WRITTEN_BY, "value"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def point(
        clicks: int | None, cell: str | None, figure: str | None, by: str | None, search: str | None
    ) -> Any:
        if not clicks:
            return no_update, no_update
        form_id, sheet = chosen(search or "")
        try:
            said = _point(form_id, sheet, (cell or "").strip().upper(), figure or "", by or "")
            return drawn(said, search), no_update
        except (*entries.TROUBLES, IntakeError) as error:
            return no_update, html.Span(str(error), className="note-alert")

    for name in (FORM, CELL):
        entries.register_taking_back(
            app, name, "state-form-body", "state-form-message", drawn, [State("url", "search")]
        )
    app.clientside_callback(
        ClientsideFunction("kasanariStateForm", "year"),
        Output("state-form-intake", "data-year"),
        Input("state-form-year", "value"),
    )
    app.clientside_callback(
        ClientsideFunction("kasanariStateForm", "draw"),
        Output("state-form-grid", "data-drawn"),
        Input("state-form-seen", "data"),
    )


def chosen(search: str) -> tuple[str, str]:
    """The form and the sheet that an address names."""
    given = parse_qs(search.removeprefix("?"))
    return given.get("form", [""])[0], given.get("sheet", [""])[0]


def body(reader: Reader, search: str, said: str = "") -> list[Any]:
    """What is there, then the form that is open. said: what was just done."""
    form_id, sheet = chosen(search)
    message = html.Div(said, id="state-form-message", role="status", className="form-result")
    try:
        rows = records(journal.current(journal_path(), "state_form", with_removed=True))
        parts: list[Any] = [_listed(rows, form_id), message]
        open_form = next((row for row in rows if row["record_id"] == form_id and not row["is_removed"]), None)
        if open_form is not None:
            parts += mapping.sections(reader, _forms(), open_form, sheet)
        return parts
    except (journal.JournalError, IntakeError) as error:
        return [message, notices.banner(str(error), "warning")]


def _point(form_id: str, sheet: str, cell: str, figure: str, by: str) -> str:
    """Say what a cell holds; of a cell that is pointed at already, say another."""
    if not state_forms.is_cell(cell):
        raise IntakeError("様式のセルを押すか、「セル」に B5 のように書いてください。")
    if not figure:
        raise IntakeError("「書き入れるもの」を選んでください。")
    form = state_form_records.form_of(journal_path(), form_id)
    sheets = [one["name"] for one in _forms().look(str(form["file"]))["sheets"]]
    sheet = sheet if sheet in sheets else sheets[0]
    path = journal_to_write()
    known = journal.current(path, "form_cell")
    same = known[(known["form_id"] == form_id) & (known["sheet"] == sheet) & (known["cell"] == cell)]
    if same.empty:
        values = {"form_id": form_id, "sheet": sheet, "cell": cell, "figure": figure}
        journal.write(path, "form_cell", "", values, by)
        return f"{sheet} {cell} に書き入れるものを決めました。"
    row = same.iloc[-1]
    journal.revise(path, str(row["record_id"]), int(row["version"]), {"figure": figure}, by)
    return f"{sheet} {cell} に書き入れるものを変えました。"


def _forms() -> StateForms:
    found: StateForms = flask.current_app.config["STATE_FORMS"]
    return found


def _listed(rows: list[dict[str, Any]], form_id: str) -> html.Section:
    """The forms that are kept, and where a further one is taken in."""
    this_year = eras.fiscal_year_of(clock.today())
    shown = [row for row in rows if not row["is_removed"]]
    gone = [
        {**row, "about": row["title"], "text": "", "beside": words.fiscal_year(int(row["fiscal_year"]))}
        for row in rows
        if row["is_removed"]
    ]
    items = [
        html.Li(
            [
                dcc.Link(
                    f"{words.fiscal_year(int(row['fiscal_year']))}　{row['title']}",
                    href=f"{PATH}?form={row['record_id']}",
                    className="is-chosen" if row["record_id"] == form_id else "",
                ),
                html.Span(f"　{row['file_name'] or ''}{recorded.by(row)}", className="note"),
                recorded.button(FORM, row, row["title"]),
            ]
        )
        for row in shown
    ]
    return html.Section(
        [
            html.H2("様式"),
            html.Ul(items, className="state-form-list")
            if items
            else html.P(
                "国から届いた様式（Excel）を入れると、セルを押して、書き入れるものを決められます。"
                "様式のほかの部分は変えません。"
            ),
            *recorded.lists(FORM, "", gone),
            html.Div(
                [
                    dmc.TextInput(id="state-form-title", label="様式の名前", size="sm", w=320),
                    dmc.Select(
                        id="state-form-year",
                        label="年度",
                        data=[
                            {"value": str(year), "label": words.fiscal_year(year)}
                            for year in range(this_year + 1, 2020, -1)
                        ],
                        value=str(this_year),
                        allowDeselect=False,
                        size="sm",
                        w=160,
                    ),
                    dmc.Button("様式のファイルを選ぶ（.xlsx）", id="state-form-choose", size="sm"),
                ],
                id="state-form-intake",
                className="toolbar state-form-intake",
            ),
        ],
        className="panel",
    )
