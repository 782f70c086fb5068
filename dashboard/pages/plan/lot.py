"""順番をくじで決める: the order of contacts inside each band, drawn once and kept with its number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, State, html, no_update

from dashboard import journal
from dashboard.components.written_by import WRITTEN_BY
from dashboard.frames import records
from dashboard.queries import visits
from dashboard.services import contact_effect
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import words


def section(reader: Reader, path: Path | None, plan_id: str) -> html.Details:
    return html.Details(
        [
            html.Summary("順番をくじで決める（働きかけの効果を公平に確かめるとき）"),
            html.P(
                "同じ区分（A・B・C）の中の連絡の順を、くじで決めます。早い組と遅い組の違いが偶然だけになるので、次の回答で、連絡のために進んだかを公平に比べられます"
                "（「働きかけ」の「過去の実績で確かめる」）。くじは1つの計画に1回で、くじの番号と日付を記録に残します。急ぐ市町村があるときは使わないでください。",
                className="note",
            ),
            html.Div(
                [
                    html.Button("くじを引く", id="lot-draw", type="button", className="button button-small"),
                    html.Span(id="lot-message", role="status", className="form-result"),
                ],
                className="toolbar",
            ),
            html.Div(drawn(reader, path, plan_id), id="lot-drawn"),
        ],
        className="plan-lot",
    )


def drawn(reader: Reader, path: Path | None, plan_id: str) -> Any:
    """The order of the plan, by band; nothing before the draw."""
    known = journal.draws(path)
    known = known[known["plan_id"] == plan_id]
    if known.empty:
        return None
    row = records(known)[-1]
    places = visits.places(reader)
    names = dict(zip(places["municipality_code"], places["name"], strict=True))
    order = contact_effect.read_order(row["towns"])
    bands = dict.fromkeys(band for band, _ in order)
    lists = [
        html.Div(
            [
                html.H3(band),
                html.Ol([html.Li(names.get(town, town)) for own, town in order if own == band]),
            ]
        )
        for band in bands
    ]
    said = (
        f"{words.day_short(row['drawn_on'])}に{row['written_by']}が引きました（くじの番号 {row['seed']}）。"
    )
    return [html.P(said), html.Div(lists, className="lot-order")]


def register(app: Dash, warehouse: Warehouse) -> None:
    @app.callback(
        Output("lot-drawn", "children"),
        Output("lot-message", "children"),
        Input("lot-draw", "n_clicks"),
        State("plan-shown", "data"),
        State(WRITTEN_BY, "value"),
        prevent_initial_call=True,
    )
    def draw(clicks: int | None, plan_id: str, by: str) -> Any:
        if not clicks:
            return no_update, no_update
        if not plan_id:
            return no_update, "先に「新しい計画」で計画を作ってください。"
        try:
            reader = warehouse.reader()
            contact_effect.draw(reader, journal_to_write(), plan_id, by or "")
            return drawn(reader, journal_path(), plan_id), "くじで決めました。"
        except (journal.InvalidRecordError, journal.JournalError, WarehouseError) as error:
            return no_update, html.Span(str(error), className="note-alert")
