"""自己診断: whether the program can work on this PC and what hinders it, to read or to send to the IT section."""

from __future__ import annotations

from urllib.parse import parse_qs

import flask
from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard import clock
from dashboard.components.shell import GUIDE_PATH, SELFCHECK_PATH
from dashboard.selfcheck import report
from dashboard.selfcheck.report import CheckLine, CheckSection
from dashboard.services import selfcheck
from dashboard.services.selfcheck import CheckedOffice
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web.settings import caches, journal_path

PATH = SELFCHECK_PATH
TITLE = "自己診断"
FOLLOWS = "nothing"
IS_ASIDE = True
FILE = f"{PATH}/file.txt"
PARTS = "parts"
ABOUT = (
    "この PC でかさなりが動くために要るものを、いま調べた結果です。市町村の回答も、担当者の名前も入りません。"
    "動かない・遅いときは「結果を保存」で文字のファイルにし、管理する人や IT の担当に送ってください。"
)
WORST = {
    "fine": "直すところは見つかりませんでした。",
    "look": "△ を見てください。急いで直すところはありません。",
    "bad": "× を直してください。",
}


def layout(_reader: Reader, asked: View) -> html.Div:
    """Everything that is checked; ?parts=yes for the native files as well."""
    return _page(with_parts=_wants_parts(asked.search.removeprefix("?")))


def without_data(_notice: Component) -> html.Div:
    """The same, which is most wanted where there are no data."""
    return _page(with_parts=False)


def register(app: Dash, warehouse: Warehouse) -> None:
    """The result as a file."""
    app.server.config["SELFCHECK"] = lambda: CheckedOffice(
        warehouse,
        journal_path(),
        app.server.config["PIPELINE"].raw,
        _port(),
        {name: (cache.held_bytes, cache.most_bytes) for name, cache in caches().items()},
        flask.request.headers.get("User-Agent", ""),
    )

    @app.server.get(FILE)
    def result_file() -> flask.Response:
        found = _found(with_parts=_wants_parts(flask.request.query_string.decode("utf-8", "replace")))
        now = clock.now()
        answer = flask.Response(report.as_text(found, now).encode("utf-8-sig"), mimetype="text/plain")
        answer.headers["Content-Disposition"] = f'attachment; filename="selfcheck_{now:%Y-%m-%d_%H%M}.txt"'
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _wants_parts(query: str) -> bool:
    return PARTS in parse_qs(query)


def _page(*, with_parts: bool) -> html.Div:
    found = _found(with_parts=with_parts)
    further = (
        None
        if with_parts
        else html.A(
            "部品のファイルも調べる（数秒）", href=f"{PATH}?{PARTS}=yes", className="button button-quiet"
        )
    )
    return html.Div(
        [
            html.Div([html.H1(TITLE), dcc.Link("手引きに戻る", href=GUIDE_PATH)], className="page-head"),
            html.P(ABOUT),
            html.P(html.B(WORST[report.worst(found)])),
            html.Div(
                [
                    html.A(
                        "結果を保存", href=f"{FILE}?{PARTS}=yes" if with_parts else FILE, className="button"
                    ),
                    further,
                ],
                className="toolbar",
            ),
            html.P(report.LEGEND, className="note"),
            *(_section(one) for one in found),
        ],
        className="selfcheck",
    )


def _found(*, with_parts: bool) -> list[CheckSection]:
    return selfcheck.sections(flask.current_app.config["SELFCHECK"](), with_parts=with_parts)


def _section(section: CheckSection) -> html.Section:
    return html.Section(
        [
            html.H2(section.title),
            html.Table(html.Tbody([_row(line) for line in section.lines]), className="plain"),
        ],
        className="panel",
    )


def _row(line: CheckLine) -> html.Tr:
    said = [html.Span(line.said), html.P(line.way, className="note") if line.way else None]
    return html.Tr(
        [
            html.Td(report.MARKS[line.state], className=f"check-{line.state}"),
            html.Th(line.label, scope="row"),
            html.Td(said),
        ]
    )


def _port() -> int | None:
    _, _, port = flask.request.host.rpartition(":")
    return int(port) if port.isdecimal() else None
