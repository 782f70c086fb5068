"""別の資料との突合: what another official source says of who implements, beside what is known here."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.components import take_out
from dashboard.frames import records
from dashboard.queries import second_source
from dashboard.views import second_source_words as say
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words

HEADS = ("年度", "市町村", "比べた結果", "別の資料", "金額", "こちらの状態", "こちらの出典")


def section(reader: Reader, asked: View) -> list[Any]:
    """A tally per source, then its municipalities, disagreement first."""
    rows = view.narrow(second_source.compared(reader), asked, groups=False)
    if rows.empty:
        return [html.P(say.NONE)]
    tallies = [
        html.Li(_tally(str(title), str(year), part))
        for (title, year), part in rows.groupby(["title", "year_label"], sort=False)
    ]
    return [
        html.Ul(tallies),
        html.P(say.UNCHANGED, className="note"),
        html.P("別の資料に載っていないことは、実施していないことを示すとは限りません。", className="note"),
        html.Div(
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(head, scope="col") for head in HEADS])),
                    html.Tbody([_row(row) for row in records(rows)]),
                ],
                className="plain second-source",
            ),
            className="scroll",
            tabIndex=0,
            role="region",
            **{"aria-label": "別の資料との突合"},
        ),
        take_out.buttons("second_source", content=".second-source", synthetic=bool(rows["is_synthetic"].any())),
    ]


def _tally(title: str, year: str, part: pd.DataFrame) -> str:
    counts = part["state"].value_counts()
    said = "、".join(f"{label} {words.count(int(counts.get(state, 0)))}" for state, (_, label) in say.STATES.items())
    return f"{year}　{title}: {said}"


def _row(row: dict[str, Any]) -> html.Tr:
    sign, said = say.STATES[row["state"]]
    fiction = html.Span(words.SYNTHETIC, className="tag tag-synthetic") if row["is_synthetic"] else None
    code = row["municipality_code"]
    return html.Tr(
        [
            html.Th(row["year_label"], scope="row"),
            html.Td(dcc.Link(row["name"], href=f"/town?town={code}")),
            html.Td([html.Span(sign, className="state", **{"aria-hidden": "true"}), f" {said} ", fiction]),
            html.Td([row["title"], html.Br(), html.Span(raw_files.of_row(row), className="cell-place")]),
            html.Td("―" if pd.isna(row["amount"]) else words.decimal(row["amount"]), className="number"),
            html.Td(row["status_label"]),
            html.Td(html.Span(raw_files.of_row(row, "known_") or "―", className="cell-place")),
        ]
    )
