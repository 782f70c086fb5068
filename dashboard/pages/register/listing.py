"""The list of what is registered, and the window in which one of them is taken back, restored or put right."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html

from dashboard.components import grids, selects, written_by
from dashboard.components.grids import DASH, NUMBER, OFF_PAPER, WORDS, day, number, text
from dashboard.frames import records
from dashboard.pages.register.report import FOLDED
from dashboard.queries.registered import COVERAGES, KINDS
from dashboard.words import words

NOTHING = "登録した資料はまだありません。上にファイルを入れると、ここに並びます。"
MOST_HEIGHT = 560
FIELD = "source-field"


def section(files: pd.DataFrame) -> html.Section:
    """All registered files, the newest receipt first, each with a button that opens the window."""
    rows = [_row(one) for one in records(files)]
    columns = [
        text("kind_label", "種類", 170),
        text("title", "題名", 320, flex=1, minWidth=260, **WORDS),
        day("as_of", "時点"),
        text("coverage_label", "範囲", 180, valueFormatter=DASH, **WORDS),
        day("received_on", "受領日"),
        number("rows_loaded", "件数", 80, NUMBER),
        text("state", "状態", 160, cellClassRules={"cell-withdrawn": "/^×/.test(params.value)"}, **WORDS),
        text(
            "act",
            "取り消す・直す",
            140,
            pinned="right",
            cellRenderer="RegisterAct",
            filter=False,
            sortable=False,
            floatingFilter=False,
            context=OFF_PAPER,
        ),
    ]
    return html.Section(
        [
            html.H2("登録した資料"),
            html.P(
                "間違えて登録したものは取り消せます。ファイルは残るので、いつでも元に戻せます。",
                className="note",
            ),
            _grid(columns, rows) if rows else html.P(NOTHING, id="register-nothing"),
        ],
        className="panel",
        **{"aria-label": "登録した資料"},
    )


def window() -> dmc.Modal:
    """Closed until a file of the list is to be changed."""
    return dmc.Modal(
        [
            dcc.Store(id="source-file"),
            dcc.Store(id="source-begun", data=""),
            html.Div(id="source-fields"),
            html.P(id="source-line", className="note-alert", role="status"),
        ],
        id="source-window",
        title="登録した資料を直す",
        size="lg",
        keepMounted=True,
        transitionProps={"duration": 0},
        closeButtonProps={"aria-label": "閉じる"},
    )


def window_fields(row: dict[str, Any], by: str) -> html.Div:
    """What can be done with one file: taken back or put right while in use, restored once taken back.

    by: the name that the page has already.
    """
    head = html.P([html.B(row["title"]), f"（{row['kind_label']}、{PurePath(row['file']).name}）"])
    writer = dmc.TextInput(id={"type": FIELD, "name": "by"}, label=written_by.LABEL, w=200, value=by)
    is_gone = bool(row["withdrawn_on"])
    reason = dmc.TextInput(
        id={"type": FIELD, "name": "reason"},
        label="理由" if is_gone else "理由（必ず書いてください。記録に残ります）",
        placeholder="例 別の年度の名簿だった",
    )
    return html.Div(
        [
            head,
            html.P(f"{row['withdrawn_on']}に取り消しました。理由: {row['withdrawn_reason']}")
            if is_gone
            else None,
            html.Div([reason, writer], className="form-grid"),
            html.Div(
                [
                    dmc.Button("元に戻す", id={"type": "source-act", "act": "restore"})
                    if is_gone
                    else dmc.Button("取り消す", id={"type": "source-act", "act": "withdraw"}),
                ],
                className="toolbar",
            ),
            html.Section(
                [
                    html.H3("時点・範囲などを直す"),
                    html.Div(
                        [
                            dmc.TextInput(
                                id={"type": FIELD, "name": "as-of"},
                                label="時点",
                                value=words.day_written(row["as_of"]),
                            ),
                            dmc.Select(
                                id={"type": FIELD, "name": "coverage"},
                                label="範囲",
                                data=[{"value": key, "label": label} for key, label in COVERAGES.items()],
                                value=row["coverage"] or None,
                                comboboxProps=selects.COMBO,
                            ),
                            dmc.TextInput(
                                id={"type": FIELD, "name": "title"}, label="題名", value=row["title"]
                            ),
                            dmc.TextInput(
                                id={"type": FIELD, "name": "received-on"},
                                label="受領日",
                                value=words.day_written(row["received_on"]),
                            ),
                        ],
                        className="form-grid",
                    ),
                    dmc.Button("直す", id={"type": "source-act", "act": "amend"}, variant="default"),
                ],
                hidden=is_gone,
            ),
        ]
    )


def _grid(columns: list[dict[str, Any]], rows: list[dict[str, Any]]) -> dag.AgGrid:
    return grids.grid(
        "register-list",
        columns,
        rows,
        height=f"{min(MOST_HEIGHT, 120 + 40 * max(len(rows), 2))}px",
        listeners={"cellKeyDown": "registerKey(params)"},
        row_id="params.data.file",
        column_options={**grids.WITHOUT_FILTER_BUTTONS, "filterParams": FOLDED},
    )


def _row(one: dict[str, Any]) -> dict[str, Any]:
    gone = "" if pd.isna(one["withdrawn_on"]) else words.day_short(one["withdrawn_on"])
    kind = words.SYNTHETIC if one["is_synthetic"] else "● 使っている"
    return {
        "file": one["file"],
        "kind_label": KINDS[one["kind"]],
        "title": one["title"],
        "as_of": _day(one["as_of"]),
        "coverage": one["coverage"],
        "coverage_label": COVERAGES.get(one["coverage"], ""),
        "received_on": _day(one["received_on"]),
        "rows_loaded": None if gone else one["rows_loaded"],
        "withdrawn_on": gone,
        "withdrawn_reason": one["withdrawn_reason"] or "",
        "state": f"× {gone}に取り消し（{one['withdrawn_reason']}）" if gone else kind,
        "act": "元に戻す" if gone else "取り消す・直す",
    }


def _day(value: Any) -> str:
    return "" if pd.isna(value) else f"{value:%Y-%m-%d}"
