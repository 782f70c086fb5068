"""One town in full: why it stands there, what is unknown, what to bring, its own words, and 参考団体."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd
from dash import dcc, html

from dashboard.pages.outreach import dates, peers
from dashboard.planning import criteria, measures, rank, reasons, score, spec
from dashboard.views import view
from dashboard.views.outreach import OutreachView
from dashboard.words import raw_files, words

LISTS = {
    rank.INSUFFICIENT: "判断材料が足りないため、候補の区分を付けていません。",
    rank.WATCH: "開始年度が決まったか移行準備中のため、候補の対象ではありません（開始予定の確認）。",
    rank.OUT: "すでに実施しているため、候補の対象ではありません。",
}


def detail(shown: OutreachView) -> list[Any]:
    """The panel of the town that the address names, else of the first of the ranking."""
    if not shown.town:
        return [
            html.H2("市町村を選ぶと、ここに理由が出ます", id="detail-title"),
            html.P(
                "区分された市町村がありません。下の「判断材料不足」に、足りないものと集め方があります。",
                className="detail-none",
            ),
        ]
    towns = shown.material.inputs.towns
    town = towns[towns["municipality_code"] == shown.town].iloc[0]
    rows = shown.ranking.rows
    row = rows[rows["code"] == shown.town]
    instead = html.P(shown.choice.instead, className="note") if shown.choice.instead else None
    return [
        _head(shown, town, None if row.empty else row.iloc[0]),
        *dates.of_town(shown.reader, shown.town),
        instead,
        _contributions(shown, None if row.empty else row.iloc[0]),
        _bring(shown),
        _words(shown),
        peers.peers(shown),
    ]


def _head(shown: OutreachView, town: pd.Series, row: pd.Series | None) -> html.Div:
    code = shown.town
    plan = f"/plan{view.address(shown.view)}{shown.choice.address}&add={quote(code)}"
    said: list[Any] = []
    if row is None:
        said.append(html.P(LISTS[str(shown.ranking.lists[code])]))
    else:
        first, second = row["reasons"]
        mark = _tag() if row["is_synthetic"] else None
        said += [html.P([first.removeprefix(f"【{words.SYNTHETIC}】"), mark]), html.P(second)]
        if row["fragile"]:
            said.append(html.P(_fragile(row, shown.ranking.top), className="note"))
        close = _close(shown, code)
        if close:
            said.append(html.P(f"差が確定的でない市町村：{close}", className="note"))
    place = "区分なし"
    if row is not None:
        place = f"候補 {row['band']}・上位{shown.ranking.top}に{reasons.percent(row['top_share'])}"
    return html.Div(
        [
            html.Div(
                [
                    html.H2(
                        dcc.Link(str(town["name"]), href=f"/town{view.address(shown.view, town=code)}"),
                        id="detail-title",
                    ),
                    html.Span(place, className="detail-rank"),
                    dcc.Link("計画に入れる", href=plan, className="button button-small", id="add-to-plan"),
                ],
                className="detail-head",
            ),
            html.P(
                [
                    f"{town['subprefecture_name']}・{town['status_label']}",
                    f"（{words.fiscal_year(int(town['status_fiscal_year']))}の資料）"
                    if pd.notna(town["status_fiscal_year"])
                    else "",
                    _tag() if bool(town["is_synthetic"]) else None,
                ],
                className="note",
            ),
            *said,
        ]
    )


def _fragile(row: pd.Series, top: int) -> str:
    label = next(one.label for one in spec.criteria() if one.code == row["fragile"])
    return reasons.drops_out(label, float(row["fragile_factor"]), top)


def _close(shown: OutreachView, code: str) -> str:
    names = shown.ranking.rows.set_index("code")["name"]
    pairs = shown.ranking.pairs
    near = [*pairs.loc[pairs["code_a"] == code, "code_b"], *pairs.loc[pairs["code_b"] == code, "code_a"]]
    return words.names([str(names[other]) for other in near], 6)


def _contributions(shown: OutreachView, row: pd.Series | None) -> html.Div:
    code = shown.town
    raw, fictional = shown.material.facts.raw.loc[code], shown.material.facts.synthetic.loc[code]
    values = criteria.values(shown.material.facts.raw.loc[[code]]).iloc[0]
    filled = shown.ranking.filled
    instead = filled.to_dict("index").get(code, values.to_dict())
    parts = row["contributions"] if row is not None else {}
    largest = max([*parts.values(), 1e-9])
    lines = []
    for criterion in spec.criteria():
        weight, value = shown.choice.weights[criterion.code], values[criterion.code]
        part = parts.get(criterion.code)
        bar = None
        if part is not None:
            width = {"width": f"{100 * part / largest:.1f}%"}
            bar = html.Span(style=width, className=f"part family-{criterion.family}")
        lines.append(
            html.Tr(
                [
                    html.Th(criterion.label, scope="row", title=criterion.formula),
                    html.Td(
                        [
                            criteria.phrase_of(criterion, raw[criterion.code]),
                            _tag() if fictional[criterion.code] else None,
                        ]
                    ),
                    html.Td(_value(float(value), instead[criterion.code]), className="number"),
                    html.Td(f"×{weight:g}", className="number"),
                    html.Td(
                        [bar, html.Span("―" if part is None else words.decimal(part, score.SHOWN_DECIMALS))],
                        className="part-cell",
                    ),
                ],
                className="is-unknown" if np.isnan(value) else "",
            )
        )
    total = None if row is None else words.decimal(row["score"], score.SHOWN_DECIMALS)
    foot = html.Tfoot(
        html.Tr([html.Th("点（合計）", scope="row", colSpan=4), html.Td(total, className="number")])
    )
    heads = [html.Th(text, scope="col") for text in ("項目", "この市町村")]
    heads += [html.Th(text, scope="col", className="number") for text in ("値", "重み")]
    return html.Div(
        [
            html.H3("点の内訳"),
            html.Table(
                [
                    html.Thead(html.Tr([*heads, html.Th("寄与", scope="col")])),
                    html.Tbody(lines),
                    foot if total else None,
                ],
                className="plain parts",
            ),
            html.P(
                "「わからない」項目は、ほかの市町村の平均とみなして点を出しています（値と寄与は「平均」と書いたもの）。本当の値でどこまで動きうるかは、順位の幅に入れています。"
                "点は小数2桁まで示します（それより細かい差は、順位の幅のとおり確かではありません）。四捨五入のため、寄与の合計と合わないことがあります。",
                className="note",
            ),
        ]
    )


def _value(value: float, instead: float) -> str:
    """The value of a criterion; of one that is unknown what stands for it."""
    if np.isnan(instead):
        return "―"
    return (
        f"平均 {words.decimal(instead, score.SHOWN_DECIMALS)}"
        if np.isnan(value)
        else words.decimal(value, score.SHOWN_DECIMALS)
    )


def _bring(shown: OutreachView) -> html.Div:
    found: list[dict[str, Any]] = shown.material.measures.get(shown.town, [])
    missing = shown.material.not_given.get(shown.town, [])
    items = [
        html.Li(
            [
                html.B(measures.label(one)),
                _tag() if one["is_synthetic"] else None,
                html.Ul([_answer(answer) for answer in one["answers"]] + _support_items(one)),
            ]
        )
        for one in found
    ]
    children: list[Any] = [html.H3("案内する支援")]
    children.append(
        html.Ul(items, className="bring") if items else html.P("課題も望む支援も回答がなく、決められません。")
    )
    if missing:
        children.append(html.H4("望まれているのに、まだ届いていない支援"))
        children.append(
            html.Ul(
                [
                    html.Li(
                        [
                            str(one["label"]),
                            f" → {one['measure_label']}"
                            if one["measure"]
                            else "（道の4つの取組みにはないため、個別に相談）",
                            _tag() if one["is_synthetic"] else None,
                        ]
                    )
                    for one in missing
                ]
            )
        )
    return html.Div(children)


def _answer(answer: dict[str, Any]) -> html.Li:
    tentative = html.Span("仮", className="tag", title="仮の対応づけ") if answer["is_provisional"] else None
    return html.Li(
        [
            f"「{answer['label']}」に：{answer['reason']}",
            tentative,
            html.Span(f"出典：{answer['source']}", className="source"),
        ]
    )


def _support_items(one: dict[str, Any]) -> list[html.Li]:
    said = [html.Li(f"望む支援：{label}") for label in one["wanted"]]
    if one["had"]:
        said.append(html.Li(f"これまで：{words.names(list(one['had']), 3)}", className="note"))
    return said


def _words(shown: OutreachView) -> html.Div:
    points = measures.talking_points(shown.material.inputs, shown.town)
    quotes = [
        html.Li(
            [
                html.Blockquote(f"「{one['text']}」"),
                html.Span(
                    f"{words.fiscal_year(int(one['fiscal_year']))}「{one['question']}」 {raw_files.of_row(one)}",
                    className="source",
                ),
                _tag() if one["is_synthetic"] else None,
            ]
        )
        for one in points
    ]
    return html.Div(
        [
            html.H3("話の糸口（市町村自身の言葉）"),
            html.Ul(quotes, className="quotes")
            if quotes
            else html.P("自由記述はありません。", className="note"),
        ]
    )


def _tag(text: str = words.SYNTHETIC) -> html.Span:
    return html.Span(text, className="tag tag-synthetic")
