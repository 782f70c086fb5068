"""The button that saves the 配付用の1ファイル of a view, with what it is for and what it leaves out."""

from __future__ import annotations

from dash import html

from dashboard.views import view

LABEL = "配付用の1ファイル"


def section(search: str, about: str) -> html.Section:
    """search: the address of the view (?fy=2023&sub=03); about: what it is of, in words."""
    return html.Section(
        [
            html.H2(LABEL, id="one-file-title"),
            html.P(
                f"{about}の概況・地図・課題・一覧・市町村カルテを、1つのファイル（HTML）にします。"
                "受け取った人は、ダブルクリックでブラウザに開いて見るだけで、何も入れず、何も送りません。",
                className="note",
            ),
            html.P(
                "自由記述、担当者・連絡先、対応の記録、点検の結果は入りません。すべての数を数え直してから渡します。",
                className="note",
            ),
            html.Div(
                html.A(
                    f"{LABEL}を保存",
                    href=f"{view.PAPERS}/onefile.html{search}",
                    id="one-file",
                    className="button",
                ),
                className="toolbar",
            ),
        ],
        className="panel",
        **{"aria-labelledby": "one-file-title"},
    )
