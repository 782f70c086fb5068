"""Which round: those that have a form, and the beginning of a new one."""

from __future__ import annotations

from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboard.components import selects
from dashboard.components.written_by import WRITER
from dashboard.views import round_in_work
from dashboard.web import act_callbacks
from dashboard.words import eras, words

AHEAD = 3
ACTS = {"remove": "取り除く", "restore": "元に戻す"}
CONFIRM_VERSION = (
    "様式 {version} はまだ作っていないので取り除き、{before} に戻します。よろしいですか。（後で元に戻せます）"
)
CONFIRM = "{label}の調査票を取り除きます。よろしいですか。（後で元に戻せます）"


def chooser(
    rounds: list[dict[str, Any]], removed: list[dict[str, Any]], begun: set[int], path: str, today: date
) -> list[Any]:
    """The rounds to open or to take away, and the form by which a new one begins. begun: years of which something went out."""
    return [_known(rounds, begun, path), _removed(removed), _new(rounds, today)]


def register(app: Dash) -> None:
    """A form that never went out is taken away, and put back."""

    @app.callback(
        Output("act", "data", allow_duplicate=True),
        Input({"type": "form-remove", "year": ALL}, "n_clicks"),
        Input({"type": "form-restore", "year": ALL, "number": ALL}, "n_clicks"),
        State(WRITER, "data"),
        prevent_initial_call=True,
    )
    def move(removes: list[int | None], restores: list[int | None], writer: str | None) -> Any:
        asked = ctx.triggered_id
        if not any([*removes, *restores]) or not isinstance(asked, dict):
            return no_update
        act = asked["type"].removeprefix("form-")
        said = f"{words.fiscal_year(int(asked['year']))}の調査票を{ACTS[act]}"
        which = [f"--number={asked['number']}"] if "number" in asked else []
        return (
            act_callbacks.acts()
            .start(said, ["form", act, "--fiscal-year", str(asked["year"]), *which], by=writer or "")
            .act_id
        )

    @app.callback(
        Output("survey-new-older", "children"),
        Input("survey-new-year", "value"),
        Input("survey-new-from", "value"),
        State("survey-new-from", "data"),
    )
    def tell_older(year: str, before: str, known: list[dict[str, str]]) -> str:
        return older_base(int(year), int(before), [int(one["value"]) for one in known])


def older_base(year: int, before: int, known: list[int]) -> str:
    """What to know of the round that a new one is made from; "" where it is the last before it."""
    earlier = [one for one in known if one < year]
    if before not in earlier:
        return f"{words.fiscal_year(year)}より前の調査を選んでください。"
    if before == max(earlier):
        return ""
    return (
        f"{words.fiscal_year(max(earlier))}の調査票もあります。このままつくると、「前回の回答」と「前の調査と比べられるか」は"
        f"{words.fiscal_year(before)}のものになります。"
    )


def _removed(removed: list[dict[str, Any]]) -> html.Section | None:
    if not removed:
        return None
    rows = [
        html.Li(
            [
                f"{row['label']}の調査票{_which(row, removed)}　",
                html.Span("元に戻すには、いまの調査票を先に取り除いてください。", className="note")
                if row["has_other"]
                else html.Button(
                    "元に戻す",
                    id={"type": "form-restore", "year": row["fiscal_year"], "number": row["number"]},
                    className="small-button",
                    type="button",
                    **{"aria-label": f"{row['label']}の調査票{_which(row, removed)}を元に戻す"},
                ),
            ]
        )
        for row in removed
    ]
    return html.Section([html.H2("取り除いた調査票"), html.Ul(rows)], className="panel", id="survey-removed")


def _which(row: dict[str, Any], removed: list[dict[str, Any]]) -> str:
    """Of several of one year, which."""
    several = sum(one["fiscal_year"] == row["fiscal_year"] for one in removed) > 1
    return f"（{row['number']}番目に取り除いたもの）" if several else ""


