"""Callbacks of the line that tells how an act goes; whoever begins one writes its id into the store "act"."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import flask
from dash import ALL, ClientsideFunction, Input, Output, State, no_update

from dashboard import clock
from dashboard.components import act_line, notices
from dashboard.components.written_by import WRITER, WRITTEN_BY
from dashboard.intake.acts import Act, Acts
from dashboard.warehouse.reader import Warehouse
from dashboard.web import shell_callbacks
from dashboard.web.application import Application
from dashboard.words import words


def acts() -> Acts:
    """The acts of the running application."""
    found: Acts = flask.current_app.config["ACTS"]
    return found


def register(app: Application, warehouse: Warehouse) -> None:
    """Follow the act of this tab; when it is done, every page shows the new data at once."""

    @app.callback(
        Output("act-line", "children"),
        Output("act-tick", "disabled"),
        Output("act-shown", "data"),
        Output("act-done", "data"),
        Output("act-failed", "data"),
        Output(act_line.LAST_ID, "children"),
        Output("version", "data", allow_duplicate=True),
        Input("act", "data"),
        Input("act-tick", "n_intervals"),
        State("act-shown", "data"),
        State("version", "data"),
        prevent_initial_call=True,
    )
    def follow(act_id: str | None, _turns: int | None, shown: str, seen: dict[str, str]) -> Any:
        unchanged = (no_update,) * 4
        if not act_id:
            return None, True, "", *unchanged
        act = acts().act(act_id)
        if act is None:
            return act_line.lost(), True, "lost", *unchanged
        if act.is_running:
            return act_line.running(act), False, _state(act), *unchanged
        if _state(act) == shown:
            return no_update, True, no_update, *unchanged
        if act.is_told and act.stage == "done" and not shown:  # the page was loaded anew since
            return None, True, _state(act), *unchanged
        acts().tell(act_id)
        now = shell_callbacks.version(warehouse, acts().pipeline)
        data = shell_callbacks.changed_version(now, seen)
        is_done = act.stage == "done"
        ended = (act_id, no_update) if is_done else (no_update, act_id)
        last = act_line.last(act, words.moment(clock.now().astimezone(UTC)))
        return act_line.ended(act), True, _state(act), *ended, last, data

    app.clientside_callback(
        ClientsideFunction("kasanari", "writer"),
        Output(WRITER, "data"),
        Input(WRITTEN_BY, "value", allow_optional=True),
        Input("url", "pathname"),
    )

    # what is done goes with the page on which it was done; what could not be done stays until it is closed
    app.clientside_callback(
        ClientsideFunction("kasanari", "forgetDoneAct"),
        Output("act", "data", allow_duplicate=True),
        Input("url", "pathname"),
        State("act-shown", "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output("act", "data", allow_duplicate=True),
        Input(notices.BUILD_ID, "n_clicks", allow_optional=True),
        prevent_initial_call=True,
    )
    def build(clicks: int | None) -> Any:
        return acts().start("データを作る", by="").act_id if clicks else no_update

    @app.callback(
        Output("act", "data", allow_duplicate=True),
        Input({"type": act_line.CLOSE_ID, "of": ALL}, "n_clicks"),
        State("act", "data"),
        prevent_initial_call=True,
    )
    def close(clicks: list[int | None], act_id: str | None) -> Any:
        return "" if any(clicks) and act_id else no_update


def _state(act: Act) -> str:
    return f"{act.act_id}:{act.stage}"
