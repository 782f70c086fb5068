"""How far the round has come: bars, the missing towns, all towns, findings, and what can be taken away."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.chart_data import registry
from dashboard.components import take_out
from dashboard.components.chart import ChartBox
from dashboard.components.shell import READING_RULES_PATH
from dashboard.figures import return_rate
from dashboard.frames import records
from dashboard.intake.annotated_copies import CopiesJob
from dashboard.pages.returns import files, grids
from dashboard.views.returns import ReturnsRound
from dashboard.words import words

FEW_BARS, BAR_PIXELS = 10, 30


def body(facts: ReturnsRound | None) -> list[Any]:
    """Bars, missing towns, all towns and findings; nothing before the first return."""
    if facts is None:
        return []
    return [
        html.Div([_bars(facts), _waiting(facts)], className="returns-charts"),
        _towns(facts),
        _findings(facts),
        files.section(facts),
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
    return html.A(f"写しの zip を保存{missing}", href=f"/returns/copies/{job.job_id}.zip")


def _bars(facts: ReturnsRound) -> html.Section:
    everyone = int((facts.areas["waiting"] == 0).sum())
    title = f"振興局別の回収: {len(facts.areas)}のうち{everyone}が全市町村から受領"
    if len(facts.areas) == 1:
        [area] = records(facts.areas)
        received = area["in_time"] + area["late"]
        of_whole = f"{area['denominator']}市町村のうち{received}から受領"
        if received in (0, area["denominator"]):
            of_whole = f"{area['denominator']}市町村の{'すべてから受領' if received else 'どこからもまだ届いていません'}"
        title = f"振興局別の回収: {area['short_name']}は{of_whole}"
    graph = ChartBox(
        id="return-rate",
        figure=registry.draw("returns", facts.areas),
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
                style=_height(len(facts.areas)),
                role="img",
                **{
                    "aria-label": "振興局別の回収の積み上げ棒グラフ。同じ数は下の表を振興局で絞ると確かめられます"
                },
            ),
            html.Ul(legend, className="returns-legend", **{"aria-label": "凡例"}),
            html.P("単位: 市町村。右端は 受領／全市町村。行政順。", className="note"),
            take_out.buttons(
                "returns",
                synthetic=bool(facts.towns["is_synthetic"].fillna(False).any()),
                more=f"fy={facts.fiscal_year}" if facts.fiscal_year != facts.view_year else "",
            ),
        ],
        className="panel returns-bars",
    )


def _height(bars: int) -> dict[str, str]:
    """Few bars are as thick as many: the picture is lower then, and its axis stays beside them."""
    if bars >= FEW_BARS:
        return {}
    height = return_rate.MARGIN + BAR_PIXELS * max(1, bars)
    return {"flex": "none", "minHeight": "0", "height": f"{height}px"}


def _waiting(facts: ReturnsRound) -> html.Section:
    number = len(facts.waiting)
    base = f"/returns/{facts.fiscal_year}"
    kind = "提出のお願い（再）" if facts.days_over > 0 else "期限のお知らせ"
    letters = html.A(
        f"{kind}をまとめて保存（zip{_scope(facts)}）",
        href=f"{base}/reminder.zip{facts.search}",
        className="button",
    )
    mails = html.A(
        f"メールの下書き（zip{_scope(facts)}）",
        href=f"{base}/reminder-mails.zip{facts.search}",
        className="button button-quiet",
        title=f"市町村ごとに{kind}を付けた、Outlook で開く下書き（.eml）",
    )
    content: list[Any] = [html.P("すべての市町村から届いています。")]
    if not facts.whole:
        content = [html.P("絞り込みの条件に合う市町村がありません。")]
    elif number:
        content = [html.Div(grids.waiting(facts), className="grid-box")]
    return html.Section(
        [
            html.Div(
                [
                    html.H2(f"未着の市町村: {words.count(number)}{_held(facts)}"),
                    *([letters, mails] if number else []),
                ],
                className="toolbar",
            ),
            *content,
        ],
        className="panel returns-waiting",
    )


def _held(facts: ReturnsRound) -> str:
    held = int(facts.waiting["is_held"].sum())
    return f"（うち{words.count(held)}は届いていて、使い方を決めるのを待っています）" if held else ""


def _scope(facts: ReturnsRound) -> str:
    return "・絞り込んだ市町村" if facts.is_narrow else ""


def _towns(facts: ReturnsRound) -> html.Section:
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
            grids.towns(facts),
        ],
        className="panel",
    )


def _findings(facts: ReturnsRound) -> html.Section:
    counts = facts.findings["severity"].value_counts()
    errors = facts.findings[facts.findings["severity"] == "error"]
    used = int((errors["is_current"] == 1).sum())
    said = "、".join(
        f"{label} {words.count(counts.get(key, 0))}"
        for key, label in (("error", "エラー"), ("warning", "警告"), ("info", "参考"))
    )
    base = f"/returns/{facts.fiscal_year}"
    return html.Section(
        [
            html.Div(
                [
                    html.H2(f"受け取ったすべての調査票の指摘: {said}"),
                    html.P(
                        f"差し替え前や保留のファイルも数えます。エラー {words.count(len(errors))} のうち、いま使っている回答のものは {words.count(used)} です。",
                        className="note",
                    ),
                    dcc.Link("読み方の決まり", href=READING_RULES_PATH),
                    html.A(
                        f"疑義照会をまとめて保存（zip{_scope(facts)}）",
                        href=f"{base}/query.zip{facts.search}",
                        className="button",
                    ),
                    html.A(
                        f"メールの下書き（zip{_scope(facts)}）",
                        href=f"{base}/query-mails.zip{facts.search}",
                        className="button button-quiet",
                        title="市町村ごとに疑義照会を付けた、Outlook で開く下書き（.eml）",
                    ),
                    dmc.Button(
                        "赤ペン入りの写しをまとめて作る", id="copies-make", variant="default", size="sm"
                    ),
                    html.Span(id="copies-line", role="status"),
                ],
                className="toolbar",
            ),
            grids.findings(facts),
            dcc.Store(id="copies-job"),
            dcc.Interval(id="copies-tick", interval=1000, disabled=True),
        ],
        className="panel",
    )


def _notes(facts: ReturnsRound) -> html.P:
    survey = facts.survey
    return html.P(
        f"出典: 市町村から受け取った調査票（{survey['title']}）。基準日 {words.day_short(survey['as_of'])}、"
        f"発出日 {words.day_short(survey['issued_on'])}。経過日数は {words.day_short(facts.today)} 現在。",
        className="note",
    )
