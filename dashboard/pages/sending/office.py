"""Who writes: entered once, used by every letter and mail."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard import journal
from dashboard.components import selects
from dashboard.components.written_by import WRITTEN_BY
from dashboard.journal.kinds import FIELDS, Field
from dashboard.web import entries
from dashboard.web.settings import journal_to_write

NAMES = tuple(field.name for field in FIELDS["office"])
HINTS = {
    "head": "保健福祉部福祉局地域福祉課長",
    "section": "地域福祉課地域福祉係",
    "person": "北海　花子",
    "phone": "011-000-0000（内線 00-000）",
    "mail": "fukushi@pref.example.jp",
    "symbol": "地福第　　　号",
}
NO_NAME = "右上の「記入者」に名前を入れてください。だれが書いたかを記録します。"


def section(entered: dict[str, str], version: int) -> html.Section:
    """What is entered as that version, in words, and the form to change it; open while nothing is entered."""
    return html.Section(
        [
            html.H2("1. 文書の差出人"),
            dcc.Store(id="office-seen", data=version),
            html.Div(_entered(entered), id="office-entered"),
            html.Details(
                [
                    html.Summary("差出人を直す" if entered else "差出人を入れる"),
                    html.Div([_control(field, entered) for field in FIELDS["office"]], className="form-grid"),
                    dmc.Button("保存", id="office-save", size="sm"),
                    html.Div(id="office-message", role="status", className="form-result"),
                ],
                open=not entered,
                id="office-form",
            ),
        ],
        className="panel",
    )


def register(app: Dash) -> None:
    """Save what was entered as a new version of the one record."""

    @app.callback(
        Output("office-entered", "children"),
        Output("office-message", "children"),
        Output("office-seen", "data"),
        Input("office-save", "n_clicks"),
        *(State(f"office-{name}", "value") for name in NAMES),
        State(WRITTEN_BY, "value"),
        State("office-seen", "data"),
        prevent_initial_call=True,
    )
    def save(clicks: int | None, *given: Any) -> Any:
        if not clicks:
            return (no_update,) * 3
        *values, by, seen = given
        if not (by or "").strip():
            return no_update, html.Span(NO_NAME, className="note-alert"), no_update
        entered = dict(zip(NAMES, values, strict=True))
        try:
            path = journal_to_write()
            before = journal.current(path, "office")
            if before.empty:
                journal.write(path, "office", "", entered, by)
            else:
                row = before.iloc[-1]
                journal.revise(path, str(row["record_id"]), int(seen), entered, by)
            kept, version = journal.office(path), journal.office_version(path)
        except journal.ConflictError as error:
            return _entered(journal.office(path)), entries.conflict(error, entered), error.present.version
        except (journal.InvalidRecordError, journal.JournalError) as error:
            return no_update, html.Span(str(error), className="note-alert"), no_update
        return _entered(kept), "保存しました。これから作る文書とメールに入ります。", version


def _entered(entered: dict[str, str]) -> Any:
    if not entered:
        return html.P(
            "まだ入っていません。入れると、依頼文・提出のお願い・疑義照会・メールのすべてに入ります（入れないと、1通ずつ手で書き込むことになります）。"
        )
    rows = [(field.label, entered[field.name]) for field in FIELDS["office"] if entered[field.name]]
    return html.Dl(
        [part for label, value in rows for part in (html.Dt(label), html.Dd(value))], className="office-facts"
    )


def _control(field: Field, entered: dict[str, str]) -> Any:
    shared = {
        "id": f"office-{field.name}",
        "label": field.label,
        "size": "sm",
        "required": field.is_required,
    }
    if field.words:
        return dmc.Select(
            data=list(field.words),
            value=entered.get(field.name) or field.words[0],
            allowDeselect=False,
            comboboxProps=selects.COMBO,
            **shared,
        )
    return dmc.TextInput(value=entered.get(field.name, ""), placeholder=f"例: {HINTS[field.name]}", **shared)
