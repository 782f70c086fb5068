"""The route on the map, drawn by us: a line a day, numbered stops, told apart by dash and symbol besides colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pandas as pd
import shapely

from dashboard import theme
from dashboard.figures.labels import northing
from dashboard.planning.timetable import TravelDay

COLOURS = (theme.BLUE_900, "#B00020", "#1E6B3A", "#7A4B00", "#5B2D8E", theme.INK)
DASHES = ("", "9 5", "2 5", "11 5 2 5", "16 6", "16 5 2 5 2 5")
# The mark of a day in the text beside the map, and on the map: corners (0 is a circle) and the turn of the first.
SYMBOLS = ("●", "◆", "▲", "■", "▼", "○")
CORNERS = ((0, 0.0), (4, 0.0), (3, 0.0), (4, 45.0), (3, 180.0), (0, 0.0))
WIDTH, HEIGHT = 640, 460
MARGIN = 56
# Degrees of longitude that are shown at least.
LEAST = 0.7
SIZE = 13


@dataclass
class Canvas:
    """The paper: where a place lies on it, what is drawn, and the boxes that a further label must not touch."""

    west: float
    north: float
    scale: float
    left: float
    top: float
    parts: list[str] = field(default_factory=list)
    occupied: list[tuple[float, float, float, float]] = field(default_factory=list)

    def at(self, points: np.ndarray) -> np.ndarray:
        """Longitude and latitude to the paper."""
        north = np.array([northing(latitude) for latitude in points[:, 1]])
        return np.column_stack(
            [
                self.left + (points[:, 0] - self.west) * self.scale,
                self.top + (self.north - north) * self.scale,
            ]
        )


def route(
    areas: pd.DataFrame, places: pd.DataFrame, days: Sequence[TravelDay], office: str, left: Sequence[str]
) -> str:
    """A standalone SVG.

    areas: municipality_code, geojson (text); places: municipality_code, name, hall_lat, hall_lon of all;
    office: where each day begins; left: towns of the plan that the route leaves out.
    """
    at = places.set_index("municipality_code")
    stops = [visit.code for day in days for visit in day.visits]
    sheet = _sheet(at.loc[[office, *stops], ["hall_lon", "hall_lat"]].to_numpy(float))
    _land(sheet, areas, {*stops}, {*left})
    spots = sheet.at(at[["hall_lon", "hall_lat"]].to_numpy(float)).tolist()
    halls: dict[str, tuple[float, float]] = {
        code: (x, y) for code, (x, y) in zip(at.index, spots, strict=True)
    }
    names = {str(code): str(name) for code, name in at["name"].items()}
    for number, day in enumerate(days):
        _line(
            sheet, [halls[code] for code in (office, *(visit.code for visit in day.visits), office)], number
        )
    for number, day in enumerate(days):
        for visit in day.visits:
            x, y = halls[visit.code]
            sheet.parts.append(_mark(x, y, number % len(COLOURS)))
            sheet.occupied.append((x - 8, y - 8, x + 8, y + 8))
    x, y = halls[office]
    sheet.parts.append(_star(x, y))
    sheet.occupied.append((x - 11, y - 11, x + 11, y + 11))
    _label(sheet, x, y, "出発地", weight=700)
    for day in days:
        for visit in day.visits:
            _label(sheet, *halls[visit.code], f"{day.day}-{visit.order} {names[visit.code]}")
    for code in left:
        if 0 < halls[code][0] < WIDTH and 0 < halls[code][1] < HEIGHT:
            _label(sheet, *halls[code], f"{names[code]}（入らず）", colour=theme.INK_SOFT)
    return _page(sheet, days, names, names[office])


def described(days: Sequence[TravelDay], names: dict[str, str], office: str) -> str:
    """The picture in words."""
    told = [f"{day.day}日目 {'、'.join(names[visit.code] for visit in day.visits)}" for day in days]
    return f"{office}を出発地とする訪問経路。{'。'.join(told)}。"


def _sheet(points: np.ndarray) -> Canvas:
    """The part of the map that holds the points, in the middle of the paper."""
    north = np.array([northing(latitude) for latitude in points[:, 1]])
    wide = max(float(np.ptp(points[:, 0])), LEAST)
    high = max(float(np.ptp(north)), LEAST * HEIGHT / WIDTH)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    middle = (points[:, 0].min() + points[:, 0].max()) / 2, (north.min() + north.max()) / 2
    return Canvas(float(middle[0]), float(middle[1]), scale, WIDTH / 2, HEIGHT / 2)


def _land(sheet: Canvas, areas: pd.DataFrame, visited: set[str], left: set[str]) -> None:
    paper = shapely.box(0, 0, WIDTH, HEIGHT)
    shapes = shapely.transform(shapely.from_geojson(areas["geojson"].astype(object).to_numpy()), sheet.at)
    for code, shape in zip(areas["municipality_code"], shapes, strict=True):
        if shape.intersects(paper):
            fill = theme.BLUE_200 if code in visited else theme.GREY_200 if code in left else theme.WHITE
            sheet.parts.append(
                f'<path d="{_path(shape)}" fill="{fill}" stroke="{theme.GREY_400}" stroke-width="0.7"/>'
            )


def _path(shape: shapely.Geometry) -> str:
    rings = []
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            points = shapely.get_coordinates(ring)[:-1]
            rings.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z")
    return "".join(rings)


def _line(sheet: Canvas, points: list[tuple[float, float]], number: int) -> None:
    way = "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    look = number % len(COLOURS)
    dash = f' stroke-dasharray="{DASHES[look]}"' if DASHES[look] else ""
    sheet.parts.append(
        f'<path class="day" d="M{way}" fill="none" stroke="{COLOURS[look]}" stroke-width="2.4" stroke-linejoin="round"{dash}/>'
    )


def _mark(x: float, y: float, look: int) -> str:
    inside, around = (theme.WHITE, COLOURS[look]) if SYMBOLS[look] == "○" else (COLOURS[look], theme.WHITE)
    shared = f'class="stop" fill="{inside}" stroke="{around}" stroke-width="1.4"'
    corners, turn = CORNERS[look]
    if not corners:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" {shared}/>'
    return f'<polygon points="{_corners(x, y, [7.0] * corners, turn)}" {shared}/>'


def _star(x: float, y: float) -> str:
    points = _corners(x, y, [10.0, 4.0] * 5, 0.0)
    return f'<polygon class="office" points="{points}" fill="{theme.INK}" stroke="{theme.WHITE}"/>'


def _corners(x: float, y: float, far: Sequence[float], turn: float) -> str:
    """The corners of a shape, clockwise from the top turned by some degrees."""
    turns = [math.radians(turn - 90 + 360 * index / len(far)) for index in range(len(far))]
    pairs = zip(far, turns, strict=True)
    return " ".join(
        f"{x + size * math.cos(angle):.1f},{y + size * math.sin(angle):.1f}" for size, angle in pairs
    )


def _label(
    sheet: Canvas, x: float, y: float, text: str, *, colour: str = theme.INK, weight: int = 400
) -> None:
    """At the first of four sides where it touches nothing, else where it touches least."""
    wide = sum(SIZE if ord(sign) > 0x2000 else SIZE * 0.6 for sign in text)
    sides = ((-wide / 2, -SIZE - 10), (12, -SIZE / 2), (-wide - 12, -SIZE / 2), (-wide / 2, 10))
    boxes = [(x + across, y + down, x + across + wide, y + down + SIZE + 2) for across, down in sides]
    box = min(boxes, key=lambda one: _trouble(one, sheet.occupied))
    sheet.occupied.append(box)
    sheet.parts.append(
        f'<text x="{box[0]:.1f}" y="{box[1] + SIZE - 1:.1f}" font-size="{SIZE}" font-weight="{weight}" fill="{colour}" '
        f'stroke="{theme.WHITE}" stroke-width="3" paint-order="stroke">{escape(text)}</text>'
    )


def _trouble(
    box: tuple[float, float, float, float], taken: Sequence[tuple[float, float, float, float]]
) -> float:
    """The area that a label shares with what is drawn, and what of it is off the paper."""
    off = max(0.0, -box[0]) + max(0.0, box[2] - WIDTH) + max(0.0, -box[1]) + max(0.0, box[3] - HEIGHT)
    shared = sum(
        max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
        * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        for other in taken
    )
    return shared + 100 * off


def _page(sheet: Canvas, days: Sequence[TravelDay], names: dict[str, str], office: str) -> str:
    alt = described(days, names, office)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
            f'role="img" aria-label={quoteattr(alt)} font-family={quoteattr(theme.FONT)}>',
            f"<title>{escape(alt)}</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{theme.SEA}"/>',
            *sheet.parts,
            "</svg>",
        ]
    )
