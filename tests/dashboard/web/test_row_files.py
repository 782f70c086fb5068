"""Rows of a table as CSV: those that the screen shows, written as the Excel of the same page is."""

import io
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.warehouse.reader import Warehouse
from tests.dashboard.conftest import publish_copy
from tests.dashboard.web.test_documents import HOST, file_name, get


@pytest.fixture(scope="module")
def client(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(
        Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("rows")))
    ).server.test_client()


def read_csv(answer: TestResponse) -> pd.DataFrame:
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return pd.read_csv(io.BytesIO(answer.data), dtype=str, encoding="utf-8-sig", keep_default_na=False)


def test_the_csv_of_a_table_has_the_headings_and_values_of_its_excel(
    client: FlaskClient,
) -> None:
    rows = read_csv(get(client, "towns.csv?fy=2023"))
    excel = get(client, "towns.xlsx?fy=2023").data
    machine = pd.read_excel(io.BytesIO(excel), sheet_name="機械可読", dtype=str, engine="openpyxl")
    assert list(rows.columns) == list(machine.columns)
    assert rows["標準地域コード"].tolist() == machine["標準地域コード"].tolist()
    assert set(rows["架空データ"]) == set(machine["架空データ"])
    asked = {"view": "status_map", "search": "?fy=2023&layer=start", "address": "/map"}
    sent = client.post(
        "/slides/csv", json=asked, headers={"Origin": HOST, "X-Kasanari": "slides"}, base_url=HOST
    )
    assert read_csv(get(client, "map.csv?fy=2023&layer=start")).equals(read_csv(sent))


@pytest.mark.parametrize("name", ["towns.csv", "map.csv"])
def test_a_csv_holds_the_rows_that_the_screen_shows_in_its_order(client: FlaskClient, name: str) -> None:
    rows = read_csv(get(client, f"{name}?fy=2023&rows=01581,01100,99999"))
    assert rows["標準地域コード"].tolist() == ["01581", "01100"]
    assert list(read_csv(get(client, f"{name}?fy=2023&rows=")).index) == []


def test_the_csv_of_the_towns_behind_a_number_keeps_codes_and_names_what_is_fictional(
    client: FlaskClient,
) -> None:
    answer = get(client, "barriers.csv?fy=2023&show=stated:staff_shortage&rows=3,0")
    rows = read_csv(answer)
    assert len(rows) == 2
    assert rows["標準地域コード"].str.fullmatch(r"01\d{3}").all()
    assert rows["標準地域コード"].is_monotonic_decreasing
    assert set(rows["架空データ"]) == {"架空データ"}
    assert file_name(answer).endswith("_架空データを含む.csv")
