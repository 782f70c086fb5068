"""What an officer says of a file before it is registered: its kind, its fields, what its unknown headings mean."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.components import selects
from dashboard.intake.registration import Upload
from dashboard.pages.register import report
from dashboard.queries.registered import COVERAGES, KINDS
from dashboard.words import words

CERTAINTIES = {
    "sure": "この種類と分かりました",
    "likely": "おそらくこの種類です。違うときは選び直してください",
    "unsure": "種類が不確かです。確かめて選んでください",
    "unknown": "種類が分かりません。選んでください",
}
HEADING = "register-heading"
# The choice of an activity that its list brings along, and what is said of it.
NEW = "new"
MEETING = ("meeting_title", "meeting_on", "meeting_measure")


def chooser(upload: Upload, name: str) -> Any:
    """Which of several files is looked at; what could not be taken at all."""
    away = html.Ul([html.Li(f"{one.sender_name}: {one.reason}") for one in upload.turned_away])
    return html.Div(
        [
            report.banner([html.B("受け付けられなかったもの"), away], "warning")
            if upload.turned_away
            else None,
            dmc.Select(
                id="register-file",
                label="調べるファイル",
                data=[{"value": one.name, "label": one.sender_name} for one in upload.files],
                value=name or None,
                allowDeselect=False,
                w=520,
                comboboxProps=selects.COMBO,
                style={} if len(upload.files) > 1 else {"display": "none"},
            ),
        ]
    )


def fields(found: Mapping[str, Any], today: str) -> html.Div:
    """The fields of a file, filled with its own words; the kind first."""
    wanted = found["fields"]
    offered = [{"value": kind, "label": label} for kind, label in KINDS.items()]
    return html.Div(
        [
            html.H2(
                ["登録するファイル：", html.Span(PurePath(found["file"]).name, className="register-name")]
            ),
            html.Div(
                [
                    _select(
                        "register-kind", "種類", offered, found["kind"] if found["kind"] in KINDS else None
                    ),
                    html.P(
                        [html.B(CERTAINTIES[found["certainty"]]), f"（{found['why']}）"], className="note"
                    ),
                ],
                className="register-kind",
            ),
            html.Div(
                [
                    _field(
                        "register-as-of",
                        "時点（いつ現在か）",
                        words.day_written(found["as_of"]),
                        hidden="as_of" not in wanted,
                        note=found["as_of_where"],
                        placeholder="例 令和8年4月1日",
                    ),
                    _select(
                        "register-coverage",
                        "範囲",
                        [{"value": key, "label": label} for key, label in COVERAGES.items()],
                        found["coverage"] or None,
                        hidden="coverage" not in wanted,
                        note=found["coverage_where"],
                        width=330,
                    ),
                    _select(
                        "register-activity",
                        "どの取組みの出席簿か",
                        [
                            *({"value": one["id"], "label": one["label"]} for one in found["activities"]),
                            {"value": NEW, "label": "新しい取組み（右の題名と開催日で作る）"},
                        ],
                        found["activity"] or (NEW if _is_first(found) else None),
                        hidden="activity" not in wanted,
                        width=420,
                    ),
                    *_meeting_fields(found, hidden="meeting" not in wanted),
                    _field("register-title", "資料の題名", found["title"], width=420),
                    _field("register-received-on", "受領日", words.day_written(today)),
                    _field("register-from", "受領の相手", "", placeholder="例 上川総合振興局"),
                ],
                className="form-grid",
            ),
            _headings(found),
        ]
    )


def meeting(found: Mapping[str, Any]) -> dict[str, str]:
    """What the fields of a new activity begin with, where the list is of none that is registered."""
    said = found["meeting"]
    if not _is_first(found) or not said["title"] or not said["on"]:
        return {}
    return {f"meeting_{name}": said[name] for name in ("title", "on", "measure")}


def _is_first(found: Mapping[str, Any]) -> bool:
    return bool(found["meeting"]) and not found["activity"] and not found["activities"]


def _meeting_fields(found: Mapping[str, Any], *, hidden: bool) -> list[html.Div]:
    """Title, day and measure of the activity that the list brings along."""
    said = found["meeting"] or dict.fromkeys(("title", "on", "measure"), "")
    return [
        _field("register-meeting-title", "新しい取組みの題名", said["title"], hidden=hidden, width=420),
        _field(
            "register-meeting-on",
            "新しい取組みの開催日",
            words.day_written(said["on"]),
            hidden=hidden,
            placeholder="例 令和8年6月18日",
        ),
        _select(
            "register-meeting-measure",
            "新しい取組みの種類",
            found["measures"],
            said["measure"] or None,
            hidden=hidden,
        ),
    ]


def _headings(found: Mapping[str, Any]) -> Any:
    """A choice of meaning for each heading that nobody knows; what is chosen is remembered."""
    headings = found["headings"]
    if not headings:
        return None
    must = [one for one in headings if not one["is_optional"]]
    rest = [one for one in headings if one["is_optional"]]
    asked = "知らない見出しがあります。何の列かを選んでください。選んだ意味は覚えておき、次からは聞きません。"
    passed = "次の列は読みません。読みたい列があれば、何の列かを選んでください。"
    return html.Div(
        [
            _heading_grid(asked, must, found["columns"]) if must else None,
            html.Details([html.Summary("読まない列"), _heading_grid(passed, rest, found["columns"])])
            if rest
            else None,
        ]
    )


def _heading_grid(
    intro: str, headings: list[Mapping[str, Any]], columns: list[Mapping[str, str]]
) -> html.Div:
    return html.Div(
        [html.P(intro), html.Div([_heading(one, columns) for one in headings], className="form-grid")]
    )


def _heading(one: Mapping[str, Any], columns: list[Mapping[str, str]]) -> html.Div:
    likely = {candidate["column"]: candidate for candidate in one["candidates"]}
    first = [
        {"value": column, "label": f"{candidate['label']}（{candidate['why']}）"}
        for column, candidate in likely.items()
    ]
    rest = [{"value": row["column"], "label": row["label"]} for row in columns if row["column"] not in likely]
    samples = "、".join(one["samples"])
    chosen = None if one["is_optional"] or not first else first[0]["value"]
    return html.Div(
        dmc.Select(
            id={"type": HEADING, "heading": one["heading"]},
            label=f"{one['cell']}「{one['heading']}」",
            description=f"値の例: {samples}" if samples else "値はありません",
            data=[*first, *rest],
            value=chosen,
            clearable=one["is_optional"],
            searchable=True,
            filter=selects.FOLDED,
            comboboxProps=selects.COMBO,
        )
    )


def _field(
    field_id: str,
    label: str,
    value: str,
    *,
    hidden: bool = False,
    note: str = "",
    placeholder: str = "",
    width: int = 240,
) -> html.Div:
    return html.Div(
        dmc.TextInput(
            id=field_id,
            label=label,
            value=value,
            description=f"{note} による" if note else None,
            placeholder=placeholder,
            debounce=True,
            w=width,
        ),
        hidden=hidden,
    )


def _select(
    field_id: str,
    label: str,
    data: list[dict[str, str]],
    value: str | None,
    *,
    hidden: bool = False,
    note: str = "",
    width: int = 300,
) -> html.Div:
    return html.Div(
        dmc.Select(
            id=field_id,
            label=label,
            data=data,
            value=value,
            description=f"{note} による" if note else None,
            placeholder="選んでください",
            allowDeselect=False,
            w=width,
            comboboxProps=selects.COMBO,
        ),
        hidden=hidden,
    )
