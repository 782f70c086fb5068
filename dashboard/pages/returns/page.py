"""回収・点検: returns come in here; how far the round is, who is late, what is to be asked back."""

from __future__ import annotations

from datetime import date
from typing import Any

import flask
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from dashboard import clock, journal
from dashboard.components.written_by import WRITER
from dashboard.intake.annotated_copies import Copies
from dashboard.intake.jobs import Intake
from dashboard.pages.returns import body as returns_body
from dashboard.pages.returns import deciding
from dashboard.pages.returns import head as returns_head
from dashboard.pages.returns import intake as returns_intake
from dashboard.queries import intake as queries_intake
from dashboard.views import act_history
from dashboard.views.returns import gather, year_label
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web import lazy_routes, round_choice, shell_callbacks
from dashboard.web.address_callbacks import draw_from_address
from dashboard.web.settings import journal_path
from dashboard.words import words

PATH = "/returns"
TITLE = "回収・点検"
FOLLOWS = "all but the year"
IS_WORK = True


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the round that the address asks for."""
    head, body = _head_and_body(reader, asked)
    return html.Div(
        [
            *returns_intake.stores(),
            html.Div(head, id="returns-top", className="returns-top"),
            returns_intake.drop_zone(),
            html.Div(id="intake-results"),
            html.Div(body, id="returns-body", className="returns-body"),
        ],
        className="returns",
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    """Callbacks and addresses of the page; files go the way of the server's PIPELINE."""
    intake = Intake(app.server.config["PIPELINE"])
    copies = Copies(intake)
    app.server.config["INTAKE"] = intake

    def files(server: flask.Flask) -> None:
        from dashboard.web import intake as intake_web

        intake_web.register(server, warehouse, intake, copies)

    lazy_routes.add(app.server, files, "/intake", f"{PATH}/")
    _register_round(app, warehouse)
    _register_batch(app, warehouse, intake)
    _register_copies(app, warehouse, copies)
    deciding.register(app, warehouse, intake)


def _register_round(app: Dash, warehouse: Warehouse) -> None:
    def draw(reader: Reader, asked: View) -> list[Any]:
        return list(_head_and_body(reader, asked))

    draw_from_address(app, warehouse, PATH, ["returns-top", "returns-body"], draw)


def _register_batch(app: Dash, warehouse: Warehouse, intake: Intake) -> None:
    @app.callback(
        Output("intake-status", "children"),
        Output("intake-results", "children"),
        Output("intake-tick", "disabled"),
        Output("intake-shown", "data"),
        Output("version", "data", allow_duplicate=True),
        Input("intake-batch", "data"),
        Input("intake-tick", "n_intervals"),
        State("intake-shown", "data"),
        State("version", "data"),
        prevent_initial_call="initial_duplicate",
    )
    def show_batch(given: dict[str, str] | None, _turns: int | None, shown: str, seen: dict[str, str]) -> Any:
        """The batch of this tab; when it is done, the page is drawn with the new data at once."""
        batch_id = (given or {}).get("id", "")
        if not batch_id:
            return None, None, True, "", no_update
        batch = intake.batch(batch_id)
        if batch is None:
            return returns_intake.lost(), None, True, "lost", no_update
        now = f"{batch.batch_id}:{batch.stage}:{batch.since}"
        status = returns_intake.status(batch)
        if now == shown:
            return status, no_update, not batch.is_running, no_update, no_update
        try:
            names = queries_intake.names(warehouse.reader())
            questions = queries_intake.questions(warehouse.reader(), batch.fiscal_year)
        except WarehouseError:
            names, questions = {}, {}

        def why_not(day: date) -> str:
            try:
                deciding.entered_day(warehouse.reader(), "日付", day.isoformat(), batch.fiscal_year)
            except (ValueError, journal.JournalError, WarehouseError) as error:
                return str(error)
            return ""

        version = no_update
        if batch.stage == "done":
            version = shell_callbacks.changed_version(
                shell_callbacks.version(warehouse, intake.pipeline), seen
            )
        return (
            status,
            returns_intake.results(batch, names, questions, why_not),
            not batch.is_running,
            now,
            version,
        )

    @app.callback(
        Output("intake-tick", "disabled", allow_duplicate=True),
        Output("intake-batch", "data"),
        Output("intake-day-message", "children"),
        Input({"type": "intake-receive", "batch": ALL}, "n_clicks"),
        State("intake-files", "selectedRows"),
        State("intake-batch", "data"),
        State("intake-day", "value"),
        State("returns-head", "data-fy"),
        State(WRITER, "data"),
        prevent_initial_call=True,
    )
    def receive(
        clicks: list[int | None],
        chosen: list[dict[str, Any]] | None,
        given: dict[str, str],
        written: str | None,
        year: str,
        writer: str | None,
    ) -> Any:
        if not any(clicks):
            return no_update, no_update, no_update
        if not chosen:
            return no_update, no_update, "受け取るファイルを選んでください。"
        try:
            day = deciding.entered_day(warehouse.reader(), "受領日", written, int(year))
        except (ValueError, journal.JournalError, WarehouseError) as error:
            return no_update, no_update, str(error)
        batch = intake.receive(given["id"], [str(row["id"]) for row in chosen], day, writer or "")
        return batch is None, {**given, "asked": str(sum(click or 0 for click in clicks))}, ""

    @app.callback(
        Output("intake-day", "value"),
        Input({"type": "intake-day-of", "day": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    def take_day(clicks: list[int | None]) -> Any:
        asked = ctx.triggered_id
        if not any(clicks) or not isinstance(asked, dict):
            return no_update
        return words.day_short(date.fromisoformat(asked["day"]))


def _register_copies(app: Dash, warehouse: Warehouse, copies: Copies) -> None:
    @app.callback(
        Output("copies-job", "data"),
        Output("copies-tick", "disabled"),
        Input("copies-make", "n_clicks"),
        State("returns-head", "data-fy"),
        prevent_initial_call=True,
    )
    def make(clicks: int | None, year: str) -> Any:
        if not clicks:
            return no_update, no_update
        rows = queries_intake.current_files(warehouse.reader(), int(year))
        rows = rows[(rows["errors"] + rows["warnings"] > 0) & (rows["route"] != "table")]
        files = [str(file) for file in rows["file"].drop_duplicates()]
        job = copies.start(files, int(year), f"{year_label(int(year))}_赤ペン入りの写し.zip")
        return job.job_id, False

    @app.callback(
        Output("copies-line", "children"),
        Output("copies-tick", "disabled", allow_duplicate=True),
        Input("copies-tick", "n_intervals"),
        Input("copies-job", "data"),
        prevent_initial_call=True,
    )
    def show_copies(_turns: int | None, job_id: str | None) -> Any:
        job = copies.job(job_id) if job_id else None
        return returns_body.copies_line(job), job is None or not job.is_running


def _head_and_body(reader: Reader, asked: View) -> tuple[list[Any], list[Any]]:
    choice = round_choice.choose(asked.search, reader)
    acts = act_history.by_file(act_history.kept(journal_path()))
    facts = gather(reader, choice.fiscal_year, clock.today(), asked, acts)
    return returns_head.head(TITLE, choice, facts), returns_body.body(facts)
