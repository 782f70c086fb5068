"""Geometry as files of its own that a browser keeps: the layers, the map that we draw, and where they are found."""

from __future__ import annotations

import gzip
import json

import shapely

from dashboard.figures import map_drawing
from dashboard.queries import overview
from dashboard.warehouse.reader import Reader

NORTHERN_ID = "northern"
# North latitude and east longitude of what is drawn: west, south, east, north.
Bounds = tuple[float, float, float, float]


def url(reader: Reader, layer: str) -> str:
    """Where figures find a layer; another warehouse has another address, so the browser may keep it for good."""
    return f"/geo/{reader.warehouse_id}/{layer}.geojson"


def drawing_url(reader: Reader) -> str:
    """Where the browser finds the drawing when it does not come with the page."""
    return f"/geo/{reader.warehouse_id}/map.svg"


def drawing(reader: Reader) -> str:
    """The map as an SVG element, unpainted (map_drawing.markup)."""
    return reader.once_for_all_days("drawing", lambda: map_drawing.markup(overview.boundaries(reader)))


def frame(reader: Reader) -> map_drawing.Frame:
    """Where places stand in the drawing."""
    return reader.once_for_all_days("frame", lambda: map_drawing.frame(overview.boundaries(reader)))


def layers(reader: Reader) -> dict[str, bytes]:
    """The layers, gzipped: municipalities (feature id = code, 北方領土 = "northern"), subprefectures (id = code)."""
    return reader.once_for_all_days("layers", lambda: _layers(reader))


def _layers(reader: Reader) -> dict[str, bytes]:
    areas = overview.boundaries(reader)
    towns: list[str] = []
    parts: dict[str, list[shapely.Geometry]] = {}
    for area in areas.itertuples():
        is_town = area.kind == "municipality"
        code = str(area.municipality_code) if is_town else NORTHERN_ID
        towns.append(_feature(code, str(area.name), str(area.geojson)))
        if is_town:
            parts.setdefault(str(area.subprefecture_code), []).append(shapely.from_geojson(str(area.geojson)))
    outlines = [_feature(code, code, _outline(shapes)) for code, shapes in sorted(parts.items())]
    return {"municipalities": _collection(towns), "subprefectures": _collection(outlines)}


def bounds(reader: Reader) -> Bounds:
    """What the map must show: everything, 北方領土 included."""
    return reader.once_for_all_days("bounds", lambda: _bounds(reader))


def _bounds(reader: Reader) -> Bounds:
    shapes = shapely.from_geojson(overview.boundaries(reader)["geojson"].astype(object).to_numpy())
    west, south, east, north = shapely.total_bounds(shapes)
    return float(west), float(south), float(east), float(north)


def _outline(shapes: list[shapely.Geometry]) -> str:
    """The outer borders of many areas as one; exterior rings clockwise, else plotly fills the whole plane."""
    outline: str = shapely.to_geojson(shapely.orient_polygons(shapely.union_all(shapes), exterior_cw=True))
    return outline


def _feature(code: str, name: str, geometry: str) -> str:
    properties = json.dumps({"name": name}, ensure_ascii=False)
    return f'{{"type":"Feature","id":{json.dumps(code)},"properties":{properties},"geometry":{geometry}}}'


def _collection(features: list[str]) -> bytes:
    text = '{"type":"FeatureCollection","features":[' + ",".join(features) + "]}"
    return gzip.compress(text.encode("utf-8"), mtime=0)
