"""The addresses of 資料づくり: a basket becomes a deck, is kept by its name, and old decks are looked at apart."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from pptx import Presentation

from dashboard.app import create_app
from dashboard.chart_data import registry
from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.export.deck import template
from dashboard.export.sheet import BEHIND
from dashboard.figures import barrier_bars
from dashboard.pages.plan import route
from dashboard.pages.progress import plans
from dashboard.planning import barriers as counts
from dashboard.slides import baskets, deck_request, make
from dashboard.slides.make import Wanted
from dashboard.views import barriers, progress, view
from dashboard.warehouse.reader import Reader, Warehouse
from etl.readers.document import read_here
from etl.readers.readability import table_findings
from tests.dashboard.slides.conftest import write_plan

# A case that staff added, answers of R8; then what rests on the journal: a target, a contact, a plan with towns or a route.
OF_R8 = ("adopted_calls", "system_fields", "alternative")
NEEDS_MORE = ("town_dates", "second_source", "programme_added", *OF_R8)
OF_JOURNAL = ("targets", "text_codes", "contact_effect", "what_if", "route", "support_report")
ALONE = ("programme_", "ranking", "returns", "joint_groups")  # totals, files, or cells in the list itself
OURS = {"Origin": "http://127.0.0.1", "X-Kasanari": "slides"}
ITEMS = [
    {"view": "rollout", "search": "", "title": "議会用の推移"},
    {"view": "status_map", "search": "?fy=2022&sub=14", "title": ""},
    {"view": "status_map", "search": "?fy=2023", "title": ""},
    {"view": "towns", "search": "?fy=2022&sub=14", "title": "市町村の一覧"},
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
    assert titles[2].startswith("令和5年度に実施の10市町村")
    assert titles[3] == "市町村の一覧（根室管内）"
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

    charts = tuple(
        replace(chart, slide=broken, table=broken) if chart.id == "rollout" else chart
        for chart in registry.CHARTS
    )
    monkeypatch.setattr(registry, "CHARTS", charts)
    with pytest.raises(SlidesRefusedError, match=r"^「実施率の推移」のスライドを作れませんでした"):
        make.build_deck(reader, deck_request.wanted_slides(ITEMS, reader), template.load_template())
    assert "out of bounds" in caplog.text
    wanted = [Wanted(view, Scope(), is_optional=True) for view in ("summary", "rollout")]
    done = make.draw_deck(reader, wanted, template.load_template())
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


def test_a_saved_basket_keeps_each_year_as_it_was_chosen(client: FlaskClient, tmp_path: Path) -> None:
    kept = post(client, "/slides/baskets", {"name": "  定例会  資料 ", "items": ITEMS}).json
    assert [one["name"] for one in kept] == ["定例会 資料"]
    assert [item["search"] for item in kept[0]["items"]] == [item["search"] for item in ITEMS]
    again = client.get("/slides/baskets", base_url="http://127.0.0.1").json
    assert again == kept
    assert post(client, "/slides/deck", {"items": kept[0]["items"]}).status_code == 200
    assert post(client, "/slides/baskets", {"name": "", "items": ITEMS}).status_code == 409
    assert post(client, "/slides/baskets/drop", {"name": "定例会 資料"}).json == []
    (tmp_path / "journal" / "baskets" / "broken.json").write_text("{", encoding="utf-8")
    assert baskets.listed(tmp_path / "journal" / "baskets")[0]["broken"] == "broken.json"


def test_who_saves_over_what_another_saved_meanwhile_is_told(client: FlaskClient) -> None:
    said = {"name": "定例会", "items": ITEMS}
    (first,) = post(client, "/slides/baskets", said).json
    mine, theirs = {**said, "items": ITEMS[:1]}, {**said, "items": ITEMS[:2]}
    (second,) = post(client, "/slides/baskets", {**theirs, "seen": first["saved_at"]}).json
    refused = post(client, "/slides/baskets", {**mine, "seen": first["saved_at"]})
    assert refused.status_code == 409
    assert refused.headers["X-Kasanari-Conflict"] == "1"
    assert "別の内容があります" in refused.text
    assert client.get("/slides/baskets", base_url="http://127.0.0.1").json == [second]
    (kept,) = post(client, "/slides/baskets", {**mine, "anyway": True}).json
    assert len(kept["items"]) == 1


def sheets(client: FlaskClient, view: str, search: str, page: str = "/") -> Any:
    said = {"view": view, "search": search, "title": "=1+1", "note": "注", "address": f"{page}{search}"}
    answer = post(client, "/slides/excel", said)
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def records(book: Any) -> list[dict[str, Any]]:
    head, *rows = book["機械可読"].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_numbers_behind_a_view_are_those_of_the_warehouse_with_their_sources(
    client: FlaskClient, reader: Reader
) -> None:
    book = sheets(client, "rollout", "?fy=2023")
    rates = reader.frame("select rate_pct from mart_rollout where scope = 'hokkaido' order by fiscal_year")
    own = [row["実施率（%）"] for row in records(book) if row["範囲"] == "北海道"]
    assert own == [round(rate, 1) for rate in rates["rate_pct"]]
    assert not book["機械可読"].merged_cells.ranges
    assert {row[0] for row in book["説明"].iter_rows(values_only=True)} >= {"題", "条件", "出典", "版"}
    assert book["一覧"]["A1"].data_type == "s"  # the title is no formula
    assert list(book["一覧"].tables) == ["一覧表"]
    assert book["一覧"].freeze_panes == "A5"
    odd = post(client, "/slides/excel", {"view": "anything", "rows": [["=cmd"]]})
    assert odd.status_code == 409
    assert "Excel にできません" in odd.text


@pytest.fixture(scope="session")
def fiction(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The demo, with answers to every question."""
    home = tmp_path_factory.mktemp("taken")
    return create_app(Warehouse(demo_curated), home / "journal.sqlite").server.test_client()


