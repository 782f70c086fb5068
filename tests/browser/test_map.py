"""地図 as a user meets it: painted as the raw files say, played, hovered, pressed, walked by keyboard alone."""

import csv
import io
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import overview_page
from tests.browser.colours import luminance, luminance_without_green
from tests.browser.tabs import heard, settle, visit

FILLS = """() => {
  const codes = kasanariMapParts.now.data.towns.code;
  const hex = rgb => '#' + rgb.match(/\\d+/g).slice(0, 3).map(n => (+n).toString(16).padStart(2, '0')).join('');
  return Object.fromEntries([...document.querySelectorAll('#map-figure .drawn-towns path')]
    .filter(path => !/none|, 0\\)$/.test(getComputedStyle(path).fill) && path.getBoundingClientRect().width > 0)
    .map((path, town) => [codes[town], hex(getComputedStyle(path).fill)]));
}"""
TILES = """() => Object.fromEntries([...document.querySelectorAll('#map-tiles .tile')]
    .map(tile => [tile.id.slice(5), tile.querySelector('.tile-fill').getAttribute('fill').toLowerCase()]))"""
DRAWN = (
    "!document.querySelector('#first-paint') && kasanariMapParts.now && "
    f"Object.keys(({FILLS})()).length === 179 && document.querySelectorAll('#map-tiles .tile').length === 179"
)
# Each class as it is drawn on the map: its fill, whether it is hatched, and the mark of one of its towns.
DRAWN_CLASSES = """() => {
  const {layer, places, inside} = kasanariMapParts.now;
  const paths = [...document.querySelectorAll('#map-figure .drawn-towns path')];
  const marks = [...document.querySelectorAll('#map-figure .drawn-mark')];
  return layer.classes.map((one, place) => places.findIndex((at, town) => at === place && inside[town]))
    .filter(town => town >= 0).map(town => ({fill: paths[town].getAttribute('fill'),
      mark: marks[town].getAttribute('d'), ink: marks[town].getAttribute('fill')}));
}"""
IMPLEMENTING, PLANNED, CONSIDERING, NO_PLAN, NONE = "#0017c1", "#3460fb", "#c5d7fb", "#9a9aa0", "#ffffff"
SHADES = {"ある": IMPLEMENTING, "一部ある": PLANNED, "予定がある": CONSIDERING, "ない": NO_PLAN}
STEPS = ["#e8f1fe", "#c5d7fb", "#7096f8", "#3460fb", "#0017c1"]


def open_map(page: Page, address: str) -> None:
    visit(page, address)
    page.wait_for_function(DRAWN, timeout=60_000)
    page.locator("#map-grid .ag-row").first.wait_for()


def settled(page: Page, code: str, fill: str) -> dict[str, str]:
    """The fills of the map once a town has its colour, on the tiles too, which follow; they must have the same."""
    page.wait_for_function(f"({FILLS})()['{code}'] === '{fill}' && ({TILES})()['{code}'] === '{fill}'")
    painted: dict[str, str] = page.evaluate(FILLS)
    assert page.evaluate(TILES) == painted
    return painted


def counts(fills: dict[str, str]) -> dict[str, int]:
    return pd.Series(fills).value_counts().to_dict()


def test_states_are_painted_as_the_lists_say(page: Page, server: str, raw_files: Path) -> None:
    open_map(page, f"{server}/map?fy=2023")
    painted = settled(page, "01581", IMPLEMENTING)
    table = pd.read_csv(raw_files / "status" / "2023-04-01_implementers_r5.csv", dtype=str)
    listed = set(table.iloc[:, 0].str.zfill(5)) & set(painted)
    assert {code for code, fill in painted.items() if fill == IMPLEMENTING} == listed
    assert len(listed) == 10
    expect(page.locator("#map-headline")).to_have_text("令和5年度　実施している市町村 10／179（5.6％）")


@pytest.mark.parametrize("layer", ["population", "aging"])
def test_figures_are_painted_as_the_official_files_say(
    page: Page, server: str, raw_files: Path, layer: str
) -> None:
    table = pd.read_csv(raw_files / "reference" / "figures.csv", dtype={"code": str})
    wide = table.pivot_table(index="code", columns="figure_code", values="value")
    if layer == "population":
        values = wide["population_census2025_prelim"]
        edges = [5_000, 10_000, 30_000, 100_000]
    else:
        values = 100 * wide["age_65plus"] / wide["age_known_total"]
        edges = sorted(values.quantile([0.2, 0.4, 0.6, 0.8]).round(1))
    wanted = {town: STEPS[sum(value >= edge for edge in edges)] for town, value in values.items()}
    open_map(page, f"{server}/map?layer={layer}")
    assert settled(page, "01100", wanted["01100"]) == wanted
    expect(page.locator("#map-play")).to_be_disabled()


