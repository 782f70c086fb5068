"""The map that we draw: a path a town in the order of codes, borders that fit, nothing outside of its frame."""

import json
import re
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
import shapely

from dashboard.figures import map_drawing
from dashboard.queries import overview
from dashboard.warehouse.reader import Reader

SVG = "{http://www.w3.org/2000/svg}"


def square(west: float, south: float) -> str:
    return shapely.to_geojson(shapely.box(west, south, west + 1, south + 1))


AREAS = pd.DataFrame(
    {
        "municipality_code": ["01100", "01202", None],
        "subprefecture_code": ["01", "01", None],
        "geojson": [square(141, 43), square(142, 43), square(145, 44)],
    }
)


def paths(svg: str, group: str) -> list[str]:
    tree = ET.fromstring(svg)
    found = next(part for part in tree if part.get("class") == group)
    return [str(path.get("d")) for path in found.findall(f"{SVG}path")]


def corners(path: str) -> np.ndarray:
    """The points of paths that are written as ways from point to point."""
    found = []
    for start, ways in re.findall(r"M(\d+ \d+)l([-\d ]+)z", path):
        steps = np.array(re.findall(r"-?\d+", ways), int).reshape(-1, 2)
        found.append(np.vstack([np.array(start.split(), int), steps]).cumsum(axis=0))
    return np.vstack(found)


def test_towns_stand_in_their_order_and_the_north_apart() -> None:
    svg = map_drawing.markup(AREAS)
    first, second = paths(svg, "drawn-towns")
    assert corners(first)[:, 0].max() == corners(second)[:, 0].min(), "one border for both sides"
    assert len(paths(svg, "drawn-north")) == 1
    assert len(paths(svg, "drawn-areas")) == 1
    assert "集計の対象外" in svg


def test_north_is_above_and_all_lies_within_the_frame() -> None:
    frame = map_drawing.frame(AREAS)
    points = frame.points([141, 146], [45, 43])
    assert points[0][1] < points[1][1]
    assert points[0][0] == pytest.approx(map_drawing.MARGIN)
    assert points[1] == pytest.approx(
        [map_drawing.WIDTH - map_drawing.MARGIN, frame.height - map_drawing.MARGIN], abs=1
    )


def test_a_speck_is_still_drawn() -> None:
    assert map_drawing.whole_path(shapely.box(10, 10, 10.1, 10.1)) == "M10 10l2 0 0 2z"


def test_the_real_map_is_small_whole_and_true(reader: Reader) -> None:
    areas = overview.boundaries(reader)
    svg = map_drawing.markup(areas)
    assert len(svg) < 130_000
    towns = paths(svg, "drawn-towns")
    assert len(towns) == 179
    frame = map_drawing.frame(areas)
    for path, text in zip(towns, areas["geojson"], strict=False):
        west, south, east, north = shapely.from_geojson(json.dumps(json.loads(text))).bounds
        (left, bottom), (right, top) = frame.points([west, east], [south, north])
        drawn = corners(path)
        near = [
            drawn[:, 0].min() - left,
            drawn[:, 0].max() - right,
            drawn[:, 1].min() - top,
            drawn[:, 1].max() - bottom,
        ]
        assert max(map(abs, near)) < 3 * map_drawing.TOLERANCE
