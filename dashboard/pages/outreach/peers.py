"""参考団体 of a town: why they are alike, view by view, when they began and what they had stated before."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.pages.outreach import method
from dashboard.views import view
from dashboard.views.outreach import OutreachView
from dashboard.words import words


def peers(shown: OutreachView) -> html.Div:
    """The 参考団体 of the town that is looked at, nearest first, the first one open."""
    found = shown.material.peers(shown.town)
    name = str(shown.material.inputs.towns.set_index("municipality_code").at[shown.town, "name"])
    return html.Div(
        [
            html.H3("参考団体（似ていて、すでに実施している市町村）"),
            html.P(
                "人口・65歳以上の割合・面積・種別の似ている順です（どの市町村についても分かる統計だけ）。"
                "課題と機能は参考に並べ、順には使いません。優劣ではありません。",
                className="note",
            ),
            *[_peer(shown, name, peer, is_open=place == 0) for place, peer in enumerate(found)],
            None if found else html.P("実施している市町村がまだ分かりません。"),
        ]
    )


def _peer(shown: OutreachView, name: str, peer: dict[str, Any], *, is_open: bool) -> html.Details:
    began = f"{words.fiscal_year(peer['began'])}から実施" if peer["began"] else "開始年度は分からない"
    rows = [
        html.Tr(
            [
                html.Th(one["label"] if one["decides"] else f"（参考）{one['label']}", scope="row"),
                html.Td(one["mine"]),
                html.Td(one["theirs"]),
                html.Td(_alike(one["likeness"]), className="number"),
            ]
        )
        for one in peer["alike"]
    ]
    between = [
        f"{one['label']}（{words.day_short(pd.Timestamp(one['held_on']))}）" for one in peer["measures"]
    ]
    year = (
        f"（{words.fiscal_year(peer['barriers_fiscal_year'])}の回答）" if peer["barriers_fiscal_year"] else ""
    )
    facts = [
        html.Li(f"始める前に挙げた課題：{'、'.join(peer['barriers_before']) or 'わからない'}{year}"),
        html.Li(f"始めるまでに参加した道の取組み：{words.names(between, 4) if between else 'わからない'}"),
    ]
    facts += [html.Li(f"事例（{one['topic']}）：{one['statement']}") for one in peer["case"]]
    source = peer["case"][0] if peer["case"] else None
    return html.Details(
        [
            html.Summary(
                [
                    html.B(peer["name"]),
                    f" {began}",
                    html.Span(f"{words.SYNTHETIC}を含む", className="tag tag-synthetic")
                    if peer["is_synthetic"]
                    else None,
                ]
            ),
            html.Table(
                [
                    method.head(("見方", name, peer["name"]), ("類似度",)),
                    html.Tbody(rows),
                ],
                className="plain",
            ),
            html.Ul(facts),
            html.P(f"事例の出典：{source['publisher']} {source['source_place']}", className="source")
            if source
            else None,
            dcc.Link(
                f"{peer['name']}のカルテ", href=f"/town{view.address(shown.view, town=str(peer['code']))}"
            ),
        ],
        open=is_open,
        className="peer",
    )


def _alike(likeness: float | None) -> str:
    return "―" if likeness is None else words.share_of(likeness)