def test_a_barrier_and_a_function_are_painted_as_the_returned_workbooks_say(
    page: Page, demo_server: str, demo_raw: Path
) -> None:
    open_map(page, f"{demo_server}/map?fy=2023&layer=barrier_staff_shortage")
    page.wait_for_function(f"({FILLS})()['01581'] === '#d8d8db'")
    painted = page.evaluate(FILLS)
    expect(page.locator("#map-banner")).to_contain_text("架空データを含みます")
    page.evaluate("kasanariAddress.go({layer: 'function_f1_i'})")
    expect(page.locator("#map-headline")).to_contain_text("第1号イ")
    page.wait_for_function(f"({FILLS})()['01581'] === '{IMPLEMENTING}'")
    functions = page.evaluate(FILLS)
    forms = sorted((demo_raw / "survey" / "R5" / "demo" / "returns").rglob("*.xlsx"))
    looked = 0
    for path in forms:
        found = re.fullmatch(r"(01\d{3})_(\w+)_重層調査票_R5.xlsx", path.name)
        if (
            not found
            or looked >= 12
            or sum(found[2] in form.name or found[1] in form.name for form in forms) > 1
        ):
            continue
        sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        status, short_of_staff, function = (sheet[cell].value for cell in ("C16", "C22", "C45"))
        if short_of_staff not in {None, "○"} or function not in SHADES:
            continue
        looked += 1
        if status != "実施中":
            assert (painted[found[1]] in {IMPLEMENTING, PLANNED}) == (short_of_staff == "○"), path.name
        assert functions[found[1]] == SHADES[str(function)], path.name
    assert looked == 12


def test_the_slider_repaints_without_asking_for_geometry(page: Page, server: str) -> None:
    open_map(page, f"{server}/map?fy=2023")
    settle(page)
    with heard(page, "response") as sent:
        page.get_by_role("slider").focus()
        page.keyboard.press("ArrowLeft")
        painted = settled(page, "01581", PLANNED)
        assert counts(painted) == {IMPLEMENTING: 7, PLANNED: 3, NONE: 169}
        expect(page).to_have_url(re.compile("fy=2022"))
        expect(page.locator("#map-headline")).to_contain_text("令和4年度")
    assert not [answer.url for answer in sent if "/geo/" in answer.url]
    bodies = [answer.text() for answer in sent if "_dash-update-component" in answer.url]
    assert all("map-data" not in body and "map-figure" not in body for body in bodies)


def test_years_play_without_the_server_and_stop_by_key(page: Page, server: str) -> None:
    open_map(page, f"{server}/map?fy=2021")
    settle(page)
    with heard(page, "request") as asked:
        page.get_by_role("button", name="再生").press("Enter")
        for year in ("令和4年度", "令和5年度", "令和6年度"):
            expect(page.locator("#map-headline")).to_contain_text(year)
    bodies = [request.post_data or "" for request in asked]
    assert all("poll" in body for body in bodies), "only the watch for new data asks the server"
    page.keyboard.press("Escape")
    expect(page.locator("#map-play")).to_have_text("▶ 再生")
    expect(page).to_have_url(re.compile("fy=202[4-5]"))


