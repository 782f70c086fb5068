"""The cards of 経過 in their order; the flow, the matrix and the towns behind them."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from dash import dcc, html

from dashboard import theme
from dashboard.components import cards, event_marks, take_out, written_by
from dashboard.components.chart import ChartBox
from dashboard.pages.progress import ahead, alternative, events, grids, plans, sized, targets
from dashboard.views import progress_words as say
from dashboard.views.progress import DIRECTIONS, Band, ProgressView
from dashboard.web.settings import journal_path
from dashboard.words import words


def body(facts: ProgressView, said: str = "") -> list[Any]:
    """All cards in their order. said: what was just done with the events."""
    if not facts.towns:
        return [
            html.Section(
                [
                    html.H2("条件に合う市町村がありません"),
                    html.P("上の条件を減らすか、「条件を解除」を押してください。"),
                ],
                className="panel",
            )
        ]
    years = facts.years["fiscal_year"].astype(int).tolist()
    return [
        html.Div([_flow(facts), _matrix(facts)], className="progress-top"),
        _moves(facts),
        plans.card(facts),
        html.Div(
            [ahead.outlook_card(facts), ahead.national_card(facts)],
            className="progress-ahead",
        ),
        alternative.card(facts),
        html.Div(written_by.labelled_field(), className="toolbar progress-writer"),
        events.card(facts.reader, years, said),
        targets.card(facts.reader, years),
        sized.card(facts),
        _notes(facts),
    ]


def _flow(facts: ProgressView) -> html.Section:
    if facts.pair_year is None:
        return html.Section(
            [
                html.H2(say.flow_title(facts)),
                html.P(
                    "この時点で知られている年度は1つだけです。移り変わりは次の年度の資料が入ると表示されます。"
                ),
            ],
            className="panel",
        )
    marked = event_marks.shown(facts.reader, journal_path(), facts.years["fiscal_year"])
    picture = event_marks.draw("flow", marked, facts.blocks, facts.bands, facts.years, facts.groups)
    graph = ChartBox(
        id="progress-flow",
        figure=picture,
        className="figure flow-figure",
    )
    return html.Section(
        [
            html.H2(say.flow_title(facts), id="flow-title"),
            html.Div(
                graph,
                className="figure-box",
                role="group",
                **{"aria-label": "状態の移り変わりの図。同じ数は右の表で、キーボードだけでも確かめられます"},
            ),
            event_marks.key(marked),
            html.P(
                [
                    html.Span("帯を押すと、下に市町村と出典のセルを表示します。", className="screen-only"),
                    "↑ 進展した　↓ 見直した（赤の斜線）　薄い灰色 どちらかの年度がわからない",
                ],
                className="note",
            ),
            take_out.buttons(
                "flow",
                more=f"fy={facts.pair_year}" if facts.pair_year != facts.view.fiscal_year else "",
            ),
        ],
        className="panel flow-card",
    )


def _matrix(facts: ProgressView) -> html.Section:
    """From group × to group of the pair, each number a link to the towns behind it."""
    if facts.pair_year is None:
        return html.Section([html.H2("表で見る"), html.P("比べる年度がありません。")], className="panel")
    codes = facts.groups["code"].tolist()
    counted = facts.pair.groupby(["from_group", "to_group"]).size()
    origin, target = facts.label(facts.pair_year - 1), facts.label(facts.pair_year)
    head = html.Tr(
        [
            html.Th([f"{origin} ↓", html.Br(), f"{target} →"], scope="col"),
            *[html.Th(_group(facts, code), scope="col") for code in codes],
            html.Th("計", scope="col"),
        ]
    )
    rows = [
        html.Tr(
            [
                html.Th(_group(facts, start), scope="row"),
                *[_cell(facts, start, end, int(counted.get((start, end), 0))) for end in codes],
                html.Td(
                    words.count(sum(int(counted.get((start, end), 0)) for end in codes)), className="total"
                ),
            ]
        )
        for start in codes
    ]
    ends = [sum(int(counted.get((start, end), 0)) for start in codes) for end in codes]
    foot = html.Tr(
        [
            html.Th("計", scope="row"),
            *[html.Td(words.count(number), className="total") for number in ends],
            html.Td(words.count(sum(ends)), className="total"),
        ]
    )
    numbers = facts.pair["direction"].value_counts()
    tally = "　".join(
        f"{theme.DIRECTIONS[code]} {label} {words.count(int(numbers.get(code, 0)))}"
        for code, label in DIRECTIONS.items()
    )
    so_far = f"{target}は{words.KNOWN_SO_FAR}です。" if facts.is_known_so_far(facts.pair_year) else ""
    shifted = (
        f"{facts.label(facts.view.fiscal_year)}には前の年度がないため、{origin}からを表示しています。"
        if facts.pair_year != facts.view.fiscal_year
        else ""
    )
    return html.Section(
        [
            html.H2(f"{origin}から{target}へ（市町村）"),
            html.Table([html.Thead(head), html.Tbody(rows), html.Tfoot(foot)], className="matrix"),
            html.P(tally, className="tally"),
            html.P(
                f"{shifted}{so_far}数を押すと市町村を表示します。分母は{words.count(facts.towns)}市町村。",
                className="note",
            ),
        ],
        className="panel matrix-card",
    )


def _group(facts: ProgressView, code: str) -> list[Any]:
    row = facts.groups[facts.groups["code"] == code].iloc[0]
    return [cards.symbol(code, row["symbol"]), html.Span(row["label_ja"])]


def _cell(facts: ProgressView, start: str, end: str, number: int) -> html.Td:
    order = {code: place for place, code in enumerate(theme.GROUP_ORDER)}
    kind = "same" if start == end else "advance" if order[end] < order[start] else "retreat"
    if "no_data" in (start, end):
        kind = "unknown"
    if not number:
        return html.Td("", className=f"is-{kind}")
    band = Band(int(facts.pair_year or 0), start, end)
    mark = theme.DIRECTIONS[kind] if kind in ("advance", "retreat") else ""
    link = dcc.Link(
        f"{mark}{words.count(number)}",
        href=_address(facts, band),
        className="is-chosen" if facts.band == band else "",
        title=f"{facts.group(start)}から{facts.group(end)}へ: 市町村を表示します",
    )
    return html.Td(link, className=f"is-{kind}")


def _address(facts: ProgressView, band: Band | None) -> str:
    pairs = [
        (name, value) for name, value in parse_qsl(facts.view.search.removeprefix("?")) if name != "flow"
    ]
    if band is not None:
        pairs.append(("flow", band.text))
    return "/progress" + (f"?{urlencode(pairs, safe=',')}" if pairs else "")


def _moves(facts: ProgressView) -> html.Section:
    back = (
        [dcc.Link("動いた市町村に戻す", href=_address(facts, None), className="button button-quiet")]
        if facts.band
        else []
    )
    return html.Section(
        [
            html.Div(
                [
                    html.H2(say.chosen_title(facts), id="moves-title"),
                    html.P("市町村の名前を押すとカルテを開きます。", className="note"),
                    *back,
                ],
                className="toolbar",
            ),
            grids.moves(facts, 340),
        ],
        className="panel",
        id="moves",
        **{"aria-labelledby": "moves-title"},
    )


def _notes(facts: ProgressView) -> html.Section:
    newest = facts.years["newest_as_of"].dropna()
    return html.Section(
        [
            html.Div(
                [
                    html.H2("時点・出典"),
                    html.P(
                        f"時点: {words.day_short(newest.max())}までの資料による。"
                        f"データの更新日: {words.moment(facts.reader.built_at)}（版 {facts.reader.warehouse_id}）"
                    )
                    if len(newest)
                    else None,
                    html.P(
                        "市町村ごとの出典は、上の表のセルの列にあります。資料の一覧はデータのページにあります。"
                    ),
                ]
            ),
            html.Div(
                [
                    html.H2("注意"),
                    html.Ul(
                        [
                            html.Li(
                                "未回答・データなしは「予定なし」ではありません。わからない移り変わりとして数えます。"
                            ),
                            html.Li(
                                "実施・移行準備・開始年度の決まった予定は、新しい記載があるまで続いているとみなします。検討や予定なしは翌年度へ持ち越しません。"
                            ),
                            html.Li(f"令和6年度以降は{words.KNOWN_SO_FAR}です。合計ではありません。"),
                        ]
                    ),
                ]
            ),
        ],
        className="panel notes progress-notes",
    )
