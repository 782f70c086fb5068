"""Geometry: every town once, drawn clockwise."""

import gzip
import json
from typing import Any

import pytest
import shapely

from dashboard.services import geometry
from dashboard.warehouse.reader import Reader


def layer(reader: Reader, name: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(gzip.decompress(geometry.layers(reader)[name]))["features"]
    return features


def test_every_town_is_there_once_and_the_north_apart(reader: Reader) -> None:
    ids = [feature["id"] for feature in layer(reader, "municipalities")]
    assert len(ids) == len(set(ids)) == 180
    assert geometry.NORTHERN_ID in ids
    assert len(layer(reader, "subprefectures")) == 14


@pytest.mark.parametrize("name", ["municipalities", "subprefectures"])
def test_exterior_rings_run_clockwise(reader: Reader, name: str) -> None:
    for feature in layer(reader, name):
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        for part in shapely.get_parts(shape):
            assert not shapely.is_ccw(part.exterior), feature["id"]


def test_the_outline_of_a_subprefecture_is_that_of_its_towns(reader: Reader) -> None:
    towns = [shapely.from_geojson(json.dumps(f["geometry"])) for f in layer(reader, "municipalities")]
    whole = sum(shape.area for shape in towns) - max(
        shapely.from_geojson(json.dumps(f["geometry"])).area
        for f in layer(reader, "municipalities")
        if f["id"] == geometry.NORTHERN_ID
    )
    outlines = sum(
        shapely.from_geojson(json.dumps(f["geometry"])).area for f in layer(reader, "subprefectures")
    )
    assert outlines == pytest.approx(whole, rel=1e-6)


def test_the_bounds_hold_everything_with_the_north(reader: Reader) -> None:
    west, south, east, north = geometry.bounds(reader)
    assert (139 < west < 140, 41 < south < 42, 148 < east < 149, 45 < north < 46) == (True,) * 4
