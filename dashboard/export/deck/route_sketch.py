"""The map of the route on its slide: the ground, a line a day, marks and labels that keep clear of each other."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import shapely

from dashboard import theme
from dashboard.export.deck import fit, geography
from dashboard.export.deck.deck_data import RouteData
from dashboard.export.deck.geography import Projection
from dashboard.export.deck.model import (
    Box,
    Number,
    Paragraph,
    Part,
    Shape,
    Sketch,
    Stroke,
    Text,
    owned,
)
from dashboard.export.route_svg import COLOURS
from dashboard.figures.labels import SIDES, northing, place_labels
from dashboard.frames import records

VIEW = "route"
DASHES = ("solid", "dash", "sysDot", "dashDot", "lgDash", "lgDashDot")
CORNERS = (24, 4, 4, 3, 5, 6)  # of the marks of each day; the second four stand on a side
LABEL_SIZE = 9.0
MARGIN, SIMPLER = 0.22, 0.004  # degrees
LEFT = {"far": "日帰りでは届かない", "full": "日数に入りきらない"}


def sketch(route: RouteData, box: Box) -> Sketch:
    """The part of the map that holds the route, in native shapes."""
    at = route.places.set_index("municipality_code")
    bounds = _bounds(at.loc[[route.office_code, *route.visits["code"]]], box)
    projection = Projection(bounds, box)

    def is_inside(code: str) -> bool:
        town: Any = at.loc[code]
        return _is_inside(town, bounds)

    left = route.left_out[route.left_out["code"].map(is_inside).astype(bool)]
    shown = at.loc[[route.office_code, *route.visits["code"], *left["code"]]]
    points = {
        str(code): projection.point(float(row["hall_lon"]), float(row["hall_lat"]))
        for code, row in shown.iterrows()
    }
    strokes, marks = [], []
    for day, stops in route.visits.groupby("day", sort=True):
        look = (int(day) - 1) % len(COLOURS)  # type: ignore[arg-type]
        codes = [route.office_code, *stops["code"], route.office_code]
        strokes.append(
            Stroke(
                owned(f"経路 {day}日目", VIEW),
                tuple(points[code] for code in codes),
                COLOURS[look],
                2.25,
                DASHES[look],
            )
        )
        for row in stops.to_dict("records"):
            name = f"{row['name']}: {day}日目の{row['order']}か所目、到着 {row['arrive']}（推計）"
            marks.append(_mark(str(row["code"]), points[str(row["code"])], look, COLOURS[look], name))
    for row in left.to_dict("records"):
        said = f"{row['name']}: 経路に入らない（{LEFT[str(row['reason'])]}）"
        marks.append(_mark(str(row["code"]), points[str(row["code"])], 0, theme.GREY_400, said))
    office = points[route.office_code]
    marks.append(_mark("出発地", office, 1, theme.INK, f"出発地 {route.office}", 0.09))
    alt = f"訪問経路の図。{route.office}から " + "、".join(
        f"{day}日目 " + "→".join(stops["name"]) for day, stops in route.visits.groupby("day", sort=True)
    )
    return Sketch(
        owned("経路図", VIEW),
        box,
        _grounds(route.boundaries, projection, box),
        tuple(strokes),
        tuple(marks),
        tuple(_labels(route, shown, projection)),
        alt,
    )


def _bounds(shown: pd.DataFrame, box: Box) -> tuple[float, float, float, float]:
    """West, south, east, north around the towns, as wide for its height as the box."""
    west, east = float(shown["hall_lon"].min()) - 1.8 * MARGIN, float(shown["hall_lon"].max()) + 1.8 * MARGIN
    south, north = float(shown["hall_lat"].min()) - MARGIN, float(shown["hall_lat"].max()) + MARGIN
    wide, high = east - west, northing(north) - northing(south)
    if wide / high < box.w / box.h:
        more = (high * box.w / box.h - wide) / 2
        return west - more, south, east + more, north
    more = (wide * box.h / box.w - high) / 2 * math.cos(math.radians((south + north) / 2))
    return west, south - more, east, north + more


def _is_inside(town: pd.Series, bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    return bool(west < town["hall_lon"] < east and south < town["hall_lat"] < north)


def _grounds(boundaries: pd.DataFrame, projection: Projection, box: Box) -> tuple[Shape, ...]:
    """The sea, which is the whole box, and what of each municipality is inside."""
    corners = ((box.x, box.y), (box.x + box.w, box.y), (box.x + box.w, box.y + box.h), (box.x, box.y + box.h))
    found = [Shape(owned("海", VIEW), "", (corners,), theme.SEA, theme.GREY_200)]
    for code, shape in geography.shapes(boundaries).items():
        inside = shapely.clip_by_rect(shapely.simplify(shape, SIMPLER), *projection.bounds)
        if inside.is_empty or inside.geom_type not in ("Polygon", "MultiPolygon"):
            continue
        rings = projection.rings(inside)
        found.append(Shape(owned(f"地 {code}", VIEW), "", rings, theme.WHITE, theme.GREY_200))
    return tuple(found)


def _mark(code: str, at: tuple[float, float], look: int, colour: str, alt: str, size: float = 0.07) -> Shape:
    corners = CORNERS[look]
    turn = math.pi / 4 if look == 1 else 0.0
    ring = tuple(
        (
            at[0] + size * math.sin(turn + 2 * math.pi * number / corners),
            at[1] - size * math.cos(turn + 2 * math.pi * number / corners),
        )
        for number in range(corners)
    )
    return Shape(owned(f"印 {code}", VIEW), "", (ring,), colour, theme.WHITE, alt=alt)


def _labels(route: RouteData, shown: pd.DataFrame, projection: Projection) -> list[Text]:
    """「日-順 町名」 beside each stop; the names alone of those left out, and 出発地."""
    prefix = {
        str(row["code"]): (int(row["day"]), int(row["order"])) for row in route.visits.to_dict("records")
    }
    named = shown.reset_index()
    named = named[~named.duplicated("municipality_code")]
    words_of = {
        code: (f"{prefix[code][0]}-{prefix[code][1]} " if code in prefix else "") + name
        for code, name in zip(named["municipality_code"], named["name"], strict=True)
    }
    words_of[route.office_code] = "出発地" + (
        f" {words_of[route.office_code]}" if route.office_code in prefix else ""
    )
    sides = place_labels(
        named.assign(name=named["municipality_code"].map(words_of)),
        projection.bounds,
        (projection.bounds[2] - projection.bounds[0]) * projection.scale * 100,
    )
    found = []
    for row in records(named):
        code = str(row["municipality_code"])
        parts: tuple[Part, ...] = (str(row["name"]),)
        if code in prefix:
            day, order = prefix[code]
            parts = (
                Number(f"route_day_of.{code}", day, str(day)),
                "-",
                Number(f"route_order.{code}", order, str(order)),
                f" {row['name']}",
            )
        if code == route.office_code:
            parts = ("出発地", *((" ", *parts) if code in prefix else ()))
        found.append(_label(row, parts, words_of[code], sides[code], projection, code in prefix))
    return found


def _label(
    row: dict[str, object],
    parts: tuple[Part, ...],
    said: str,
    side: str,
    projection: Projection,
    is_stop: bool,
) -> Text:
    x, y = projection.point(float(row["hall_lon"]), float(row["hall_lat"]))  # type: ignore[arg-type]
    wide, high = fit.width(said, LABEL_SIZE) + 0.06, 0.18
    across, down = SIDES[side]
    left = x + across * wide + (0.09 if across == 0 else -0.09 if across == -1 else 0)
    top = y + down * high + (0.08 if down == 0 else -0.08 if down == -1 else 0)
    box = projection.box
    left = min(max(left, box.x), box.x + box.w - wide)
    top = min(max(top, box.y), box.y + box.h - high)
    paragraph = Paragraph(
        parts,
        size=LABEL_SIZE,
        bold=is_stop,
        colour=theme.INK if is_stop else theme.INK_SOFT,
        align="center",
    )
    return Text(
        owned(f"名 {row['municipality_code']}", VIEW),
        Box(left, top, wide, high),
        (paragraph,),
        fill=theme.WHITE,
        anchor="middle",
    )
