"""実施後: implementing municipalities with the reasons to call them, and 法第106条の3 of every municipality."""

from __future__ import annotations

from typing import Any

from dash import Dash, dcc, html

from dashboard.components import notices
from dashboard.pages.adopted import parts
from dashboard.views import adopted
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web.address_callbacks import draw_from_address
from dashboard.words import words

PATH = "/adopted"
TITLE = "実施後"


def layout(reader: Reader, asked: View) -> html.Div:
    """The page of the year and the municipalities that the address asks for."""
    return html.Div(
        html.Div(_body(reader, asked), id="adopted-body", className="adopted-body"), className="adopted"
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    """The address decides what is shown."""
    draw_from_address(app, warehouse, PATH, ["adopted-body"], lambda reader, asked: [_body(reader, asked)])


def _body(reader: Reader, asked: View) -> list[Any]:
    found = adopted.gather(reader, asked.fiscal_year, asked.codes)
    label = words.fiscal_year(asked.fiscal_year)
    if not found.is_asked:
        missing = f"{label}の調査では尋ねていないか、答えがまだありません。{adopted.ASKED_SINCE}"
        ask = dcc.Link("「調査をつくる」で調査票を作る", href="/survey")
        return [
            html.Div(html.H1(TITLE), className="page-head"),
            html.P([missing, "　", ask], className="panel"),
        ]
    banner = (
        notices.banner(
            f"{words.SYNTHETIC}を含みます（市町村の回答）。実際の状況として引用しないでください。",
            "synthetic",
        )
        if found.data.is_synthetic
        else None
    )
    return [
        banner,
        html.Div(
            [html.H1(TITLE), html.P(f"{label}の調査に答えた市町村の状況です。{adopted.ASKED_SINCE}")],
            className="page-head",
        ),
        parts.calls(found),
        parts.systems(found),
    ]
