"""点数の決め方 (from the same data that the code uses) and この順位の確からしさ (the backtest)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard.components.shell import METHODS_PATH
from dashboard.frames import record, records
from dashboard.planning import backtest, spec
from dashboard.words import words


def formulas() -> list[Any]:
    """Every criterion: what it looks at, its formula, its source, its weight in each preset."""
    rules = spec.rules()
    heads = ("見方", "項目", "0〜1の値の決め方", "出典")
    presets = [preset.label for preset in spec.presets()]
    rows = []
    for family in spec.families():
        members = [criterion for criterion in spec.criteria() if criterion.family == family.code]
        for place, criterion in enumerate(members):
            first = html.Th(
                [html.Span(className=f"swatch family-{family.code}"), family.label],
                scope="rowgroup",
                rowSpan=len(members),
                title=family.about,
            )
            weights = [spec.weights_of(preset.code)[criterion.code] for preset in spec.presets()]
            rows.append(
                html.Tr(
                    [
                        first if place == 0 else None,
                        html.Th(criterion.label, scope="row"),
                        html.Td(criterion.formula),
                        html.Td(criterion.source),
                        *[html.Td(f"{weight:g}", className="number") for weight in weights],
                    ]
                )
            )
    listed = [
        "点は、項目の値の加重平均（重み×値の合計÷重みの合計）です。分からない項目は、ほかの市町村の平均"
        f"（分かっているのが{words.SMALL}市町村に満たない項目は0.5）とみなします。どの市町村についても分からない項目は使いません。",
        f"回答は次の年度までそのまま使い、その後は{rules.answer_half_life_years:g}年ごとに半分だけあてにします（残りは平均とみなします）。"
        "前の年度までの回答は、理由の文に年度を付けて過去の言い方で書きます。回答が古いと、どの市町村も上位に入るとは言い切れず A が少なくなります"
        "（年数の目安は定めたもので、調べた値ではありません）。",
        "みなした値は本当の値と違うかもしれず、空欄や未着で点が上がることも下がることもあります。そのため順位の幅と「上位に入る割合」は、"
        "分からない値をほかの市町村の値の中からくじで選び直して出します。古い回答は、あてにする割合だけの回でいまも同じとし、ほかの回では分からない値とします。",
        "区分は「基準日」までに把握したことで決まり、「年度」の選択では変わりません。振興局などの条件は、見せる市町村を絞るだけです。",
        f"分かっている重みが全体の{words.share_of(rules.known_share)}に満たない市町村は、区分せず「判断材料不足」に載せます。",
        "実施中の市町村は載せません。開始年度を決めた市町村と移行準備中の市町村は、すでに動いているため「開始予定の確認」に載せます。",
        f"幅は、{words.count(rules.draws)}回、重み（選んだ重みのまわりのディリクレ分布、集中度{rules.concentration:g}）、分からない値、"
        "目盛り（下の表のとおり・観測された最小〜最大・市町村の中での順、3分の1ずつ）を変えて順位をつけ直し、"
        f"そのうち{words.share_of(rules.interval)}が入る範囲です。乱数は固定なので、同じ重みなら同じ結果になります。",
        f"区分は、並べ直したうち上位に入った割合で決めます（A {words.share_of(rules.bands['A'])}以上、B {words.share_of(rules.bands['B'])}以上、C その他）。"
        "区分の中に順位はなく、行政順（市町村コードの順）か、出発地（振興局を1つに絞ったときはその所在地、ほかは札幌）から回る道順に並べます。"
        "点の同じ市町村は並びうる場所を分け合います。",
        "3つの見方（人口・世帯の状況、動く余地、道との接点）は、それぞれの目盛りで示します。1つにまとめた点は、市町村ごとの「点の内訳」にだけあります。",
        f"2つの市町村のうち、前に来る割合が{words.share_of(rules.ordered)}に満たない組は順位の差を確定的でないとします。",
        "参考団体は、人口・65歳以上の割合・面積・種別の類似度（Gower）で選びます。回答があるかどうかで近さが変わらないよう、"
        "課題と機能は参考に並べるだけです。分からない統計は、その市町村の平均の類似度とみなします。相手の成績は比べません。",
    ]
    return [
        html.H2("区分の決め方", id="method-title"),
        html.P(
            [
                dcc.Link("決め方", href=METHODS_PATH),
                "に、どの計算についても、式、出典、仮定、確かめた結果があります。",
            ]
        ),
        html.Ul([html.Li(text) for text in listed]),
        html.Div(
            html.Table(
                [
                    head(heads, presets),
                    html.Tbody(rows),
                ],
                className="plain",
            ),
            className="scroll wide",
            tabIndex=0,
            role="region",
            **{"aria-label": "項目ごとの決め方"},
        ),
    ]


def head(words_: Sequence[str], numbers: Sequence[str]) -> html.Thead:
    """The head of a table of columns of words, then of numbers, each above what stands under it."""
    cells = [html.Th(text, scope="col") for text in words_]
    return html.Thead(
        html.Tr([*cells, *(html.Th(text, scope="col", className="number") for text in numbers)])
    )


def trust(table: pd.DataFrame) -> list[Any]:
    """The backtest in plain words: by day, what each method would have named, and whether that says anything."""
    numbers = ("挙げた数", "当たった数", "当たった割合（90％の幅）", "くじ引きで同じだけ当たる確率")
    children: list[Any] = [
        html.P(backtest.few(table), className="conclusion"),
        html.P(
            "過去の各時点で、その日までに本当に知っていた資料だけを使って選び、次の年度に実際に始めた市町村と比べたものです。"
            "架空データは使いません。選ぶ数の境目で並んだ市町村は、入る見込みの分だけ数えます（当たった数が小数になることがあります）。",
            className="note",
        ),
    ]
    for _, rows in table.groupby(["day", "next_fiscal_year"], sort=False):
        first = record(rows.iloc[0])
        partial = "" if first["is_complete"] else f"（{words.KNOWN_SO_FAR}。これより多いかもしれません）"
        children += [
            html.H3(
                f"{words.day_short(first['day'])}の時点：{words.count(first['candidates'])}市町村のうち、"
                f"{words.fiscal_year(first['next_fiscal_year'])}に始めたのは{first['began']}{partial}"
            ),
            html.Table(
                [
                    head(("選び方",), numbers),
                    html.Tbody([_method(row) for row in records(rows)]),
                ],
                className="plain",
            ),
        ]
    return children


def _method(row: dict[str, Any]) -> html.Tr:
    label = f"{row['label']}（{row['note']}）" if row["note"] else row["label"]
    name = html.Th(label, scope="row")
    if not row["can_verify"]:
        return html.Tr([name, html.Td(f"検証できない：{row['why_not']}", colSpan=4, className="is-unknown")])
    # as many decimals as the share beside it needs to be that of the number shown
    hits = words.decimal(row["hits"], 2).rstrip("0").rstrip(".")
    span = (
        f"{words.share_of(row['rate'])}（{words.decimal(100 * row['low'])}〜{words.share_of(row['high'])}）"
    )
    chance = "―" if pd.isna(row["at_least"]) else _percent(row["at_least"])
    return html.Tr(
        [
            name,
            html.Td(words.count(row["named"]), className="number"),
            html.Td(f"{hits}／{row['began']}", className="number"),
            html.Td(span, className="number"),
            html.Td(chance, className="number"),
        ]
    )


def _percent(share: float) -> str:
    return "0.1％未満" if share < 0.001 else words.share_of(share, 1)
