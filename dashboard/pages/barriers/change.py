"""Persistence: the same town, the same barrier again; what was cleared, and what support lay between."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.chart_data import registry
from dashboard.components import take_out
from dashboard.components.chart import ChartBox
from dashboard.frames import records
from dashboard.pages.barriers.numbers import number, provisional, share
from dashboard.planning import barriers as counts
from dashboard.views.barriers import BarrierView
from dashboard.words import words

GROUPS = (("同じ市町村の変化（市町村数）", 4), ("応える支援に間で参加した市町村", 2))
HEADINGS = ("前回挙げた", "続いている", "なくなった", "新しく挙げた", "続いている", "なくなった")


def panel(facts: BarrierView) -> list[Any]:
    """Sentence, bars and table; words where there is no round before."""
    if facts.changes.empty:
        return [html.P(_without_before(facts))]
    frame = counts.persistence(facts.changes)
    before = facts.rounds[facts.rounds["fiscal_year"] < facts.year["fiscal_year"]].iloc[-1]
    figure = registry.draw("barrier_change", frame)
    graph = ChartBox(id="change-bars", figure=figure, className="figure")
    described = (
        "課題ごとに、続いている・なくなった・新しく挙げた市町村数の積み上げ棒グラフ。同じ数は右の表にあります"
    )
    return [
        html.P(_sentence(facts), className="lead"),
        html.Div(
            [
                html.Div(
                    [
                        html.Ul(
                            [
                                html.Li([html.Span(className="swatch swatch-persisted"), "続いている"]),
                                html.Li([html.Span(className="swatch swatch-cleared"), "なくなった"]),
                                html.Li([html.Span(className="swatch swatch-new"), "新しく挙げた"]),
                            ],
                            className="keys",
                        ),
                        html.Div(graph, className="figure-box", role="img", **{"aria-label": described}),
                        take_out.buttons(
                            "barrier_change", synthetic=bool(facts.changes["is_synthetic"].any())
                        ),
                    ],
                    className="barrier-change-chart",
                ),
                _table(records(frame)),
            ],
            className="barrier-change",
        ),
        html.P(
            f"{before['label_ja']}と{facts.label}の両方で答えた市町村だけを比べています。"
            "「参加」は、2回の基準日"
            f"（{words.day_short(before['as_of'])}と{words.day_short(facts.year['as_of'])}）の間に、"
            "その課題に応える道の支援（応える支援の対応づけは仮）に参加した記録のある市町村です。"
            "参加したからなくなった、とは言えません（ほかの事情の違いは分かりません）。"
            "「―」は、その課題に応える支援の対応づけがないものです。",
            className="note",
        ),
    ]


def _without_before(facts: BarrierView) -> str:
    if len(facts.rounds) < 2 or facts.year["fiscal_year"] == facts.rounds["fiscal_year"].min():
        return f"{facts.label}より前の調査がないため、同じ市町村の変化はまだ分かりません。"
    return "この条件に合う市町村がありません。条件を1つ外してください。"


def _sentence(facts: BarrierView) -> list[Any]:
    many = counts.again(facts.changes)
    any_, three = len(many), int((many["persisted"] >= 3).sum())
    comparable = facts.changes[~facts.changes["change"].isin(["not_comparable", "implementing"])]
    whole = int(comparable["municipality_code"].nunique())
    left = facts.changes[facts.changes["change"] == "implementing"]["municipality_code"].nunique()
    said: list[Any] = [
        f"両方の年度に答えた{words.count(whole)}市町村のうち、前回と同じ課題が1つでも続くのは",
        share("again:1", any_, whole, "同じ課題が続く市町村"),
        "、3つ以上続くのは",
        share("again:3", three, whole, "同じ課題が3つ以上続く市町村"),
        "です。",
    ]
    if left:
        first = facts.changes["barrier_code"].iloc[0]
        said += [
            "前回は課題を答え、実施を始めて尋ねられなくなったのは",
            number(f"change:{first}:implementing", words.count(left), "実施を始めた市町村"),
            "市町村です。",
        ]
    return said


def _table(rows: list[dict[str, Any]]) -> html.Div:
    body = []
    for row in rows:
        code, label = row["barrier_code"], row["barrier_label"]
        cells = [
            html.Td(words.count(row["before"])),
            html.Td(
                share(f"change:{code}:persisted", row["persisted"], row["before"], f"{label}が続いている")
            ),
            html.Td(share(f"change:{code}:cleared", row["cleared"], row["before"], f"{label}がなくなった")),
            html.Td(
                number(f"change:{code}:new", words.count(row["new"]), f"{label}を新しく挙げた {row['new']}")
            ),
            _support(row, "persisted"),
            _support(row, "cleared"),
        ]
        mark = provisional() if row["is_provisional"] else None
        body.append(html.Tr([html.Th([label, mark], scope="row"), *cells]))
    table = html.Table(
        [
            html.Caption("課題ごとの、同じ市町村の変化と、間に応える支援に参加した市町村"),
            html.Thead(
                [
                    html.Tr(
                        [
                            html.Th("課題", scope="col", rowSpan=2),
                            *[html.Th(text, scope="colgroup", colSpan=span) for text, span in GROUPS],
                        ]
                    ),
                    html.Tr([html.Th(text, scope="col") for text in HEADINGS]),
                ]
            ),
            html.Tbody(body),
        ],
        className="barrier-counted",
    )
    return html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": "課題の変化の表"})


def _support(row: dict[str, Any], kind: str) -> html.Td:
    whole = row[kind]
    if not row["has_measure"] or not whole:
        return html.Td("―", className="none")
    word = "続いている" if kind == "persisted" else "なくなった"
    described = f"{row['barrier_label']}が{word}市町村のうち、応える支援に参加した"
    return html.Td(
        share(f"change:{row['barrier_code']}:{kind}:addressed", row[f"{kind}_addressed"], whole, described)
    )