def test_a_sheet_holds_the_numbers_that_the_picture_above_its_button_drew(
    fiction: FlaskClient, demo_curated: Path
) -> None:
    reader = Warehouse(demo_curated).reader()
    asked = view.parse_address("?fy=2023&sub=01,02", reader)
    bars = barrier_bars.figure(counts.shares(barriers.gather(reader, asked).answers)).to_dict()["data"]
    rows = records(sheets(fiction, "barrier_places", "?fy=2023&sub=01,02", "/barriers"))
    for bar in bars:
        assert [row[f"{bar['name']}（市町村）"] for row in rows] == list(bar["x"]), bar["name"]
    facts = progress.gather(reader, asked)
    drawn = flow_sums(plans.picture(facts).to_dict()["data"])
    rows = records(sheets(fiction, "slippage", "?fy=2023&sub=01,02", "/progress"))
    assert sum(row["市町村数（市町村）"] for row in rows) == sum(drawn.values())
    assert {row["その後"] for row in rows} == set(drawn)


def flow_sums(bars: list[dict[str, Any]]) -> dict[str, int]:
    return {bar["name"].partition(" ")[2]: sum(bar["x"]) for bar in bars}


def test_every_button_has_a_sheet_that_is_typed_marked_and_keeps_the_rule(
    fiction: FlaskClient, tmp_path: Path
) -> None:
    pages = {"outlook": "/progress", "flow": "/progress", "rollout": "/progress"}
    for name in registry.with_table():
        if name in NEEDS_MORE + OF_JOURNAL:
            continue
        book = sheets(fiction, name, "?fy=2023", pages.get(name, "/"))
        book.save(path := tmp_path / f"{name}.xlsx")
        cells = [BEHIND] * (not name.startswith(ALONE))  # every count of municipalities leads to them
        assert book.sheetnames == ["一覧", "機械可読", *cells, "定義", "説明"], name
        rows = records(book)
        assert rows, name
        assert {row["架空データ"] for row in rows} <= {"架空データ", "実データ"}, name
        document, _ = read_here(path, path.name)
        assert document is not None
        for twin in (sheet for sheet in document.sheets if sheet.name in ("機械可読", BEHIND)):
            assert table_findings(twin, 0) == [], name
        for key in (key for key in rows[0] if key.endswith(("（市町村）", "（%）", "（点）"))):
            assert all(row[key] is None or isinstance(row[key], (int, float)) for row in rows), (name, key)
        if name == "barrier_support":  # the row over all kinds stands there as on the screen
            assert rows[0]["支援"] == "何らかの支援が必要"
            assert rows[0]["望んだ市町村（市町村）"] >= max(row["望んだ市町村（市町村）"] for row in rows[1:])
        if any(row["架空データ"] == "架空データ" for row in rows):
            assert "架空データを含みます" in book["一覧"]["A2"].value, name


