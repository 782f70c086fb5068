"""The parts of 課題 in their order: summary, bars, heat table, pairs, persistence, support, words, towns, notes."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.chart_data import registry
from dashboard.components import notices, selects, take_out
from dashboard.components.address_controls import agreed
from dashboard.components.chart import ChartBox
from dashboard.frames import records
from dashboard.pages.barriers import change, codes, grid, notes, pairs, quotes, support
from dashboard.pages.barriers import heat as barrier_heat
from dashboard.pages.barriers.numbers import heading, number
from dashboard.planning import barriers as counts
from dashboard.views import barrier_towns, view
from dashboard.views import barrier_words as say
from dashboard.views.barrier_towns import STATES
from dashboard.views.barriers import DIMENSIONS, BarrierChoices, BarrierView
from dashboard.views.view import View
from dashboard.words import words

# What of a panel without a chart its picture shows.
CONTENT = {"pairs": ".barrier-pairs", "support": ".barrier-support"}


def body(facts: BarrierView, chosen: BarrierChoices) -> list[Any]:
    """Everything under the heading, for a warehouse with returns."""
    return [
        html.Div(_banners(facts), id="barriers-banners"),
        html.Div(_summary(facts), className="barriers-summary", id="barriers-summary"),
        html.Div([_bars(facts), _heat(facts, chosen)], className="barriers-first"),
        _section("pairs", "一緒に挙がる課題", pairs.panel(facts), _flag(facts.answers)),
        _section("change", "続いている課題、なくなった課題", change.panel(facts), _flag(facts.changes)),
        _section("support", "望む支援と、受けた支援", support.panel(facts), _flag(facts.support)),
        _quotes(facts, chosen),
        codes.section(facts.reader, facts.view),
        _behind(facts, chosen),
        notes.notes(facts),
        dcc.Store(id="barriers-parts", data=parts(facts.view, chosen)),
    ]


def parts(asked: View, chosen: BarrierChoices) -> dict[str, str]:
    """What tells one body from another, by the part of it that changes."""
    return {
        "view": view.address(asked),
        "by": chosen.by,
        "show": chosen.show,
        "q": chosen.q,
        "ask": chosen.ask,
    }


def heat(facts: BarrierView, by: str) -> list[Any]:
    return barrier_heat.table(facts, by)


def _flag(frame: Any) -> bool:
    return bool(frame["is_synthetic"].any())


def _banners(facts: BarrierView) -> list[Any]:
    said: list[Any] = []
    if facts.is_synthetic:
        rounds = facts.rounds[facts.rounds["is_synthetic"].astype(bool)]["label_ja"].tolist()
        places = f"{'・'.join(rounds)}の調査票" if rounds else "一部の市町村の調査票"
        text = (
            f"{words.SYNTHETIC}を含みます（{places}と、取組への参加）。実際の状況として引用しないでください。"
        )
        said.append(notices.banner(text, "synthetic"))
    if facts.year["fiscal_year"] != facts.view.fiscal_year:
        text = f"選んだ年度の調査票は届いていません。{facts.label}の調査を表示しています。"
        said.append(notices.banner(text, "note"))
    return said


def _summary(facts: BarrierView) -> list[Any]:
    """What the round says in two sentences, and how the towns answered."""
    frame = counts.shares(facts.answers)
    counted = int(frame["counted"].max()) if len(frame) else 0
    if not counted:
        return [
            html.P("この条件では、課題の設問に答えた市町村がありません。条件を1つ外してください。"),
            _answered(facts),
        ]
    return [html.P(say.most_stated(frame, facts.label, counted)), _answered(facts)]


def _answered(facts: BarrierView) -> html.P:
    found = counts.states(facts.answers)
    parts: list[Any] = [html.B("答え方　")]
    for state, label in STATES.items():
        if found.get(state):
            said = number(f"state:{state}", words.count(found[state]), f"{label}市町村 {found[state]}")
            parts += [f"{label} ", said, "　"]
    parts.append(html.Span("未記入・未着・未定は「課題なし」と数えません。", className="note"))
    return html.P(parts, className="answered")


def _bars(facts: BarrierView) -> html.Section:
    frame = counts.shares(facts.answers)
    graph = ChartBox(
        id="barrier-bars",
        figure=registry.draw("barrier_places", frame),
        className="figure",
    )
    counted = int(frame["counted"].max()) if len(frame) else 0
    ranked_only = bool(facts.answers["is_ranked_only"].any())
    keys = [
        html.Li([html.Span(className=f"swatch swatch-{kind}"), label])
        for kind, label in (("first", "1位"), ("second", "2位"), ("third", "3位"), ("unranked", "順位なし"))
    ]
    note = "この年度は上位だけを尋ねています。" if ranked_only else ""
    points = "、".join(
        f"{row['barrier_label']} {words.count(row['points'])}"
        for row in records(frame.sort_values("points", ascending=False, kind="stable").head(5))
        if row["points"]
    )
    return html.Section(
        [
            heading(
                f"挙げた市町村数（{facts.label}、n={words.count(counted)}）",
                "barriers-bars-title",
                _flag(facts.answers),
            ),
            html.Ul([html.Li("「特に大きなもの」:"), *keys], className="keys"),
            html.Div(
                graph,
                className="figure-box",
                role="group",
                **{
                    "aria-label": "課題ごとの市町村数の棒グラフ。同じ数は右の表で、キーボードだけでも確かめられます"
                },
            ),
            html.P(
                f"{note}仮＝仮の選択肢。上の3つは、道の資料（令和4年度の調査）にあるもの。点の多い順: {points or '―'}。",
                className="note",
            ),
            take_out.buttons("barrier_places", synthetic=_flag(facts.answers)),
        ],
        className="panel barrier-bars-card",
        **{"aria-labelledby": "barriers-bars-title"},
    )


def _heat(facts: BarrierView, chosen: BarrierChoices) -> html.Section:
    control = dmc.SegmentedControl(
        id="barriers-by",
        data=[{"value": code, "label": word} for code, (_, word) in DIMENSIONS.items()],
        **agreed(chosen.by),
        size="xs",
        transitionDuration=0,
        **{"aria-label": "何別に見るか"},
    )
    return html.Section(
        [
            html.Div(
                [heading("どこで多いか", "barriers-heat-title", _flag(facts.answers)), control],
                className="card-top",
            ),
            html.Div(heat(facts, chosen.by), id="barriers-heat"),
            take_out.buttons(
                "barriers",
                content="#barriers-heat .barrier-heat",
                title=f"どこで多いか（{facts.label}の調査）",
                synthetic=_flag(facts.answers),
            ),
        ],
        className="panel barrier-heat-card",
        **{"aria-labelledby": "barriers-heat-title"},
    )


def _section(name: str, title: str, parts: list[Any], is_synthetic: bool) -> html.Section:
    return html.Section(
        [
            heading(title, f"barriers-{name}-title", is_synthetic),
            *parts,
            *_take_out_buttons(name, is_synthetic),
        ],
        className=f"panel barrier-{name}-card",
        **{"aria-labelledby": f"barriers-{name}-title"},
    )


def _take_out_buttons(name: str, is_synthetic: bool) -> list[Any]:
    """The numbers of a panel whose picture is its table; the panel of changes has the buttons of its bars."""
    if name == "change":
        return []
    return [take_out.buttons(f"barrier_{name}", content=CONTENT[name], synthetic=is_synthetic)]


def _quotes(facts: BarrierView, chosen: BarrierChoices) -> html.Section:
    options = [{"value": quotes.ALL, "label": "すべての設問"}]
    options += [{"value": code, "label": label} for code, label in quotes.topics(facts.texts)]
    known = {option["value"] for option in options}
    box = dmc.TextInput(
        id="barriers-q",
        **agreed(chosen.q),
        debounce=400,
        size="xs",
        w=280,
        label="言葉で探す",
        placeholder="例: 人材　研修（空白で区切るとすべてを含む）",
    )
    select = dmc.Select(
        id="barriers-ask",
        data=options,
        **agreed(chosen.ask if chosen.ask in known else quotes.ALL),
        size="xs",
        w=320,
        label="設問",
        allowDeselect=False,
        comboboxProps=selects.COMBO,
    )
    return html.Section(
        [
            html.Div(
                [
                    heading("市町村の言葉（自由記述）", "barriers-quotes-title", _flag(facts.texts)),
                    box,
                    select,
                ],
                className="card-top quotes-top",
            ),
            html.Div(quotes.results(facts, chosen), id="barriers-quotes"),
        ],
        className="panel barrier-quotes-card",
        **{"aria-labelledby": "barriers-quotes-title"},
    )


def _behind(facts: BarrierView, chosen: BarrierChoices) -> html.Section:
    behind = barrier_towns.select(facts, chosen.show)
    toolbar = [
        html.H2(grid.title(behind), id="barriers-behind-title"),
        html.P(
            "上の数を押すと、その市町村だけを並べます。市町村名を押すとカルテを開きます。", className="note"
        ),
        dmc.Button("すべてに戻す", id="barriers-all", size="xs", variant="default"),
        dmc.Button("表示中の行をCSVで保存", id="barriers-csv", size="xs"),
    ]
    return html.Section(
        [
            html.Div(toolbar, className="toolbar"),
            grid.table(behind),
        ],
        className="panel towns",
        id="barriers-behind",
        tabIndex=-1,
        **{"aria-labelledby": "barriers-behind-title"},
    )
