"""Geometry stands at an address that may be kept for good."""

import json

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.services import geometry
from dashboard.warehouse.reader import Reader, Warehouse


@pytest.fixture
def client(warehouse: Warehouse) -> FlaskClient:
    return create_app(warehouse).server.test_client()


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
