"""Draw the workbooks of a round and take away what goes out: packages by 振興局, and mails that are ready to send."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard.components import notices
from dashboard.intake.issued_forms import IssuedForms, IssuedRound
from dashboard.views.returns import year_label
from dashboard.words import words

TICK_MILLISECONDS = 700


def section(
    fiscal_year: int, drawn: IssuedRound | None, query: str, towns: int, version: str
) -> html.Section:
    """query: the address of the view, whose filter the files follow; towns: how many municipalities it leaves;
    version: of the form that is kept now.
    """
    return html.Section(
        [
            html.H2("3. 調査票と依頼文を作る"),
            html.P(
                f"{year_label(fiscal_year)}の調査票を、市町村ごとに1冊作ります。前回の回答があれば「前回」の欄に入ります。"
                "作っただけでは何も送られません。",
                className="note",
            ),
            dmc.Button("調査票を作る", id="forms-make", size="sm"),
            dcc.Interval(
                id="forms-tick", interval=TICK_MILLISECONDS, disabled=drawn is None or not drawn.is_running
            ),
            html.Div(outcome(drawn, query, towns, version), id="forms-line"),
        ],
        className="panel",
        **{
            "data-fy": str(fiscal_year),
            "data-query": query,
            "data-towns": str(towns),
            "data-version": version,
        },
        id="forms-section",
    )


def register(app: Dash, forms: IssuedForms) -> None:
    """Draw in the background and follow how far it is."""

    @app.callback(
        Output("forms-tick", "disabled"),
        Output("forms-line", "children"),
        Input("forms-make", "n_clicks"),
        State("forms-section", "data-fy"),
        prevent_initial_call=True,
    )
    def make(clicks: int | None, year: str) -> Any:
        if not clicks:
            return no_update, no_update
        return False, outcome(forms.start(int(year)), "", 0, "")

    @app.callback(
        Output("forms-line", "children", allow_duplicate=True),
        Output("forms-tick", "disabled", allow_duplicate=True),
        Input("forms-tick", "n_intervals"),
        State("forms-section", "data-fy"),
        State("forms-section", "data-query"),
        State("forms-section", "data-towns"),
        State("forms-section", "data-version"),
        prevent_initial_call=True,
    )
    def follow(_turns: int, year: str, query: str, towns: str, version: str) -> Any:
        drawn = forms.round(int(year))
        return outcome(drawn, query, int(towns), version), drawn is None or not drawn.is_running


def outcome(drawn: IssuedRound | None, query: str, towns: int, version: str) -> Any:
    """How far it is; then what can be taken away."""
    if drawn is None:
        return None
    failed = (
        notices.banner(f"調査票を作れませんでした。{drawn.trouble}", "warning") if drawn.trouble else None
    )
    if failed is not None and not drawn.head:
        return failed
    if drawn.is_running:
        return html.Div(
            [
                html.P(
                    [
                        html.B("調査票を作っています"),
                        html.Span(f"　{drawn.seconds}秒", **{"aria-hidden": "true"}),
                    ],
                    role="status",
                ),
                html.Div(html.Div(className="track-moving"), className="track", **{"aria-hidden": "true"}),
            ]
        )
    head = drawn.head
    base = f"/sending/{drawn.fiscal_year}"
    fictional = bool(head["previous_is_synthetic"])
    said = (
        f"{words.count(len(head['files']))}市町村の調査票（{head['form_version']}）を作りました"
        f"（{words.moment(datetime.fromisoformat(drawn.drawn_at).astimezone(UTC))}）。"
        f"{head['previous_word']}の回答を載せたのは{words.count(int(head['with_previous']))}市町村です。"
        f"下のファイルには、画面の条件に合う{words.count(towns)}市町村の分が入ります。"
    )
    is_old = version and version != head["form_version"]
    older = f"様式は {version} になっていますが、作ってあるのは前の様式（{head['form_version']}）の調査票です。「調査票を作る」で作り直してください。"
    files = html.Ul(
        [
            _link(
                f"{base}/package.zip{query}",
                "調査票と依頼文（zip）",
                "振興局ごとのフォルダに、市町村ごとの調査票と依頼文",
            ),
            _link(
                f"{base}/mails-towns.zip{query}",
                "市町村あてのメール（zip）",
                "開くと Outlook の下書きになり、調査票と依頼文が付いています",
            ),
            _link(
                f"{base}/mails-areas.zip{query}",
                "振興局あてのメール（zip）",
                "振興局ごとに1通。管内の調査票と依頼文が付いています",
            ),
        ],
        className="sending-files",
    )
    return html.Div(
        [
            failed,
            notices.banner(older, "warning") if is_old else None,
            html.P(said, role="status"),
            notices.banner(
                f"{head['previous_word']}の回答は{words.SYNTHETIC}です。市町村には送らないでください。"
                "実際に送る調査票は、架空データを取り除いてから作り直してください。",
                "synthetic",
            )
            if fictional
            else None,
            _older_files(head["form_version"], files) if is_old else files,
        ]
    )


def _older_files(version: str, files: html.Ul) -> html.Details:
    return html.Details([html.Summary(f"前の様式（{version}）のファイルを取り出す"), files])


def _link(href: str, label: str, hint: str) -> html.Li:
    return html.Li([html.A(label, href=href, className="button"), html.Span(hint, className="note")])
