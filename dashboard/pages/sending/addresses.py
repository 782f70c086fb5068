"""The address book: 振興局 and municipalities, edited in place, filled from an Excel list or from the last answers."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, html, no_update

from dashboard import journal
from dashboard.components import grids
from dashboard.components.written_by import WRITTEN_BY
from dashboard.pages.sending import address_list
from dashboard.pages.sending.address_words import HEADINGS, standing, troubles_list
from dashboard.pages.sending.office import NO_NAME
from dashboard.services import addresses as services_addresses
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import words

EDITED = services_addresses.FIELDS
WIDTHS = {"section": 220, "person": 130, "phone": 140, "mail": 240, "note": 160}


def section(reader: Reader, asked: View) -> html.Section:
    """All 振興局 and the municipalities of the view."""
    rows = services_addresses.rows(reader, journal_path(), asked.codes)
    return html.Section(
        [
            html.H2("2. 宛先"),
            html.P(standing(rows), id="addresses-standing"),
            html.Div(
                [
                    dmc.Button("前回の回答から埋める", id="addresses-fill", size="sm", variant="default"),
                    html.A("Excel に保存", href="/sending/addresses.xlsx", className="button"),
                    dmc.Button("Excel から入れる", id="addresses-choose", size="sm", variant="default"),
                    html.Span(id="addresses-message", role="status", className="form-result"),
                ],
                className="toolbar",
            ),
            *address_list.parts(),
            html.P(
                "セルを選んで Enter か F2 で直せます。直すとすぐに保存されます。Excel は、上の「Excel に保存」の列のまま直して入れてください"
                "（課・係、担当者、電話、メールの列があれば、ほかの表でも読みます。空のセルは今の宛先を消しません）。",
                className="note",
            ),
            _grid(rows),
        ],
        className="panel",
        id="addresses-section",
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    """Save a cell, fill from the last answers, and what a list brings."""
    address_list.register(app, warehouse)

    @app.callback(
        Output("addresses-message", "children"),
        Output("addresses-grid", "rowTransaction"),
        Input("addresses-grid", "cellValueChanged"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def save(changes: list[dict[str, Any]] | None, by: str) -> Any:
        if not changes:
            return no_update, no_update
        said: list[Any] = []
        updated = []
        for change in changes:
            row = dict(change["data"])
            try:
                if not (by or "").strip():
                    raise journal.InvalidRecordError({"by": NO_NAME})
                kept = services_addresses.save(
                    journal_to_write(), row, {name: row.get(name) for name in EDITED}, by
                )
                updated.append({**row, **kept})
                said.append(f"{row['name']}を保存しました。")
            except (journal.ConflictError, journal.InvalidRecordError, journal.JournalError) as error:
                updated.append({**row, change["colId"]: change.get("oldValue")})
                said.append(html.Span(f"{row['name']}: {error}", className="note-alert"))
        return said, {"update": updated}

    @app.callback(
        Output("addresses-message", "children", allow_duplicate=True),
        Output("addresses-grid", "rowData"),
        Output("addresses-standing", "children"),
        Output("addresses-kept", "data"),
        Input("addresses-fill", "n_clicks"),
        State("addresses-grid", "rowData"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
        running=[(Output("addresses-fill", "loading"), True, False)],
    )
    def fill(clicks: int | None, shown: list[dict[str, Any]], by: str) -> Any:
        if not clicks:
            return (no_update,) * 4
        if not (by or "").strip():
            return html.Span(NO_NAME, className="note-alert"), *(no_update,) * 3
        try:
            reader = warehouse.reader()
            codes = frozenset(str(row["code"]) for row in shown if not row["is_area"])
            filled, troubles = services_addresses.fill_from_answers(reader, journal_to_write(), codes, by)
            rows = services_addresses.rows(reader, journal_path(), codes)
        except (WarehouseError, journal.JournalError) as error:
            return html.Span(str(error), className="note-alert"), *(no_update,) * 3
        said = (
            f"{words.count(len(filled))}市町村の空いている欄を、最も新しい回答の連絡先で埋めました。"
            if filled
            else "回答の連絡先で埋められる空欄は、ありませんでした（架空データの回答は使いません）。"
        )
        return [said, *troubles_list(troubles)], rows, standing(rows), filled or no_update


def _grid(rows: list[dict[str, Any]]) -> dag.AgGrid:
    columns = [
        grids.text("area", "振興局", 150),
        grids.text("name", "宛先", 150, pinned="left"),
        *(
            grids.free_text(name, HEADINGS[name], WIDTHS[name], editable=True, flex=WIDTHS[name])
            for name in EDITED
        ),
    ]
    return grids.grid(
        "addresses-grid",
        columns,
        rows,
        height="420px",
        listeners={},
        row_id="params.data.id",
        column_options=grids.WITHOUT_FILTER_BUTTONS,
        options={"stopEditingWhenCellsLoseFocus": True},
    )
