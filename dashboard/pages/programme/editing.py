"""What staff add to 事業について: cases of other municipalities, and other words for measures and functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, html, no_update

from dashboard import journal
from dashboard.chart_data.charts import programme as charts
from dashboard.components import recorded, selects, take_out, written_by
from dashboard.components.written_by import WRITTEN_BY
from dashboard.export.deck.programme_data import ProgrammeData
from dashboard.frames import records
from dashboard.journal.kinds import FIELDS
from dashboard.queries import visits
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import entries
from dashboard.web.settings import journal_path, journal_to_write

CASE = tuple(field.name for field in FIELDS["case"])
WORDING = tuple(field.name for field in FIELDS["wording"])
LABELS = {field.name: field.label for kind in ("case", "wording") for field in FIELDS[kind]}
NAME = "programme"


def section(reader: Reader, programme: ProgrammeData, message: str = "") -> html.Section:
    """The forms, what was added and edited, and what was taken back."""
    rows = [row for kind in ("case", "wording") for row in _records(programme, kind)]
    return html.Section(
        [
            html.H2("事例を加える・言葉を直す"),
            written_by.labelled_field(),
            html.Div([_case_form(reader, programme), _wording_form(programme)], className="programme-forms"),
            html.Div(message, id="programme-message", role="status", className="form-result"),
            *recorded.lists(NAME, "加えた事例と直した言葉", rows),
            take_out.buttons(charts.ADDED.id, content="#programme-editing ul"),
        ],
        className="panel",
        id="programme-editing",
    )


def _case_form(reader: Reader, programme: ProgrammeData) -> html.Div:
    groups = programme.functions.drop_duplicates("group_code")
    towns = [
        {"value": row["municipality_code"], "label": f"{row['name']}（{row['kana']}）"}
        for row in records(visits.places(reader))
    ]
    return html.Div(
        [
            html.H3("市町村の取組を事例に加える"),
            dmc.Select(
                id="programme-town",
                label="市町村",
                data=towns,
                searchable=True,
                filter=selects.FOLDED,
                size="sm",
                required=True,
                nothingFoundMessage="見つかりません",
            ),
            dmc.TextInput(id="programme-case-topic", label=LABELS["topic"], size="sm", required=True),
            dmc.Select(
                id="programme-case-function_group",
                label=LABELS["function_group"],
                data=[{"value": row["group_code"], "label": row["group_label"]} for row in records(groups)],
                size="sm",
                clearable=True,
            ),
            dmc.Textarea(
                id="programme-case-text",
                label="取組の内容",
                size="sm",
                required=True,
                autosize=True,
                minRows=2,
            ),
            dmc.TextInput(id="programme-case-source", label=LABELS["source"], size="sm", required=True),
            dmc.Button("事例を加える", id="programme-case-save", size="sm"),
        ]
    )


def _wording_form(programme: ProgrammeData) -> html.Div:
    return html.Div(
        [
            html.H3("支援・機能の言葉を直す"),
            dmc.Select(
                id="programme-wording-subject",
                label=LABELS["subject"],
                data=[{"value": code, "label": label} for code, label in _subjects(programme).items()],
                size="sm",
                required=True,
            ),
            dmc.Textarea(
                id="programme-wording-text",
                label="直した言葉",
                size="sm",
                required=True,
                autosize=True,
                minRows=2,
            ),
            dmc.TextInput(id="programme-wording-reason", label=LABELS["reason"], size="sm", required=True),
            dmc.Button("言葉を直す", id="programme-wording-save", size="sm"),
            html.P("資料の言葉は残ります。直した言葉には、その印が付きます。", className="note"),
        ]
    )


def register(app: Dash, warehouse: Warehouse, body: Callable[[Reader, str], list[Any]]) -> None:
    """Write what was entered, and draw the page anew. body: the page with a message."""

    def drawn(message: str) -> Any:
        return body(warehouse.reader(), message), no_update

    @app.callback(
        Output("programme-body", "children", allow_duplicate=True),
        Output("programme-message", "children", allow_duplicate=True),
        Input("programme-case-save", "n_clicks"),
        State("programme-town", "value"),
        *(State(f"programme-case-{name}", "value") for name in CASE),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def add_case(clicks: int | None, town: str | None, *given: Any) -> Any:
        if not clicks:
            return no_update, no_update
        *said, by = given
        try:
            values = dict(zip(CASE, said, strict=True))
            journal.write(journal_to_write(), "case", town or "", values, by or "")
            return drawn("事例を加えました。")
        except entries.TROUBLES as error:
            return no_update, html.Span(str(error), className="note-alert")

    @app.callback(
        Output("programme-body", "children", allow_duplicate=True),
        Output("programme-message", "children", allow_duplicate=True),
        Input("programme-wording-save", "n_clicks"),
        *(State(f"programme-wording-{name}", "value") for name in WORDING),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def edit_wording(clicks: int | None, *given: Any) -> Any:
        if not clicks:
            return no_update, no_update
        *said, by = given
        values = dict(zip(WORDING, said, strict=True))
        try:
            path = journal_to_write()
            before = journal.current(path, "wording")
            before = before[before["subject"] == values["subject"]]
            if len(before):
                newest = records(before)[-1]
                journal.revise(path, newest["record_id"], int(newest["version"]), values, by or "")
            else:
                journal.write(path, "wording", "", values, by or "")
            return drawn("言葉を直しました。")
        except entries.TROUBLES as error:
            return no_update, html.Span(str(error), className="note-alert")

    entries.register_taking_back(
        app, NAME, "programme-body", "programme-message", lambda said: body(warehouse.reader(), said)
    )


def _subjects(programme: ProgrammeData) -> dict[str, str]:
    """What can be said in other words."""
    measures = {f"measure:{row['code']}": f"支援: {row['label_ja']}" for row in records(programme.measures)}
    functions = {
        f"function:{row['code']}": f"{row['item']}: {row['label_ja']}" for row in records(programme.functions)
    }
    return {**measures, **functions}


def _records(programme: ProgrammeData, kind: str) -> list[dict[str, Any]]:
    """What was entered of a kind, with what it is about; also what was taken back."""
    names = dict(zip(programme.cases["municipality_code"], programme.cases["name"], strict=True))
    names |= dict(zip(programme.added["municipality_code"], programme.added["name"], strict=True))
    subjects = _subjects(programme)
    rows = records(journal.current(journal_path(), kind, with_removed=True))
    for row in rows:
        if kind == "case":
            row["about"] = f"{names.get(row['municipality_code'], row['municipality_code'])}　{row['topic']}"
            row["beside"] = f"出典: {row['source']}"
        else:
            row["about"] = subjects.get(row["subject"], row["subject"])
            row["beside"] = f"直す理由: {row['reason']}"
    return rows
