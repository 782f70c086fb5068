"""訂正 beside a value: its button, the mark of what was corrected, and the drawer in which it is done and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.components import drawer_fields, selects
from dashboard.components.grids import OFF_PAPER
from dashboard.views.corrections import (
    START_YEAR,
    STATUS_CODE,
    CorrectableValue,
    ValueKey,
    first_key,
    status_key,
)
from dashboard.words import raw_files, words

DRAWER, ASKED, NOW = "correct-drawer", "correct-asked", "correct-now"
NOT_YET = "この市町村の調査票はまだ届いていません。聞いた答えを入れると、届くまで使います。届いた調査票の答えと違うときは、知らせます。"
STATES = {
    "applied": "使っています",
    "stale": "今の記録と合わないので使っていません",
    "withdrawn": "取り消しました",
}


# A column of tables: the button of the row, which the row carries as the text of its key.
COLUMN = {
    "field": "correct",
    "headerName": "訂正",
    "width": 78,
    "cellRenderer": "CorrectButton",
    "sortable": False,
    "filter": False,
    "pinned": "right",
    "context": OFF_PAPER,
}


def button(key: ValueKey, label: str, text: str = "訂正") -> html.Button:
    """Opens the drawer on one value; label: what is corrected, for those who listen."""
    return html.Button(
        text,
        type="button",
        className="correct-button",
        **{"data-correct": str(key), "aria-label": f"{text}: {label}", "aria-haspopup": "dialog"},
    )


def status_buttons(row: Mapping[str, Any]) -> dict[str, html.Button | None]:
    """By column the button of a year's state (a row of queries.overview.town_years); None where there is nothing to correct.

    What is carried over is corrected in the year that says it; what is not known can be told.
    """
    is_carried = row["basis"] == "carried"
    of = f"{row['year_label']}のもとの{row['stated_label']}の" if is_carried else f"{row['year_label']}の"
    found: dict[str, html.Button | None] = {}
    for item, label in ((STATUS_CODE, "状態"), (START_YEAR, "開始年度")):
        key = status_key(row, item)
        text = "もとを訂正" if is_carried else "訂正"
        found[item] = None if key is None else button(key, f"{of}{label}", text)
    return found


def own_year_button(row: Mapping[str, Any]) -> html.Button | None:
    """Tells the state of a year in which that of an earlier one is carried on; None for any other year."""
    if row["basis"] != "carried":
        return None
    return button(first_key(row), f"{row['year_label']}の状態を入れる", "この年度を入れる")


def mark(row: Mapping[str, Any]) -> html.Span | None:
    """訂正, with the old value under the pointer or at the focus (queries.corrections.COLUMNS); None where there is none."""
    if not isinstance(row.get("correction_id"), str):
        return None
    return html.Span(
        [
            "訂正済み",
            html.Span(f"訂正前「{row['corrected_from']}」", className="correct-tip", role="tooltip"),
        ],
        className="tag tag-corrected",
        tabIndex=0,
    )


def lineage(row: Mapping[str, Any]) -> list[Any]:
    """The correction behind a value: day, reason, who told, and the old value with its cell."""
    if not isinstance(row.get("correction_id"), str):
        return []
    place = raw_files.of_row(row, "old_")
    told = f"、連絡者: {row['corrected_by']}" if row["corrected_by"] else ""
    return [
        html.B(f"訂正 {words.day_short(row['corrected_on'])}"),
        f"（理由: {row['corrected_reason']}{told}）",
        html.Br(),
        f"訂正前「{row['corrected_from']}」{f'（{place}）' if place else ''}",
        html.Br(),
    ]


def parts() -> list[Any]:
    """What the shell holds: which value was asked for, and the closed drawer."""
    return [
        dcc.Store(id=ASKED),
        dcc.Store(id="correct-key", data=""),
        dcc.Store(id="correct-seen", data=""),
        dcc.Store(id="correct-act", data=""),
        dmc.Drawer(
            id=DRAWER,
            opened=False,
            title=html.Span("訂正", className="correct-title"),
            children=[
                html.P(id="correct-refused", className="note-alert", role="alert"),
                html.Div(id="correct-body", className="drawer-body correct-body"),
            ],
            position="right",
            size=520,
            padding="md",
            zIndex=320,
            closeButtonProps={"aria-label": "閉じる"},
            overlayProps={"backgroundOpacity": 0.2},
            transitionProps={"duration": 0},
        ),
    ]


def gone() -> html.Div:
    """Nothing there to be corrected (any more)."""
    return html.Div(
        "この値は訂正できません。その年度の資料や調査票がないか、表示が古くなっています。表示を新しくして、もう一度選んでください。",
        className="banner banner-warning",
        role="alert",
    )


def now_text(text: str) -> str:
    """The value as it stands, in words."""
    return text or "秘匿・不明"


def changed_since(seen: str, now: str) -> str:
    """Somebody changed the value while the drawer was open."""
    said = f"今の値が変わりました（{now_text(seen)}→{now_text(now)}）。まだ訂正していません。"
    return f"{said}それでも訂正するときは、もう一度押してください。"


def form(value: CorrectableValue, today: date, writer: str) -> list[Any]:
    """writer: who enters it, as entered last on any page. What is corrected, as it stands now, the fields, and what was corrected before."""
    can_be_blank = value.kind not in ("status", "figure") and not value.is_untold
    synthetic = html.Span(words.SYNTHETIC, className="tag tag-synthetic") if value.is_synthetic else None
    return [
        html.H2([value.heading, " ", synthetic], className="correct-heading"),
        html.Dl(
            [
                html.Dt("今の値"),
                html.Dd([html.Span(now_text(value.text), id=NOW, className="correct-now")]),
                *([html.Dt("出典"), html.Dd(value.place)] if value.place else []),
            ],
            className="facts",
        ),
        *([html.P(NOT_YET, className="note")] if value.is_untold else []),
        *([html.P(value.beside, className="note")] if value.beside else []),
        *_made(value),
        html.Fieldset(
            [
                html.Legend("聞いた答え" if value.is_untold else "訂正後の値"),
                *_controls(value),
                dmc.Checkbox(id="correct-blank", label="空欄にする（答えなし）", size="sm")
                if can_be_blank
                else html.Div(dmc.Checkbox(id="correct-blank", label="空欄にする"), hidden=True),
            ]
        ),
        dmc.Textarea(
            id="correct-reason",
            label="理由",
            required=True,
            autosize=True,
            minRows=2,
            size="sm",
        ),
        dmc.TextInput(
            id="correct-by",
            label="連絡者",
            description="誰から聞いたか",
            placeholder="例: ○○町 福祉課 係長",
            size="sm",
        ),
        drawer_fields.day("correct-on", "連絡日", today),
        drawer_fields.writer("correct-writer", writer),
        html.P(id="correct-message", className="note-alert", role="alert"),
        html.Div(
            html.Button(
                "この答えを入れる" if value.is_untold else "訂正する",
                id="correct-save",
                type="button",
                className="button",
            ),
            className="toolbar",
        ),
        html.P(
            "元の資料は変わりません。訂正は連絡日から効き、それより前の時点の集計は元の値のままです。",
            className="note",
        ),
    ]


def _controls(value: CorrectableValue) -> list[Any]:
    """A field that fits the kind; of a contact and of ranks one for each part."""
    labels = {"ranked": "{}位", "contact": "{}"}
    made = []
    for part, now in value.parts.items():
        identity = {"type": "correct-value", "part": part}
        named = (
            {"label": labels[value.kind].format(part)}
            if value.kind in labels
            else {"aria-label": "訂正後の値"}
        )
        if value.kind == "multiple":
            boxes = [dmc.Checkbox(label=label, value=label, size="sm") for label in value.options]
            made.append(dmc.CheckboxGroup(boxes, id=identity, value=now, className="correct-boxes"))
        elif value.kind in ("single", "ranked", "status", "fiscal_year"):
            choices = list(value.options)
            made.append(
                dmc.Select(
                    id=identity,
                    data=choices,
                    value=now,
                    searchable=True,
                    filter=selects.FOLDED,
                    clearable=value.kind == "ranked",
                    size="sm",
                    comboboxProps={"transitionProps": {"duration": 0}, "zIndex": 330},
                    nothingFoundMessage="見つかりません",
                    **named,
                )
            )
        elif value.kind == "free_text":
            made.append(
                dmc.Textarea(id=identity, value=now or "", autosize=True, minRows=3, size="sm", **named)
            )
        else:
            unit = html.Span(value.unit, className="note") if value.unit and value.kind != "contact" else None
            made.append(dmc.TextInput(id=identity, value=now or "", size="sm", rightSection=unit, **named))
    return made


def _made(value: CorrectableValue) -> list[Any]:
    """The corrections of this value so far, the one that holds with the way to withdraw it."""
    if not value.corrections:
        return []
    items = []
    holding = next((row for row in value.corrections if row["state"] == "applied"), None)
    for row in value.corrections:
        told = f"、連絡者: {row['told_by']}" if row["told_by"] else ""
        old = raw_files.of_row(row, "old_")
        parts: list[Any] = [
            html.B(f"{words.day_short(row['corrected_on'])} 「{row['value_from']}」→「{row['value_to']}」"),
            html.Br(),
            f"理由: {row['reason']}{told}。{STATES[str(row['state'])]}",
            f"（{words.day_short(row['withdrawn_on'])}、理由: {row['withdrawn_reason']}）"
            if row["state"] == "withdrawn"
            else "",
            html.Span(f"　訂正前の値: {old}", className="note") if old else None,
        ]
        if row is holding:
            parts.append(
                html.Details(
                    [
                        html.Summary("訂正を取り消す"),
                        dmc.TextInput(
                            id={"type": "correct-back-reason", "row": row["row_id"]},
                            label="取り消す理由",
                            required=True,
                            size="sm",
                        ),
                        html.Button(
                            "取り消す",
                            id={"type": "correct-back", "row": row["row_id"]},
                            type="button",
                            className="button button-small",
                        ),
                    ],
                    className="correct-back",
                )
            )
        items.append(html.Li(parts))
    return [html.Section([html.H3("この値の訂正"), html.Ul(items, className="correct-made")])]