def _remove(row: dict[str, Any], begun: set[int]) -> Any:
    """None where something of the round went out, came, or was closed; a later version of it may not have."""
    before = row["goes_back_to"]
    if not row["can_be_removed"] or (row["fiscal_year"] in begun and not before):
        return None
    confirm, label = CONFIRM.format(label=row["label"]), "取り除く"
    if before:
        confirm = CONFIRM_VERSION.format(version=row["version"], before=before)
        label = f"{row['version']} を取り除く"
    return html.Button(
        label,
        id={"type": "form-remove", "year": row["fiscal_year"]},
        className="small-button",
        type="button",
        **{
            "data-confirm": confirm,
            "aria-label": f"{row['label']}の{label}" if before else f"{row['label']}を取り除く",
        },
    )


def _known(rounds: list[dict[str, Any]], begun: set[int], path: str) -> html.Section:
    if not rounds:
        return html.Section(
            [
                html.H2("調査票がまだありません"),
                html.P(
                    "もとにする調査票がないので、ここからは始められません。管理する人に、前の調査の様式を入れてもらってください。"
                ),
            ],
            className="panel",
        )
    rows = [
        html.Tr(
            [
                html.Th(row["label"], scope="row"),
                html.Td(_trouble(row["trouble"]) if "trouble" in row else row["title"]),
                html.Td(_state(row)),
                html.Td(
                    dcc.Link(
                        f"{row['label']}を開く",
                        href=round_in_work.address(path, row["fiscal_year"]),
                        className="button",
                    )
                    if "trouble" not in row
                    else None
                ),
                html.Td(_remove(row, begun)),
            ]
        )
        for row in rounds
    ]
    return html.Section(
        [
            html.H2("つくった調査票"),
            html.Table(
                [
                    html.Thead(
                        html.Tr(
                            [html.Th(text, scope="col") for text in ("年度", "表題", "状態", "")[:3]]
                            + [html.Td(), html.Td()]
                        )
                    ),
                    html.Tbody(rows),
                ],
                className="plain-table survey-rounds",
            ),
        ],
        className="panel",
    )


def _trouble(details: str) -> list[Any]:
    return [
        html.Div(
            "様式のファイルが壊れていて、読めません。データの「控え」から戻すか、管理する人に伝えてください。",
            className="note-alert",
        ),
        html.Details([html.Summary("管理する人へ"), html.P(details)], className="note"),
    ]


def _state(row: dict[str, Any]) -> str:
    if "trouble" in row:
        return "読めません"
    return f"様式 {row['version']}・{'発出用に作成済み' if row['is_issued'] else '発出の記録なし'}"


def _new(rounds: list[dict[str, Any]], today: date) -> html.Section | None:
    known = [int(row["fiscal_year"]) for row in rounds]
    if not known:
        return None
    this_year = eras.fiscal_year_of(today)
    years = [year for year in range(min(known), max(this_year, *known) + AHEAD) if year not in known]
    proposed = next((year for year in years if year >= this_year), years[-1])
    return html.Section(
        [
            html.H2("新しい調査をつくる"),
            html.P("前の調査の質問を引き継いで始めます。保存するまで、何も変わりません。", className="note"),
            html.Div(
                [
                    dmc.Select(
                        id="survey-new-year",
                        label="つくる年度",
                        data=[{"value": str(year), "label": words.fiscal_year(year)} for year in years],
                        value=str(proposed),
                        size="sm",
                        allowDeselect=False,
                        comboboxProps=selects.COMBO,
                    ),
                    dmc.Select(
                        id="survey-new-from",
                        label="もとにする調査",
                        data=[{"value": str(year), "label": words.fiscal_year(year)} for year in known],
                        value=str(max([year for year in known if year < proposed], default=max(known))),
                        size="sm",
                        allowDeselect=False,
                        comboboxProps=selects.COMBO,
                    ),
                    dmc.Button("つくりはじめる", id="survey-new", size="sm"),
                ],
                className="form-grid survey-new",
            ),
            html.P(id="survey-new-older", role="status", className="note"),
        ],
        className="panel",
    )
