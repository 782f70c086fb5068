"""Statements of the 説明資料 on the page, each with links to its lines."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.chart_data.charts.programme import line_range
from dashboard.words import raw_files

CORNER = "programme-line-"


def panel(heading: dict[str, Any], children: list[Any], title: str = "") -> html.Section:
    code = heading["statement_code"]
    return html.Section(
        [html.H2([title, heading["statement"], html.Span(walk([heading]), className="tag")]), *children],
        className="panel",
        id=f"programme-{code}",
    )


def item(row: dict[str, Any]) -> html.Li:
    return html.Li([row["statement"], *walk([row])])


def walk(rows: list[dict[str, Any]]) -> list[Any]:
    """Links to the lines of statements."""
    return [
        html.A(
            f"行{line_range(row['first_line'], row['last_line'])}",
            href=f"#{CORNER}{row['first_line']}",
            className="programme-walk",
            title=raw_files.of_row(row),
        )
        for row in rows
    ]


def pages_of(rows: list[dict[str, Any]]) -> list[Any]:
    return [part for row in rows for part in (f"　{row['heading']} {row['statement']}", *walk([row]))]
