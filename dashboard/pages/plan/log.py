"""A call or visit on the page 計画: its form, and what is written of it into the journal."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, ctx, html, no_update

from dashboard import clock, journal
from dashboard.components import selects
from dashboard.components.written_by import WRITTEN_BY
from dashboard.frames import records
from dashboard.pages.plan import journal_fields, writing
from dashboard.pages.plan.journal_fields import control, tab_persistence, towns
from dashboard.warehouse.reader import Reader
from dashboard.web.settings import journal_to_write
from dashboard.words import words

PARTS = {
    "contact": ("contacted_on", "means", "owner", "met", "said"),
    "promise": ("promise_kind", "target", "fiscal_year", "due", "text"),
    "step": ("text", "due"),
}
# what tells that a call is being written down
TYPED = ("contact-met", "contact-said", "promise-due", "promise-text", "step-text", "step-due")
SELECTS = {
    "log-contact-means",
    "log-promise-promise_kind",
    "log-promise-target",
    "log-promise-fiscal_year",
}


def form(reader: Reader, code: str) -> html.Details:
    """One call or visit, with the promise and the next step that came of it, written in one go; open for a town."""
    today = words.day_short(clock.today())
    kept = tab_persistence(f"log-{code}")

    def new(kind: str, name: str, **more: Any) -> Any:
        return control(reader, kind, name, f"log-{kind}-{name}", **more, **kept)

    promise = [
        new("promise", "promise_kind", required=False, label="確認事項の種類"),
        new("promise", "target", label="対象（課題・機能）"),
        new("promise", "fiscal_year", label="いつの調査までに"),
        new("promise", "due", label="確認事項の期限"),
        new("promise", "text", required=False, label="確認事項の内容", className="wide"),
    ]
    step = [
        new("step", "text", required=False, label="次にすること", className="wide"),
        new("step", "due", required=False, label="次にすることの期限"),
    ]
    return html.Details(
        [
            html.Summary(html.H2("対応を記録する")),
            html.Div(
                [
                    dmc.Select(
                        id="log-town",
                        label="市町村",
                        data=towns(reader),
                        value=code or None,
                        searchable=True,
                        filter=selects.FOLDED,
                        size="sm",
                        required=True,
                        allowDeselect=False,
                        comboboxProps=selects.COMBO,
                        nothingFoundMessage="見つかりません",
                        **kept,
                    ),
                    new("contact", "contacted_on", value=today),
                    new("contact", "means"),
                    new("contact", "owner", required=False, placeholder="空欄なら記入者"),
                    new("contact", "met", label="相手（課・職名）"),
                    new("contact", "said", className="wide"),
                ],
                className="form-grid",
            ),
            html.Details(
                [html.Summary("確認事項があれば"), html.Div(promise, className="form-grid")], open=True
            ),
            html.Details(
                [html.Summary("次にすることがあれば"), html.Div(step, className="form-grid")], open=True
            ),
            html.Div(
                [
                    dmc.Button("記録する", id="log-save", size="sm"),
                    dmc.Button("書きかけを消す", id="log-clear", size="sm", variant="default"),
                    html.Span(id="log-result", role="status", className="form-result"),
                ],
                className="toolbar",
            ),
        ],
        className="panel log-form",
        id="log",
        open=bool(code),
    )


def register(app: Dash) -> None:
    """Write what was entered, all or none, and close the town in the plan that is shown."""
    # every field but the town, in the order in which they are asked for
    fields = [f"log-{kind}-{name}" for kind, names in PARTS.items() for name in names]

    app.clientside_callback(
        ClientsideFunction("kasanariPlan", "openBegun"),
        Output("log", "open"),
        *(Input(f"log-{name}", "value") for name in TYPED),
    )

    @app.callback(
        Output("log-result", "children"),
        Output("plan-version", "data", allow_duplicate=True),
        Output("log-town", "value", allow_duplicate=True),
        *(Output(name, "value") for name in fields),
        Input("log-save", "n_clicks"),
        Input("log-clear", "n_clicks"),
        State("url", "search"),
        State("log-town", "value"),
        *(State(name, "value") for name in fields),
        State(WRITTEN_BY, "value"),
        State("plan-shown", "data"),
        prevent_initial_call=True,
    )
    def save(
        saves: int | None, clears: int | None, search: str | None, town: str | None, *values: Any
    ) -> Any:
        # nothing of this call is left behind for the next one
        blank = [words.day_short(clock.today()), *(None if name in SELECTS else "" for name in fields[1:])]
        first_town = parse_qs((search or "").removeprefix("?")).get("log", [None])[0]
        if ctx.triggered_id == "log-clear" and clears:
            return "", no_update, first_town, *blank
        if not saves:
            return (no_update,) * (3 + len(fields))
        said = iter(values)
        contact, promise, step = ({name: next(said) for name in names} for names in PARTS.values())
        by, plan_id = said
        owner = contact["owner"] = (contact["owner"] or "").strip() or by
        parts: list[tuple[str, dict[str, Any]]] = [("contact", contact)]
        if promise["text"] or promise["promise_kind"]:
            standing = {"promised_on": contact["contacted_on"], "owner": owner, "state": "進行中"}
            parts.append(("promise", {**promise, **standing}))
        if step["text"]:
            parts.append(("step", {**step, "owner": owner, "state": "これから"}))
        try:
            path = journal_to_write()
            journal.write_together(path, town or "", parts, by)
            told = f"記録しました（{'・'.join(journal_fields.KINDS[kind] for kind, _ in parts)}）。"
            told += journal_fields.past_due(parts)
            told += _close_planned_item(path, plan_id, town or "", contact["means"], by)
            return told, journal.version_of(path), first_town, *blank
        except writing.TROUBLES as error:
            alert = html.Span(str(error), className="note-alert")
            return alert, *(no_update,) * (2 + len(fields))


def _close_planned_item(path: Path, plan_id: str, town: str, means: str, by: str) -> str:
    """Close the town in the plan that is shown, where the contact was made by the means that were planned."""
    items = journal.items(path, plan_id)
    planned = items[
        (items["municipality_code"] == town) & (items["means"] == means) & (items["state"] == "予定")
    ]
    for item in records(planned):
        try:
            journal.revise(path, item["record_id"], int(item["version"]), {"state": "済み"}, by)
        except journal.ConflictError as error:
            return f"計画は「予定」のままです。{error}"
        return f"計画の「{means}」を「済み」にしました（「直す」で戻せます）。"
    return ""
