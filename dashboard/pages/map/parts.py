"""The parts of the page 地図: head with layer and year, the two maps, legend, table, notes."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import html

from dashboard.components import grids, map_box, provenance, selects, take_out
from dashboard.components.address_controls import agreed
from dashboard.components.grids import free_text
from dashboard.figures.map_classes import GROUPS, Layer
from dashboard.frames import records
from dashboard.queries import map as map_queries
from dashboard.queries import overview
from dashboard.views import map_store
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import words


def head(years: pd.DataFrame, layers: dict[str, Layer], layer: str, asked: View) -> html.Div:
    """What is shown: the layer; when: the slider of years with its button."""
    names = {int(row["fiscal_year"]): str(row["short_label"]) for row in records(years)}
    by_group: dict[str, list[dict[str, str]]] = {}
    for one in layers.values():
        by_group.setdefault(one.group, []).append({"value": one.code, "label": one.label})
    for code, label in map_store.WORKED_OUT.items():
        by_group.setdefault(GROUPS[code], []).append({"value": code, "label": label})
    choice = dmc.Select(
        id="map-layer",
        data=[{"group": group, "items": items} for group, items in by_group.items()],
        **agreed(layer),
        size="sm",
        w=380,
        allowDeselect=False,
        searchable=True,
        filter=selects.FOLDED,
        nothingFoundMessage="当てはまる項目がありません",
        maxDropdownHeight=460,
        comboboxProps=selects.COMBO,
    )
    slider = dmc.Slider(
        id="map-year",
        min=min(names),
        max=max(names),
        step=1,
        **agreed(asked.fiscal_year),
        marks=[{"value": year, "label": name} for year, name in names.items()],
        label=None,
        size="sm",
        thumbSize=18,
        w=max(240, 76 * len(names)),
        thumbLabel="年度",
    )
    return html.Div(
        [
            html.H1("地図"),
            html.Div(
                [html.Label("表示する項目", htmlFor="map-layer", className="control-label"), choice],
                className="control",
            ),
            html.Div(
                [
                    html.Button("▶ 再生", id="map-play", className="map-play", type="button"),
                    slider,
                ],
                className="control map-years",
                id="map-years",
                role="group",
                **{"aria-label": "年度を動かす"},
            ),
            html.P(id="map-headline", className="map-headline", **{"aria-live": "polite"}),
            html.Div(id="map-counts", className="note map-counts"),
        ],
        className="map-head",
    )


def map_card(reader: Reader) -> html.Section:
    described = "市町村の地図。矢印キーで市町村を移れます。同じ内容は右のタイル地図と下の表でも確かめられます"
    return html.Section(
        [
            html.H2("地図（実際の形）"),
            map_box.box("map-figure", described, names="areas", beside=html.Div(id="map-key")),
            html.P(
                "拡大すると市町村名が出ます（Ctrl＋ホイールでも）。押すと経過と出典を開きます。",
                className="note screen-only",
            ),
            take_out.buttons(
                "status_map",
                title_of="#map-headline",
                credit=str(overview.boundaries(reader)["credit"].iloc[0]),
            ),
        ],
        className="panel map-panel",
    )


def tile_card(reader: Reader) -> html.Section:
    touching = map_queries.neighbours_touching(reader)
    return html.Section(
        [
            html.H2("タイル地図（1市町村＝同じ大きさ）"),
            html.Div(id="map-tiles", className="tiles-box"),
            html.P(
                "面積によらず1市町村を1枚で並べました。太線は振興局の境。"
                f"隣り合う組の{words.percent(touching, 1)}が隣のままです。"
                "矢印キーで動き、Enterキーで開きます。",
                className="note",
            ),
            take_out.buttons("status_map", server_picture="tiles"),
        ],
        className="panel tiles-panel",
    )


def chosen_town_panel() -> html.Section:
    """The chosen town in the layer shown, with the cell that says so and its neighbours."""
    return html.Section(
        [
            html.Div(
                [
                    html.H2("選んだ市町村"),
                    html.Button("選択を解除", id="map-unchoose", className="filter-clear", type="button"),
                ],
                className="map-town-head",
            ),
            html.Div(id="map-town", **{"aria-live": "polite"}),
        ],
        className="panel town-panel",
    )


def table() -> html.Section:
    """The same view as a table; the browser fills it."""
    grid = grids.grid(
        "map-grid",
        _columns(),
        [],
        height="480px",
        listeners={"cellKeyDown": "openTownByKey(params)"},
        head_height=38,
        row_id="params.data.code",
    )
    toolbar = [
        html.H2("同じ内容の表", id="map-table-title"),
        html.P(id="map-table-note", className="note"),
        dmc.Button("表示中の行をCSVで保存", id="map-csv", size="xs"),
    ]
    return html.Section(
        [html.Div(toolbar, className="toolbar"), grid],
        className="panel towns",
        **{"aria-labelledby": "map-table-title"},
    )


def notes(reader: Reader, asked: View) -> html.Section:
    """Sources and cautions."""
    files = overview.files_behind(reader, asked.fiscal_year)
    credit = str(overview.boundaries(reader)["credit"].iloc[0])
    return html.Section(
        [
            html.Div([html.H2("出典"), provenance.sources(files, credit)]),
            html.Div([html.H2("注意"), provenance.cautions()]),
        ],
        className="panel notes map-notes",
    )


def _columns() -> list[dict[str, Any]]:
    number = {"filter": "agNumberColumnFilter", "type": "rightAligned"}
    return [
        free_text("code", "コード", 92),
        free_text("name", "市町村", 120, pinned="left", cellClass="cell-link"),
        free_text("kana", "よみ", 130),
        free_text("area", "振興局", 110),
        free_text("state", "区分", 250),
        free_text("value", "値", 150, type="rightAligned"),
        {
            **free_text("population", "人口（人）", 120),
            **number,
            "valueFormatter": {"function": "d3.format(',')(params.value)"},
        },
        free_text("size", "人口規模", 180),
        free_text("synthetic", words.SYNTHETIC, 120),
    ]
