"""What is done to a registered file from the list: taken back, restored, put right."""

from __future__ import annotations

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from dashboard.components.written_by import WRITTEN_BY
from dashboard.journal.entered_day import entered_day
from dashboard.pages.register import listing
from dashboard.web import act_callbacks
from dashboard.words import raw_files


def register(app: Dash) -> None:
    """The window of a file, and its buttons."""

    @app.callback(
        Output("source-window", "opened"),
        Output("source-fields", "children"),
        Output("source-file", "data"),
        Output("source-line", "children"),
        Input("register-list", "cellRendererData"),
        State("register-list", "rowData"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def open_window(pressed: dict[str, Any] | None, rows: list[dict[str, Any]], by: str | None) -> Any:
        row = next((one for one in rows if pressed and one["file"] == pressed["rowId"]), None)
        if row is None:
            return False, None, None, ""
        return True, listing.window_fields(row, by or ""), row["file"], ""

    @app.callback(
        Output("act", "data", allow_duplicate=True),
        Output("source-window", "opened", allow_duplicate=True),
        Output("source-line", "children", allow_duplicate=True),
        Output("source-begun", "data"),
        Output(WRITTEN_BY, "value", allow_duplicate=True),
        Input({"type": "source-act", "act": ALL}, "n_clicks"),
        State("source-file", "data"),
        State({"type": listing.FIELD, "name": ALL}, "value"),
        State({"type": listing.FIELD, "name": ALL}, "id"),
        prevent_initial_call=True,
    )
    def change(
        clicks: list[int | None], file: str, values: list[str | None], fields: list[dict[str, str]]
    ) -> Any:
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            return (no_update,) * 5
        act = ctx.triggered_id["act"]
        said = {
            field["name"]: " ".join((value or "").split())
            for field, value in zip(fields, values, strict=True)
        }
        if act != "restore" and not said["reason"]:
            return no_update, no_update, "理由を書いてください。", no_update, no_update
        if not said["by"]:
            return (
                no_update,
                no_update,
                "記入者を書いてください。だれがしたかを記録に残します。",
                no_update,
                no_update,
            )
        try:
            more = _amendment(said) if act == "amend" else []
        except ValueError as error:
            return no_update, no_update, str(error), no_update, no_update
        command = [COMMANDS[act][0], file, f"--reason={said['reason']}", f"--by={said['by']}", *more]
        begun = act_callbacks.acts().start(
            f"「{said['title'] or raw_files.file_words(file)}」{COMMANDS[act][1]}",
            command,
            by=said["by"],
            reason=said["reason"],
            file=file,
        )
        return begun.act_id, False, "", begun.act_id, said["by"]

    @app.callback(
        Output("source-window", "opened", allow_duplicate=True),
        Output("source-line", "children", allow_duplicate=True),
        Output("source-begun", "data", allow_duplicate=True),
        Input("act-failed", "data"),
        State("source-begun", "data"),
        prevent_initial_call=True,
    )
    def give_back(failed: str, mine: str) -> Any:
        """What was entered for a change that could not be made."""
        act = act_callbacks.acts().act(failed) if failed and failed == mine else None
        if act is None:
            return no_update, no_update, no_update
        return True, f"できませんでした。{act.trouble}", ""


COMMANDS = {
    "withdraw": ("withdraw", "の取り消し"),
    "restore": ("restore", "を元に戻すこと"),
    "amend": ("amend-source", "の登録の訂正"),
}


def _amendment(said: dict[str, str]) -> list[str]:
    """The options that put an entry right. Raises ValueError for a day that is none."""
    values = {name: said[name] for name in ("coverage", "title")}
    for name, label in (("as-of", "時点"), ("received-on", "受領日")):
        values[name] = entered_day(label, said[name]).isoformat() if said[name] else ""
    return [f"--{name}={value}" for name, value in values.items() if value]
