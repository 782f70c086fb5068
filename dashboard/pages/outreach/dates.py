"""計画の見直しと選挙の予定: what lies before towns that do not implement yet, as a reason to call now."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.components import take_out
from dashboard.frames import records
from dashboard.services import coming_dates
from dashboard.views import date_words as say
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words

HEADS = ("市町村", "予定", "期日", "いま声をかける", "出典", "")


def section(reader: Reader, asked: View) -> list[Any]:
    title = html.H2(say.TITLE, id="dates-title")
    if not coming_dates.is_registered(reader):
        return [title, html.P(say.NONE, className="note")]
    rows = view.narrow(coming_dates.coming(reader), asked)
    if rows.empty:
        return [title, html.P("この条件では、これからの予定がありません。", className="note is-none")]
    head = html.Tr([html.Th(text, scope="col") for text in HEADS])
    table = html.Table(
        [html.Thead(head), html.Tbody([_row(row, asked) for row in records(rows)])],
        className="plain coming-dates",
    )
    synthetic = bool(rows["is_synthetic"].astype(bool).any())
    return [
        title,
        html.P(say.summary(rows)),
        html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": say.TITLE}),
        take_out.buttons("town_dates", content=".coming-dates", title=say.TITLE, synthetic=synthetic),
    ]


def of_town(reader: Reader, code: str) -> list[Any]:
    """What is a reason to call one town now."""
    rows = coming_dates.coming(reader)
    own = rows[(rows["municipality_code"] == code) & rows["is_now"].astype(bool)]
    return [
        html.P(
            [
                html.B("いま声をかける理由　"),
                say.reason(row),
                html.Span(raw_files.of_row(row), className="cell-place"),
                html.Span(words.SYNTHETIC, className="tag tag-synthetic") if row["is_synthetic"] else None,
            ]
        )
        for row in records(own)
    ]


def _row(row: dict[str, Any], asked: View) -> html.Tr:
    code = row["municipality_code"]
    plan = f"/plan{view.address(asked)}&add={code}"
    mark = html.Span(words.SYNTHETIC, className="tag tag-synthetic") if row["is_synthetic"] else None
    return html.Tr(
        [
            html.Th(
                [dcc.Link(row["name"], href=f"/town{view.address(asked, town=code)}"), mark], scope="row"
            ),
            html.Td(row["label_ja"]),
            html.Td(say.when(row)),
            html.Td(f"● {row['reason']}" if row["is_now"] else "―"),
            html.Td(html.Span(raw_files.of_row(row), className="cell-place")),
            html.Td(dcc.Link("計画に入れる", href=plan)),
        ]
    )
