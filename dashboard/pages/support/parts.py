"""The panels of 支援の実績: the kinds with their form, the supports of the year, 振興局 beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard import journal
from dashboard.chart_data.scope import SUPPORT_YEAR
from dashboard.components import recorded, selects, take_out
from dashboard.frames import records
from dashboard.journal.kinds import SUPPORT_CHECKS, SUPPORT_NUMBERS
from dashboard.services import support_report
from dashboard.services.support_report import SupportReport
from dashboard.views import support_words as say
from dashboard.warehouse.reader import Reader
from dashboard.words import words

NAME = "support"
FIELDS = ("number", "text", "source", "is_checked", "counts")
MOST_SHOWN = 200


def kinds(
    reader: Reader, report: SupportReport, gone: list[dict[str, Any]], message: html.Div
) -> html.Section:
    """Each kind with its words, whether they were held against the state's form, and what the year has of it."""
    title = html.H2(f"交付金の支援の区分（{words.fiscal_year(report.fiscal_year)}）")
    if not report.kinds:
        return html.Section([title, html.P(say.NO_KINDS), message], className="panel")
    heads = ("区分の文言", "照合", "出典・記入者", "この年度", "")
    can = support_report.countable(reader)
    return html.Section(
        [
            title,
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                    html.Tbody([_kind(report, kind, can) for kind in report.kinds]),
                ],
                className="plain support-kinds",
            ),
            html.P(
                "①と②は資料からの要旨です。③〜⑦は、国の様式が届いたら文言と出典を書き入れ、様式と照らし合わせてから「照合済み」にしてください。",
                className="note",
            ),
            html.Details(
                [html.Summary("区分を書き入れる"), _form(can)],
                open=bool(message.children),
            ),
            message,
            *recorded.lists(NAME, "", gone),
        ],
        className="panel",
    )


def taken_back(path: Path | None, fiscal_year: int) -> list[dict[str, Any]]:
    """The kinds of the year that were taken back, as recorded.lists takes them."""
    return [
        {**row, "about": row["number"], "beside": f"出典: {row['source']}"}
        for row in records(journal.current(path, "support_kind", with_removed=True))
        if row["is_removed"] and int(row["fiscal_year"]) == fiscal_year
    ]


def _kind(report: SupportReport, kind: dict[str, Any], can: dict[str, str]) -> html.Tr:
    own = [can.get(token, token) for token in str(kind["counts"] or "").split()]
    by = recorded.by(kind) if kind["record_id"] else ""
    return html.Tr(
        [
            html.Th([html.B(f"{kind['number']}　"), kind["text"] or say.UNWRITTEN], scope="row"),
            html.Td(
                html.Span(say.checked(kind), className="tag" if say.is_checked(kind) else "tag tag-open")
            ),
            html.Td(f"{kind['source']}{by}"),
            html.Td(
                [
                    say.of_kind(report, str(kind["number"])),
                    html.Div(f"入れる支援: {'、'.join(own)}", className="note") if own else None,
                ]
            ),
            html.Td(recorded.button(NAME, kind, f"{kind['number']}の文言") if kind["record_id"] else ""),
        ]
    )


def _form(can: dict[str, str]) -> html.Div:
    shared: dict[str, Any] = {"size": "sm", "comboboxProps": selects.COMBO}
    return html.Div(
        [
            html.Div(
                [
                    dmc.Select(
                        id="support-number",
                        label="区分",
                        data=list(SUPPORT_NUMBERS),
                        value=SUPPORT_NUMBERS[2],
                        allowDeselect=False,
                        **shared,
                    ),
                    dmc.TextInput(
                        id="support-text", label="区分の文言（様式のとおりに）", size="sm", required=True
                    ),
                    dmc.TextInput(
                        id="support-source",
                        label="出典",
                        size="sm",
                        required=True,
                        placeholder="例: 実績報告書の様式（令和9年3月の通知）",
                    ),
                    dmc.Select(
                        id="support-is_checked",
                        label="照合",
                        data=list(SUPPORT_CHECKS),
                        value=SUPPORT_CHECKS[0],
                        allowDeselect=False,
                        **shared,
                    ),
                    dmc.MultiSelect(
                        id="support-counts",
                        label="この区分に入れる道の支援",
                        data=[{"value": code, "label": label} for code, label in can.items()],
                        **shared,
                    ),
                ],
                className="form-grid",
            ),
            dmc.Button("区分を記録する", id="support-save", size="sm"),
        ]
    )


def supports(report: SupportReport) -> html.Section:
    """One row per support, then Word and Excel."""
    year = report.fiscal_year
    papers = html.Div(
        [
            html.A(f"{kind}で保存", href=f"/support/{year}/report.{ending}", className="button", download="")
            for kind, ending in (("Word", "docx"), ("Excel", "xlsx"))
        ],
        className="toolbar",
    )
    heads = ("区分", "市町村", "支援", "根拠（市町村の答えとセル）", "行った日・期限", "担当", "出典")
    shown = records(report.rows.head(MOST_SHOWN))
    more = len(report.rows) - len(shown)
    return html.Section(
        [
            html.H2("市町村への支援"),
            html.P([say.summary(report), say.unsorted(report), _to_sort(report)]),
            papers,
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                    html.Tbody([_support(report, row) for row in shown]),
                ],
                className="plain support-rows",
            )
            if shown
            else None,
            html.P(f"ほかに{words.count(more)}件。すべては Excel にあります。") if more > 0 else None,
            html.Ul([html.Li(note) for note in say.notes(report)], className="note"),
        ],
        className="panel",
    )


def _to_sort(report: SupportReport) -> str:
    return "上の「区分を書き入れる」で決められます。" if say.unsorted(report) else ""


def _support(report: SupportReport, row: dict[str, Any]) -> html.Tr:
    fiction = html.Span(words.SYNTHETIC, className="tag tag-synthetic") if row["is_synthetic"] else None
    return html.Tr(
        [
            html.Td(say.number(report, row)),
            html.Th(html.A(row["name"], href=f"/town?town={row['municipality_code']}"), scope="row"),
            html.Td([row["what"], " ", fiction]),
            html.Td(row["evidence"] or "―"),
            html.Td(say.when(row)),
            html.Td(row["owner"] or "―"),
            html.Td(row["source"]),
        ]
    )


def areas(report: SupportReport) -> html.Section:
    """Whether all 振興局 have their share: municipalities supported, how often, and who was not."""
    heads = ("振興局", "市町村", "支援した市町村", "割合", "件数", "支援も実施もまだの市町村")
    return html.Section(
        [
            html.H2("振興局ごと"),
            html.P(say.areas_without(report)),
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                    html.Tbody(
                        [
                            html.Tr(
                                [
                                    html.Th(area["name"], scope="row"),
                                    html.Td(words.count(area["towns"])),
                                    html.Td(words.count(area["supported"])),
                                    html.Td(words.share(area["supported"], area["towns"])),
                                    html.Td(words.count(area["supports"])),
                                    html.Td("、".join(area["left"]) or "なし"),
                                ]
                            )
                            for area in report.areas
                        ]
                    ),
                ],
                className="plain support-areas",
            ),
            html.P(f"{words.SMALL_NOTE}。行った支援だけを数えています（予定は除く）。", className="note"),
            take_out.buttons(
                "support_report",
                content=".support-areas",
                title=f"{words.fiscal_year(report.fiscal_year)}の{say.TITLE}",
                synthetic=report.is_synthetic,
                more=f"plan={SUPPORT_YEAR}{report.fiscal_year}",
            )
            if len(report.rows)
            else None,
        ],
        className="panel",
    )