def test_every_view_with_buttons_has_a_sheet_and_a_slide() -> None:
    asked = set()
    for path in Path("dashboard").rglob("*.py"):
        asked |= set(re.findall(r'take_out\.buttons\(\s*"(\w+)"', path.read_text(encoding="utf-8")))
    assert len(asked) >= 8
    assert asked <= set(registry.with_table())
    assert set(registry.with_table()) - {"tile_map"} <= set(registry.with_slide())


def test_an_old_deck_is_verified_and_refreshed_apart_and_a_hostile_one_is_refused(
    client: FlaskClient, reader: Reader
) -> None:
    old = make.build_deck(reader, make.briefing(Scope()), template.load_template()).content

    def send(what: str, content: bytes) -> Any:
        data = {"file": (io.BytesIO(content), "前の資料.pptx")}
        return client.post(f"/slides/old/{what}", data=data, headers=OURS, base_url="http://127.0.0.1")

    done = send("refresh", old).json
    assert done["changed"] == []
    assert base64.b64decode(done["content"]) == old
    assert done["name"].endswith(f"_{reader.warehouse_id}.pptx")
    given = send("handout", old).json
    assert given["name"].startswith("前の資料_配布用_")
    assert given["name"].endswith(f"_{reader.warehouse_id}.pptx")
    assert any("かさなりの記録" in line for line in given["removed"])
    assert send("mono", old).json["name"].startswith("前の資料_配布用_白黒_")
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
    rows = records(sheets(client, "status_map", "?fy=2023&layer=population&sub=14"))
    assert [row["市町村名"] for row in rows] == ["根室市", "別海町", "中標津町", "標津町", "羅臼町"]
    assert all(isinstance(row["値"], (int, float)) and "人口" in row["項目"] for row in rows)


def test_the_sheet_of_the_moves_holds_every_pair_of_years(client: FlaskClient, reader: Reader) -> None:
    rows = records(sheets(client, "flow", "?fy=2023"))
    years = reader.frame("select distinct fiscal_year from mart_transition order by 1")[
        "fiscal_year"
    ].tolist()
    towns = [sum(row["市町村数（市町村）"] for row in rows if row["年度（西暦）"] == year) for year in years]
    assert towns == [179] * len(years)


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
    parts = route.route_body(reader, tmp_path / "journal" / "journal.sqlite", first)
    (taken,) = [part for part in parts if getattr(part, "className", "") == "take-out"]
    assert getattr(taken, "data-more") == f"plan={first}"
    said = post(client, "/slides/excel", {"view": "route", "search": f"?plan={first}", "title": "訪問経路"})
    lines = list(openpyxl.load_workbook(io.BytesIO(said.data))["機械可読"].iter_rows(values_only=True))[1:]
    assert {line[4] for line in lines} == {"01303", "01304"}
    visited = [line for line in lines if line[0] is not None]
    assert visited
    for line in visited:
        assert [type(line[place]) for place in (0, 1, 3, 6, 7)] == [int, datetime, int, int, time]
    assert all(line[10] for line in lines if line[0] is None), "why a town is left out"
