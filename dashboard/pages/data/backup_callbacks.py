"""What the section 控え does: save, look into, put back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, html, no_update

from dashboard import clock, journal
from dashboard.intake import backups as intake_backups
from dashboard.intake.backups import Backups
from dashboard.intake.pipeline import IntakeError
from dashboard.journal import backups as kept_backups
from dashboard.pages.data import backup_parts
from dashboard.views.backups import last_line
from dashboard.web import act_callbacks
from dashboard.web.settings import journal_to_write

BUSY = "控えを確かめています…"
SAVED = "zip は、ブラウザのダウンロードにあります。"
WITH_WORD = "戻すときに、このパスワードが要ります。"
NOT_THE_SAME = "2つのパスワードが違います。同じものを入れてください。控えは作っていません。"
RESTORED, KEPT = "データに反映しました。", "戻す前の控えも残っています。"


def register(app: Dash, backups: Backups) -> None:
    """Callbacks of the section."""
    _register_saving(app, backups)
    _register_look(app, backups)
    _register_restoring(app, backups)


def _register_saving(app: Dash, backups: Backups) -> None:
    @app.callback(
        Output("act", "data", allow_duplicate=True),
        Output("backup-act", "data"),
        Output("backup-word-told", "children"),
        Output("backup-word", "value"),
        Output("backup-word-again", "value"),
        Input("backup-make", "n_clicks"),
        State("backup-word", "value"),
        State("backup-word-again", "value"),
        prevent_initial_call=True,
    )
    def make(clicks: int | None, word: str | None, again: str | None) -> Any:
        if not clicks:
            return (no_update,) * 5
        if (word or "") != (again or ""):
            return no_update, no_update, _trouble(NOT_THE_SAME), no_update, no_update
        path = journal_to_write()
        journal.is_there(path)  # raises where it is missing: what is incomplete is no 控え
        command = intake_backups.make_command(backups.folder(), path)
        act = act_callbacks.acts().start(
            "控えの保存",
            command,
            by="",  # a 控え is in the list of its own
            prepare=lambda: intake_backups.password_arguments(word or "", backups.folder()),
            builds=False,
            outcome=f"{SAVED}{WITH_WORD}" if word else SAVED,
        )
        return act.act_id, act.act_id, "", "", ""

    @app.callback(
        Output("backup-address", "data"),
        Output("backup-last", "children"),
        Input("act-done", "data"),
        State("backup-act", "data"),
        prevent_initial_call=True,
    )
    def hand_out(done: str, mine: str) -> Any:
        act = act_callbacks.acts().act(done) if done and done == mine else None
        if act is None or "made_at" not in act.result:
            return no_update, no_update
        made = backups.hold(Path(act.result["file"]))
        return f"/backup/{made}.zip", last_line(journal_to_write(), clock.today())

    app.clientside_callback(
        ClientsideFunction("kasanari", "fetchFile"),
        Input("backup-address", "data"),
        prevent_initial_call=True,
    )


def _register_look(app: Dash, backups: Backups) -> None:
    @app.callback(
        Output("backup-report", "children"),
        Output("backup-asked", "data"),
        Input("backup-batch", "data"),
        running=[(Output("backup-busy", "children"), BUSY, "")],
    )
    def look(given: dict[str, str] | None) -> Any:
        return _looked(backups, given["id"]) if given else (no_update, no_update)

    @app.callback(
        Output("backup-report", "children", allow_duplicate=True),
        Output("backup-asked", "data", allow_duplicate=True),
        Input({"type": "backup-before", "name": ALL}, "n_clicks"),
        running=[(Output("backup-busy", "children"), BUSY, "")],
        prevent_initial_call=True,
    )
    def look_before(clicks: list[int | None]) -> Any:
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            return no_update, no_update
        named = ctx.triggered_id["name"]
        journal_file = journal_to_write()
        kept = [*kept_backups.kept_before(journal_file), *kept_backups.kept_daily(journal_file)]
        path = next((one for one in kept if one.name == named), None)
        if path is None:
            return _trouble("この控えはもうありません。画面を読み込み直してください。"), ""
        return _looked(backups, backups.hold(path))


    @app.callback(
        Output("backup-report", "children", allow_duplicate=True),
        Output("backup-asked", "data", allow_duplicate=True),
        Input("backup-unlock", "n_clicks"),
        State("backup-word-open", "value"),
        State("backup-asked", "data"),
        running=[(Output("backup-busy", "children"), BUSY, "")],
        prevent_initial_call=True,
    )
    def unlock(clicks: int | None, word: str | None, asked: str) -> Any:
        if not clicks or not asked:
            return no_update, no_update
        if not word:
            return backup_parts.locked(backups.path(asked, "入れて").name, backup_parts.NO_WORD), no_update
        try:
            backups.unlock(asked, word)
        except IntakeError as error:
            return _trouble(str(error)), ""
        return _looked(backups, asked)


def _register_restoring(app: Dash, backups: Backups) -> None:
    @app.callback(
        Output("act", "data", allow_duplicate=True),
        Output("backup-report", "children", allow_duplicate=True),
        Output("backup-batch", "data", allow_duplicate=True),
        Input("backup-restore", "n_clicks"),
        State("backup-asked", "data"),
        prevent_initial_call=True,
    )
    def restore(clicks: int | None, asked: str) -> Any:
        if not clicks or not asked:
            return no_update, no_update, no_update
        try:
            held = backups.held(asked, "入れて")
        except IntakeError as error:
            return no_update, _trouble(str(error)), no_update
        acts = act_callbacks.acts()
        # a refusal says itself whether anything was changed: one that comes late goes on the next time
        outcome = f"{RESTORED}{KEPT}" if backups.has_anything() else RESTORED
        act = acts.start(
            "控えから戻すこと",
            intake_backups.restore_command(held.path, journal_to_write()),
            by="",  # what is put back brings its own records
            prepare=lambda: intake_backups.password_arguments(held.password, backups.folder()),
            outcome=outcome,
            unchanged="",
        )
        return act.act_id, html.P("戻しています。下の線の表示が終わるまでお待ちください。"), None


def _looked(backups: Backups, backup_id: str) -> tuple[Any, str]:
    """The report on a 控え, and its id where it can be put back."""
    try:
        held = backups.held(backup_id, "入れて")
    except IntakeError as error:
        return _trouble(str(error)), ""
    try:
        found = backups.look_into(held, journal_to_write())
    except IntakeError as error:
        if held.password:  # another try may be the right one
            return backup_parts.locked(held.path.name, str(error)), backup_id
        return _trouble(str(error)), ""
    if found.get("sealed"):
        return backup_parts.locked(held.path.name), backup_id
    return backup_parts.report(found, held.path.name), backup_id


def _trouble(message: str) -> html.Div:
    return html.Div(message, className="banner banner-warning", role="alert")
