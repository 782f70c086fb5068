"""広域で始める組の候補: a few groups of small towns with their reasons and the cells behind them."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.components import take_out
from dashboard.frames import records
from dashboard.planning.joint_groups import JointGroup
from dashboard.services import joint_groups
from dashboard.views import joint_words as say
from dashboard.views import view
from dashboard.views.joint_words import Names
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words

# By town and question the newest answer, with its cell.
Answers = dict[tuple[str, str], dict[str, Any]]


def section(reader: Reader, asked: View) -> list[Any]:
    made, known = joint_groups.joint_groups(reader), say.names(reader)
    synthetic = joint_groups.is_synthetic(reader)
    children: list[Any] = [
        html.H2([say.TITLE, _tag() if synthetic else None], id="joint-title"),
        *[html.P(text) for text in say.summary(made)],
    ]
    if made.options:
        shown = {code for one in made.options for code in one.towns}
        rows = joint_groups.answers(reader)
        rows = rows[rows["municipality_code"].isin(shown)]
        answers = {(row["municipality_code"], row["question_id"]): row for row in records(rows)}
        children += [
            html.Div(
                [_option(one, known, answers, asked) for one in made.options], className="joint-options"
            ),
            html.Div(
                [
                    dcc.Link(
                        "地図で見る", href=f"/map{view.address(asked)}&layer=joint", className="filter-clear"
                    ),
                    take_out.buttons(
                        "joint_groups", content=".joint-options", title=say.TITLE, synthetic=synthetic
                    ),
                ],
                className="toolbar",
            ),
        ]
    children.append(
        html.Details([html.Summary("決め方"), *[html.P(text, className="note") for text in say.method()]])
    )
    return children


def _option(one: JointGroup, known: Names, answers: Answers, asked: View) -> html.Article:
    plan = f"/plan{view.address(asked)}&add={','.join(one.towns)}"
    return html.Article(
        [
            html.H3(say.heading(one, known)),
            html.Ul([html.Li(text) for text in say.reasons(one, known)]),
            html.Details(
                [
                    html.Summary(f"補い合う機能 {words.count(len(one.filled))}件と、そのセル"),
                    html.Ul(
                        [_filled(town, name, having, known, answers) for town, name, having in one.filled]
                    ),
                ]
            ),
            dcc.Link("計画に入れる", href=plan, className="button button-small"),
        ],
        className="joint-option",
    )


def _filled(town: str, name: str, having: tuple[str, ...], known: Names, answers: Answers) -> html.Li:
    return html.Li(
        [
            html.B(known.functions[name]),
            *[part for code in (town, *having) for part in _answer(known.towns[code], answers[code, name])],
        ]
    )


def _answer(town: str, row: dict[str, Any]) -> list[Any]:
    return [
        f"　{town}「{row['option_label']}」",
        html.Span(raw_files.of_row(row), className="cell-place"),
    ]


def _tag() -> html.Span:
    return html.Span(words.SYNTHETIC, className="tag tag-synthetic")
