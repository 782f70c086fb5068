"""Callbacks of 訂正: a value is asked for, its drawer is filled, and what was entered becomes an act of the pipeline."""

from __future__ import annotations

from typing import Any

from dash import ALL, Input, Output, State, ctx, no_update

from dashboard import clock
from dashboard.components import correcting
from dashboard.components.written_by import WRITER
from dashboard.journal.entered_day import entered_day
from dashboard.views import corrections
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.web import act_callbacks
from dashboard.web.application import Application
from dashboard.words import words


def register(app: Application, warehouse: Warehouse) -> None:
    """Open, correct, withdraw."""
    _register_opening(app, warehouse)
    _register_correcting(app, warehouse)
    _register_withdrawing(app, warehouse)


def _register_opening(app: Application, warehouse: Warehouse) -> None:
    @app.callback(
        Output(correcting.DRAWER, "opened"),
        Output("correct-body", "children"),
        Output("correct-key", "data"),
        Output("correct-seen", "data"),
        Output("correct-act", "data"),
        Output("correct-refused", "children"),
        Input(correcting.ASKED, "data"),
        State(WRITER, "data"),
        prevent_initial_call=True,
    )
    def open_drawer(asked: dict[str, Any] | None, writer: str | None) -> Any:
        key = corrections.read_key(str((asked or {}).get("key", "")))
        if key is None:
            return (no_update,) * 6
        try:
            value = corrections.gather(warehouse.reader(), key)
        except WarehouseError:
            value = None
        if value is None:
            return True, correcting.gone(), "", "", "", ""
        return True, correcting.form(value, clock.today(), writer or ""), str(value.key), value.text, "", ""

    @app.callback(
        Output("correct-body", "children", allow_duplicate=True),
        Input(correcting.DRAWER, "opened"),
        State("correct-act", "data"),
        prevent_initial_call=True,
    )
    def clear(is_open: bool, act_id: str) -> Any:
        """Nothing of what was entered waits for the next value; what was sent waits until it is done."""
        return no_update if is_open or act_id else None

    @app.callback(
        Output(correcting.DRAWER, "opened", allow_duplicate=True),
        Output("correct-refused", "children", allow_duplicate=True),
        Output("correct-act", "data", allow_duplicate=True),
        Input("act-failed", "data"),
        State("correct-act", "data"),
        prevent_initial_call=True,
    )
    def give_back(failed: str, mine: str) -> Any:
        """What was entered for a correction that could not be made."""
        act = act_callbacks.acts().act(failed) if failed and failed == mine else None
        if act is None:
            return no_update, no_update, no_update
        return True, f"訂正できませんでした。{act.trouble}", ""


def _register_correcting(app: Application, warehouse: Warehouse) -> None:
    @app.callback(
        Output("correct-message", "children"),
        Output(correcting.DRAWER, "opened", allow_duplicate=True),
        Output("act", "data", allow_duplicate=True),
        Output("correct-act", "data", allow_duplicate=True),
        Output("correct-seen", "data", allow_duplicate=True),
        Output(correcting.NOW, "children"),
        Input("correct-save", "n_clicks"),
        State("correct-key", "data"),
        State("correct-seen", "data"),
        State({"type": "correct-value", "part": ALL}, "value"),
        State({"type": "correct-value", "part": ALL}, "id"),
        State("correct-blank", "checked"),
        State("correct-reason", "value"),
        State("correct-by", "value"),
        State("correct-on", "value"),
        State("correct-writer", "value"),
        prevent_initial_call=True,
    )
    def correct(
        clicks: int | None,
        key_text: str,
        seen: str,
        values: list[Any],
        ids: list[dict[str, str]],
        is_blank: bool | None,
        reason: str | None,
        told_by: str | None,
        on: str | None,
        writer: str | None,
    ) -> Any:
        unchanged = (no_update,) * 5
        key = corrections.read_key(key_text)
        if not clicks or key is None:
            return (no_update,) * 6
        try:
            value = corrections.gather(warehouse.reader(), key)
        except WarehouseError as error:
            return str(error), *unchanged
        if value is None:
            return "この値は、今は訂正できません。表示を新しくしてください。", *unchanged
        if value.text != seen:  # somebody else was faster: the person decides anew, on what stands there now
            changed = (no_update, no_update, no_update, value.text, correcting.now_text(value.text))
            return correcting.changed_since(seen, value.text), *changed
        parts = {one["part"]: entered for one, entered in zip(ids, values, strict=True)}
        try:
            after = corrections.new_text(value, parts, is_blank=bool(is_blank))
            if not (reason or "").strip():
                return "理由を書いてください。", *unchanged
            day = entered_day("連絡日", on or "")
        except ValueError as problem:
            return str(problem), *unchanged
        if day > clock.today():
            return f"連絡日（{words.day_short(day)}）が今日より後です。", *unchanged
        year = [] if key.fiscal_year is None else [f"--fiscal-year={key.fiscal_year}"]
        command = [
            "correct",
            f"--table={key.table}",
            f"--municipality={key.municipality_code}",
            *year,
            f"--item={key.item}",
            f"--from={value.text}",
            f"--to={after}",
            f"--reason={(reason or '').strip()}",
            f"--told-by={(told_by or '').strip()}",
            f"--on={day.isoformat()}",
        ]
        source = (told_by or "").strip()
        told = f"（{source}から聞いた）" if source else ""
        act = act_callbacks.acts().start(
            f"{value.heading}の訂正",
            command,
            by=writer or "",
            detail=f"{value.heading}を「{after or '空欄'}」に訂正{told}",
            reason=(reason or "").strip(),
            municipality_code=key.municipality_code,
        )
        return "", False, act.act_id, act.act_id, no_update, no_update


def _register_withdrawing(app: Application, warehouse: Warehouse) -> None:
    @app.callback(
        Output("correct-message", "children", allow_duplicate=True),
        Output(correcting.DRAWER, "opened", allow_duplicate=True),
        Output("act", "data", allow_duplicate=True),
        Output("correct-act", "data", allow_duplicate=True),
        Input({"type": "correct-back", "row": ALL}, "n_clicks"),
        State({"type": "correct-back-reason", "row": ALL}, "value"),
        State("correct-key", "data"),
        State("correct-writer", "value"),
        prevent_initial_call=True,
    )
    def withdraw(
        clicks: list[int | None], reasons: list[str | None], key_text: str, writer: str | None
    ) -> Any:
        unchanged = (no_update,) * 3
        chosen, key = ctx.triggered_id, corrections.read_key(key_text)
        if not any(clicks) or not isinstance(chosen, dict) or key is None:
            return (no_update,) * 4
        reason = (reasons[0] or "").strip() if reasons else ""
        if not reason:
            return "取り消す理由を書いてください。", *unchanged
        try:
            value = corrections.gather(warehouse.reader(), key)
        except WarehouseError as error:
            return str(error), *unchanged
        what = value.heading if value is not None else ""
        command = ["uncorrect", f"--reason={reason}", f"--on={clock.today().isoformat()}", str(chosen["row"])]
        act = act_callbacks.acts().start(
            f"{what}の訂正の取消し",
            command,
            by=writer or "",
            reason=reason,
            municipality_code=key.municipality_code,
        )
        return "", False, act.act_id, act.act_id
