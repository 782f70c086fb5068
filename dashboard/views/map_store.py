"""All that the map can show in one small object for the browser: layers × years × towns, sent once."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pandas as pd

from dashboard import theme
from dashboard.figures import map_bands, map_joint, map_layers
from dashboard.figures.map_classes import GROUPS, NO_DATA, Layer
from dashboard.frames import records
from dashboard.planning import spec
from dashboard.queries import adopted, overview
from dashboard.queries import map as map_queries
from dashboard.services import geometry, joint_groups, ranking
from dashboard.views import joint_words, outreach_rows
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader

# Classes are written as one character a town.
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
DEFAULT_LAYER, PRIORITY = "status", "priority"
# Layers that are worked out only once somebody asks for one of them, and what they are called.
WORKED_OUT = {PRIORITY: map_bands.LABEL, map_joint.CODE: map_joint.LABEL}


# What stands in the place of such a layer until then.
PENDING: dict[str, Any] = {
    "headline": "",
    "counts": [],
    "unit": "",
    "decimals": 0,
    "byYear": False,
    "pending": True,
    "note": "",
    "none": 0,
    "classes": [
        {
            "code": NO_DATA,
            "label": "計算中",
            "fill": theme.MAP_NO_DATA.fill,
            "pale": theme.MAP_NO_DATA.fill,
            "ink": theme.MAP_NO_DATA.ink,
            "symbol": theme.MAP_NO_DATA.symbol,
            "marker": theme.MAP_NO_DATA.marker,
            "size": theme.MAP_NO_DATA.size,
            "hatch": False,
            "counted": False,
        }
    ],
    "values": {},
}


def layers(reader: Reader) -> dict[str, Layer]:
    """The layers that a warehouse has, by code."""
    return reader.once("layers of the map", lambda: _catalogue(reader))


def _catalogue(reader: Reader) -> dict[str, Layer]:
    asked = frozenset(map_queries.layers(reader)["layer"])
    return map_layers.catalogue(
        overview.groups(reader),
        map_queries.barriers(reader),
        map_queries.functions(reader),
        map_queries.sizes(reader),
        map_queries.towns(reader),
        adopted.reason_codes(reader),
        asked,
    )


def chosen_layer(reader: Reader, asked: str) -> str:
    """The layer that an address asks for; the state where there is no such layer."""
    return asked if asked in layers(reader) or asked in WORKED_OUT else DEFAULT_LAYER


def content(reader: Reader, asked: View, journal: Path | None, *, scores: bool) -> dict[str, Any]:
    """Towns, layers with their classes, and the class of each town in each year (map.js knows the names).

    scores: whether the candidates are worked out too, which takes a second the first time.
    """
    towns = map_queries.towns(reader)
    later = (
        [
            _described(layer, {"all": _encoded(found)})
            for layer, found in (worked_out(reader, journal, towns, code) for code in WORKED_OUT)
        ]
        if scores
        else [
            PENDING | {"code": code, "label": label, "group": GROUPS[code], "family": code}
            for code, label in WORKED_OUT.items()
        ]
    )
    return _content(reader, asked, [*_layers(reader), *later])


def status_content(reader: Reader, asked: View) -> dict[str, Any]:
    """The same with the layer of the state alone, as 概況 shows it: silence has no mark, and who is outside no colour."""
    (layer,) = _layers(reader, DEFAULT_LAYER)
    layer["outside"], layer["silent"] = theme.OUTSIDE, True
    return _content(reader, asked, [layer], with_tiles=False)


def _content(
    reader: Reader, asked: View, shown: list[dict[str, Any]], *, with_tiles: bool = True
) -> dict[str, Any]:
    towns = map_queries.towns(reader)
    cells = map_queries.tiles(reader) if with_tiles else None
    areas = map_queries.subprefectures(reader)
    number = {code: place for place, code in enumerate(towns["municipality_code"])}
    beside: list[list[int]] = [[] for _ in number]
    for one, other in map_queries.neighbours(reader).itertuples(index=False, name=None):
        beside[number[one]].append(number[other])
    halls = np.rint(geometry.frame(reader).points(towns["hall_lon"], towns["hall_lat"])).astype(int)
    middles = np.rint(geometry.frame(reader).points(areas["lon"], areas["lat"])).astype(int)
    return {
        "default": asked.fiscal_year,
        "drawing": geometry.drawing_url(reader),
        "towns": {
            "code": towns["municipality_code"].tolist(),
            "name": towns["name"].tolist(),
            "kana": towns["kana"].tolist(),
            "area": [int(place) for place in towns["subprefecture_code"].map(_places(areas["code"]))],
            "kind": "".join(towns["kind"]),
            "population": towns["population"].tolist(),
            "aging": [None if pd.isna(value) else float(value) for value in towns["aging_rate_pct"]],
            "size": towns["size_class_label"].tolist(),
            "sizeCode": towns["size_class"].astype(str).tolist(),
            "column": [] if cells is None else cells["column"].tolist(),
            "row": [] if cells is None else cells["row"].tolist(),
            "x": halls[:, 0].tolist(),
            "y": halls[:, 1].tolist(),
            "beside": beside,
        },
        "areas": areas["short_name"].tolist(),
        "areaCode": areas["code"].tolist(),
        "areaPlace": middles.tolist(),
        "years": [
            {
                "year": int(row["fiscal_year"]),
                "label": row["label_ja"],
                "complete": bool(row["implementers_complete"]),
            }
            for row in records(overview.years(reader))
        ],
        "layers": shown,
        "unmatched": {
            name: int(value) for name, value in map_queries.unmatched(reader).iloc[0].to_dict().items()
        },
        "colours": {"northern": theme.NORTHERN, "ink": theme.INK, "soft": theme.INK_SOFT, "red": theme.RED},
    }


def _layers(reader: Reader, only: str = "") -> list[dict[str, Any]]:
    """The layers as the browser takes them; only: the code of the one that is wanted."""
    towns = map_queries.towns(reader)
    found = [_layer(reader, one, towns) for one in layers(reader).values() if only in ("", one.code)]
    for layer in found:
        if layer["code"] == DEFAULT_LAYER:
            layer["said"] = _status_words(reader)
    return found


def _status_words(reader: Reader) -> dict[str, Any]:
    """What a state is called and rests on, beside its class: by year one character a town, and the labels they name."""
    rows = map_queries.status_words(reader)
    labels = sorted(set(rows["status_label"]))
    starts = ["", *sorted(set(rows["start_label"].dropna()))]
    bases = ["stated", "carried", "none"]
    by_year = {
        str(year): {
            "status": "".join(DIGITS[labels.index(one)] for one in part["status_label"]),
            "start": "".join(
                DIGITS[starts.index(one if isinstance(one, str) else "")] for one in part["start_label"]
            ),
            "basis": "".join(DIGITS[bases.index(one)] for one in part["basis"]),
        }
        for year, part in rows.groupby("fiscal_year")
    }
    return {"status": labels, "start": starts, "years": by_year}


def _places(codes: pd.Series) -> dict[str, int]:
    return {str(code): place for place, code in enumerate(codes)}


def _layer(reader: Reader, layer: Layer, towns: pd.DataFrame) -> dict[str, Any]:
    rows = map_queries.layers(reader)
    rows = rows[rows["layer"] == layer.code]
    by_year = {}
    if layer.by_year:
        for year, part in rows.groupby("fiscal_year"):
            by_year[str(year)] = _encoded(map_layers.classify(layer, part, towns))
    else:
        by_year["all"] = _encoded(map_layers.classify(layer, rows, towns))
    return _described(layer, by_year)


def _described(layer: Layer, by_year: dict[str, dict[str, Any]]) -> dict[str, Any]:
    places = layer.places
    return {
        "code": layer.code,
        "label": layer.label,
        "group": layer.group,
        "family": layer.family,
        "headline": layer.headline,
        "counts": [places[code] for code in layer.headline_classes if code in places],
        "unit": layer.unit,
        "decimals": layer.decimals,
        "byYear": layer.by_year,
        "note": layer.note,
        "none": places[NO_DATA],
        "classes": [
            {
                "code": one.code,
                "label": one.label,
                "fill": one.style.fill,
                "pale": theme.pale(one.style.fill),
                "ink": one.style.ink,
                "symbol": one.style.symbol,
                "marker": one.style.marker,
                "size": one.style.size,
                "hatch": one.style.hatch,
                "counted": one.in_denominator,
            }
            for one in layer.classes
        ],
        "values": by_year,
    }


def worked_out(
    reader: Reader, journal: Path | None, towns: pd.DataFrame, code: str
) -> tuple[Layer, pd.DataFrame]:
    """A layer of WORKED_OUT, and its class of each town."""
    return _joined(reader, towns) if code == map_joint.CODE else _banded(reader, journal, towns)


def _banded(reader: Reader, journal: Path | None, towns: pd.DataFrame) -> tuple[Layer, pd.DataFrame]:
    ranked = ranking.material(reader, journal).ranking(spec.weights_of(spec.presets()[0].code))
    layer = map_bands.layer(outreach_rows.band_words(ranked.top))
    bands = ranked.rows.set_index("code")["band"]
    synthetic = frozenset(ranked.rows.loc[ranked.rows["is_synthetic"].astype(bool), "code"])
    return layer, map_bands.classify(layer, bands, ranked.lists, towns, synthetic)


def _joined(reader: Reader, towns: pd.DataFrame) -> tuple[Layer, pd.DataFrame]:
    made, known = joint_groups.joint_groups(reader), joint_words.names(reader)
    numbered = {str(number): one for number, one in enumerate(made.options, start=1)}
    layer = map_joint.layer({number: joint_words.heading(one, known) for number, one in numbered.items()})
    groups = {number: one.towns for number, one in numbered.items()}
    return layer, map_joint.classify(
        layer, groups, made.towns, towns, synthetic=joint_groups.is_synthetic(reader)
    )


def _encoded(classified: pd.DataFrame) -> dict[str, Any]:
    values = classified["value"]
    return {
        "places": "".join(DIGITS[place] for place in classified["place"]),
        "values": None if values.isna().all() else [None if pd.isna(one) else float(one) for one in values],
        "synthetic": "".join("1" if one else "0" for one in classified["is_synthetic"])
        if classified["is_synthetic"].any()
        else "",
    }


def layer_of(search: str | None) -> str:
    """The layer that an address names; "" where it names none."""
    return parse_qs((search or "").removeprefix("?")).get("layer", [""])[0]
