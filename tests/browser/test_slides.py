"""資料づくり as a user: from a filtered view to a deck that opens; pictures and sheets of a chart."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Download, Page, expect
from pptx import Presentation

from tests.browser.conftest import AXE_TAGS
from tests.browser.tabs import visit
from tests.dashboard.slides.test_templates import dark_template

BARE = """() => {
    const charts = [...document.querySelectorAll("svg.chart, svg.drawn, #map-tiles")];
    const has = (card, kind) => card.querySelector(`.take-out [data-take-out=${kind}]`);
    return {
        charts: charts.length,
        without: charts.filter((chart) => {
            const card = chart.closest("section, .barrier-change-chart");
            return !["slide", "png", "excel"].every((kind) => has(card, kind));
        }).map((chart) => chart.id || chart.parentElement.id),
    };
}"""


# What the picture of a card must hold: its legend whole with its lines, source, version apart from the mark of fiction.
QUOTED = {
    "/progress": {
        ".outlook-card": [
            "わかっている実施（白抜き",
            "帯は80％の幅",
            "条件: 令和",
            "stroke-dasharray",
            "出典: 市町村の回答",
            "架空データ</text>",
        ],
        ".flow-card": ["薄い灰色", "出典: "],
    },
    "/barriers": {
        ".barrier-bars-card": ["順位なし", "n=160）</text>", "出典: 市町村の調査票"],
        ".barrier-pairs-card": ["倍率の大きい組", "両方を挙げた市町村数"],
        ".barrier-support-card": ["当たる道の支援策（仮）", "何らかの支援が必要"],
    },
}
NOT_QUOTED = ("押すと", "架空データを含む版", "）架空データ")


def texts_past_the_edge(picture: str) -> list[str]:
    """Texts of our own frame that begin or, at half an em a letter, end outside of it."""
    root = ElementTree.fromstring(picture)
    wide = float(root.get("width", "0"))
    return [
        "".join(text.itertext())
        for text in root.findall("{http://www.w3.org/2000/svg}text")
        if text.get("text-anchor") is None
        and float(text.get("x", "0"))
        + 0.5 * float(text.get("font-size", "0")) * len("".join(text.itertext()))
        > wide
    ]


def saved(download: Download, folder: Path) -> bytes:
    path = folder / "file"
    download.save_as(path)
    return path.read_bytes()


def open_overview(page: Page, address: str) -> None:
    """With its charts drawn: until then the browser has no time for clicks."""
    page.set_default_timeout(60_000)
    visit(page, address)
    expect(page.locator("#react-entry-point #map .drawn-mark").first).to_be_attached(timeout=60_000)
    expect(page.locator("#curve .chart-point").first).to_be_attached(timeout=60_000)


def test_from_a_filtered_view_to_a_deck_in_an_order_of_ones_own(
    page: Page, server: str, tmp_path: Path
) -> None:
    open_overview(page, f"{server}/?fy=2023&sub=14")
    for view in ("rollout", "status_map"):
        page.locator(f"[data-take-out=slide][data-view={view}]").click()
    expect(page.locator("#take-out-line")).to_contain_text("2枚")
    page.locator("[data-take-out=slide][data-view=rollout]").click()
    expect(page.locator("#take-out-line")).to_contain_text("もう入っています（1枚目）")
    page.locator("#take-out-line a").click()
    items = page.locator("#basket-list li")
    expect(items).to_have_count(2)
    with page.expect_request("**/slides/prepare"):  # whoever begins to work on the page will want a deck
        page.get_by_role("button", name="2枚目を上へ").click()
    expect(items.first).to_contain_text("状態の地図")
    page.get_by_role("button", name="2枚目を外す").click()
    expect(items).to_have_count(1)
    page.get_by_role("button", name="元に戻す").click()
    expect(items).to_have_count(2)
    other = page.context.new_page()
    visit(other, f"{server}/slides")
    expect(other.locator("#basket-list li")).to_have_count(2)
    page.locator("#basket-title-1").fill("推移の頁")
    other.get_by_role("button", name="1枚目を外す").click()
    expect(page.locator("#basket-list li")).to_have_count(1)
    expect(page.locator("#basket-title-0")).to_have_value("推移の頁")  # what is written goes with its slide
    page.locator("#basket-title-0").press("Tab")
    expect(other.locator("#basket-title-0")).to_have_value("推移の頁")
    other.get_by_role("button", name="元に戻す").click()
    expect(page.locator("#basket-list li")).to_have_count(2)
    other.close()
    page.locator("#basket-title-1").fill("推移の頁")
    page.locator("#basket-title-1").press("Tab")
    found = Axe().run(page, "main", {"runOnly": {"type": "tag", "values": AXE_TAGS}})
    assert found.violations_count == 0, found.generate_report()
    page.get_by_role("button", name="絵で確かめる").click()
    expect(page.locator("#basket-line")).to_have_text("2枚を描きました。")
    pictures = page.locator("#basket-pictures img")
    expect(pictures).to_have_count(2)
    assert all(pictures.nth(n).evaluate("image => image.naturalWidth > 0") for n in range(2))
    (tmp_path / "様式.potx").write_bytes(dark_template())
    page.locator("#basket-template").set_input_files(tmp_path / "様式.potx")
    page.locator("#basket-layouts input[name=layout-plain]").nth(1).check()
    found = Axe().run(page, "main", {"runOnly": {"type": "tag", "values": AXE_TAGS}})
    assert found.violations_count == 0, found.generate_report()
    with page.expect_download() as download:
        page.get_by_role("button", name="資料を作る").first.click()
    made = saved(download.value, tmp_path)
    assert "_wh_" in download.value.suggested_filename
    deck = Presentation(io.BytesIO(made))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert "根室管内" in titles[0]
    assert deck.slides[0].slide_layout.name == deck.slide_layouts[1].name
    assert titles[1] == "推移の頁"
    expect(page.locator("#basket-line")).to_contain_text("確かめたもの: ")
    (tmp_path / "前.pptx").write_bytes(made)
    page.locator("#old-file").set_input_files(tmp_path / "前.pptx")
    page.locator("#old-marked").check()
    page.get_by_role("button", name="数を新しくする").click()
    expect(page.get_by_role("button", name="変更一覧を保存")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="配布用に保存").click()
    assert download.value.suggested_filename.startswith("前_配布用_")
    expect(page.locator("#old-result")).to_contain_text("かさなりの記録")


def test_a_chart_is_taken_out_as_picture_and_as_numbers(page: Page, server: str, tmp_path: Path) -> None:
    open_overview(page, f"{server}/?fy=2023")
    with page.expect_download() as download:
        page.locator("[data-take-out=png][data-view=rollout]").click()
    assert saved(download.value, tmp_path).startswith(b"\x89PNG")
    with page.expect_download() as download:
        page.locator("[data-take-out=svg][data-view=status_map]").click()
    drawing = saved(download.value, tmp_path).decode()
    assert "10市町村が実施" in drawing
    assert "データの更新日" in drawing
    assert drawing.count("<path") > 179
    with page.expect_download() as download:
        page.locator("[data-take-out=excel][data-view=status_map]").click()
    rows = list(openpyxl.load_workbook(io.BytesIO(saved(download.value, tmp_path)))["機械可読"].values)
    assert len(rows) == 180
    assert ("01581", "厚真町") in [row[:2] for row in rows]


def test_every_chart_and_map_can_be_taken_out_and_the_tile_map_comes_as_a_picture(
    page: Page, demo_server: str, tmp_path: Path
) -> None:
    page.set_default_timeout(60_000)
    # Charts of each page, the ones that come last first; each must stand in a card with the three buttons.
    pages = {
        "/barriers": ("#change-bars svg.chart", 2),
        "/progress": ("#progress-outlook svg.chart", 4),
        "/returns": ("#return-rate svg.chart", 1),
        "/map?fy=2023": ("#map-tiles *", 1),
    }
    for path, (drawn, least) in pages.items():
        visit(page, f"{demo_server}{path}")
        expect(page.locator(drawn).first).to_be_attached()
        bare = page.evaluate(BARE)
        assert bare == {"without": [], "charts": bare["charts"]}, path
        assert bare["charts"] >= least, path
        for card, expected in QUOTED.get(path, {}).items():
            with page.expect_download() as download:
                page.locator(f"{card} [data-take-out=svg]").click()
            assert download.value.suggested_filename.endswith("_架空データ.svg")
            picture = saved(download.value, tmp_path).decode()
            missing = [text for text in expected if text not in picture]
            assert missing == [], card
            assert not [text for text in NOT_QUOTED if text in picture], card
            assert texts_past_the_edge(picture) == [], card
    tiles = page.locator(".tiles-panel").last  # the first paint may still stand beside it
    with page.expect_download() as download:
        tiles.locator("[data-take-out=png]").click()
    assert saved(download.value, tmp_path).startswith(b"\x89PNG")
    visit(page, f"{demo_server}/barriers")
    with page.expect_download() as download:
        page.locator(".barrier-heat-card [data-take-out=excel]").click()
    rows = list(openpyxl.load_workbook(io.BytesIO(saved(download.value, tmp_path)))["機械可読"].values)
    assert rows[0][2] == "課題"
    assert any("人材不足" in str(row[2]) for row in rows)
