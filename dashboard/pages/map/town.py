"""What a map says of one town: its class, the cell that says so, and its neighbours."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.figures import map_layers
from dashboard.figures.map_classes import Layer
from dashboard.frames import record, records
from dashboard.queries import map as map_queries
from dashboard.queries import overview
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words

FIGURES = {
    "population": ("population_census2025_prelim",),
    "aging": ("age_65plus", "age_known_total"),
}


def panel(reader: Reader, asked: View, layer: Layer | None, code: str) -> list[Any]:
    """The chosen town in the layer and year of the view; no layer: the priority, which has a page of its own."""
    towns = map_queries.towns(reader)
    row = towns[towns["municipality_code"] == code]
    if row.empty:
        return [
            html.P("地図かタイルで市町村を選ぶと、値と出典のセル、隣の市町村を示します。", className="note")
        ]
    town = row.iloc[0]
    if layer is None:
        return [_name(asked, town), _reason_links(asked, town), _neighbours(reader, asked, code, towns)]
    labels = overview.years(reader).set_index("fiscal_year")["label_ja"]
    label = f"{labels.loc[asked.fiscal_year]}　"
    parts: list[Any] = [
        _name(asked, town),
        html.P(f"{label if layer.by_year else ''}{layer.label}", className="note"),
    ]
    if layer.code in FIGURES:
        cells = map_queries.figure_cells(reader, code, FIGURES[layer.code])
        if layer.code == "aging" and pd.notna(town["aging_rate_pct"]):
            parts.append(html.P(f"{town['aging_rate_pct']:.1f}％", className="town-value"))
        parts += [_figure(one) for one in records(cells)]
    else:
        parts += _reported_value(map_queries.cell(reader, code, layer.code, asked.fiscal_year), layer)
    return [*parts, _neighbours(reader, asked, code, towns)]


def _name(asked: View, town: pd.Series) -> html.P:
    link = html.A(
        html.B(str(town["name"])),
        href=f"/town{view.address(asked, town=town['municipality_code'])}",
        className="town-link",
    )
    return html.P([link, f"（{town['kana']}）{town['subprefecture_short']}"])


def _reason_links(asked: View, town: pd.Series) -> html.P:
    address = view.address(asked, town=town["municipality_code"])
    return html.P(
        [
            "点の内訳と理由は",
            html.A("市町村カルテ", href=f"/town{address}"),
            "と",
            html.A("働きかけ", href=f"/outreach{view.address(asked)}"),
            "にあります。",
        ]
    )


def _reported_value(cells: pd.DataFrame, layer: Layer) -> list[Any]:
    if cells.empty:
        return [html.P("この年度・この項目の回答や資料はありません（「ない」という意味ではありません）。")]
    cell = cells.iloc[0]
    one = layer.classes[_class_index(layer, cell)]
    value = []
    if layer.family == "barrier" and pd.notna(cell["value"]):
        value = [f"（{int(cell['value'])}位）"]
    if layer.family == "return" and pd.notna(cell["value"]) and cell["value"] > 0:
        value = [f"（期限から{int(cell['value'])}日後）"]
    marks = [html.Span(words.SYNTHETIC, className="tag tag-synthetic")] if cell["is_synthetic"] else []
    said: list[Any] = [html.P([f"{one.style.symbol} {one.label}", *value, *marks], className="town-value")]
    if isinstance(cell["file"], str):
        said.append(_source(record(cell)))
    return said


def _class_index(layer: Layer, cell: pd.Series) -> int:
    frame = pd.DataFrame([{"municipality_code": "0", **cell[["class_code", "value", "is_synthetic"]]}])
    towns = pd.DataFrame({"municipality_code": ["0"]})
    return int(map_layers.classify(layer, frame, towns)["place"].iloc[0])


def _figure(cell: dict[str, Any]) -> html.Div:
    value = "公表で秘匿" if pd.isna(cell["value"]) else f"{words.count(cell['value'])}{cell['unit']}"
    return html.Div(
        [
            html.P(
                [f"{cell['label_ja']}　", html.B(value), f"（{words.day_short(cell['reference_date'])}）"]
            ),
            _source(cell),
        ]
    )


def _source(cell: dict[str, Any]) -> html.Div:
    return html.Div(
        [
            html.P(f"出典: {words.with_publisher(cell['title'], cell['publisher'] or '')}"),
            html.P([raw_files.of_row(cell)]),
            html.P(f"書かれていた文字: 「{cell['raw_text']}」"),
        ],
        className="statement",
    )


def _neighbours(reader: Reader, asked: View, code: str, towns: pd.DataFrame) -> html.P:
    pairs = map_queries.neighbours(reader)
    beside = pairs[pairs["municipality_code"] == code]["neighbour_code"]
    named = dict(zip(towns["municipality_code"], towns["name"], strict=True))
    links: list[Any] = []
    for other in beside:
        links += [html.A(named[other], href=f"/town{view.address(asked, town=other)}"), "　"]
    return html.P(["隣の市町村（太線）: ", *(links or ["なし（島）"])], className="note")
