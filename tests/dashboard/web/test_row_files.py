"""Rows of a table as CSV: those that the screen shows, written as the Excel of the same page is."""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.chart_data import registry
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.table import NoNumbersError
from dashboard.export.sheet import ListSheet, as_csv, workbook
from dashboard.views import view
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


def test_the_csv_of_every_chart_holds_what_the_cells_of_its_excel_hold(demo_curated: Path) -> None:
    reader, shown = view.open(Warehouse(demo_curated), "?fy=2023&layer=start")
    compared = set()
    for name, chart in registry.with_table().items():
        assert chart.table is not None
        try:
            made = chart.table(TableRequest(reader, shown, "/", None))
        except NoNumbersError:  # what rests on records of people
            continue
        sheet = ListSheet(name, made.columns, made.rows, ())
        book = openpyxl.load_workbook(io.BytesIO(workbook(sheet)), read_only=True)["機械可読"]
        rows = list(csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline="")))
        assert rows == [[held(value) for value in row] for row in book.iter_rows(values_only=True)], name
        compared.add(name)
    assert {"status_map", "rollout", "barriers", "ranking", "size_adjusted"} <= compared


def held(value: Any) -> str:
    """A cell as a script reads it: a whole number without a decimal, nothing where nothing is known."""
    if isinstance(value, (int, float)):
        return f"{value:.16G}"
    return f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value or "")


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
    assert file_name(answer).endswith("_架空データ.csv")
