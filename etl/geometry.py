"""Polygons that share borders: repaired, dissolved, thinned, rounded with topology kept; neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

LONLAT = "EPSG:6668"  # JGD2011, degrees; WGS84 and JGD2000 are the same within centimetres to decimetres
PLANE = "EPSG:6680"  # JGD2011 / 平面直角座標系 XII: metres, true to 0.2 % from 奥尻 to 根室
KM2_PER_SQUARE_DEGREE = 8970.0  # at 43.5° N, only for telling islets from islands

GAP_DEG = 1e-4  # slits narrower than about 10 m between two towns are no sea
ISLET_KM2 = 0.05  # when a heavy file must be thinned, rocks smaller than this are not drawn
FIRST_TOLERANCE_DEG = 1e-4
TOUCH_M = 5.0  # borders that run nearer than this are one border (hair gaps)
SHARED_KM = 0.1  # less is a common corner: in Hokkaido corners measure 0.02 km, the shortest border 0.2 km

BoundaryKind = Literal["municipality", "northern"]
Geometries = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Boundary:
    """One area of the map. `municipality_code` is None where the six northern villages are drawn as one."""

    municipality_code: str | None
    name: str
    kind: BoundaryKind
    geometry: Any  # shapely Polygon or MultiPolygon in degrees, exterior rings clockwise


def adjacent_pairs(features: Sequence[Boundary]) -> list[tuple[str, str, float]]:
    """Neighbours by land: (code, neighbour_code, shared_km) in both directions, ordered by code.

    `shared_km` is the length of the common border on the plane; a common corner is no border. The northern
    villages are left out: they have no administration to be a neighbour of.
    """
    towns = [(f.municipality_code, f.geometry) for f in features if f.kind == "municipality"]
    codes = [code for code, _ in towns if code is not None]
    areas = _projected([geometry for code, geometry in towns if code is not None], LONLAT, PLANE)
    widened = shapely.buffer(areas, TOUCH_M, quad_segs=2)
    borders = shapely.boundary(areas)
    first, second = shapely.STRtree(areas).query(areas, predicate="dwithin", distance=TOUCH_M)
    first, second = first[first < second], second[first < second]
    lengths_m = (
        shapely.length(shapely.intersection(borders[first], widened[second]))
        + shapely.length(shapely.intersection(borders[second], widened[first]))
    ) / 2
    pairs = [
        (codes[a], codes[b], round(float(metres) / 1000, 3))
        for a, b, metres in zip(first, second, lengths_m, strict=True)
        if metres >= SHARED_KM * 1000
    ]
    return sorted(pairs + [(b, a, km) for a, b, km in pairs])


def to_lonlat(geometries: Geometries, crs: str) -> Geometries:
    """The same areas in degrees of JGD2011. Raises pyproj.exceptions.ProjError for an unknown system."""
    return _projected(geometries, crs, LONLAT)


def repaired(geometries: Geometries) -> Geometries:
    """The same areas, self-crossing rings mended; only polygons are kept (empty where none is left)."""
    broken = ~shapely.is_valid(geometries)
    result = geometries.copy()
    result[broken] = shapely.make_valid(geometries[broken], method="structure", keep_collapsed=False)
    return result


def dissolved(geometries: Geometries, owners: Sequence[str]) -> dict[str, Any]:
    """One area for each owner, in the owners' order; overlaps and hair gaps between owners are closed."""
    if not shapely.coverage_is_valid(geometries, gap_width=GAP_DEG):
        geometries = shapely.coverage_clean(geometries, gap_width=GAP_DEG)
    names = np.asarray(owners)
    return {name: shapely.coverage_union_all(geometries[names == name]) for name in sorted(set(owners))}


def thinned(geometries: Geometries, max_vertices: int) -> tuple[Geometries, int]:
    """The areas with at most about `max_vertices`, and the number of islets left out for it.

    Visvalingam-Whyatt on the whole coverage, so borders stay common to both sides. The largest part of an
    area always stays, and nothing changes where the areas are light enough as they are.
    """
    if shapely.get_num_coordinates(geometries).sum() <= max_vertices:
        return geometries, 0
    before = shapely.get_num_geometries(geometries).sum()
    result = np.array([_without_islets(g) for g in geometries], dtype=object)
    tolerance = FIRST_TOLERANCE_DEG
    while shapely.get_num_coordinates(result).sum() > max_vertices and tolerance < 0.1:
        result = shapely.coverage_simplify(result, tolerance)
        tolerance *= 1.3
    return result, int(before - shapely.get_num_geometries(result).sum())


def rounded(geometries: Geometries, decimals: int = 5) -> Geometries:
    """Coordinates with few decimals (5: about 1 m), or as many more as keep every area and border sound."""
    for places in (decimals, decimals, decimals + 1, decimals + 2):
        result = np.asarray(
            shapely.remove_repeated_points(
                shapely.transform(geometries, lambda xy, places=places: np.round(xy, places))
            ),
            dtype=object,
        )
        if shapely.is_valid(result).all() and shapely.coverage_is_valid(result):
            return result
        geometries = shapely.coverage_clean(repaired(result))
    return geometries


def clockwise(geometry: Any) -> Any:
    """Exterior rings clockwise: d3, which draws plotly's maps, fills the rest of the world otherwise."""
    return shapely.orient_polygons(geometry, exterior_cw=True)


def _without_islets(geometry: Any) -> Any:
    parts = shapely.get_parts(geometry)
    areas = shapely.area(parts)
    kept = parts[(areas * KM2_PER_SQUARE_DEGREE >= ISLET_KM2) | (areas == areas.max())]
    return kept[0] if len(kept) == 1 else shapely.multipolygons(kept)


def _projected(geometries: Sequence[Any] | Geometries, source: str, target: str) -> Geometries:
    result = shapely.transform(
        np.asarray(geometries, dtype=object), _transformer(source, target).transform, interleaved=False
    )
    return np.asarray(result, dtype=object)


@lru_cache(maxsize=8)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)
