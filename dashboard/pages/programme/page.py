"""事業について: what the programme is, as the 説明資料 of the prefecture tells it, each statement with its lines."""

from __future__ import annotations

from typing import Any

import flask
from dash import Dash, html

from dashboard import journal
from dashboard.chart_data.charts.programme import gather
from dashboard.components import notices
from dashboard.export.deck import programme_sketch, slide_svg
from dashboard.export.deck.model import Box
from dashboard.pages.programme import editing, parts
from dashboard.pages.programme.case import case
from dashboard.queries import programme as queries
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web.settings import journal_path

PATH = "/programme"
TITLE = "事業について"
FOLLOWS = "nothing"
FIGURES = {
    "overlap": (programme_sketch.overlap, Box(0, 0, 7.6, 5.0)),
    "system": (programme_sketch.system, Box(0, 0, 7.2, 3.6)),
}


def layout(reader: Reader, _asked: View) -> html.Div:
    """The whole of the paper; where it is not registered, what to do."""
    return html.Div(
        html.Div(body(reader), id="programme-body", className="programme-body"), className="programme"
    )


def body(reader: Reader, message: str = "") -> list[Any]:
    """message: what became of the last press of a button."""
    trouble = None
    try:
        programme = gather(reader, journal_path())
    except journal.JournalError as error:
        programme, trouble = gather(reader), notices.banner(str(error), "warning")
    if programme.statements.empty:
        missing = "北海道の説明資料が登録されていないため、示すものがありません。「データ」の台帳を確かめてください。"
        return [html.H1(TITLE), html.P(missing)]
    lines = queries.lines(reader)
    version = reader.warehouse_id
    return [
        trouble,
        html.Div(
            [
                html.H1(TITLE),
                html.P(
                    [
                        "北海道の説明資料の全部です。記述の後ろの「行」を押すと、資料の文字のその行に移ります。",
                        parts.source_of(lines),
                    ]
                ),
            ],
            className="page-head",
        ),
        parts.overlap(programme, f"{PATH}/overlap.svg?{version}", programme_sketch.overlap_alt(programme)),
        parts.content(programme),
        parts.background(programme),
        parts.support(programme),
        case(programme, f"{PATH}/system.svg?{version}", programme_sketch.system_alt(programme)),
        parts.plans(programme),
        parts.issue(programme),
        None if trouble else editing.section(reader, programme, message),
        parts.whole(lines),
    ]


def register(app: Dash, warehouse: Warehouse) -> None:
    """The two figures as pictures, and what staff add."""
    editing.register(app, warehouse, body)

    @app.server.get(f"{PATH}/<name>.svg")
    def programme_figure(name: str) -> flask.Response:
        if name not in FIGURES:
            flask.abort(404)
        draw, box = FIGURES[name]
        try:
            programme = gather(warehouse.reader())
        except WarehouseError as error:
            return flask.Response(str(error), 503, mimetype="text/plain")
        if programme.statements.empty:
            flask.abort(404)
        return flask.Response(slide_svg.sketch_picture(draw(programme, box)), mimetype="image/svg+xml")
