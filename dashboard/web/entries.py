"""What people enter in the form of a card: the press that keeps it, and 「取り消す」 and 「元に戻す」 beside it (components.recorded)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
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
# Fields that hold codes, whose labels alone are told; the type of what tells the version of somebody else.
CODED, TOLD = ("counts",), "conflict-told"
TAKEN_BACK, RESTORED = "取り消しました。「元に戻す」で戻せます。", "元に戻しました。"


def conflict(error: journal.ConflictError, entered: Mapping[str, Any]) -> html.Span:
    """What somebody else wrote since, where it differs from what was entered; the next press replaces what this tells."""
    present = error.present
    differing = [
        field.label if field.name in CODED else f"{field.label}「{present.values.get(field.name) or '空欄'}」"
        for field in journal.FIELDS[present.kind]
        if field.name in entered and not _is_same(present.values.get(field.name), entered[field.name])
    ]
    now = f"いまの内容で違うところ: {'、'.join(differing)}。" if differing else ""
    return html.Span(
        f"{error}{now}それでも書き換えるときは、もう一度押してください。",
        id={"type": TOLD, "id": present.record_id, "version": present.version},
        className="note-alert",
    )


def _is_same(kept: object, entered: object) -> bool:
    return str(kept or "").removesuffix(".0") == str(entered or "").strip()


def register_form(
    app: Dash,
    name: str,
    shown: str,
    fields: Sequence[str],
    keep: Callable[[dict[str, Any], str, str, dict[str, int]], str],
    draw: Callable[[str, str], Any],
) -> None:
    """The button {name}-save keeps what the fields {name}-{field} hold; 「取り消す」 and 「元に戻す」 beside each that is kept.

    shown: id of what draw(said, search) gives anew, the message {name}-message with it. keep: writes what was entered, by
    whom and on which address, over the versions by record that the person saw, and gives what is said then.
    """
    message, search = f"{name}-message", State("url", "search")

    @app.callback(
        Output(shown, "children", allow_duplicate=True),
        Output(message, "children", allow_duplicate=True),
        Input(f"{name}-save", "n_clicks"),
        *(State(f"{name}-{field}", "value") for field in fields),
        State(WRITTEN_BY, "value"),
        search,
        State({"type": f"{name}-remove", "id": ALL, "version": ALL}, "id"),
        State({"type": TOLD, "id": ALL, "version": ALL}, "id"),
        prevent_initial_call=True,
    )
    def save(clicks: int | None, *given: Any) -> Any:
        if not clicks:
            return no_update, no_update
        *values, by, address, rows, told = given
        seen = {
            row["id"]: row["version"] for row in sorted([*rows, *told], key=lambda row: int(row["version"]))
        }
        entered = dict(zip(fields, values, strict=True))
        try:
            return draw(keep(entered, by or "", address or "", seen), address or ""), no_update
        except journal.ConflictError as error:
            return no_update, conflict(error, entered)
        except TROUBLES as error:
            return no_update, html.Span(str(error), className="note-alert")

    register_taking_back(app, name, shown, message, lambda said, address: draw(said, address or ""), [search])


def register_taking_back(
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
