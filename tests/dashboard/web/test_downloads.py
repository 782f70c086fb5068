"""Downloads as addresses: every table in every format, only those of the catalogue, as of a day, for some towns."""

import io
import json
from pathlib import Path
from urllib.parse import unquote

import duckdb
import geopandas
import openpyxl
import pandas as pd
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.queries import data
from dashboard.warehouse.reader import Reader, Warehouse

HOST = "http://127.0.0.1"


@pytest.fixture(scope="module")
def client(warehouse: Warehouse) -> FlaskClient:
    return create_app(warehouse).server.test_client()


@pytest.fixture(scope="module")
def demo_client(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    from tests.dashboard.conftest import publish_copy

    return create_app(
        Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("demo_published")))
    ).server.test_client()


def get(client: FlaskClient, path: str) -> TestResponse:
    return client.get(f"/data/download/{path}", base_url=HOST, buffered=True)


def file_name(answer: TestResponse) -> str:
    return unquote(answer.headers["Content-Disposition"].partition("UTF-8''")[2])


def rows_of(reader: Reader, name: str) -> int:
    return int(reader.frame(f"select count(*) as n from {name}")["n"].iloc[0])


def test_every_table_of_the_catalogue_comes_whole_as_csv_and_parquet(
    client: FlaskClient, reader: Reader, tmp_path: Path
) -> None:
    for name in data.tables(reader)["table_name"]:
        answer = get(client, f"{name}.csv")
        frame = pd.read_csv(io.BytesIO(answer.data), dtype=str, encoding="utf-8-sig")
        assert len(frame) == rows_of(reader, name), name
        assert frame.columns.is_unique
        path = tmp_path / f"{name}.parquet"
        path.write_bytes(get(client, f"{name}.parquet").data)
        with duckdb.connect() as connection:
            made = connection.execute(
                f"select column_name, column_type from (describe from '{path}')"
            ).fetchall()
            assert connection.execute(f"select count(*) from '{path}'").fetchall() == [(len(frame),)]
        columns = data.columns(reader)
        columns = columns[columns["table_name"] == name]
        assert set(zip(columns["column_name"], columns["data_type"], strict=True)) <= set(made), name


def test_the_towns_come_as_excel_and_geojson_with_what_the_raw_files_say(
    client: FlaskClient, raw_files: Path
) -> None:
    raw = pd.read_csv(raw_files / "reference" / "figures.csv", dtype=str)
    raw = raw[raw["figure_code"] == "population_census2025_prelim"].set_index("code")["value"].astype(int)
    answer = get(client, "mart_municipality.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=True)
    head, *rows = list(book["データ"].values)
    frame = pd.DataFrame(rows, columns=head).set_index("標準地域コード")
    assert frame["人口（人）"].astype(int).to_dict() == raw.to_dict()
    towns = geopandas.read_file(io.BytesIO(get(client, "mart_municipality.geojson").data))
    assert len(towns) == 179
    assert towns.geometry.is_valid.all()
    assert towns.set_index("municipality_code")["population"].astype(int).to_dict() == raw.to_dict()
    assert towns.crs.to_epsg() == 4326


@pytest.mark.parametrize(
    "path",
    [
        "sqlite_master.csv",
        "duckdb_tables.csv",
        "core_status;drop.csv",
        "MART_PLAN.csv",
        "mart_plan.exe",
        "core_nothing.xlsx",
    ],
)
def test_what_is_not_in_the_catalogue_is_not_handed_out(client: FlaskClient, path: str) -> None:
    assert get(client, path).status_code == 404


def test_an_address_that_climbs_gets_the_page_and_no_file(client: FlaskClient) -> None:
    answer = get(client, "..%2F..%2Fetc%2Fpasswd.csv")
    assert "Content-Disposition" not in answer.headers
    assert "root:" not in answer.get_data(as_text=True)


def test_what_a_format_cannot_hold_is_refused_with_a_way_on(client: FlaskClient) -> None:
    for path in ("core_adjacency.geojson", "mart_rollout.geojson"):
        answer = get(client, path)
        assert answer.status_code == 409
        assert "保存してください" in answer.get_data(as_text=True)


def test_a_view_narrows_the_rows_and_the_name_says_so(client: FlaskClient) -> None:
    narrow = pd.read_csv(io.BytesIO(get(client, "mart_municipality.csv?fy=2023&sub=03").data), dtype=str)
    assert len(narrow) == 20
    assert set(narrow["振興局の番号"]) == {"03"}
    assert "_絞り込み" in file_name(get(client, "mart_municipality.csv?fy=2023&sub=03"))
    whole = get(client, "mart_municipality.csv?fy=2023&sub=03&rows=all")
    assert len(pd.read_csv(io.BytesIO(whole.data))) == 179
    assert "絞り込み" not in file_name(whole)


def test_a_day_gives_what_was_known_then_and_the_name_bears_it(
    client: FlaskClient, warehouse: Warehouse
) -> None:
    answer = get(client, "core_status.csv?asof=2022-03-31")
    assert len(pd.read_csv(io.BytesIO(answer.data))) == 4
    assert file_name(answer) == f"core_status_2022-03-31時点_{warehouse.reader().warehouse_id}.csv"


def test_fictional_rows_are_told_in_a_column_and_in_the_name(demo_client: FlaskClient) -> None:
    answer = get(demo_client, "mart_plan.csv")
    frame = pd.read_csv(io.BytesIO(answer.data), dtype=str)
    assert set(frame["架空データ"]) == {"架空データ", "実データ"}
    assert file_name(answer).endswith("_架空データ.csv")
    real = frame[frame["架空データ"] == "実データ"]
    # what confirms the start of 厚真町 apart from the document of its plan is a fictional return
    assert sorted(real["標準地域（名前）"]) == ["幕別町", "鹿追町"]
    sources = pd.read_csv(io.BytesIO(get(demo_client, "core_source.csv").data), dtype=str)
    demo = sources["data/raw の中の場所"].str.contains("/demo/")
    assert (sources["架空データ"] == "架空データ").equals(demo)


def test_a_map_of_one_of_many_years_says_which_and_what_its_properties_mean(client: FlaskClient) -> None:
    answer = get(client, "mart_status_by_year.geojson?fy=2023")
    assert "_令和5年度" in file_name(answer)
    told = json.loads(answer.data)
    assert len(told["features"]) == 179
    assert told["about"]["行数"] == "179"
    assert told["about"]["中身"].startswith("令和5年度の行だけ。")
    assert told["about"]["内容"] != "mart_status_by_year"
    properties = set(told["features"][0]["properties"]) - {"is_synthetic"}
    assert properties <= set(told["meanings"])
    assert "_令和5年度" not in file_name(get(client, "mart_municipality.geojson"))
