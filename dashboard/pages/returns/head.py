"""The top of 回収・点検: the choice of the year, the state in words, the numbers, or how to begin."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.components import address_controls, notices, written_by
from dashboard.views import round_in_work
from dashboard.views.returns import ReturnsRound, year_label
from dashboard.views.round_in_work import RoundChoice
from dashboard.words import words


def head(title: str, choice: RoundChoice, facts: ReturnsRound | None) -> list[Any]:
    """Banners, title, choice of the year, the state in words, and the numbers."""
    fictional = bool(facts is not None and facts.towns["is_synthetic"].any())
    return [
        notices.banner(choice.complaint, "warning") if choice.complaint else None,
        _fictional(facts) if facts is not None and fictional else None,
        html.Div(
            [
                html.H1(title),
                _years(choice),
                written_by.labelled_field(),
                html.P(_summary(choice, facts), id="returns-summary"),
            ],
            className="page-head",
            **{"data-fy": str(choice.fiscal_year or "")},
            id="returns-head",
        ),
        html.Div(_cards(facts), className="cards", id="returns-cards")
        if facts is not None
        else _how_to(choice),
    ]


def _fictional(facts: ReturnsRound) -> html.Div:
    number = int(facts.towns["is_synthetic"].sum())
    return notices.banner(
        f"{words.SYNTHETIC}を含みます（{words.count(number)}市町村の回収の状態）。実際の状況として引用しないでください。",
        "synthetic",
    )


def _years(choice: RoundChoice) -> Any:
    if not choice.years:
        return html.Span()
    control = dmc.SegmentedControl(
        id="returns-fy",
        data=[{"value": str(year), "label": year_label(year)} for year in choice.years],
        **address_controls.agreed(str(choice.fiscal_year)),
        size="sm",
        transitionDuration=0,
        **{"aria-labelledby": "returns-fy-label"},
    )
    return html.Div(
        [html.Span("調査", id="returns-fy-label", className="control-label"), control], className="control"
    )


def _summary(choice: RoundChoice, facts: ReturnsRound | None) -> str:
    if choice.fiscal_year is None:
        return "調査票の様式がまだありません。"
    if facts is None:
        return f"{year_label(choice.fiscal_year)}の調査票は、まだ1通も受け取っていません。"
    missing = facts.whole - facts.received
    late = int((facts.towns["days_late"].fillna(0) > 0).sum())
    said = [
        f"{year_label(facts.fiscal_year)}の調査票（{facts.survey['form_version']}）は、{'絞り込んだ' if facts.is_narrow else ''}{words.count(facts.whole)}市町村のうち"
        f"{words.count(facts.received)}（{words.share(facts.received, facts.whole)}）から届いています",
        f"回答期限は{words.day_short(facts.deadline)}で、{_distance(facts)}",
        f"未着は{words.count(missing)}、期限後に届いたのは{words.count(late)}です",
    ]
    if facts.whole < words.SMALL:
        said.append(words.SMALL_NOTE)
    return "。".join(said) + "。"


def _distance(facts: ReturnsRound) -> str:
    days = facts.days_over
    if days == 0:
        return "今日です"
    return f"{words.count(days)}日過ぎています" if days > 0 else f"あと{words.count(-days)}日です"


def _cards(facts: ReturnsRound) -> list[html.Div]:
    frame = facts.towns
    missing = facts.whole - facts.received
    answered, required = int(frame["answered"].fillna(0).sum()), int(frame["required"].fillna(0).sum())
    with_errors = int((frame["errors"] > 0).sum())
    days = facts.days_over
    deadline = f"期限 {facts.deadline.month}月{facts.deadline.day}日"
    return [
        _card(
            "回収",
            words.count(facts.received),
            f"／{facts.whole}市町村",
            words.share(facts.received, facts.whole),
        ),
        _card("未着", words.count(missing), f"／{facts.whole}市町村", words.share(missing, facts.whole)),
        _card(
            f"期限超過（{deadline}）" if days > 0 else f"期限まで（{deadline}）",
            words.count(abs(days)),
            "日",
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
            f"／{words.count(facts.received)}市町村（使っている回答）",
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


def _how_to(choice: RoundChoice) -> html.Section:
    steps = [
        html.Li(
            [
                html.A("発出", href=round_in_work.address("/sending", choice.fiscal_year)),
                "の画面で、市町村ごとの調査票を作って送ります。",
            ]
        ),
        html.Li("届いたファイルを下に入れ、点検して受け取ります。この画面に回収の状況が出ます。"),
    ]
    if choice.fiscal_year is None:
        steps.insert(
            0, html.Li([html.A("調査をつくる", href="/survey"), "の画面で、調査票の様式を作ります。"])
        )
    return html.Section(
        [html.H2("はじめ方", id="returns-how"), html.Ol(steps)],
        className="panel",
        id="returns-empty",
        **{"aria-labelledby": "returns-how"},
    )
