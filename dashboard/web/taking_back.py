"""The presses of 「取り消す」 and 「元に戻す」 beside what people entered (components.recorded): a further version each."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from dashboard import journal
from dashboard.components.written_by import WRITTEN_BY
from dashboard.warehouse.reader import WarehouseError
from dashboard.web.settings import journal_to_write

TROUBLES = (
    journal.InvalidRecordError,
    journal.JournalError,
    journal.ConflictError,
    WarehouseError,
)
TAKEN_BACK, RESTORED = "取り消しました。「元に戻す」で戻せます。", "元に戻しました。"


def register(
    app: Dash,
    name: str,
    shown: str,
    message: str,
    draw: Callable[..., Any],
    states: Sequence[State] = (),
    *,
    by: str = WRITTEN_BY,
    done: str = "",
) -> None:
    """name: as in recorded.lists. shown, message: ids of what draw(said, *states) gives anew, and of why it did not go; by: of who writes;
    done: of a store that is to change once it is done.
    """
    more = [Output(done, "data", allow_duplicate=True)] if done else []

    @app.callback(
        Output(shown, "children", allow_duplicate=True),
        Output(message, "children", allow_duplicate=True),
        *more,
        Input({"type": f"{name}-remove", "id": ALL, "version": ALL}, "n_clicks"),
        Input({"type": f"{name}-undo", "id": ALL, "version": ALL}, "n_clicks"),
        State(by, "value"),
        *states,
        prevent_initial_call=True,
    )
    def take_back(_removes: list[int], _undos: list[int], writer: str | None, *given: Any) -> Any:
        if not ctx.triggered or not ctx.triggered[0]["value"]:
            return (no_update,) * (2 + len(more))
        asked = ctx.triggered_id
        try:
            path, version = journal_to_write(), int(asked["version"])
            if asked["type"] == f"{name}-remove":
                journal.revise(path, asked["id"], version, {}, writer or "", is_removed=True)
                said = TAKEN_BACK
            else:
                journal.restore(path, asked["id"], version, writer or "")
                said = RESTORED
            return draw(said, *given), no_update, *[time.time()] * len(more)
        except TROUBLES as error:
            return no_update, html.Span(str(error), className="note-alert"), *[no_update] * len(more)
