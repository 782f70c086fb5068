"""働きかけ as a user meets it: read why, move a slider, choose a preset, look at a town, go to the plan."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from dashboard.planning import spec
from tests.browser.tabs import held_requests, visit

ROW = "#ranking-rows li.ranked"
CALLBACKS = "**/_dash-update-component*"


def open_page(page: Page, server: str, search: str = "") -> None:
    visit(page, f"{server}/outreach{search}")
    page.locator("#ranking-rows > *").first.wait_for(timeout=90_000)


def names(page: Page) -> list[str]:
    return page.locator(f"{ROW} .ranked-name").all_text_contents()


def points(page: Page) -> list[str]:
    """Band and name of each row."""
    parts = "['.ranked-band', '.ranked-name'].map(part => line.querySelector(part).textContent).join(' ')"
    return [str(one) for one in page.locator(ROW).evaluate_all(f"lines => lines.map(line => {parts})")]


def test_the_ranking_says_why_how_sure_and_what_to_bring(
    demo_server: str, page: Page, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    open_page(page, demo_server)
    first = page.locator(ROW).first
    expect(first.locator(".ranked-why")).to_contain_text("主な理由は、")
    expect(first.locator(".ranked-why")).to_contain_text("上位20に入る割合は")
    expect(page.locator("#outreach-banners")).to_contain_text("架空データ")
    expect(page.locator("#outreach-summary")).to_contain_text("179市町村のうち")
    detail = page.locator("#outreach-detail")
    expect(detail.locator("#detail-title")).to_have_text(names(page)[0])
    expect(detail).to_contain_text("わからない")
    expect(detail).to_contain_text("案内する支援")
    expect(detail).to_contain_text("優劣ではありません")
    parts = [
        float(text) for text in detail.locator(".parts tbody .part-cell").all_inner_texts() if text != "―"
    ]
    total = float(detail.locator(".parts tfoot .number").inner_text())
    assert abs(sum(parts) - total) < 0.0005 * (len(parts) + 1)
    assert_no_axe_violations(page)
    detail.get_by_role("link", name="計画に入れる").click()
    expect(page).to_have_url(re.compile(r"/plan\?.*add=\d{5}"))


def test_a_slider_changes_the_address_and_the_bands_and_a_link_brings_them_back(
    demo_server: str, page: Page
) -> None:
    open_page(page, demo_server)
    before = points(page)
    drawn = page.locator("#ranking-rows")
    with held_requests(page, CALLBACKS):
        slider = page.get_by_role("slider", name="人口の少なさの重み")
        slider.focus()
        for _ in range(8):
            page.keyboard.press("ArrowRight")
        expect(drawn).to_have_attribute("data-ordered", re.compile("smallness:5,"))
        expect(drawn).to_have_attribute("aria-busy", "true")
    expect(page).to_have_url(re.compile(r"w=smallness(:|%3A)5"))
    expect(page.locator("#preset-about")).to_contain_text("重みを1項目変えています")
    expect(drawn).to_have_attribute("data-drawn", re.compile("smallness:5,"))
    expect(drawn).to_have_attribute("aria-busy", "false")
    after, address = points(page), page.url
    assert after != before
    assert [row[:1] for row in after] == sorted(row[:1] for row in after)
    page.get_by_role("button", name="「バランス」の重みに戻す").click()
    expect(drawn).to_have_attribute("data-drawn", re.compile("smallness:1,"))
    assert points(page) == before
    expect(page.get_by_role("slider", name="人口の少なさの重み")).to_have_attribute("aria-valuenow", "1")
    page.get_by_text("接点の少ない市町村から", exact=True).first.click()
    expect(page).to_have_url(re.compile("preset=dormant"))
    expect(page.get_by_role("slider", name="出席の記録がないの重み")).to_have_attribute("aria-valuenow", "3")
    expect(drawn).to_have_attribute("data-drawn", re.compile("dormant"))
    assert points(page) != before
    page.goto(address)
    page.locator(ROW).first.wait_for()
    assert points(page) == after
    expect(page.get_by_role("slider", name="人口の少なさの重み")).to_have_attribute("aria-valuenow", "5")


def test_a_slider_that_answers_late_with_a_value_of_before_has_not_been_moved(
    demo_server: str, page: Page
) -> None:
    open_page(page, demo_server)
    slider = page.get_by_role("slider", name="検討の段階の重み")
    expect(slider).to_have_attribute("aria-valuenow", "2")
    page.evaluate("dash_clientside.set_props({code: 'stage', type: 'weight'}, {value: 0.5})")
    page.wait_for_function("dash_component_api.getLayout({code: 'stage', type: 'weight'}).props.value === 2")
    expect(slider).to_have_attribute("aria-valuenow", "2")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"[?&]w=stage(:|%3A)2\.5$"))


def test_a_town_is_chosen_by_keyboard_and_the_filters_leave_its_band(demo_server: str, page: Page) -> None:
    open_page(page, demo_server, "?sub=10")
    row = page.locator(ROW).nth(1)
    name, band = row.locator(".ranked-name").inner_text(), row.locator(".ranked-band").inner_text()
    row.locator(".ranked-name").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#outreach-detail #detail-title")).to_have_text(name)
    expect(page.locator("#outreach-detail .detail-rank")).to_contain_text(f"候補 {band}")
    expect(page.locator(f"{ROW}.is-seen .ranked-name")).to_be_focused()
    assert page.locator(ROW).count() < 20
    expect(page.locator("#outreach-summary")).to_contain_text("区分は全道でのもの")


def test_without_returns_the_page_says_what_is_missing_and_how_to_get_it(
    server: str, page: Page, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    open_page(page, server)
    expect(page.locator("#outreach-summary")).to_contain_text("区分できる市町村がありません")
    expect(page.locator("#outreach-insufficient")).to_contain_text("検討の段階（")
    expect(page.locator("#outreach-insufficient")).to_contain_text("調査票を送り")
    expect(page.locator("#outreach-summary")).not_to_contain_text("区分しました")
    expect(page.locator("#ranking-rows")).to_contain_text("実施中の市町村は載せません")
    expect(page.locator("#ranking-rows")).to_contain_text("判断材料不足")
    page.get_by_role("button", name="過去の実績で確かめる").click()
    trust = page.locator("#outreach-trust")
    expect(trust).to_contain_text("検証できません", timeout=90_000)
    expect(trust).to_contain_text("2／2")
    page.get_by_text("一覧", exact=False).first.click()
    assert_no_axe_violations(page)


def test_an_address_that_cannot_be_followed_is_told_and_the_weights_that_stand_in_its_place_are_named(
    demo_server: str, page: Page
) -> None:
    open_page(page, demo_server, "?preset=best&w=stage:x")
    expect(page.locator("#outreach-banners .banner-warning")).to_contain_text("「stage:x」は読めない")
    expect(page.locator(ROW).first).to_be_visible()
    nothing = ",".join(f"{code}:0" for code in spec.codes())
    to_weights = "weights => window.kasanariAddress.go({preset: '', w: weights})"
    page.evaluate(to_weights, nothing)
    said = "重みがすべて0のため、「バランス」の重みで表示しています"
    for place in ("#outreach-banners", "#preset-about", "#outreach-summary", "#outreach-detail"):
        expect(page.locator(place)).to_contain_text(said)
    page.evaluate(to_weights, nothing.replace("return:0", "return:1"))
    drawn = page.locator("#ranking-rows")
    expect(drawn).to_have_attribute("data-drawn", re.compile("stage:0,.*return:1,"))
    expect(page.locator(ROW).first).to_contain_text("点の同じ")


def test_on_paper_the_first_forty_stand_with_their_reasons_and_without_the_controls(
    demo_server: str, page: Page, tmp_path: Path
) -> None:
    open_page(page, demo_server)
    page.pdf(path=tmp_path / "ranking.pdf", prefer_css_page_size=True)
    pages = PdfReader(tmp_path / "ranking.pdf").pages
    text = "".join(one.extract_text() for one in pages).replace("\n", "")
    text = unicodedata.normalize("NFKC", text)  # a PDF may name a sign by its radical
    assert len(pages) <= 16
    assert "上位20に入る割合は" in text
    assert "この後は" in text
    assert "重みに戻す" not in text
