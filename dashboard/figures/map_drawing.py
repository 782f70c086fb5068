"""The map as paths of an SVG drawn by us: one path a town, 北方領土, the outlines of the 振興局.

The browser paints it (assets/map_drawing.js): here is what no choice of year or layer changes. The picture for
slides and files (export/map_svg.py) makes its paths here too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from dashboard import theme

# The drawing is so many units wide whatever it shows. A screen has fewer dots, so that whole units lose nothing.
WIDTH = 10_000
# Vertices that lie nearer than this to the line without them are left out, the same ones on both sides of a border.
TOLERANCE = 5.0
# Space around the land, for marks and names on the coast.
MARGIN = 120
# Borders are as thin however large the drawing is shown.
STYLE = ".drawn path{vector-effect:non-scaling-stroke}"
# Where the words beside 北方領土 stand: north latitude, east longitude.
NORTHERN_WORDS = (44.05, 146.95)


@dataclass(frozen=True)
class Frame:
    """From longitude and latitude to units of the drawing: Mercator, north above."""

    west: float
    north: float
    scale: float
    height: int

    def points(self, lon: Iterable[float], lat: Iterable[float]) -> np.ndarray:
        """One row per point: x, y."""
        turned = mercator(np.column_stack([np.asarray(lon, float), np.asarray(lat, float)]))
        return MARGIN + np.column_stack(
            [(turned[:, 0] - self.west) * self.scale, (self.north - turned[:, 1]) * self.scale]
        )

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {self.height}"


def frame(areas: pd.DataFrame) -> Frame:
    """The frame that shows all areas (geojson, text)."""
    west, south, east, north = shapely.total_bounds(shapely.transform(_shapes(areas), mercator))
    scale = (WIDTH - 2 * MARGIN) / (east - west)
    return Frame(float(west), float(north), float(scale), round(2 * MARGIN + (north - south) * scale))


def markup(areas: pd.DataFrame) -> str:
    """The SVG element, unpainted: its shapes stand in the order of the areas' codes.

    areas: one row per area with municipality_code (missing for 北方領土), subprefecture_code, geojson (text).
    """
    within = frame(areas)
    shapes = shapely.transform(_shapes(areas), lambda points: within.points(points[:, 0], points[:, 1]))
    shapes = shapely.coverage_simplify(shapes, TOLERANCE)
    is_town = areas["municipality_code"].notna().to_numpy()
    towns = "".join(f'<path d="{whole_path(shape)}"/>' for shape in shapes[is_town])
    north = "".join(f'<path d="{whole_path(shape)}"/>' for shape in shapes[~is_town])
    outlines = "".join(
        f'<path d="{whole_path(shapely.coverage_union_all(shapes[rows]))}"/>'
        for rows in areas[is_town].groupby("subprefecture_code").indices.values()
    )
    x, y = within.points([NORTHERN_WORDS[1]], [NORTHERN_WORDS[0]])[0]
    line = f'stroke="{theme.GREY_400}" stroke-width="0.6" stroke-linejoin="round"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawn" viewBox="{within.view_box}" '
        f'data-whole="{within.view_box}" data-north="{x:.0f} {y:.0f}">'
        f"<style>{STYLE}</style>"
        f'<g class="drawn-north" fill="{theme.NORTHERN}" {line}><title>北方領土（6村）集計の対象外</title>{north}</g>'
        f'<g class="drawn-towns" fill="{theme.WHITE}" {line}>{towns}</g>'
        f'<g class="drawn-areas" fill="none" stroke="{theme.INK_SOFT}" stroke-width="1.1">{outlines}</g></svg>'
    )


def path(shape: shapely.Geometry, tolerance: float) -> str:
    """The rings of a shape with tenths of a unit, for a picture of its own."""
    simple = shapely.simplify(shape, tolerance, preserve_topology=True)
    rings = []
    for polygon in shapely.get_parts(simple):
        for ring in (polygon.exterior, *polygon.interiors):
            points = shapely.get_coordinates(ring)[:-1]
            rings.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z")
    return "".join(rings)


def whole_path(shape: shapely.Geometry) -> str:
    """The rings of a shape in whole units, each point as its way from the one before: a third of the bytes."""
    rings = []
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.rint(shapely.get_coordinates(ring)[:-1]).astype(int)
            ways = np.diff(points, axis=0)
            ways = ways[(ways != 0).any(axis=1)]
            if len(ways) < 2:  # a speck still shows that something is there
                ways = np.array([[2, 0], [0, 2]])
            said = " ".join(f"{x} {y}" for x, y in ways).replace(" -", "-")
            rings.append(f"M{points[0][0]} {points[0][1]}l{said}z")
    return "".join(rings)


def mercator(points: np.ndarray) -> np.ndarray:
    """Longitude and latitude in degrees → easting and northing, both in degrees of longitude."""
    turned = np.degrees(np.log(np.tan(np.pi / 4 + np.radians(points[:, 1]) / 2)))
    return np.column_stack([points[:, 0], turned])


def _shapes(areas: pd.DataFrame) -> np.ndarray:
    return np.asarray(shapely.from_geojson(areas["geojson"].astype(object).to_numpy()))
