"""What the page 計画 writes into the journal: towns into a plan, a route, a contact, a new version, a removal."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, html, no_update

from dashboard import clock, journal
from dashboard.components import journal_view, notices
from dashboard.components.written_by import WRITTEN_BY
from dashboard.frames import records
from dashboard.pages.plan import editor, journal_fields, route
from dashboard.services import ranking, routes
from dashboard.views import outreach
from dashboard.views.outreach import weights_label
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import eras, words

TROUBLES = (journal.InvalidRecordError, journal.JournalError, WarehouseError)
ROUTE = ("from", "days", "first", "hours", "minutes")


def register(app: Dash, warehouse: Warehouse) -> None:
    """Callbacks that write; each tells the page that the journal has changed."""
    _register_plan(app, warehouse)
    _register_editor(app, warehouse)


def _register_plan(app: Dash, warehouse: Warehouse) -> None:
    @app.callback(
        Output("plan-result", "children"),
        Output("plan-towns", "value"),
        Output("plan-version", "data", allow_duplicate=True),
        Output("plan-goes-to", "data"),
        Input("plan-add", "n_clicks"),
        State("plan-towns", "value"),
        State("plan-means", "value"),
        State("plan-owner", "value"),
        State("plan-due", "value"),
        State("plan-shown", "data"),
        State(WRITTEN_BY, "value"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def add(
        clicks: int | None,
        codes: list[str],
        means: str,
        owner: str,
        due: str,
        plan_id: str,
        by: str,
        search: str | None,
    ) -> Any:
        if not clicks:
            return (no_update,) * 4
        path = journal_path()
        if not plan_id:
            return "先に「新しい計画」で計画を作ってください。", *(no_update,) * 3
        if not codes:
            return "市町村を選んでください。", *(no_update,) * 3
        try:
            known = set(journal.items(path, plan_id)["municipality_code"])
            new = [code for code in codes if code not in known]
            # by the weights with which the officer looked at the ranking
            choice = outreach.choose(search)
            scores = routes.scores(warehouse.reader(), path, choice.weights)
            charge = (owner or "").strip() or by
            values = {"plan_id": plan_id, "means": means, "owner": charge, "due": due, "state": "予定"}
            bring = proposed(warehouse.reader(), path)
            for code in new:
                own = {"priority": scores.get(code), "measure": bring.get(code)}
                journal.write(journal_to_write(), "item", code, {**values, **own}, by)
            version = journal.version_of(path)
        except TROUBLES as error:
            return html.Span(str(error), className="note-alert"), *(no_update,) * 3
        again = len(codes) - len(new)
        said = (
            f"{len(new)}市町村を入れました（優先度は働きかけの「点の内訳」の合計。{weights_label(choice)}。"
            "案内する支援は、順位で示すもののうち、まだ受けていない最初のもの。「直す」で変えられます）。"
            if new
            else ""
        )
        said += f"{again}市町村はすでに入っています。" if again else ""
        said += journal_fields.past_due([("item", {"due": due})]) if new else ""
        return said, [], version, {"plan": plan_id, "add": ""}

    @app.callback(
        Output("route-message", "children"),
        Output("plan-version", "data", allow_duplicate=True),
        Input("route-make", "n_clicks"),
        *(State(f"route-{name}", "value") for name in ROUTE),
        State("plan-shown", "data"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
        running=[(Output("route-make", "loading"), True, False)],
    )
    def make(
        clicks: int | None,
        office: str,
        days: str,
        first: str,
        hours: str,
        minutes: str,
        plan_id: str,
        by: str,
    ) -> Any:
        if not clicks:
            return no_update, no_update
        path = journal_path()
        values = dict(zip(route.FIELDS, (office, days, first, hours, minutes), strict=True))
        try:
            plans = journal.plans(path)
            versions = plans.loc[plans["record_id"] == plan_id, "version"]
            if versions.empty:
                return "先に「新しい計画」で計画を作ってください。", no_update
            if missing := route.empty_fields(values):
                return html.Span(missing, className="note-alert"), no_update
            journal.revise(journal_to_write(), plan_id, int(versions.iloc[0]), values, by)
            routes.offices(warehouse.reader())
            return "", journal.version_of(path)
        except journal.ConflictError as error:
            return html.Span(
                f"{error}もう一度「経路を作る」を押してください。", className="note-alert"
            ), no_update
        except TROUBLES as error:
            return html.Span(str(error), className="note-alert"), no_update


def _register_editor(app: Dash, warehouse: Warehouse) -> None:
    app.clientside_callback(
        ClientsideFunction("kasanariPlan", "unsaved"),
        Output("editor-unsaved", "children"),
        Input({"type": "record-field", "name": ALL}, "value"),
        State({"type": "record-field", "name": ALL}, "id"),
        State("editor-state", "data"),
    )

    @app.callback(
        Output("record-editor", "opened"),
        Output("record-editor", "title"),
        Output("editor-fields", "children"),
        Output("editor-history", "children"),
        Output("editor-state", "data"),
        Output("editor-message", "children"),
        Output("editor-remove", "disabled"),
        Input("plan-new", "n_clicks"),
        Input("plan-edit", "n_clicks"),
        Input({"type": "record-edit", "kind": ALL, "id": ALL}, "n_clicks"),
        State("plan-shown", "data"),
        prevent_initial_call=True,
    )
    def edit(_new: int | None, _plan: int | None, _edits: list[int], plan_id: str) -> Any:
        if not ctx.triggered or not ctx.triggered[0]["value"]:
            return (no_update,) * 7
        reader = warehouse.reader()
        asked = ctx.triggered_id
        if asked == "plan-new":
            this_year = eras.fiscal_year_of(clock.today())
            values = {"fiscal_year": this_year, "quarter": 0, "capacity_days": ""}
            state = {"kind": "plan", "id": "", "version": 0, "values": values}
            known = len(journal.current(journal_path(), "plan", with_removed=True))
            fields = journal_fields.form(reader, "plan", values, f"new-{known}")
            return True, "新しい計画", fields, None, state, None, True
        record_id = plan_id if asked == "plan-edit" else asked["id"]
        versions = journal.history(journal_path(), record_id) if record_id else []
        if not versions:
            return (no_update,) * 7
        newest = versions[-1]
        state = {"kind": newest.kind, "id": record_id, "version": newest.version, "values": newest.values}
        title = f"{journal_fields.KINDS[newest.kind]}を直す{editor.of_town(reader, newest.municipality_code)}"
        fields = journal_fields.form(reader, newest.kind, newest.values, f"{record_id}-{newest.version}")
        return True, title, fields, journal_view.history(versions), state, None, False

    @app.callback(
        Output("record-editor", "opened", allow_duplicate=True),
        Output("editor-message", "children", allow_duplicate=True),
        Output("editor-state", "data", allow_duplicate=True),
        Output("plan-version", "data", allow_duplicate=True),
        Output("plan-goes-to", "data", allow_duplicate=True),
        Output("plan-undo", "children", allow_duplicate=True),
        Input("editor-save", "n_clicks"),
        State("editor-state", "data"),
        State({"type": "record-field", "name": ALL}, "value"),
        State({"type": "record-field", "name": ALL}, "id"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def save(
        clicks: int | None,
        state: dict[str, Any],
        values: list[Any],
        ids: list[dict[str, str]],
        by: str,
    ) -> Any:
        if not clicks or not state:
            return (no_update,) * 6
        path = journal_path()
        said = {one["name"]: value for one, value in zip(ids, values, strict=True)}
        try:
            if state["id"]:
                journal.revise(journal_to_write(), state["id"], int(state["version"]), said, by)
                return False, None, no_update, journal.version_of(path), no_update, editor.kept(state["kind"])
            made = journal.write(journal_to_write(), state["kind"], "", said, by)
            goes_to = {"plan": made.record_id}
            return False, None, no_update, journal.version_of(path), goes_to, editor.kept(state["kind"])
        except journal.ConflictError as error:
            renewed = {**state, "version": error.present.version}
            return no_update, editor.conflict(error.present, said), renewed, *(no_update,) * 3
        except TROUBLES as error:
            return no_update, notices.banner(str(error), "warning"), *(no_update,) * 4

    @app.callback(
        Output("plan-undo", "children"),
        Output("record-editor", "opened", allow_duplicate=True),
        Output("editor-message", "children", allow_duplicate=True),
        Output("plan-version", "data", allow_duplicate=True),
        Input("editor-remove", "n_clicks"),
        Input({"type": "record-remove", "id": ALL, "version": ALL}, "n_clicks"),
        Input({"type": "record-undo", "id": ALL, "version": ALL}, "n_clicks"),
        State("editor-state", "data"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def remove(
        _editor: int | None, _rows: list[int], _undo: list[int], state: dict[str, Any], by: str
    ) -> Any:
        if not ctx.triggered or not ctx.triggered[0]["value"]:
            return (no_update,) * 4
        asked, path = ctx.triggered_id, journal_path()
        is_editor = asked == "editor-remove"
        target = state if is_editor else asked
        try:
            if not is_editor and asked["type"] == "record-undo":
                journal.restore(journal_to_write(), target["id"], int(target["version"]), by)
                return "元に戻しました。", no_update, no_update, journal.version_of(path)
            gone = journal.revise(
                journal_to_write(), target["id"], int(target["version"]), {}, by, is_removed=True
            )
        except (journal.ConflictError, *TROUBLES) as error:
            said = notices.banner(str(error), "warning")
            return (no_update, no_update, said, no_update) if is_editor else (said, *(no_update,) * 3)
        town = editor.of_town(warehouse.reader(), gone.municipality_code)
        return editor.undo(gone, town), False, no_update, journal.version_of(path)


def proposed(reader: Reader, path: Path | None) -> dict[str, str]:
    """By town what to bring: of what the ranking names, the first that the town has not had, else the first."""
    found = {}
    for code, measures in ranking.material(reader, path).measures.items():
        if measures:
            found[code] = str(next((one for one in measures if not one["had"]), measures[0])["label"])
    return found


def plans(path: Path | None, search: str | None) -> tuple[Any, str]:
    """The plans, and which one the address names; else the newest."""
    plans = journal.plans(path)
    asked = parse_qs((search or "").removeprefix("?")).get("plan", [""])[0]
    known = plans["record_id"].tolist()
    return plans, asked if asked in known else (known[-1] if known else "")


def choices(plans: Any) -> list[dict[str, str]]:
    quarters = {str(row["value"]): str(row["label"]) for row in journal_fields.QUARTERS}
    return [
        {
            "value": row["record_id"],
            "label": f"{row['title']}（{words.fiscal_year(int(row['fiscal_year']))} {quarters.get(str(row['quarter'] or 0), '通年')}）",
        }
        for row in records(plans)
    ]
