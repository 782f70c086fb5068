"""What has to be put right, and what can still be compared with the round before."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.pages.survey.parts import act

SIGNS = {"breaks": "×", "limits": "▲", "keeps": "○"}
CONFLICT, ISSUED = "FORM-CONFLICT", "FORM-ISSUED"


def problems(found: dict[str, Any]) -> list[Any]:
    """Each with a way to its question."""
    kinds = (("直すところ", "problems"), ("送る前に書くところ", "unwritten"), ("確かめるところ", "reminders"))
    rows = [(kind, row) for kind, key in kinds for row in found[key]]
    if not rows:
        return []
    count, unwritten = len(found["problems"]), len(found["unwritten"])
    head = "確かめるところがあります。"
    if unwritten:
        head = f"書きかけのところが{unwritten}つあります。書くまで、市町村に送る調査票は作れません。"
    if count:
        head = f"直すところが{count}つあります。直すと保存できます。"
    return [
        html.Details(
            [
                html.Summary(head if count or unwritten else f"{head}（{len(rows)}）"),
                html.Ul(
                    [
                        html.Li(
                            [
                                html.Span(kind, className="tag"),
                                " ",
                                row["message"],
                                " ",
                                act("開く", "choose", row["question_id"] or "head", f"problem-{place}"),
                            ]
                        )
                        for place, (kind, row) in enumerate(rows)
                    ]
                ),
            ],
            open=bool(count or unwritten),
            className=f"banner banner-{'warning' if count or unwritten else 'note'}",
        )
    ]


def changes(found: dict[str, Any]) -> list[Any]:
    """One row per change, those that break a comparison first."""
    rows = found["changes"]
    if rows is None:
        return [html.P("前の調査がないので、比べるものがありません。")]
    if not rows:
        return [html.P("前の調査と同じです。すべての質問を前回と比べられます。")]
    order = list(SIGNS)
    ordered = sorted(enumerate(rows), key=lambda pair: order.index(pair[1]["effect"]))
    return [
        html.P(
            "変えていない質問は、前回とそのまま比べられます。変えたところは次のとおりです。", className="note"
        ),
        html.Table(
            [
                html.Thead(
                    html.Tr([html.Th(text, scope="col") for text in ("比べられるか", "質問", "何が変わるか")])
                ),
                html.Tbody([_change(row, place) for place, row in ordered]),
            ],
            className="plain survey-changes",
        ),
    ]


def count_of(found: dict[str, Any]) -> str:
    """The title of the panel: （3）."""
    return (
        f"前の調査と比べられるか（{len(found['changes'])}）" if found["changes"] else "前の調査と比べられるか"
    )


def _change(row: dict[str, Any], place: int) -> html.Tr:
    name = f"{row['number']} {row['wording']}"
    is_here = row["kind"] != "dropped"
    return html.Tr(
        [
            html.Td(
                [html.Span(SIGNS[row["effect"]], className=f"survey-sign is-{row['effect']}"), row["label"]]
            ),
            html.Td(
                act(name, "choose", row["question_id"], f"change-{place}", className="survey-name")
                if is_here
                else name
            ),
            html.Td(row["message"]),
        ]
    )


def refused(message: str, findings: list[dict[str, Any]]) -> list[Any]:
    """Why the form was not saved, and the ways on."""
    rules = {str(finding.get("rule", "")) for finding in findings}
    more = [html.Li(str(finding.get("message", ""))) for finding in findings if rules - {CONFLICT, ISSUED}]
    ways: list[Any] = []
    if CONFLICT in rules:
        ways = [
            act("ほかの人が保存したものを開く（ここでの変更は捨てる）", "reload", "form"),
            act("ここでの内容で保存しなおす（ほかの人の変更は消える）", "overwrite", "form"),
        ]
    if ISSUED in rules:
        ways = [act("新しい版として保存する", "save-version", "form")]
    return [
        html.Div(
            [
                html.B(message),
                html.Ul(more) if more else None,
                html.Div(ways, className="toolbar") if ways else None,
            ],
            className="banner banner-warning",
            role="alert",
        )
    ]
