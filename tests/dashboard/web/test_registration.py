"""登録 without a browser: a file of every kind is sent, recognised, looked at and registered, and the data have it."""

from __future__ import annotations

import csv
import io
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
import shapely

from dashboard.app import create_app
from dashboard.frames import records
from dashboard.queries import registered as queries_registered
from dashboard.warehouse.reader import Warehouse
from dashboard.web.application import Application
from etl import publish
from tests import messes
from tests.dashboard.walking import HOST, Browser, Screen
from tests.etl.raw_copy import RAW
from tests.etl.readers.n03_files import Row, n03_rows, write_geojson

OURS = {"Origin": HOST, "X-Kasanari": "intake"}
PATIENCE = 240.0
JUKI = [
    ["住民基本台帳人口（令和8年1月1日現在）"],
    ["団体コード", "市町村名", "総人口", "世帯数"],
    ["012025", "函館市", 232967, 136238],
    ["014524", "鷹栖町", 6512, 2950],
]
EVENTS = [
    ["取組番号", "取組み", "題名", "開催日"],
    ["R8-1", "連携促進説明会", "令和8年度連携促進説明会", "令和8年6月18日"],
]
PRESENT = [
    ["令和8年度 連携促進説明会（令和8年6月18日・オンライン）出席簿"],
    ["No", "振興局", "市町村", "出席者数"],
    [1, "上川", "鷹栖町", 3],
]
JOINT_BODIES = [
    ["枠組みの名称", "市町村名"],
    ["架空東部広域連合", "鷹栖町"],
    ["架空東部広域連合", "東神楽町"],
]
DATES = [
    ["市町村名", "予定の種類", "期日または年度"],
    ["鷹栖町", "地域福祉計画", "令和8年度"],
    ["東神楽町", "町長選挙", "令和9年4月25日"],
]
NAMED = [
    ["重層的支援体制整備事業の支払額（令和5年10月1日現在）"],
    ["市町村名", "金額または○"],
    ["鷹栖町", 1200],
    ["東神楽町", "○"],
]
ROADS = "出発地コード,出発地,到着地コード,到着地,所要時間（分）,対象月\n01210,岩見沢市,012254,滝川市,45,\n"


def files(folder: Path) -> dict[str, Path]:
    """By kind the file of it, in an order in which each finds what it needs."""
    roads = folder / "道路時間.csv"
    roads.write_text(ROADS, encoding="utf-8-sig")
    return {
        "figures": messes.workbook(folder / "住基.xlsx", JUKI),
        "activities": messes.workbook(folder / "取組.xlsx", EVENTS),
        "attendance": messes.workbook(folder / "出席簿.xlsx", PRESENT),
        "road_times": roads,
        "joint_bodies": messes.workbook(folder / "枠組み.xlsx", JOINT_BODIES),
        "named_implementers": messes.workbook(folder / "支払額.xlsx", NAMED),
        "town_dates": messes.workbook(folder / "予定.xlsx", DATES),
        "boundaries": write_geojson(folder / "N03.geojson", [*towns(), *n03_rows()[-10:-4]]),
    }


def towns() -> list[Row]:
    """A square at the hall of each of the 179 municipalities, the first ward of 札幌市 for the whole."""
    with (RAW / "reference/municipalities.csv").open(encoding="utf-8-sig", newline="") as stream:
        listed = list(csv.DictReader(stream))
    rows: list[Row] = []
    for town in listed:
        lat, lon = float(town["hall_lat"]), float(town["hall_lon"])
        place = (
            ("札幌市", "中央区", "01101") if town["name"] == "札幌市" else (None, town["name"], town["code"])
        )
        square = shapely.box(lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01)
        rows.append((("北海道", None, *place), square))
    return rows


@pytest.fixture(scope="module")
def app(raw_files: Path, built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    folder = tmp_path_factory.mktemp("registration")
    raw = Path(shutil.copytree(raw_files, folder / "raw"))
    curated = Path(shutil.copytree(built_curated, folder / "curated"))
    return create_app(Warehouse(curated), folder / "journal.sqlite", raw)


def sent(screen: Screen, path: Path) -> None:
    """Drop a file on the page."""
    data = {"file": [(io.BytesIO(path.read_bytes()), path.name)]}
    answer = screen.browser.client.post("/register/files", data=data, headers=OURS, base_url=HOST)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.json is not None
    screen.set("register-batch", "data", {"id": answer.json["batch"]})


def test_a_file_of_every_kind_is_recognised_looked_at_and_registered(
    app: Application, tmp_path: Path
) -> None:
    acts = []
    for kind, path in files(tmp_path).items():
        screen = Browser(app).open("/register")
        sent(screen, path)
        assert screen.values["register-kind"]["value"] == kind, screen.text("register-report")
        assert "register-do" in screen.values, screen.text("register-report")
        screen.set("register-do", "n_clicks", 1)
        acts.append(finished(app, screen.values["act"]["data"]))
    assert [(act.stage, act.trouble) for act in acts] == [("done", "")] * len(acts)
    warehouse: Any = Warehouse(app.server.config["PIPELINE"].curated).reader()
    listed = queries_registered.registered(warehouse)
    assert set(files(tmp_path)) <= set(listed["kind"])
    with publish.connect(app.server.config["PIPELINE"].curated) as connection:
        figures = connection.execute(
            "select value from core_figure where municipality_code = '01202' and is_current and value = 232967"
        ).fetchall()
        persons = connection.execute(
            "select persons from core_attendance where municipality_code = '01452'"
        ).fetchall()
    assert figures == [(232967.0,)]
    assert persons == [(3,)]


def finished(app: Application, act_id: str) -> Any:
    """The act once it has ended."""
    deadline = time.monotonic() + PATIENCE
    while (act := app.server.config["ACTS"].act(act_id)).is_running:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return act


def test_a_press_registers_what_stands_in_the_fields_or_nothing(app: Application, tmp_path: Path) -> None:
    screen = Browser(app).open("/register")
    sent(
        screen,
        messes.workbook(tmp_path / "予定2.xlsx", [*DATES[:-1], ["美瑛町", "町長選挙", "令和9年4月25日"]]),
    )
    # pressed before the new day was looked at
    screen.values["register-received-on"]["value"] = "R8.11.20"
    screen.set("register-do", "n_clicks", 1)
    assert "まだ登録していません" in screen.text("register-again")
    assert not screen.values["act"].get("data")
    screen.set("register-do", "n_clicks", 2)
    assert screen.text("register-again") == ""
    assert finished(app, screen.values["act"]["data"]).stage == "done"
    warehouse: Any = Warehouse(app.server.config["PIPELINE"].curated).reader()
    listed = queries_registered.registered(warehouse)
    [row] = records(listed[listed["file"].str.contains("予定2")])
    assert str(row["received_on"])[:10] == "2026-11-20"