def test_who_wants_no_motion_steps_year_by_year(page: Page, server: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_map(page, f"{server}/map?fy=2021")
    page.get_by_role("button", name="次の年度へ").click()
    expect(page).to_have_url(re.compile("fy=2022"))
    expect(page.locator("#map-headline")).to_contain_text("令和4年度")


def test_a_card_names_the_town_on_map_and_tiles_alike(page: Page, server: str) -> None:
    open_map(page, f"{server}/map?fy=2023")
    card = page.locator("#map-hover")
    page.locator("#tile-01544").hover()
    expect(card).to_contain_text("津別町（つべつちょう）オホーツク")
    expect(card).to_contain_text("実施")
    assert page.locator("#map-figure .drawn-hovered").get_attribute("d")
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    page.locator("#map-figure path[aria-label^='津別町']").hover()
    expect(card).to_contain_text("津別町")
    assert page.locator("#map-tiles .tile-hovered").is_visible()


def test_a_town_leads_to_its_cell_and_its_neighbours(page: Page, server: str) -> None:
    open_map(page, f"{server}/map?fy=2023")
    page.locator("#tile-01581").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("セル D7")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    chosen = page.locator("#map-town")
    expect(chosen).to_contain_text("実施状況の資料（2023-04-01_implementers_r5.csv）")
    expect(chosen).to_contain_text("書かれていた文字: 「実施中」")
    assert set(chosen.get_by_role("link").all_inner_texts()) >= {"苫小牧市", "安平町", "むかわ町"}
    assert page.locator("#tile-01581").get_attribute("aria-selected") == "true"
    page.get_by_role("button", name="選択を解除").click()
    expect(chosen).to_contain_text("市町村を選ぶと")


def test_all_is_read_by_keyboard_alone(page: Page, server: str) -> None:
    open_map(page, f"{server}/map?fy=2023")
    page.locator("#map-tiles .tile[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.classList.contains('tile')")
    assert "、" in str(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    cell = page.locator('#map-grid .ag-row[row-index="0"] [col-id="name"]')
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("札幌市")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("town="))
    expect(cell).to_be_focused()
    page.locator("#map-layer").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("65歳")
    expect(page.locator("#map-layer")).to_have_value("65歳")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#map-headline")).to_contain_text("65歳以上が")
    assert "layer=aging" in page.url


def test_the_table_holds_what_the_map_shows_and_goes_to_csv(page: Page, server: str) -> None:
    open_map(page, f"{server}/map?fy=2023&layer=start&sub=12")
    with page.expect_download() as started:
        page.get_by_role("button", name="表示中の行をCSVで保存").click()
    assert started.value.suggested_filename.startswith("地図_令和5年度_開始年度_wh_")
    rows = list(csv.DictReader(io.StringIO(Path(started.value.path()).read_text(encoding="utf-8-sig"))))
    assert len(rows) == 19
    began = {row["市町村名"]: float(row["値"]) for row in rows if row["値"]}
    assert began == {
        "音更町": 2022,
        "鹿追町": 2023,
        "広尾町": 2022,
        "幕別町": 2023,
    }


def test_what_a_filter_leaves_out_is_pale_and_not_gone(page: Page, server: str) -> None:
    open_map(page, f"{server}/map?fy=2023&sub=12")
    page.wait_for_function("document.querySelectorAll('#map-tiles .tile.is-outside').length === 160")
    painted = settled(page, "01581", "#e6e8f9")
    assert painted["01637"] != painted["01581"]
    expect(page.locator("#map-counts")).to_contain_text("条件に合う 19／179市町村")
    expect(page.locator("#map-headline")).to_contain_text("4／19")


def test_a_year_without_a_survey_says_so_and_leads_on(page: Page, demo_server: str) -> None:
    open_map(page, f"{demo_server}/map?fy=2021&layer=function_f6")
    expect(page.locator("#map-banner")).to_contain_text("調査がありません")
    page.get_by_role("button", name="令和5年度を表示").click()
    expect(page.locator("#map-headline")).to_contain_text("第6号")
    expect(page).to_have_url(re.compile("fy=2023"))


@pytest.mark.parametrize("layer", ["status", "start"])
def test_the_page_is_free_of_axe_findings(
    page: Page, demo_server: str, layer: str, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    open_map(page, f"{demo_server}/map?fy=2023&layer={layer}")
    assert_no_axe_violations(page)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
def test_nothing_runs_over_and_without_colours_classes_stay_apart(
    page: Page, demo_server: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_map(page, f"{demo_server}/map?fy=2023")
    for layer in ("status", "barrier_staff_shortage", "function_f1_i", "population", "return"):
        page.evaluate("layer => kasanariAddress.go({layer})", layer)
        page.wait_for_function("layer => kasanariMapParts.now.layer.code === layer", arg=layer)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        drawn = page.evaluate(DRAWN_CLASSES)
        assert len(drawn) >= 3
        for seen in (luminance, luminance_without_green):
            for one, other in itertools.combinations(drawn, 2):
                light, dark = sorted((seen(one["fill"]), seen(other["fill"])), reverse=True)
                is_apart = (light + 0.05) / (dark + 0.05) > 1.35
                assert is_apart or one["mark"] != other["mark"], (layer, one, other)
        # the mark itself is seen on its fill, in the same way
        for one in drawn:
            light, dark = sorted((luminance(one["fill"]), luminance(one["ink"])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) > 3, (layer, one)


def test_the_maps_of_both_pages_are_whole_without_webgl_and_canvas(
    new_context: Callable[..., BrowserContext], server: str
) -> None:
    context: Any = new_context()
    context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page = context.new_page()
    overview_page.open_page(page, f"{server}/?fy=2023")
    assert overview_page.painted(page)[IMPLEMENTING] == 10
    open_map(page, f"{server}/map?fy=2023")
    assert counts(settled(page, "01581", IMPLEMENTING))[IMPLEMENTING] == 10


def test_an_enlarged_map_names_its_towns(page: Page, server: str) -> None:
    open_map(page, f"{server}/map?fy=2023")
    assert "空知" in page.locator("#map-figure text").all_text_contents()
    for _ in range(3):
        page.get_by_role("button", name="拡大").click()
    page.wait_for_function(
        "[...document.querySelectorAll('#map-figure text')].some(text => text.textContent.includes('津別町'))"
    )
