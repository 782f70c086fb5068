"""What people decide on a file that was received, and the day on which it came, put right."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

import flask
from dash import ALL, Dash, Input, Output, State, ctx, no_update

from dashboard import journal
from dashboard.components.written_by import WRITER
from dashboard.intake.jobs import Decision, Intake
from dashboard.pages.returns import files as returns_files
from dashboard.services import round_days
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web.act_callbacks import acts
from dashboard.web.settings import journal_path
from dashboard.words import words

DECISIONS: dict[str, Literal["loaded", "quarantined"]] = {
    "decide-load": "loaded",
    "decide-aside": "quarantined",
}


def register(app: Dash, warehouse: Warehouse, intake: Intake) -> None:
    """Decide on a received file, put right its day of receipt."""

    @app.callback(
        Output("decide-line", "children"),
        Output("intake-tick", "disabled", allow_duplicate=True),
        Output("intake-batch", "data", allow_duplicate=True),
        Input("decide-load", "n_clicks"),
        Input("decide-aside", "n_clicks"),
        State("returns-files", "selectedRows"),
        State("decide-reason", "value"),
        State("decide-town", "value"),
        State("decide-own-town", "value"),
        State("of-day", "checked"),
        State("returns-head", "data-fy"),
        State(WRITER, "data"),
        prevent_initial_call=True,
    )
    def decide(
        _load: int | None,
        _aside: int | None,
        chosen: list[dict[str, Any]] | None,
        reason: str | None,
        town: str | None,
        own_town: str | None,
        is_for_day: bool | None,
        year: str,
        writer: str | None,
    ) -> Any:
        if ctx.triggered_id not in DECISIONS or not ctx.triggered[0]["value"]:
            return no_update, no_update, no_update
        if not chosen:
            return "ファイルを1つ選んでください。", no_update, no_update
        file, decision = (
            str(chosen[0]["file"]),
            Decision(
                DECISIONS[ctx.triggered_id],
                reason or "",
                town or "",
                own_town or "",
                is_for_day=bool(is_for_day),
                by=writer or "",
            ),
        )
        if "/demo/" in file:
            return returns_files.FICTIONAL, no_update, no_update
        if decision.is_for_day and (decision.municipality or decision.instead_of):
            return "市町村の欄は、1つのファイルだけに使えます。空にしてください。", no_update, no_update
        if decision.state == "quarantined" and not decision.reason.strip():
            return "保留する理由を書いてください。", no_update, no_update
        return "", False, {"id": intake.decide(file, int(year), decision).batch_id}

    @app.callback(
        Output("act", "data", allow_duplicate=True),
        Output("redate-line", "children"),
        Input("redate", "n_clicks"),
        State("returns-files", "selectedRows"),
        State("redate-day", "value"),
        State("of-day", "checked"),
        State("returns-head", "data-fy"),
        State(WRITER, "data"),
        prevent_initial_call=True,
    )
    def redate(
        clicks: int | None,
        chosen: list[dict[str, Any]] | None,
        written: str | None,
        is_whole_day: bool | None,
        year: str,
        writer: str | None,
    ) -> Any:
        if not clicks:
            return no_update, no_update
        if not chosen:
            return no_update, "ファイルを1つ選んでください。"
        file = str(chosen[0]["file"])
        if "/demo/" in file:
            return no_update, returns_files.FICTIONAL
        try:
            day = entered_day(warehouse.reader(), "正しい受領日", written, int(year))
        except (ValueError, journal.JournalError, WarehouseError) as error:
            return no_update, str(error)
        what = f"{Path(file).name}{'と同じ受領日のファイルすべて' if is_whole_day else ''}の受領日を{words.day_short(day)}に直す"
        command = ["redate", file, "--fiscal-year", year, "--on", day.isoformat()]
        command += ["--same-day"] * bool(is_whole_day)
        return acts().start(what, command, by=writer or "", file=file).act_id, ""

    @app.callback(
        Output("intake-tick", "disabled", allow_duplicate=True),
        Output("intake-batch", "data", allow_duplicate=True),
        Input({"type": "decide-held", "file": ALL, "use": ALL}, "n_clicks"),
        State("returns-head", "data-fy"),
        State(WRITER, "data"),
        prevent_initial_call=True,
    )
    def decide_held(clicks: list[int | None], year: str, writer: str | None) -> Any:
        chosen = ctx.triggered_id
        if not any(clicks) or not isinstance(chosen, dict):
            return no_update, no_update
        use: Literal["replace", "amend"] = "amend" if chosen["use"] == "amend" else "replace"
        batch = intake.decide(str(chosen["file"]), int(year), Decision("loaded", use=use, by=writer or ""))
        return False, {"id": batch.batch_id}


def entered_day(reader: Reader, label: str, written: str | None, fiscal_year: int) -> date:
    """A day of receipt. Raises ValueError, JournalError, WarehouseError."""
    curated = flask.current_app.config["PIPELINE"].curated
    known = round_days.known(reader, journal_path(), curated, fiscal_year)
    return round_days.entered("received", label, written or "", fiscal_year, known)
