"""Geometry: every town once, drawn clockwise, at an address that may be kept for good."""

import gzip
import json
from typing import Any

import pytest
import shapely
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.services import geometry
from dashboard.warehouse.reader import Reader, Warehouse


def layer(reader: Reader, name: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(gzip.decompress(geometry.layers(reader)[name]))["features"]
    return features


@pytest.fixture
def client(warehouse: Warehouse) -> FlaskClient:
    return create_app(warehouse).server.test_client()


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


def test_it_is_kept_by_the_browser_for_good(client: FlaskClient, reader: Reader) -> None:
    answer = client.get(geometry.url(reader, "municipalities"), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 150_000


def test_who_takes_no_gzip_gets_it_plain(client: FlaskClient, reader: Reader) -> None:
    answer = client.get(geometry.url(reader, "municipalities"), headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert len(json.loads(answer.data)["features"]) == 180


@pytest.mark.parametrize("address", ["/geo/wh_old/municipalities.geojson", "/geo/{id}/rivers.geojson"])
def test_what_is_gone_is_said(client: FlaskClient, reader: Reader, address: str) -> None:
    answer = client.get(address.replace("{id}", reader.warehouse_id))
    assert answer.status_code == 404
    assert "再読み込み" in answer.text
