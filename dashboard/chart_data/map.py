"""The map of any layer as the server draws it (SVG), and the rows behind it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from dashboard import theme
from dashboard.export import map_svg
from dashboard.figures import map_layers
from dashboard.figures.map_classes import Layer, MapClass
from dashboard.queries import filters, overview
from dashboard.queries import map as map_queries
from dashboard.theme import MapStyle
from dashboard.views import map_store, view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import words

OUTSIDE = MapClass(
    "outside", "条件の外", MapStyle(theme.OUTSIDE, theme.INK_SOFT, "", "circle", 0.1), in_denominator=False
)


def is_other_layer(search: str) -> bool:
    """Whether an address shows something else than the state."""
    return map_store.layer_of(search) not in ("", map_store.DEFAULT_LAYER)


def classified(reader: Reader, asked: View, journal: Path | None) -> tuple[Layer, pd.DataFrame]:
    """The layer of a view and one row per municipality: its class (place), value, is_synthetic; 条件の外 where a filter says so."""
    towns = map_queries.towns(reader)
    code = map_store.chosen_layer(reader, map_store.layer_of(asked.search))
    if code in map_store.WORKED_OUT:
        layer, found = map_store.worked_out(reader, journal, towns, code)
    else:
        layer = map_store.layers(reader)[code]
        rows = map_queries.layers(reader)
        rows = rows[rows["layer"] == code]
        if layer.by_year:
            rows = rows[rows["fiscal_year"] == asked.fiscal_year]
        found = map_layers.classify(layer, rows, towns)
    both = towns.merge(found, on="municipality_code", validate="one_to_one")
    if asked.is_narrow:
        inside = set(view.narrow(filters.towns(reader, asked.fiscal_year), asked)["municipality_code"])
        layer = replace(layer, classes=(*layer.classes, OUTSIDE))
        apart = ~both["municipality_code"].isin(inside)
        both["place"] = both["place"].mask(apart, len(layer.classes) - 1)
        both["is_synthetic"] &= ~apart
    return layer, both


def picture(reader: Reader, asked: View, journal: Path | None, kind: str, title: str, about: str) -> str:
    """SVG of the true shapes, or of the tiles where kind is "tiles". title: "" makes one of the layer and year."""
    layer, towns = classified(reader, asked, journal)
    title = title or title_of(reader, asked, layer)
    source = f"出典: 市町村の回答と公表資料。{about}" if about else "出典: 市町村の回答と公表資料"
    if kind == "tiles":
        return map_svg.tile_map(map_queries.tiles(reader), towns, layer, title, source)
    areas = overview.boundaries(reader)
    return map_svg.choropleth(areas, towns, layer, title, f"{source}　境界: {areas['credit'].iloc[0]}")


def title_of(reader: Reader, asked: View, layer: Layer) -> str:
    """「令和5年度 実施の状況」, with 「わかっている範囲」 where the lists are not whole."""
    if not layer.by_year:
        return layer.label
    years = overview.years(reader)
    year = years[years["fiscal_year"] == asked.fiscal_year].iloc[0]
    part = "" if year["implementers_complete"] else f"（{words.KNOWN_SO_FAR}）"
    return f"{year['label_ja']} {layer.label}{part}"
