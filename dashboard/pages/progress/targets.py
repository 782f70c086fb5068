"""Targets of the prefecture beside what is known, and the form with which an officer enters them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import Dash, dcc, html

from dashboard import journal
from dashboard.components import event_marks, notices, recorded, selects, take_out
from dashboard.components.chart import ChartBox
from dashboard.frames import records
from dashboard.planning.targets import SERIES, SHARE
from dashboard.services import targets
from dashboard.views import target_words as say
from dashboard.views import view
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web import entries
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import words

HEADS = (
    "目標",
    "年度",
    "目標値",
    "わかっている実績",
    "いまの見方",
    "目標を定めた計画・記入者",
    "",
)
NAME = "target"
FIELDS = ("measure", "fiscal_year", "value", "place", "source")


def card(reader: Reader, years: list[int]) -> html.Section:
    """What stands, then the form. years: those of which something is known."""
    return html.Section(
        [
            html.H2("目標と実績", id="targets-title"),
            html.Div(shown(reader), id="targets-shown"),
            html.Details(
                [
                    html.Summary("目標を書き入れる"),
                    html.Div(_controls(reader, years), className="form-grid"),
                    html.Div(
                        [
                            dmc.Button("目標を記録する", id="target-save", size="sm"),
                        ],
                        className="toolbar",
                    ),
                    html.P(
                        "同じ指標・範囲・年度の目標を書くと、前のものを直します。前に書いたことは残ります。",
                        className="note",
                    ),
                ]
            ),
        ],
        className="panel targets-card",
        **{"aria-labelledby": "targets-title"},
    )


def shown(reader: Reader, said: str = "") -> list[Any]:
    """Picture of the series that has most targets, the table of all, a sentence for each, and what was taken back.

    said: what was just done.
    """
    message = html.Div(said, id=f"{NAME}-message", role="status", className="form-result")
    try:
        rows = targets.evaluated(reader, journal_path())
        gone = targets.taken_back(reader, journal_path())
    except journal.JournalError as error:
        return [notices.banner(str(error), "warning"), message]
    lists = recorded.lists(
        NAME,
        "",
        [
            {
                **row,
                "about": f"{say.name(row)}　{words.fiscal_year(int(row['fiscal_year']))}",
                "text": say.quantity(row["measure"], float(row["value"])),
                "beside": f"定めた計画: {row['source']}",
            }
            for row in records(gone)
        ],
    )
    return [*(_standing(rows, reader) if len(rows) else [html.P(say.NONE)]), message, *lists]


def _standing(rows: pd.DataFrame, reader: Reader) -> list[Any]:
    keys = rows[SERIES].fillna("").agg("|".join, axis=1)
    series = rows[keys == keys.mode().iloc[0]]
    first = records(series)[0]
    course = targets.course(reader, series)
    marked = event_marks.shown(reader, journal_path(), course["fiscal_year"])
    graph = ChartBox(
        id="progress-targets",
        figure=event_marks.draw("targets", marked, course, decimals=1 if first["measure"] == SHARE else 0),
        className="figure",
    )
    unit = "％" if first["measure"] == SHARE else "市町村"
    return [
        html.Div(
            [
                html.Div(
                    [
                        html.H3(f"{say.name(first)}（{unit}）"),
                        html.Div(
                            graph,
                            className="figure-box",
                            role="img",
                            **{"aria-label": "目標と実績の折れ線グラフ。同じ数は表と文にあります"},
                        ),
                        event_marks.key(marked),
                        html.P(f"丸は実績（白抜きは{words.KNOWN_SO_FAR}）、ひし形は目標。", className="note"),
                    ]
                ),
                html.Div(
                    [
                        html.Table(
                            [
                                html.Thead(html.Tr([html.Th(head, scope="col") for head in HEADS])),
                                html.Tbody([_row(row, reader) for row in records(rows)]),
                            ],
                            className="plain",
                        ),
                        html.Ul([html.Li(say.sentence(row)) for row in records(rows)]),
                        html.P(
                            "表示の条件では絞り込みません（目標ごとの範囲で数えます）。", className="note"
                        ),
                    ]
                ),
            ],
            className="sized-split targets-split",
        ),
        take_out.buttons("targets", title="目標と実績", synthetic=bool(rows["is_synthetic"].any())),
    ]


def register(app: Dash, warehouse: Warehouse) -> None:
    """Write a target, as a new version of the same one where there is; take one back."""

    def drawn(said: str, search: str) -> Any:
        return shown(view.open(warehouse, search)[0], said)

    def keep(entered: dict[str, Any], by: str, _search: str, seen: Mapping[str, int]) -> str:
        place = str(entered.pop("place") or "")
        is_area = place.isdigit()
        entered |= {"subprefecture_code": place if is_area else "", "size_class": "" if is_area else place}
        is_new = targets.record(journal_to_write(), entered, by, seen)
        return "記録しました。" if is_new else "前の目標を直しました。"

    entries.register_form(app, NAME, "targets-shown", FIELDS, keep, drawn)


def _controls(reader: Reader, years: list[int]) -> list[Any]:
    newest = max(years)
    shared: dict[str, Any] = {"size": "sm", "allowDeselect": False, "comboboxProps": selects.COMBO}
    ahead = range(min(years), newest + 8)
    return [
        dmc.Select(
            id="target-measure",
            label="指標",
            data=list(journal.TARGET_MEASURES),
            value=journal.TARGET_MEASURES[0],
            **shared,
        ),
        dmc.Select(
            id="target-fiscal_year",
            label="目標の年度",
            data=[{"value": str(year), "label": words.fiscal_year(year)} for year in ahead],
            value=str(newest + 1),
            **shared,
        ),
        dmc.TextInput(id="target-value", label="目標値（市町村、または％）", size="sm", required=True),
        dmc.Select(
            id="target-place",
            label="範囲",
            data=[
                {"value": "", "label": targets.WHOLE},
                *({"value": code, "label": name} for code, name in targets.places(reader).items()),
            ],
            value="",
            **shared,
        ),
        dmc.TextInput(
            id="target-source",
            label="目標を定めた計画（頁）",
            size="sm",
            required=True,
            placeholder="例: 北海道地域福祉支援計画 p.00",
        ),
    ]


def _row(row: dict[str, Any], reader: Reader) -> html.Tr:
    actual: Any = "―"
    if not pd.isna(row["actual"]):
        so_far = "" if row["is_complete"] else f"・{words.KNOWN_SO_FAR}"
        year = words.fiscal_year(int(row["reached_year"]))
        counted = (
            f"?fy={row['reached_year']}&sub={row['subprefecture_code'] or ''}&size={row['size_class'] or ''}"
        )
        towns = view.address(view.parse_address(counted, reader), groups=("implementing",))
        actual = dcc.Link(
            f"{say.actual(row)}（{year}{so_far}）",
            href=f"/{towns}",
            title="実施している市町村と出典のセルを概況で見る",
        )
    label = f"{say.name(row)}の{words.fiscal_year(int(row['fiscal_year']))}の目標"
    cells: list[Any] = [
        words.fiscal_year(int(row["fiscal_year"])),
        say.quantity(row["measure"], row["value"]),
        actual,
        say.STATES[row["state"]],
        f"{row['source']}（{row['written_by']}）",
        recorded.button(NAME, {**row, "is_removed": False}, label),
    ]
    return html.Tr([html.Th(say.name(row), scope="row"), *[html.Td(cell) for cell in cells]])
