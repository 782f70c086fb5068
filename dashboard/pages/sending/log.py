"""What was sent when: written down, listed, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import dash_mantine_components as dmc
import flask
import pandas as pd
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from dashboard import clock, journal
from dashboard.components import selects
from dashboard.components.written_by import WRITTEN_BY
from dashboard.frames import records
from dashboard.intake.issued_forms import IssuedForms
from dashboard.journal.kinds import SENDING_KINDS
from dashboard.pages.sending.office import NO_NAME
from dashboard.services import round_days
from dashboard.views.returns import year_label
from dashboard.warehouse.reader import Warehouse, WarehouseError
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import words
from machine.round_days import Act, ActDays

MEANS = ("メール", "郵送", "共有フォルダ", "手渡し", "その他")
TWICE = "同じ内容がすでに記録されています。同じ日にもう一度送ったときは、メモに書き分けてください。"
REASON = "この日で正しいときは、メモに理由を書いて記録してください。"


def section(fiscal_year: int, codes: list[str], whole: int) -> html.Section:
    """codes: the municipalities that the filter of the page leaves, of `whole`."""
    to_whom = (
        f"全{words.count(whole)}市町村"
        if len(codes) == whole
        else f"画面の条件に合う{words.count(len(codes))}市町村"
    )
    return html.Section(
        [
            html.H2("4. 送った記録"),
            html.Div(
                [
                    dmc.Select(
                        id="sent-what",
                        label="送ったもの",
                        data=list(SENDING_KINDS),
                        value=SENDING_KINDS[0],
                        allowDeselect=False,
                        size="sm",
                        comboboxProps=selects.COMBO,
                    ),
                    dmc.TextInput(
                        id="sent-day",
                        label="送った日",
                        size="sm",
                        required=True,
                        value=words.day_short(clock.today()),
                        placeholder=words.day_short(clock.today()),
                    ),
                    dmc.Select(
                        id="sent-means",
                        label="方法",
                        data=list(MEANS),
                        value=MEANS[0],
                        allowDeselect=False,
                        size="sm",
                        comboboxProps=selects.COMBO,
                    ),
                    dmc.TextInput(id="sent-note", label="メモ", size="sm"),
                ],
                className="form-grid",
            ),
            html.Div(
                [
                    dmc.Button(f"{to_whom}に送ったと記録する", id="sent-save", size="sm", disabled=not codes),
                    html.Span(id="sent-message", role="status", className="form-result"),
                ],
                className="toolbar",
            ),
            html.Div(entries(fiscal_year), id="sent-entries"),
        ],
        className="panel",
        id="sent-section",
        **{"data-fy": str(fiscal_year), "data-codes": " ".join(codes)},
    )


def entries(fiscal_year: int) -> Any:
    """The sendings of a round, the newest first; those taken back stay, struck out, and can be put back."""
    frame = journal.current(journal_path(), "sending", with_removed=True)
    frame = frame[frame["fiscal_year"] == fiscal_year]
    if frame.empty:
        return html.P(f"{year_label(fiscal_year)}の調査で送った記録は、まだありません。", className="note")
    rows = sorted(records(frame), key=lambda row: (str(row["sent_on"]), str(row["written_at"])), reverse=True)
    return html.Table(
        [
            html.Thead(
                html.Tr(
                    [
                        html.Th(head)
                        for head in ("送った日", "送ったもの", "市町村", "方法", "メモ", "記入者", "")
                    ]
                )
            ),
            html.Tbody([_entry(row) for row in rows]),
        ],
        className="plain-table",
    )


def register(app: Dash, warehouse: Warehouse, forms: IssuedForms) -> None:
    """Write an entry; take one back; put it back."""

    @app.callback(
        Output("sent-entries", "children"),
        Output("sent-message", "children"),
        Output("sent-note", "value"),
        Input("sent-save", "n_clicks"),
        State("sent-what", "value"),
        State("sent-day", "value"),
        State("sent-means", "value"),
        State("sent-note", "value"),
        State("sent-section", "data-fy"),
        State("sent-section", "data-codes"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def save(
        clicks: int | None, what: str, day: str, means: str, note: str, year: str, codes: str, by: str
    ) -> Any:
        if not clicks:
            return no_update, no_update, no_update
        if not (by or "").strip():
            return no_update, html.Span(NO_NAME, className="note-alert"), no_update
        values = {
            "fiscal_year": year,
            "what": what,
            "sent_on": day,
            "means": means,
            "codes": codes,
            "note": note,
            "form_version": forms.version(int(year)) if what == SENDING_KINDS[0] else "",
        }
        try:
            days = _known_days(warehouse, int(year))
            if (note or "").strip():  # the reason why the sheets were sent before they were drawn here
                days.pop("made", None)
            values["sent_on"] = round_days.entered(
                round_days.ACT_OF_SENDING[what], "送った日", day or "", int(year), days
            ).isoformat()
            if _is_written(values):
                return no_update, html.Span(TWICE, className="note-alert"), no_update
            journal.write(journal_to_write(), "sending", "", values, by)
        except (ValueError, journal.InvalidRecordError, journal.JournalError, WarehouseError) as error:
            return no_update, html.Span(_complaint(error), className="note-alert"), no_update
        return entries(int(year)), "記録しました。", ""

    @app.callback(
        Output("sent-entries", "children", allow_duplicate=True),
        Output("sent-message", "children", allow_duplicate=True),
        Input({"type": "sent-turn", "id": ALL, "version": ALL, "to": ALL}, "n_clicks"),
        State("sent-section", "data-fy"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def turn(clicks: list[int | None], year: str, by: str) -> Any:
        asked = ctx.triggered_id
        if not any(clicks) or not isinstance(asked, dict):
            return no_update, no_update
        if not (by or "").strip():
            return no_update, html.Span(NO_NAME, className="note-alert")
        is_removed = asked["to"] == "removed"
        try:
            if not is_removed:
                _check_put_back(warehouse, str(asked["id"]), int(year))
            journal.revise(
                journal_to_write(), asked["id"], int(asked["version"]), {}, by, is_removed=is_removed
            )
        except (
            *(journal.ConflictError, journal.InvalidRecordError, journal.JournalError),
            *(WarehouseError, round_days.RoundDayError),
        ) as error:
            return entries(int(year)), html.Span(str(error), className="note-alert")
        return entries(int(year)), "取り消しました。" if is_removed else "元に戻しました。"


def _known_days(warehouse: Warehouse, fiscal_year: int) -> dict[Act, ActDays]:
    curated = flask.current_app.config["PIPELINE"].curated
    return round_days.known(warehouse.reader(), journal_path(), curated, fiscal_year)


def _check_put_back(warehouse: Warehouse, record_id: str, fiscal_year: int) -> None:
    """An entry that is put back has to fit what was entered meanwhile. Raises RoundDayError."""
    [row] = [one.values for one in journal.history(journal_path(), record_id)[-1:]]
    days = _known_days(warehouse, fiscal_year)
    days.pop("made", None)  # it was taken before, with its reason where it needed one
    day = date.fromisoformat(str(row["sent_on"]))
    round_days.check(round_days.ACT_OF_SENDING[str(row["what"])], "送った日", day, fiscal_year, days)


def _complaint(error: Exception) -> str:
    is_before_made = isinstance(error, round_days.RoundDayError) and error.against == "made"
    return f"{error}{REASON}" if is_before_made else str(error)


def _is_written(values: dict[str, str]) -> bool:
    """Whether the same was written down before and stands."""
    kept = journal.current(journal_path(), "sending")
    same = [kept[name].fillna("").astype(str) == value for name, value in values.items()]
    return bool(pd.concat(same, axis=1).all(axis=1).any()) if len(kept) else False


def _entry(row: dict[str, Any]) -> html.Tr:
    removed = bool(row["is_removed"])
    number = len(str(row["codes"]).split())
    button = html.Button(
        "元に戻す" if removed else "取り消す",
        id={
            "type": "sent-turn",
            "id": row["record_id"],
            "version": row["version"],
            "to": "kept" if removed else "removed",
        },
        className="small-button",
        type="button",
    )
    cells = [
        words.day_short(row["sent_on"]),
        f"{row['what']}（{row['form_version']}）" if row["form_version"] else row["what"],
        f"{words.count(number)}市町村",
        row["means"],
        row["note"] or "",
        row["written_by"],
    ]
    return html.Tr(
        [*(html.Td(html.S(cell) if removed and cell else cell) for cell in cells), html.Td(button)],
        className="is-removed" if removed else "",
    )
