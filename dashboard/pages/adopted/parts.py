"""The panels of 実施後: whom to call and why, and 法第106条の3 by field."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.chart_data.charts import adopted as charts
from dashboard.components import take_out
from dashboard.export.deck.slide_adopted import CLASSES, FIELDS, WHO, AdoptedData
from dashboard.frames import records
from dashboard.views.adopted import AdoptedView
from dashboard.words import raw_files, words

YEARS = ("plan_ends", "plan_due")


def calls(found: AdoptedView) -> html.Section:
    """The list to call: one row per municipality, its reasons with the answer and the cell; how many by reason."""
    data = found.data
    by_town = {code: records(rows) for code, rows in data.reasons.groupby("municipality_code", sort=False)}
    called = data.calls()
    whole = len(data.adopters)
    title = (
        f"実施中と答えた{words.count(whole)}市町村のうち、声をかける理由があるのは{words.count(len(called))}市町村"
        if whole
        else "実施中と答えた市町村はありません"
    )
    return html.Section(
        [
            html.H2(title),
            _by_reason(found),
            html.Table(
                [
                    html.Thead(
                        html.Tr([html.Th(name, scope="col") for name in ("市町村", "数", "理由と答え", "")])
                    ),
                    html.Tbody([_call(row, by_town[row["municipality_code"]]) for row in records(called)]),
                ],
                className="programme-table adopted-calls",
            )
            if len(called)
            else None,
            html.P(
                "理由の多い順、同じ数は行政順です。理由は市町村の答えによるもので、取組の良し悪しを表すものではありません。件数の0は答えです。",
                className="note",
            ),
            take_out.buttons(charts.CALLS.id, content=".adopted-calls", synthetic=bool(data.is_synthetic)),
        ],
        className="panel",
    )


def systems(found: AdoptedView) -> html.Section:
    """By field and who: municipalities by how far their system is, and who considers 機能集約化."""
    data = found.data
    rows = [
        html.Tr(
            [
                html.Th(f"{FIELDS[field]}（{label}）", scope="row"),
                *(html.Td(words.count(data.number(field, who, code))) for code in CLASSES),
            ]
        )
        for field in FIELDS
        for who, label in {**WHO, "": "全体"}.items()
    ]
    names = data.alternatives["name"].tolist()
    return html.Section(
        [
            html.H2("すべての市町村の、包括的な支援体制（法第106条の3）"),
            html.Ul([html.Li(_share(data, field)) for field in FIELDS]),
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(name, scope="col") for name in ("分野", *CLASSES.values())])),
                    html.Tbody(rows),
                ],
                className="programme-table adopted-systems",
            ),
            html.P(
                f"機能集約化アプローチを検討しているのは{words.count(len(names))}市町村"
                + (f"（{'、'.join(names)}）。" if names else "。")
            ),
            html.P(
                [
                    "未回答（調査票がまだ届いていない市町村を含む）は、整備していないとは数えていません。",
                    f"{words.SMALL_NOTE}。　",
                    dcc.Link("地図で見る", href=f"/map?fy={found.fiscal_year}&layer=system_consultation"),
                    "　",
                    dcc.Link("機能集約化の移り変わりと予定", href=f"/progress?fy={found.fiscal_year}"),
                ],
                className="note",
            ),
            take_out.buttons(
                charts.SYSTEMS.id, content=".adopted-systems", synthetic=bool(data.is_synthetic)
            ),
        ],
        className="panel",
    )


def _by_reason(found: AdoptedView) -> html.Ul:
    data = found.data
    counts = data.reasons.drop_duplicates(["municipality_code", "reason_code"])["reason_code"].value_counts()
    return html.Ul(
        [
            html.Li(
                [
                    html.B(f"{row['label_ja']}　{words.count(int(counts.get(row['code'], 0)))}市町村　"),
                    html.Span(f"{row['description']}。", className="note"),
                ]
            )
            for row in records(found.reason_codes)
        ]
    )


def _call(row: dict[str, Any], reasons: list[dict[str, Any]]) -> html.Tr:
    code = row["municipality_code"]
    return html.Tr(
        [
            html.Th(dcc.Link(row["name"], href=f"/town?town={code}"), scope="row"),
            html.Td(words.count(int(row["count"]))),
            html.Td(
                html.Ul(
                    [
                        html.Li(
                            [
                                f"{reason['label_ja']}（{_answer(reason)}）",
                                html.Span(raw_files.of_row(reason), className="cell-place"),
                            ]
                        )
                        for reason in reasons
                    ]
                )
            ),
            html.Td(html.A("計画に入れる", href=f"/plan?add={code}")),
        ]
    )


def _answer(reason: dict[str, Any]) -> str:
    """What the municipality answered, a year as the screen writes it."""
    detail = str(reason["detail"])
    return words.fiscal_year(int(detail)) if reason["reason_code"] in YEARS else detail


def _share(data: AdoptedData, field: str) -> str:
    part, whole = data.number(field, class_code="in_place"), data.answered(field)
    if not whole:
        return f"{FIELDS[field]}の分野は、まだ答えがありません。"
    return (
        f"{FIELDS[field]}の分野で整備しているのは、答えた{words.count(whole)}市町村のうち"
        f"{words.count(part)}（{words.share(part, whole)}）。"
    )
