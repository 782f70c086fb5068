"""A call or visit on the page 計画: its form, and what is written of it into the journal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, html, no_update

from dashboard import journal
from dashboard.components import journal_fields, journal_view, plan_writing
from dashboard.components.journal_fields import COMBO, control, towns
from dashboard.warehouse import Reader

CONTACT = ("contacted_on", "means", "owner", "met", "said")
PROMISE = ("promise_kind", "target", "fiscal_year", "due", "text")
SELECTS = {"log-promise-promise_kind", "log-promise-target", "log-promise-fiscal_year"}
STEP = ("text", "due")


def form(reader: Reader, code: str) -> html.Section:
    """One call or visit, with the promise and the next step that came of it, written in one go."""
    today = journal_view.today().isoformat()

    def new(kind: str, name: str, **more: Any) -> Any:
        return control(reader, kind, name, f"log-{kind}-{name}", **more)

    promise = [
        new("promise", "promise_kind", required=False, label="約束の種類"),
        new("promise", "target", label="対象（課題・機能）"),
        new("promise", "fiscal_year", label="いつの調査までに"),
        new("promise", "due", label="約束の期限"),
        new("promise", "text", required=False, label="約束の内容", className="wide"),
    ]
    step = [
        new("step", "text", required=False, label="次にすること", className="wide"),
        new("step", "due", required=False, label="次にすることの期限"),
    ]
    return html.Section(
        [
            html.H2("対応を記録する"),
            html.Div(
                [
                    dmc.Select(
                        id="log-town",
                        label="市町村",
                        data=towns(reader),
                        value=code or None,
                        searchable=True,
                        size="sm",
                        required=True,
                        allowDeselect=False,
                        comboboxProps=COMBO,
                        nothingFoundMessage="見つかりません",
                    ),
                    new("contact", "contacted_on", value=today),
                    new("contact", "means"),
                    new("contact", "owner", required=False, placeholder="空欄なら記入者"),
                    new("contact", "met", label="相手（課・職名）"),
                    new("contact", "said", className="wide"),
                ],
                className="form-grid",
            ),
            html.Details([html.Summary("約束があれば"), html.Div(promise, className="form-grid")], open=True),
            html.Details(
                [html.Summary("次にすることがあれば"), html.Div(step, className="form-grid")], open=True
            ),
            html.Div(
                [
                    dmc.Button("記録する", id="log-save", size="sm"),
                    html.Span(id="log-result", role="status", className="form-result"),
                ],
                className="toolbar",
            ),
        ],
        className="panel",
        id="log",
    )


def register(app: Dash) -> None:
    """Write what was entered, all or none, and close the town in the plan that is shown."""
    emptied = [*(f"log-contact-{name}" for name in CONTACT[3:]), *(f"log-promise-{name}" for name in PROMISE)]
    emptied += [f"log-step-{name}" for name in STEP]

    @app.callback(
        Output("log-result", "children"),
        Output("plan-version", "data", allow_duplicate=True),
        *(Output(name, "value") for name in emptied),
        Input("log-save", "n_clicks"),
        State("log-town", "value"),
        *(State(f"log-contact-{name}", "value") for name in CONTACT),
        *(State(f"log-promise-{name}", "value") for name in PROMISE),
        *(State(f"log-step-{name}", "value") for name in STEP),
        State("plan-by", "value"),
        State("plan-shown", "data"),
        prevent_initial_call=True,
    )
    def save(clicks: int | None, town: str | None, *values: Any) -> Any:
        kept = [no_update] * len(emptied)
        if not clicks:
            return no_update, no_update, *kept
        contact = dict(zip(CONTACT, values[:5], strict=True))
        promise = dict(zip(PROMISE, values[5:10], strict=True))
        step = dict(zip(STEP, values[10:12], strict=True))
        by, plan_id = values[12:14]
        owner = contact["owner"] = (contact["owner"] or "").strip() or by
        parts: list[tuple[str, dict[str, Any]]] = [("contact", contact)]
        if promise["text"] or promise["promise_kind"]:
            standing = {"promised_on": contact["contacted_on"], "owner": owner, "state": "進行中"}
            parts.append(("promise", {**promise, **standing}))
        if step["text"]:
            parts.append(("step", {**step, "owner": owner, "state": "これから"}))
        path = plan_writing.journal_path()
        try:
            journal.write_together(path, town or "", parts, by)
            said = f"記録しました（{'・'.join(journal_fields.KINDS[kind] for kind, _ in parts)}）。"
            said += _done(path, plan_id, town or "", contact["means"], by)
            # nothing of this call is left behind for the next one
            emptied_values = [None if name in SELECTS else "" for name in emptied]
            return said, journal.version_of(path), *emptied_values
        except plan_writing.TROUBLES as error:
            return html.Span(str(error), className="note-alert"), no_update, *kept


def _done(path: Path, plan_id: str, town: str, means: str, by: str) -> str:
    """Close the town in the plan that is shown, where the contact was made by the means that were planned."""
    items = journal.items(path, plan_id)
    planned = items[
        (items["municipality_code"] == town) & (items["means"] == means) & (items["state"] == "予定")
    ]
    for item in planned.to_dict("records"):
        try:
            journal.revise(path, item["record_id"], int(item["version"]), {"state": "済み"}, by)
        except journal.ConflictError as error:
            return f"計画は「予定」のままです。{error}"
        return f"計画の「{means}」を「済み」にしました（「直す」で戻せます）。"
    return ""
