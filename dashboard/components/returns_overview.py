"""How far the round has come: words, numbers, bars, the missing towns, findings and what can be taken away."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import words
from dashboard.components import notices, returns_grids
from dashboard.components.returns_view import Choice, Round, year_label
from dashboard.figures import return_rate
from dashboard.intake_copies import CopiesJob

STILL = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def head(title: str, choice: Choice, facts: Round | None) -> list[Any]:
    """Banners, title, choice of the year, the state in words, and the numbers."""
    fictional = bool(facts is not None and facts.towns["is_synthetic"].any())
    return [
        notices.banner(choice.complaint, "warning") if choice.complaint else None,
        _fictional(facts) if facts is not None and fictional else None,
        html.Div(
            [html.H1(title), _years(choice), html.P(_summary(choice, facts), id="returns-summary")],
            className="page-head",
            **{"data-fy": str(choice.fiscal_year or "")},
            id="returns-head",
        ),
        html.Div(_cards(facts), className="cards", id="returns-cards")
        if facts is not None
        else _how_to(choice),
    ]


def body(facts: Round | None) -> list[Any]:
    """Bars, missing towns, all towns and findings; nothing before the first return."""
    if facts is None:
        return []
    return [
        html.Div([_bars(facts), _waiting(facts)], className="returns-charts"),
        _towns(facts),
        _findings(facts),
        _notes(facts),
    ]


def copies_line(job: CopiesJob | None) -> Any:
    """How far the zip of annotated copies is."""
    if job is None:
        return None
    if job.trouble:
        return html.Span(job.trouble, className="note-alert")
    if job.is_running:
        return html.Span(
            [
                "写しを作っています",
                html.Span(f"（{job.done}／{job.whole}）", **{"aria-hidden": "true"}),
                html.Progress(value=str(job.done), max=str(job.whole), **{"aria-label": "写しの進み具合"}),
            ]
        )
    missing = f"（作れなかったもの {len(job.not_made)}。理由は zip の中）" if job.not_made else ""
    return html.A(f"写しの zip を保存{missing}", href=f"/returns/copies/{job.job_id}.zip", download="")


def _fictional(facts: Round) -> html.Div:
    number = int(facts.towns["is_synthetic"].sum())
    return notices.banner(
        f"{words.SYNTHETIC}を含みます（{words.count(number)}市町村の回収の状態）。実際の状況として引用しないでください。",
        "synthetic",
    )


def _years(choice: Choice) -> Any:
    if not choice.years:
        return html.Span()
    control = dmc.SegmentedControl(
        id="returns-fy",
        data=[{"value": str(year), "label": year_label(year)} for year in choice.years],
        value=str(choice.fiscal_year),
        size="sm",
        transitionDuration=0,
        **{"aria-labelledby": "returns-fy-label"},
    )
    return html.Div(
        [html.Span("年度", id="returns-fy-label", className="control-label"), control], className="control"
    )


def _summary(choice: Choice, facts: Round | None) -> str:
    if choice.fiscal_year is None:
        return "調査票の様式がまだありません。"
    if facts is None:
        return f"{year_label(choice.fiscal_year)}の調査票は、まだ1通も受け取っていません。"
    missing = facts.whole - facts.received
    late = int((facts.towns["days_late"].fillna(0) > 0).sum())
    said = [
        f"{year_label(facts.fiscal_year)}の調査票（{facts.survey['form_version']}）は、{words.count(facts.whole)}市町村のうち"
        f"{words.count(facts.received)}（{words.percent(facts.received, facts.whole)}）から届いています",
        f"回答期限は{words.day(facts.deadline)}で、{_distance(facts)}",
        f"未着は{words.count(missing)}、期限後に届いたのは{words.count(late)}です",
    ]
    return "。".join(said) + "。"


def _distance(facts: Round) -> str:
    days = facts.days_over
    if days == 0:
        return "今日です"
    return f"{words.count(days)}日過ぎています" if days > 0 else f"あと{words.count(-days)}日です"


def _cards(facts: Round) -> list[html.Div]:
    frame = facts.towns
    missing = facts.whole - facts.received
    answered, required = int(frame["answered"].fillna(0).sum()), int(frame["required"].fillna(0).sum())
    with_errors = int((frame["errors"] > 0).sum())
    days = facts.days_over
    deadline = f"{facts.deadline.month}月{facts.deadline.day}日"
    return [
        _card(
            "回収",
            words.count(facts.received),
            f"／{facts.whole}市町村",
            words.percent(facts.received, facts.whole),
        ),
        _card("未着", words.count(missing), f"／{facts.whole}市町村", words.percent(missing, facts.whole)),
        _card(
            "期限から" if days > 0 else "期限まで",
            words.count(abs(days)),
            f"日{'経過' if days > 0 else ''}（期限 {deadline}）",
            "",
        ),
        _card(
            "必須の設問の記入率",
            words.percent(answered, required),
            f"{words.count(answered)}／{words.count(required)}セル",
            "",
        ),
        _card(
            "エラーのある市町村",
            words.count(with_errors),
            f"／{words.count(facts.received)}市町村（受領）",
            "",
        ),
    ]


def _card(label: str, number: str, whole: str, share: str) -> html.Div:
    return html.Div(
        [
            html.Span(html.Span(label, className="card-label"), className="card-head"),
            html.Span(
                [
                    html.Span(number, className="card-number"),
                    html.Span(whole, className="card-whole"),
                    html.Span(share, className="card-share"),
                ],
                className="card-figure",
            ),
        ],
        className="card card-planned",
    )


def _how_to(choice: Choice) -> html.Section:
    year = choice.fiscal_year or 2023
    steps = [
        html.Li(
            [
                "調査票を作る（市町村ごとに1冊）: ",
                html.Code(f"python -m etl issue --fiscal-year {year} --out 調査票"),
            ]
        ),
        html.Li("できた Excel を市町村に送ります。"),
        html.Li("届いたファイルを下に入れ、点検して受け取ります。この画面に回収の状況が出ます。"),
    ]
    if choice.fiscal_year is None:
        steps.insert(
            0, html.Li(["様式を置く: ", html.Code("data/raw/survey/R5/form.toml"), "（年度ごとに1つ）"])
        )
    return html.Section(
        [html.H2("はじめ方", id="returns-how"), html.Ol(steps)],
        className="panel",
        id="returns-empty",
        **{"aria-labelledby": "returns-how"},
    )


def _bars(facts: Round) -> html.Section:
    everyone = int((facts.areas["waiting"] == 0).sum())
    title = f"振興局別の回収: {len(facts.areas)}のうち{everyone}が全市町村から受領"
    graph = dcc.Graph(
        id="return-rate",
        figure=return_rate.figure(facts.areas),
        config=STILL,
        responsive=True,
        className="figure",
    )
    legend = [
        html.Li(
            [
                html.Span(className="mark", style={"background": part.fill, "borderColor": part.line}),
                part.label,
            ]
        )
        for part in return_rate.PARTS
    ]
    return html.Section(
        [
            html.H2(title),
            html.Div(
                graph,
                className="figure-box",
                role="img",
                **{
                    "aria-label": "振興局別の回収の積み上げ棒グラフ。同じ数は下の表を振興局で絞ると確かめられます"
                },
            ),
            html.Ul(legend, className="returns-legend", **{"aria-label": "凡例"}),
            html.P("単位: 市町村。右端は 受領／全市町村。行政順。", className="note"),
        ],
        className="panel returns-bars",
    )


def _waiting(facts: Round) -> html.Section:
    number = len(facts.waiting)
    base = f"/returns/{facts.fiscal_year}"
    letters = html.A(
        "督促をまとめて保存（zip）", href=f"{base}/reminder.zip", download="", className="button"
    )
    content: list[Any] = [html.P("すべての市町村から届いています。")]
    if number:
        content = [html.Div(returns_grids.waiting(facts), className="grid-box")]
    return html.Section(
        [
            html.Div(
                [html.H2(f"未着の市町村: {words.count(number)}"), letters if number else None],
                className="toolbar",
            ),
            *content,
        ],
        className="panel returns-waiting",
    )


def _towns(facts: Round) -> html.Section:
    return html.Section(
        [
            html.Div(
                [
                    html.H2("市町村ごとの回収と記入"),
                    html.P(
                        "記入率は、答えるべき必須の設問のうち、答えのあるセルの割合です。", className="note"
                    ),
                ],
                className="toolbar",
            ),
            returns_grids.towns(facts),
        ],
        className="panel",
    )


def _findings(facts: Round) -> html.Section:
    counts = facts.findings["severity"].value_counts()
    said = "、".join(
        f"{label} {words.count(counts.get(key, 0))}"
        for key, label in (("error", "エラー"), ("warning", "警告"), ("info", "参考"))
    )
    base = f"/returns/{facts.fiscal_year}"
    return html.Section(
        [
            html.Div(
                [
                    html.H2(f"受け取った調査票の指摘: {said}"),
                    html.A(
                        "疑義照会をまとめて保存（zip）",
                        href=f"{base}/query.zip",
                        download="",
                        className="button",
                    ),
                    dmc.Button(
                        "赤ペン入りの写しをまとめて作る", id="copies-make", variant="default", size="sm"
                    ),
                    html.Span(id="copies-line", role="status"),
                ],
                className="toolbar",
            ),
            returns_grids.findings(facts),
            dcc.Store(id="copies-job"),
            dcc.Interval(id="copies-tick", interval=1000, disabled=True),
        ],
        className="panel",
    )


def _notes(facts: Round) -> html.P:
    survey = facts.survey
    return html.P(
        f"出典: 市町村から受け取った調査票（{survey['title']}）。基準日 {words.day(survey['as_of'])}、"
        f"発出日 {words.day(survey['issued_on'])}。経過日数は {words.day(facts.today)} 現在。",
        className="note",
    )
