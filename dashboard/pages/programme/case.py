"""The leading case of 事業について: what the town is, what it does, who works together."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.chart_data.charts import programme as charts
from dashboard.components import take_out
from dashboard.export.deck.programme_data import ProgrammeData
from dashboard.pages.programme.walking import item, panel, walk


def case(programme: ProgrammeData, address: str, alt: str) -> html.Section:
    """The leading case whole: what the town is, what it does, who works together."""
    rows = programme.section("case")
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["heading"] != "題":
            groups.setdefault(str(row["heading"]), []).append(row)
    titles = [row for row in rows if row["heading"] == "題" and row["statement_code"] != "case_title"]
    town = str(programme.cases["municipality_code"].iloc[0]) if len(programme.cases) else ""
    return panel(
        programme.statement("case_title"),
        [
            html.P(
                [
                    *[part for row in titles for part in (f"{row['statement']} ", *walk([row]), "　")],
                    dcc.Link("この町の市町村カルテ", href=f"/town?town={town}") if town else None,
                ],
                className="note",
            ),
            html.Div(
                [
                    html.Div(
                        [
                            part
                            for heading, told in groups.items()
                            if heading != "実施体制"
                            for part in (html.H3(heading), html.Ul([item(row) for row in told]))
                        ],
                        className="programme-case",
                    ),
                    html.Div(
                        [
                            html.H3("実施体制"),
                            html.Img(src=address, alt=alt, className="programme-figure"),
                            html.Ul([item(row) for row in groups.get("実施体制", [])]),
                            take_out.buttons(
                                charts.SYSTEM.id, server_picture=address, title="先行事例の実施体制"
                            ),
                        ]
                    ),
                ],
                className="programme-split",
            ),
            take_out.buttons(charts.CASE.id, content="#programme-case_title .programme-case"),
        ],
    )
