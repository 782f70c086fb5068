"""The application is for this machine alone, and each of its pages can be made."""

import gc
import json
import re
import shutil
import weakref
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from plotly.utils import PlotlyJSONEncoder

from dashboard.app import PAGES, create_app
from dashboard.queries import overview
from dashboard.services import geometry
from dashboard.views import view
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard import walking
from tests.dashboard.conftest import publish_copy


@pytest.fixture
def client(warehouse: Warehouse) -> FlaskClient:
    return create_app(warehouse).server.test_client()


def test_the_first_answer_is_japanese_and_local(client: FlaskClient) -> None:
    text = client.get("/").text
    assert '<html lang="ja">' in text
    assert "読み込んでいます" in text
    assert "Loading..." not in text
    scripts = re.findall(r'(?:src|<link [^>]*href)="([^"]+)"', text)
    assert scripts
    assert all(address.startswith("/") and not address.startswith("//") for address in scripts)


def test_only_the_component_libraries_that_are_used_are_sent(client: FlaskClient) -> None:
    suites = set(re.findall(r"_dash-component-suites/(\w+)/", client.get("/").text))
    assert suites == {"dash", "dash_ag_grid", "dash_mantine_components"}


@pytest.mark.parametrize("host", ["127.0.0.1:8050", "localhost:8050", "[::1]:8050", "localhost"])
def test_this_machine_is_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["kasanari.example.jp", "10.0.0.5:8050", "127.0.0.1.example.jp:8050", ""])
def test_a_page_that_poses_as_this_machine_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 403
    assert "この画面は、動かしている PC の中からだけ開けます" in answer.text


def test_it_can_be_framed_by_nobody(client: FlaskClient) -> None:
    assert client.get("/").headers["X-Frame-Options"] == "DENY"


def test_the_browser_is_told_to_fetch_from_here_alone(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "http" not in policy


# Pages that show one year, also where there are no returns.
YEARLY = {"/", "/map"}


def made_page(page: Any, reader: Reader, year: int) -> str:
    return json.dumps(
        page.layout(reader, view.parse_address(f"?fy={year}&town=01581", reader)),
        cls=PlotlyJSONEncoder,
        ensure_ascii=False,
    )


@pytest.mark.parametrize("made", PAGES, ids=lambda made: made.PATH)
def test_every_page_is_made_for_every_year(warehouse: Warehouse, made: Any) -> None:
    reader = warehouse.reader()
    with create_app(warehouse).server.test_request_context("/"):
        for year in overview.years(reader)["fiscal_year"]:
            text = made_page(made, reader, year)
            assert "coordinates" not in text
            assert "架空データを含みます" not in text
            if made.PATH in YEARLY:
                assert f"令和{year - 2018}年度" in text


def test_fictional_data_is_announced_only_where_it_is_shown(fictional: Reader) -> None:
    shown = {
        year: "架空データを含みます" in made_page(PAGES[0], fictional, year)
        for year in (2021, 2022, 2023, 2024)
    }
    assert shown == {2021: False, 2022: True, 2023: True, 2024: False}


def test_the_app_is_made_where_there_is_no_warehouse(tmp_path: Path) -> None:
    client = create_app(Warehouse(tmp_path), tmp_path / "journal.sqlite").server.test_client()
    assert client.get("/").status_code == 200
    assert "データがまだありません" in json.dumps(client.get("/_dash-layout").json, ensure_ascii=False)


def test_a_folder_of_received_files_that_is_gone_is_told_above_every_page(
    built_curated: Path, tmp_path: Path
) -> None:
    browser = walking.Browser(
        create_app(Warehouse(built_curated), tmp_path / "journal.sqlite", tmp_path / "moved")
    )
    for path in ("/", "/work", "/sending"):
        told = " ".join(walking.seen_texts(browser.notice(path)))
        assert "受け取った資料のフォルダが見つかりません" in told, path
    for path in ("/work", "/sending", "/survey"):
        told = " ".join(walking.seen_texts(browser.page(path, "")))
        assert "見つからないので、ここは使えません" in told, path
        assert "まだありません" not in told.replace("記録は、まだありません", ""), path


@pytest.mark.parametrize("day", ["2021-04-01", "2023-05-01"])
def test_every_page_is_made_as_of_a_day_on_which_less_was_known(demo_curated: Path, day: str) -> None:
    warehouse = Warehouse(demo_curated)
    with create_app(warehouse).server.test_request_context("/"):
        for page in PAGES:
            asked = view.open(warehouse, f"?asof={day}&town=01581")
            assert json.dumps(page.layout(*asked), cls=PlotlyJSONEncoder), page.PATH


def test_data_that_were_replaced_are_let_go_whatever_was_shown_of_them(
    built_curated: Path, tmp_path: Path
) -> None:
    warehouse = Warehouse(publish_copy(built_curated, tmp_path))
    app = create_app(warehouse, tmp_path / "journal.sqlite")
    with app.server.test_request_context("/"):
        for page in PAGES:
            for search in ("?sub=03", "?asof=2023-05-01"):
                reader, asked = view.open(warehouse, search)
                assert json.dumps(page.layout(reader, asked), cls=PlotlyJSONEncoder), page.PATH
        geometry.layers(reader)
        shown = [weakref.ref(reader), weakref.ref(warehouse.reader())]
        del reader
        name = (tmp_path / "current").read_text(encoding="utf-8").strip()
        (tmp_path / name).rename(tmp_path / "wh_20300101T000000-00000000.duckdb")
        (tmp_path / "current").write_text("wh_20300101T000000-00000000.duckdb\n", encoding="utf-8")
        assert warehouse.reader().warehouse_id == "wh_20300101T000000-00000000"
    gc.collect()
    assert [one() for one in shown] == [None, None]


def test_received_files_that_are_gone_are_told_before_the_next_build(
    raw_files: Path, built_curated: Path, tmp_path: Path
) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(raw_files, raw)
    browser = walking.Browser(create_app(Warehouse(built_curated), tmp_path / "journal.sqlite", raw))

    def told() -> str:
        return " ".join(walking.seen_texts(browser.notice("/progress")))

    assert "なくなっています" not in told()
    lost = raw / "reference" / "figures.csv"
    lost.rename(tmp_path / "elsewhere")
    assert f"「統計などの資料（{lost.name}）」" in told()
    assert "控えから戻して" in told()
    (tmp_path / "elsewhere").rename(lost)
    assert "なくなっています" not in told()


def test_a_field_that_is_typed_into_asks_before_it_is_left_unless_it_keeps_or_only_looks(
    built_curated: Path, fictional: Reader
) -> None:
    """assets/leaving.js asks for each that is not marked; a mark says why none is needed."""
    with create_app(Warehouse(built_curated)).server.test_request_context("/"):
        made = [json.loads(made_page(page, fictional, 2023)) for page in PAGES]
    fields = [
        one["props"]
        for page in made
        for one in walking.components(page)
        if one["type"] in {"TextInput", "Textarea", "NumberInput", "PasswordInput", "Input"}
    ]
    marked = {str(field["id"]): field for field in fields if "data-asks" in field}
    kept = {key for key, field in marked.items() if field["data-asks"] == "tab"}
    assert all(marked[key]["persistence_type"] == "session" for key in kept)
    assert set(marked) - kept == {"quick-filter"}
    typed = {str(field.get("id")) for field in fields}
    assert typed >= {
        "office-head",
        "sent-note",
        "target-value",
        "event-text",
        "log-contact-said",
    }
