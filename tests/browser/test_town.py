"""市町村カルテ as an officer uses it: chosen, read down to the cell, turned over, printed on one A4."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.tabs import visit

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = "01516"  # 豊富町: plans, barriers, words of its own, many activities


def open_town(page: Page, server: str, code: str, more: str = "") -> None:
    visit(page, f"{server}/town?town={code}{more}")
    expect(page.locator(".town-head h2")).to_be_visible()


def raw_figures(code: str) -> dict[str, str]:
    text = (ROOT / "data" / "raw" / "reference" / "figures.csv").read_text(encoding="utf-8-sig")
    return {
        row["figure_code"]: row["value"] for row in csv.DictReader(io.StringIO(text)) if row["code"] == code
    }


def test_the_figures_are_those_of_the_raw_file_with_their_cells(page: Page, demo_server: str) -> None:
    open_town(page, demo_server, "01452")
    raw = raw_figures("01452")
    line = page.locator(".t-figures tr", has_text="人口（国勢調査 速報）")
    expect(line.locator("td b").first).to_have_text(f"{int(raw['population_census2025_prelim']):,}人")
    line.locator("summary").click()
    expect(line.locator(".cited-place")).to_contain_text("統計などの資料（figures.csv）")
    expect(line.locator(".cited-place")).to_contain_text(raw["population_census2025_prelim"])


def test_answers_of_all_rounds_stand_side_by_side_and_lead_to_their_cells(
    page: Page, demo_server: str
) -> None:
    open_town(page, demo_server, HEAVY)
    expect(page.locator(".t-answers thead th")).to_have_text(["設問", "令和4年度", "令和5年度"])
    changed = page.locator(".t-answers .changed", has_text="実施を始めた年度")
    expect(changed).to_be_visible()
    row = page.locator(".t-answers tr", has_text="実施を始めた年度")
    expect(row.locator("td").nth(0)).to_contain_text("令和6年度")
    expect(row.locator("td").nth(1)).to_contain_text("令和7年度")
    row.locator("td").nth(1).locator("summary").click()
    expect(row.locator(".cited-place:visible")).to_contain_text(".xlsx")
    expect(page.locator(".t-functions tbody tr")).to_have_count(13)


def test_the_towns_are_turned_over_by_link_and_by_arrow_key_within_the_filters(
    page: Page, demo_server: str
) -> None:
    open_town(page, demo_server, "01452", "&sub=08&kind=町")
    name = page.locator(".town-head h2")
    first = name.inner_text()
    page.locator("#town-next").click()
    expect(name).not_to_have_text(first)
    expect(page.locator("#town-prev")).to_contain_text(
        "鷹栖町"
    )  # before the key is pressed: the ways on are there
    page.keyboard.press("ArrowLeft")
    expect(name).to_contain_text("鷹栖町")
    assert "sub=08" in page.url


def test_a_town_is_chosen_by_its_reading(page: Page, demo_server: str) -> None:
    visit(page, f"{demo_server}/town")
    expect(page.locator(".town-index section")).to_have_count(14)
    page.locator("#town-choice").fill("ｸｯﾁｬﾝ")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-combobox-selected]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".town-head h2")).to_contain_text("倶知安町")
    assert "town=01400" in page.url


def test_a_code_that_no_town_has_is_said_and_there_is_a_way_on(page: Page, demo_server: str) -> None:
    visit(page, f"{demo_server}/town?town=99999")
    expect(page.locator(".town-lead")).to_contain_text("道内の179市町村にありません")
    expect(page.locator(".town-index a")).to_have_count(179)


def test_a_town_without_a_return_is_not_taken_to_have_no_plan(page: Page, server: str) -> None:
    open_town(page, server, "01400")
    expect(page.locator(".t-answers")).to_contain_text("予定なしという意味ではありません")
    expect(page.locator(".banner-synthetic")).to_have_count(0)
    expect(page.locator(".town-now")).to_contain_text("データなし")


def test_what_a_town_announced_is_quoted_with_its_place(page: Page, server: str) -> None:
    open_town(page, server, "01641")
    place = page.locator(".t-statements")
    expect(place).to_contain_text("読み取った文: 「町では、令和6年度からこの事業を実施しています」（H4）")
    expect(place).to_contain_text("掲載場所: 「大樹町ホームページ")


@pytest.mark.parametrize("code", [HEAVY, "01452"])
def test_the_sheet_prints_on_one_a4_portrait(page: Page, demo_server: str, tmp_path: Path, code: str) -> None:
    open_town(page, demo_server, code)
    made = tmp_path / "town.pdf"
    page.pdf(path=made, prefer_css_page_size=True)
    pages = PdfReader(made).pages
    assert len(pages) == 1
    assert pages[0].mediabox.width < pages[0].mediabox.height
    assert "架空データ" in pages[0].extract_text()


@pytest.mark.parametrize("path", ["/town", f"/town?town={HEAVY}"])
def test_the_sheet_can_be_used_by_everyone(
    page: Page, demo_server: str, path: str, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    visit(page, f"{demo_server}{path}")
    expect(page.locator(".town .panel").first).to_be_visible()
    assert_no_axe_violations(page)
