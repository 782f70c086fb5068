"""The state of each municipality on a map (or another layer, where the screen shows one)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd

from dashboard import theme
from dashboard.chart_data import map as map_data
from dashboard.chart_data import state_cells, table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.sources import STATED
from dashboard.chart_data.table import ChartTable
from dashboard.export.deck import slide_map
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning import claims
from dashboard.queries import overview
from dashboard.queries import slides as queries
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader


def numbers(request: TableRequest) -> ChartTable:
    """Of the layer that the address names: the states, or classes and values."""
    if map_data.is_other_layer(request.view.search):
        return _layer(request.reader, request.view, request.journal)
    return _states(request.reader, request.view)


def slide(request: SlideRequest, stage: Stage) -> Slide:
    return slide_map.slide(request.data, overview.boundaries(request.reader), stage)


def recount_fill(context: RecountContext, key: str) -> str:
    """The fill of the shape of one municipality."""
    return theme.GROUPS[context.group(key.partition(".")[2])].fill.lstrip("#").upper()


def recount_standing_out(context: RecountContext, key: str) -> float | str:
    """The 振興局 with most of the implementing municipalities, or how many it has. Raises KeyError where none stands out."""
    counted = Counter(
        row.subprefecture for row in context.states(context.year) if row.group == "implementing"
    )
    area = claims.standing_out(counted)
    if area is None:
        raise KeyError(key)
    if key.startswith("top_area_count."):
        return counted[area]
    names = {row["code"]: row["short_name"] for row in context.rows(queries.areas)}
    return str(names[area])


def _states(reader: Reader, view: View) -> ChartTable:
    """One row per municipality that the filters leave: its state in the year."""
    rows = queries.towns(reader, view.fiscal_year)
    if view.codes is not None:
        rows = rows[rows["municipality_code"].isin(view.codes)]
    groups = overview.groups(reader).set_index("code")["label_ja"]
    columns = (
        *table.MUNICIPALITY,
        table.text("振興局"),
        *table.year(),
        table.text("区分", "実施・予定・検討・予定なし・データなし"),
        table.text("状態"),
        table.text("開始年度（和暦）", "始めた、または始める予定の年度"),
    )
    cells = [
        (
            row["municipality_code"],
            row["name"],
            row["subprefecture_name"],
            *table.years(view.fiscal_year),
            groups[row["group_code"]],
            row["status_label"],
            row["start_label"],
        )
        for row in records(rows)
    ]
    made = table.chart_table(columns, cells, rows["is_synthetic"].astype(bool), STATED)
    return replace(made, behind=state_cells.of_frame(reader, rows.assign(fiscal_year=view.fiscal_year)))


def _layer(reader: Reader, view: View, journal: Path | None) -> ChartTable:
    """One row per municipality that the filters leave: class and value of the layer that the map shows."""
    layer, rows = map_data.classified(reader, view, journal)
    rows = rows[[layer.classes[int(position)] is not map_data.OUTSIDE for position in rows["place"]]]
    columns = (
        *table.MUNICIPALITY,
        table.text("振興局"),
        *table.year(meaning="地図の年度。年度のない項目では空"),
        table.text("項目"),
        table.text("区分", "地図の凡例の言葉"),
        table.number("値", "", f"「{layer.label}」の値。単位は項目の名前のとおり"),
    )
    cells = [
        (
            row["municipality_code"],
            row["name"],
            row["subprefecture_name"],
            *(table.years(view.fiscal_year) if layer.by_year else (None, "")),
            layer.label,
            layer.classes[int(row["place"])].label,
            None if pd.isna(row["value"]) else float(row["value"]),
        )
        for row in records(rows)
    ]
    return table.chart_table(
        columns, cells, rows["is_synthetic"].astype(bool), ("市町村の回答と公表資料（画面「地図」の出典）",)
    )


CHART = Chart(
    slide_map.VIEW,
    "状態の地図",
    source=ANSWERS,
    table=numbers,
    slide=slide,
    recounts={
        "town": recount_fill,
        **dict.fromkeys(("top_area", "top_area_count"), recount_standing_out),
    },
    server_picture="shapes",
)
TILES = Chart("tile_map", "状態のタイル地図", source=ANSWERS, table=numbers)
