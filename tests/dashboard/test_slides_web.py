"""The addresses of 資料づくり: a basket becomes a deck, is kept by its name, and old decks are looked at apart."""

from __future__ import annotations

import base64
import io
from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from pptx import Presentation

from dashboard import baskets
from dashboard.app import create_app
from dashboard.components import plan_route
from dashboard.export.deck import stage
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.slides.scope import Scope
from dashboard.warehouse import Reader, Warehouse
from tests.dashboard.slides.conftest import write_plan

pytestmark = pytest.mark.xdist_group("slides")
OURS = {"Origin": "http://127.0.0.1", "X-Kasanari": "slides"}
ITEMS = [
    {"view": "rollout", "search": "", "title": "議会用の推移"},
    {"view": "status_map", "search": "?fy=2022&sub=14", "title": ""},
    {"view": "status_map", "search": "?fy=2023", "title": ""},
]


@pytest.fixture
def client(warehouse: Warehouse, tmp_path: Path) -> FlaskClient:
    return create_app(warehouse, tmp_path / "journal" / "journal.sqlite").server.test_client()


def post(client: FlaskClient, path: str, said: dict[str, Any]) -> Any:
    return client.post(path, json=said, headers=OURS, base_url="http://127.0.0.1")


def test_a_basket_becomes_a_deck_in_its_order_with_its_titles_and_filters(client: FlaskClient) -> None:
    answer = post(client, "/slides/deck", {"items": ITEMS, "name": "議会", "size": "a4"})
    assert answer.status_code == 200
    slides = list(Presentation(io.BytesIO(answer.data)).slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[0] == "議会用の推移"
    assert "根室管内" in titles[1]
    assert titles[2].startswith("令和5年度: 10市町村が実施")
    names = {shape.name for slide in slides for shape in slide.shapes}
    assert {"地図｜status_map", "地図｜status_map-2"} <= names


def test_an_empty_or_odd_basket_is_refused_in_words(client: FlaskClient) -> None:
    for items in ([], None, [{"view": "../../etc"}], [1], [ITEMS[0]] * 61):
        answer = post(client, "/slides/deck", {"items": items})
        assert answer.status_code == 409
        assert "。" in answer.text


def test_a_slide_that_fails_is_named_in_words_and_left_out_of_the_whole_briefing(
    client: FlaskClient, reader: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise IndexError("out of bounds")

    monkeypatch.setitem(make.MAKERS, "rollout", ("実施率の推移", broken))
    answer = post(client, "/slides/deck", {"items": ITEMS})
    assert answer.status_code == 409
    assert answer.text.startswith("「実施率の推移」のスライドを作れませんでした")
    assert "out of bounds" in caplog.text
    wanted = [Wanted(view, Scope(), is_optional=True) for view in ("summary", "rollout")]
    done = make.drawn(reader, wanted, stage.made())
    assert [slide.view for slide in done.slides] == ["summary"]
    assert "「実施率の推移」のスライドを作れませんでした" in done.notes[0]
    sheet = post(client, "/slides/excel", {"view": "rollout", "search": "?fy=2023"})
    assert sheet.status_code == 500
    assert sheet.mimetype == "text/plain"
    assert "不具合" in sheet.text


def test_another_site_cannot_ask_for_anything(client: FlaskClient) -> None:
    foreign = {"Origin": "http://evil.example", "X-Kasanari": "slides"}
    for path in ("/slides/deck", "/slides/excel", "/slides/baskets", "/slides/old/verify"):
        assert client.post(path, json={}, headers=foreign, base_url="http://127.0.0.1").status_code == 403


def test_a_saved_basket_keeps_the_newest_year_open_and_a_chosen_year_fixed(
    client: FlaskClient, tmp_path: Path
) -> None:
    kept = post(client, "/slides/baskets", {"name": "  定例会  資料 ", "items": ITEMS}).json
    assert [one["name"] for one in kept] == ["定例会 資料"]
    assert [item["search"] for item in kept[0]["items"]] == ["?", "?fy=2022&sub=14", "?"]
    again = client.get("/slides/baskets", base_url="http://127.0.0.1").json
    assert again == kept
    assert post(client, "/slides/deck", {"items": kept[0]["items"]}).status_code == 200
    assert post(client, "/slides/baskets", {"name": "", "items": ITEMS}).status_code == 409
    assert post(client, "/slides/baskets/drop", {"name": "定例会 資料"}).json == []
    (tmp_path / "journal" / "baskets" / "broken.json").write_text("{", encoding="utf-8")
    assert baskets.listed(tmp_path / "journal" / "baskets")[0]["broken"] == "broken.json"


def test_the_numbers_behind_a_view_are_those_of_the_warehouse_with_their_sources(
    client: FlaskClient, reader: Reader
) -> None:
    said = {"view": "rollout", "search": "?fy=2023", "title": "=1+1", "version": "版", "address": "/?fy=2023"}
    book = openpyxl.load_workbook(io.BytesIO(post(client, "/slides/excel", said).data))
    rows = list(book["データ"].iter_rows(values_only=True))
    assert rows[0] == ("項目", "系列", "値")
    rates = reader.frame("select rate_pct from mart_rollout where scope = 'hokkaido' order by fiscal_year")
    assert [row[2] for row in rows if row[1] == "北海道"] == rates["rate_pct"].tolist()
    assert not book["データ"].merged_cells.ranges
    about = dict(book["出典と注意"].iter_rows(values_only=True))
    assert about["題"] == "=1+1"
    assert "出典" in about
    other = {"view": "anything", "rows": [["系列", "値"], ["a", 1.5], ["=cmd", "2"]], "synthetic": True}
    book = openpyxl.load_workbook(io.BytesIO(post(client, "/slides/excel", other).data))
    assert book["データ"]["A3"].data_type == "s"
    assert book["データ"]["B2"].value == 1.5


def test_an_old_deck_is_verified_and_refreshed_apart_and_a_hostile_one_is_refused(
    client: FlaskClient, reader: Reader
) -> None:
    old = make.made(reader, make.whole(Scope()), stage.made()).content

    def send(what: str, content: bytes) -> Any:
        data = {"file": (io.BytesIO(content), "前の資料.pptx")}
        return client.post(f"/slides/old/{what}", data=data, headers=OURS, base_url="http://127.0.0.1")

    done = send("refresh", old).json
    assert done["changed"] == []
    assert base64.b64decode(done["content"]) == old
    refused = send("verify", b"\xd0\xcf\x11\xe0" + b"\0" * 100)
    assert refused.status_code == 409
    assert "パスワード付きか古い形式" in refused.text
    assert "前の資料.pptx" in refused.text


def test_the_map_is_drawn_by_the_server_in_both_shapes_with_the_filters_of_the_view(
    client: FlaskClient,
) -> None:
    said = {"search": "?fy=2023&sub=14", "kind": "shapes", "title": "<b>根室</b>", "version": "版 1"}
    shapes = post(client, "/slides/map.svg", said)
    assert shapes.mimetype == "image/svg+xml"
    assert shapes.text.count('id="town-') == 179
    assert "&lt;b&gt;根室&lt;/b&gt;" in shapes.text
    assert shapes.text.count(": 条件の外") == 174
    tiles = post(client, "/slides/map.svg", {"search": "?fy=2023&layer=population", "kind": "tiles"}).text
    assert tiles.count('id="tile-') == 179
    assert "人口" in tiles


def test_the_sheet_of_a_map_is_of_the_layer_that_the_screen_shows(client: FlaskClient) -> None:
    said = {"view": "status_map", "search": "?fy=2023&layer=population&sub=14", "title": "人口"}
    book = openpyxl.load_workbook(io.BytesIO(post(client, "/slides/excel", said).data))
    rows = list(book["データ"].iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == ["根室市", "別海町", "中標津町", "標津町", "羅臼町"]
    assert all(isinstance(row[6], (int, float)) and "人口" in row[4] for row in rows[1:])


def test_the_sheet_of_the_moves_holds_every_pair_of_years(client: FlaskClient, reader: Reader) -> None:
    answer = post(client, "/slides/excel", {"view": "flow", "search": "?fy=2023", "title": "移り変わり"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data))["データ"].iter_rows(values_only=True))[1:]
    years = reader.frame("select distinct fiscal_year from mart_transition order by 1")[
        "fiscal_year"
    ].tolist()
    assert [sum(row[5] for row in rows if row[1] == year) for year in years] == [179] * len(years)


def test_a_slide_of_a_plan_is_of_the_plan_that_the_page_showed(
    client: FlaskClient, tmp_path: Path, reader: Reader
) -> None:
    first = write_plan(tmp_path / "journal" / "journal.sqlite", ("01303", "01304"))
    write_plan(tmp_path / "journal" / "journal.sqlite", ("01209",))
    items = [{"view": "route", "search": f"?plan={first}"}, {"view": "plan", "search": f"?plan={first}"}]
    deck = Presentation(io.BytesIO(post(client, "/slides/deck", {"items": items}).data))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert "2市町村" in titles[0]
    assert "3市町村" in titles[1]
    parts = plan_route.route_body(reader, tmp_path / "journal" / "journal.sqlite", first)
    (taken,) = [part for part in parts if getattr(part, "className", "") == "take-out"]
    assert getattr(taken, "data-more") == f"plan={first}"
    said = post(client, "/slides/excel", {"view": "route", "search": f"?plan={first}", "title": "訪問経路"})
    lines = list(openpyxl.load_workbook(io.BytesIO(said.data))["データ"].iter_rows(values_only=True))[1:]
    assert {line[4] for line in lines} == {"01303", "01304"}
    visited = [line for line in lines if line[0] is not None]
    assert visited
    for line in visited:
        assert [type(line[place]) for place in (0, 1, 3, 6, 7)] == [int, datetime, int, int, time]
    assert all(line[10] for line in lines if line[0] is None), "why a town is left out"
