"""The parts of 事業について: one panel per part of the paper, and the paper line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard import theme
from dashboard.chart_data.charts import programme as charts
from dashboard.components import take_out
from dashboard.export.deck.programme_data import ProgrammeData
from dashboard.frames import records
from dashboard.pages.programme.walking import CORNER, item, pages_of, panel, walk
from dashboard.words import raw_files, words


def overlap(programme: ProgrammeData, address: str, alt: str) -> html.Section:
    """The figure with the five statements beside it."""
    title, *statements = programme.section("overlap")
    figure = programme.section("figure")
    return panel(
        title,
        [
            html.Div(
                [
                    html.Img(src=address, alt=alt, className="programme-figure"),
                    html.Ul([item(row) for row in statements], className="programme-statements"),
                ],
                className="programme-split",
            ),
            html.P(
                [
                    "図の言葉: ",
                    *[
                        part
                        for row in figure
                        for part in (f"{row['heading']}「{row['statement']}」", *walk([row]), " ")
                    ],
                ],
                className="note",
            ),
            take_out.buttons(charts.OVERLAP.id, server_picture=address),
        ],
    )


def content(programme: ProgrammeData) -> html.Section:
    """第1号 to 第6号 with the schemes that they bundle, 新, 注 and ※."""
    law = programme.section("law")
    beside = [row for row in law if row["heading"] in ("規定", "注", "※")]
    marks = [row for row in law if row["heading"] == "新の印"]
    table = _table(
        ("号", "機能", "既存制度の対象事業等", "新", "行"),
        [_function(row, programme) for row in records(programme.functions)],
        [row for row in law if row["heading"] == "表の見出し"],
    )
    return panel(
        programme.statement("law_title"),
        [
            html.Ul([item(row) for row in beside]),
            table,
            html.P(
                [f"{marks[0]['statement']}の印", *walk(marks), f"。{marks[0]['note']}。"] if marks else [],
                className="note",
            ),
            take_out.buttons(charts.CONTENT.id, content="#programme-law_title table"),
        ],
    )


def background(programme: ProgrammeData) -> html.Section:
    """Why and when the programme began."""
    heading, *statements = programme.section("background")
    return panel(
        heading,
        [
            html.Ul([item(row) for row in statements]),
            take_out.buttons(charts.BACKGROUND.id, content="#programme-background_heading ul"),
        ],
        title="背景 ",
    )


def support(programme: ProgrammeData) -> html.Section:
    """The four measures with content, audience and form."""
    table = _table(
        ("支援", "内容", "対象", "行い方", "行"),
        [_measure(row, programme) for row in records(programme.measures)],
    )
    return panel(
        programme.statement("support_title"),
        [
            html.Ul([item(programme.statement("support_overview"))]),
            table,
            take_out.buttons(charts.SUPPORT.id, content="#programme-support_title table"),
        ],
    )


def plans(programme: ProgrammeData) -> html.Section:
    """Who has begun, and the published numbers by plan with what the paper says of them."""
    status = programme.section("status")
    lists = [row for row in status if str(row["heading"]).startswith("令和")]
    rest = [row for row in status if row not in lists and row["statement_code"] != "status_title"]
    message, numbers = programme.statement("plan_message"), programme.statement("plan_numbers")
    source, title = programme.statement("plan_source"), programme.statement("plan_title")
    rows = records(programme.plans)
    most = max((int(row["value"]) for row in rows), default=1)
    planned, whole = programme.planned, programme.towns
    begun = int(rows[0]["value"]) if rows else 0
    bars = html.Table(
        [
            html.Caption([title["statement"], *walk([title])]),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(str(row["label_ja"]), scope="row"),
                            html.Td(
                                html.Div(
                                    className="programme-bar",
                                    style={
                                        "width": f"{100 * int(row['value']) / most:.1f}%",
                                        "background": theme.GROUPS[row["group_code"]].fill,
                                        "borderColor": theme.GROUPS[row["group_code"]].line,
                                    },
                                ),
                                className="programme-bar-cell",
                            ),
                            html.Td(words.count(row["value"]), className="programme-number"),
                            html.Td(html.Span(raw_files.of_row(row), className="cell-place")),
                        ]
                    )
                    for row in rows
                ]
            ),
        ],
        className="programme-bars",
    )
    counted = (
        f"実施中を含めて数えると{words.count(planned)}市町村（{words.percent(planned, whole)}）、"
        f"実施中を除くと{words.count(planned - begun)}市町村（{words.percent(planned - begun, whole)}）。"
        f"分母は{words.count(whole)}市町村です。"
    )
    return panel(
        programme.statement("status_title"),
        [
            html.Ul([item(row) for row in lists]),
            bars,
            html.Ul([item(message)]),
            html.P(
                [
                    "資料の数 ",
                    numbers["statement"],
                    *walk([numbers]),
                    f"。{numbers['note']}。" if numbers["note"] else "",
                    f"　{counted}",
                ],
            ),
            html.P([source["statement"], *walk([source]), *pages_of(rest)], className="note"),
            take_out.buttons(charts.PLANS.id, content="#programme-status_title table"),
        ],
    )


def issue(programme: ProgrammeData) -> html.Section:
    """The three reasons, and what has to be thought about."""
    told = programme.section("issue")
    reasons = [row for row in told if row["heading"] == "理由"]
    others = [row for row in told if row["heading"] in ("検討", "出典")]
    pages = [row for row in told if row["heading"] == "資料のページ"]
    return panel(
        programme.statement("issue_title"),
        [
            html.Ul([item(row) for row in reasons], className="programme-reasons"),
            html.Ul([item(row) for row in others]),
            html.P(
                [
                    dcc.Link("課題の画面で、いまの回答を見る", href="/barriers"),
                    "　",
                    dcc.Link("働きかけの画面で、候補の市町村を見る", href="/outreach"),
                    *pages_of(pages),
                ],
                className="note",
            ),
            take_out.buttons(charts.ISSUE.id, content="#programme-issue_title .programme-reasons"),
        ],
    )


def whole(lines: pd.DataFrame) -> html.Section:
    """The paper line by line; every number of a line on this page leads here."""
    return html.Section(
        [
            html.H2("説明資料の文字"),
            html.Div(
                [
                    html.P(
                        [html.Span(f"{row['line_number']}", className="programme-line-number"), row["text"]],
                        id=f"{CORNER}{row['line_number']}",
                    )
                    for row in records(lines)
                ],
                className="programme-lines",
                tabIndex=0,
                role="region",
                **{"aria-label": "説明資料の文字"},
            ),
        ],
        className="panel",
        id="programme-paper",
    )


def source_of(lines: pd.DataFrame) -> html.Span:
    """Where the paper lies."""
    return html.Span(raw_files.file_words(str(lines["file"].iloc[0])) if len(lines) else "")


def _table(header: tuple[str, ...], rows: list[html.Tr], said: Iterable[dict[str, Any]] = ()) -> html.Table:
    """said: the statements that the header is from."""
    names = [html.Th(name, scope="col") for name in header[:-1]]
    names.append(html.Th([header[-1], *walk(list(said))], scope="col"))
    return html.Table(
        [html.Thead(html.Tr(names)), html.Tbody(rows)],
        className="programme-table",
    )


def _function(row: dict[str, Any], programme: ProgrammeData) -> html.Tr:
    told = programme.of_subject(f"function:{row['code']}")
    mark = "（※）" if any(one["heading"] == "※" for one in told) else ""
    field = f"【{row['field']}】" if row["field"] else ""
    said = f"{field}{row['existing_scheme']}" if row["existing_scheme"] else row["description"]
    said = programme.wording(f"function:{row['code']}", str(said or ""))
    return html.Tr(
        [
            html.Th(row["item"], scope="row"),
            html.Td(f"{str(row['group_label']).partition('（')[0]}{mark}"),
            html.Td(said),
            html.Td("新" if row["is_new"] else "", className="programme-new"),
            html.Td(walk(told)),
        ]
    )


def _measure(row: dict[str, Any], programme: ProgrammeData) -> html.Tr:
    told = programme.of_subject(f"measure:{row['code']}")
    kinds = {str(one["statement_code"]).rpartition("_")[2]: str(one["statement"]) for one in told}
    held, form = str(row["how_held"] or ""), kinds.get("form", "")
    return html.Tr(
        [
            html.Th(kinds.get("name", row["label_ja"]), scope="row"),
            html.Td(programme.wording(f"measure:{row['code']}", str(row["wording"] or ""))),
            html.Td(row["audience"]),
            html.Td(form if held in form else f"{held}{form}"),
            html.Td(walk(told)),
        ]
    )
