"""Longitude and latitude → inches on a slide: Mercator, as on the screen, whole and undistorted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import shapely

from dashboard.export.deck.model import Box
from dashboard.figures.labels import northing

Ring = tuple[tuple[float, float], ...]
SMALLEST = 0.004  # inches: rings below are specks that no one can see


@dataclass(frozen=True)
class Projection:
    """Fits bounds (west, south, east, north) into a box, in the middle."""

    bounds: tuple[float, float, float, float]
    box: Box

    @property
    def scale(self) -> float:
        west, south, east, north = self.bounds
        return min(self.box.w / (east - west), self.box.h / (northing(north) - northing(south)))

    @property
    def left(self) -> float:
        west, _, east, _ = self.bounds
        return self.box.x + (self.box.w - (east - west) * self.scale) / 2

    @property
    def top(self) -> float:
        _, south, _, north = self.bounds
        return self.box.y + (self.box.h - (northing(north) - northing(south)) * self.scale) / 2

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        west, _, _, north = self.bounds
        scale = self.scale
        return self.left + (lon - west) * scale, self.top + (northing(north) - northing(lat)) * scale

    def rings(self, shape: shapely.Geometry) -> tuple[Ring, ...]:
        """Outer and inner rings of a polygon or several, without the closing point."""
        left, top, scale = self.left, self.top, self.scale
        west, north = self.bounds[0], northing(self.bounds[3])
        found: list[Ring] = []
        for polygon in shapely.get_parts(shape):
            for ring in (polygon.exterior, *polygon.interiors):
                points = [
                    (left + (lon - west) * scale, top + (north - northing(lat)) * scale)
                    for lon, lat in ring.coords[:-1]
                ]
                across = [x for x, _ in points]
                down = [y for _, y in points]
                if max(max(across) - min(across), max(down) - min(down)) >= SMALLEST:
                    found.append(tuple(points))
        return tuple(found) or (tuple(points),)


def shapes(boundaries: pd.DataFrame) -> dict[str, shapely.Geometry]:
    """Geometry by municipality code; 北方領土 under "northern"."""
    codes = (
        boundaries["municipality_code"]
        .astype(object)
        .where(boundaries["municipality_code"].notna(), "northern")
    )
    return dict(zip(codes, _parsed(tuple(boundaries["geojson"])), strict=True))


def outlines(
    shapes_by_code: dict[str, shapely.Geometry], area_of: dict[str, str]
) -> dict[str, shapely.Geometry]:
    """The outer border of each area: municipalities with the same area as one shape."""
    parts: dict[str, list[shapely.Geometry]] = {}
    for code, area in area_of.items():
        parts.setdefault(area, []).append(shapes_by_code[code])
    return {area: shapely.union_all(members) for area, members in parts.items()}


@lru_cache(maxsize=4)
def _parsed(texts: tuple[str, ...]) -> tuple[shapely.Geometry, ...]:
    return tuple(shapely.from_geojson(list(texts)))
