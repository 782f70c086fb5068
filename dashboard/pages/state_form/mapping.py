"""The form that is open: its cells as a person sees them, what each is to hold, and what that is now."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import journal
from dashboard.components import notices, recorded, selects
from dashboard.frames import records
from dashboard.intake.state_forms import StateForms
from dashboard.services import state_form_records as form_records
from dashboard.services.state_forms import FormFacts, FormValue
from dashboard.warehouse.reader import Reader
from dashboard.web.settings import journal_path
from dashboard.words import words

MOST_ROWS = 200
HEADS = ("セル", "書き入れるもの", "値", "根拠・出典", "前の年度", "違い", "")


def sections(reader: Reader, forms: StateForms, form: dict[str, Any], sheet: str) -> list[Any]:
    """The sheet with the form beside it, then the cells. Raises IntakeError, JournalError."""
    seen = forms.look(str(form["file"]))
    sheets = {one["name"]: one for one in seen["sheets"]}
    shown = sheets.get(sheet) or next(iter(sheets.values()), None)
    if shown is None:
        return [notices.banner("この様式には、見えるシートがありません。", "warning")]
    made = form_records.values(reader, forms, form, journal_path())
    facts = FormFacts(reader, int(form["fiscal_year"]))
    filled = {one.cell: one.text for one in made if one.sheet == shown["name"]}
    synthetic = any(one.is_synthetic for one in made)
    return [
        notices.banner(f"{words.SYNTHETIC}を含みます。国に提出しないでください。", "synthetic")
        if synthetic
        else None,
        html.Div([_sheet(form, sheets, shown, filled), _pointing(facts)], className="state-form-split"),
        _cells(form, made),
    ]


def _sheet(
    form: dict[str, Any], sheets: dict[str, Any], shown: dict[str, Any], filled: dict[str, str]
) -> html.Section:
    links = [
        dcc.Link(
            name,
            href=f"/state-form?form={form['record_id']}&sheet={quote(name)}",
            className="is-chosen" if name == shown["name"] else "",
        )
        for name in sheets
    ]
    note = "大きい様式のため、はじめの400行・60列だけを示しています。" if shown["is_cut"] else ""
    return html.Section(
        [
            html.H2(form["title"]),
            html.Div(links, className="state-form-tabs", role="navigation", **{"aria-label": "シート"}),
            html.P(
                f"書き入れるセルを押してください。青は書き入れるセル、灰色は計算式です。{note}",
                className="note",
            ),
            html.Div(id="state-form-grid", className="state-form-grid", tabIndex=0),
            dcc.Store(id="state-form-seen", data={**shown, "filled": filled}),
        ],
        className="panel",
    )


def _pointing(facts: FormFacts) -> html.Section:
    figures = facts.figures()
    groups = [
        {
            "group": name,
            "items": [{"value": one.key, "label": one.label} for one in figures if one.is_per_town == towns],
        }
        for name, towns in (("道全体の数", False), ("市町村ごと（この列の、下のすべての行）", True))
    ]
    none = "" if len(facts.questions) else "この年度の調査票の設問は、まだデータにありません。"
    return html.Section(
        [
            html.H2("セルに書き入れるもの"),
            dmc.TextInput(id="form-cell-name", label="セル", size="sm", w=120, placeholder="例: B5"),
            dmc.Select(
                id="form-cell-figure",
                label="書き入れるもの",
                data=groups,
                searchable=True,
                filter=selects.FOLDED,
                size="sm",
                nothingFoundMessage="見つかりません",
                comboboxProps=selects.COMBO,
            ),
            html.Div(dmc.Button("このセルに入れる", id="form-cell-save", size="sm"), className="toolbar"),
            html.P(
                "市町村ごとのものは、押したセルの列の、市町村名か団体コードのある行すべてに入ります。"
                f"計算式のセルには書き入れません。{none}",
                className="note",
            ),
        ],
        className="panel",
    )


def _cells(form: dict[str, Any], made: list[FormValue]) -> html.Section:
    """Every cell, what is in it now, and how that differs from the year before."""
    versions = {
        row["record_id"]: row
        for row in records(journal.current(journal_path(), "form_cell", with_removed=True))
    }
    gone = [
        {**row, "about": f"{row['sheet']} {row['cell']}", "text": "", "beside": ""}
        for row in versions.values()
        if row["is_removed"] and row["form_id"] == form["record_id"]
    ]
    known = [one for one in made if one.value is not None]
    differ = [one for one in known if one.difference not in ("", "同じ")]
    checks = [one for one in made if form_records.to_check(one)]
    last = (
        "比べるものがまだありません"
        if not form_records.last_file(form, journal_path())
        else f"前の年度と違うもの {words.count(len(differ))}"
    )
    first = {one.record_id: one for one in reversed(made)}
    return html.Section(
        [
            html.H2("書き入れるセル"),
            html.P(
                f"書き入れる {words.count(len(known))}　確かめる {words.count(len(checks))}　{last}",
                className="tally",
            ),
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(head, scope="col") for head in HEADS])),
                    html.Tbody(
                        [
                            _row(one, versions.get(one.record_id), is_first=first[one.record_id] is one)
                            for one in made[:MOST_ROWS]
                        ]
                    ),
                ],
                className="plain",
            )
            if made
            else html.P("まだありません。"),
            html.P(
                f"ほか{words.count(len(made) - MOST_ROWS)}セルは、保存した一覧にあります。", className="note"
            )
            if len(made) > MOST_ROWS
            else None,
            *recorded.lists(CELL, "", gone),
            html.Div(
                [
                    dmc.Button(
                        "記入した様式を保存（zip）",
                        id="state-form-fill",
                        size="sm",
                        **{"data-form": form["record_id"]},
                    ),
                    dmc.Button(
                        "前の年度に提出したものと比べる（.xlsx）",
                        id="state-form-last",
                        size="sm",
                        variant="default",
                        **{"data-form": form["record_id"]},
                    ),
                ],
                className="toolbar",
            ),
            html.P(
                "zip には、記入した様式、記入したセルの一覧（値・根拠・出典・前の年度との違い）、数の内訳が入ります。"
                "様式は、書き入れたセルのほかは届いたままです。",
                className="note",
            ),
        ],
        className="panel",
    )


CELL = "form-cell"


def _row(one: FormValue, row: dict[str, Any] | None, *, is_first: bool) -> html.Tr:
    town = (
        f"（{one.behind['name'].iloc[0]}）"
        if one.town and len(one.behind)
        else f"（{one.town}）"
        if one.town
        else ""
    )
    place = f"{one.sheet} {one.cell}"
    return html.Tr(
        [
            html.Th(place, scope="row"),
            html.Td(f"{one.label}{town}"),
            html.Td(one.text or "―"),
            html.Td(
                [
                    f"{one.basis}　{form_records.source(one)}",
                    html.Span(f"　{said}", className="note-alert")
                    if (said := form_records.to_check(one))
                    else None,
                ]
            ),
            html.Td("―" if one.last is None else one.last or "空欄"),
            html.Td(one.difference or "―"),
            html.Td(recorded.button(CELL, row, place) if is_first and row is not None else ""),
        ]
    )
