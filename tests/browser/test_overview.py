"""概況 as a user meets it: seen, chosen, sorted, taken away, followed to the cell."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.overview_page import (
    IMPLEMENTING,
    NO_DATA,
    NORTHERN,
    PAINTED,
    PLANNED,
    choose_year,
    column,
    load_page,
    numbers_on_cards,
    open_page,
    painted,
)
from tests.browser.tabs import heard, visit


def test_every_town_is_painted_in_the_colour_of_its_state(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023")
    assert painted(page) == {IMPLEMENTING: 10, PLANNED: 1, NO_DATA: 168, NORTHERN: 1}
    towns = [shape for shape in page.evaluate(PAINTED) if shape["opaque"] and shape["fill"] != NORTHERN]
    assert max(shape["wide"] for shape in towns) < 0.2, "a wrong ring fills the plane"
    assert all(shape["wide"] > 0 and shape["high"] > 0 for shape in towns)
    on_the_sea = """() => { const box = document.querySelector('#map').getBoundingClientRect();
        return [[.3, .12], [.65, .7], [.9, .5]].map(([x, y]) =>
            document.elementFromPoint(box.left + x * box.width, box.top + y * box.height).nodeName) }"""
    assert page.evaluate(on_the_sea) == ["svg"] * 3


def test_names_and_symbols_stand_beside_the_colours(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023")
    words = page.locator("#map text").all_text_contents()
    assert {"厚真町", "鹿追町", "幕別町", "厚岸町"} <= set(words)
    assert page.locator("#map .drawn-mark:not([display=none])").count() == 11
    assert "北方領土（対象外）" in page.locator(".legend").inner_text()


def test_counts_have_denominator_share_and_change(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023")
    assert numbers_on_cards(page) == {
        "実施": "10",
        "予定": "1",
        "検討": "―",
        "予定なし": "―",
        "未回答・データなし": "168",
    }
    first = page.locator(".card-implementing").inner_text()
    assert "／179市町村" in first
    assert "5.6％" in first
    assert "前年度比 ＋3" in first


def test_another_year_recolours_the_map_without_geometry(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023")
    with heard(page, "response") as sent:
        choose_year(page, "令和4年度")
        expect(page.locator("#map-title")).to_have_text("令和4年度: 7市町村が実施")
        page.wait_for_function(f"({PAINTED})().filter(shape => shape.fill === '{IMPLEMENTING}').length === 7")
    assert painted(page) == {IMPLEMENTING: 7, PLANNED: 3, NO_DATA: 169, NORTHERN: 1}
    assert page.url.endswith("?fy=2022")
    assert not [answer.url for answer in sent if "/geo/" in answer.url]
    bodies = [answer.text() for answer in sent if "_dash-update-component" in answer.url]
    assert any("shown-view" in body for body in bodies)
    assert all("coordinates" not in body for body in bodies)


def test_where_only_totals_are_published_they_are_shown_and_said_to_be_so(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2022")
    rows = [text.split() for text in page.locator("#totals tbody tr").all_inner_texts()]
    assert [row[-1].strip("―") for row in rows] == ["同じ資料", "一致", "一致", "非公表", "非公表", "非公表"]
    assert [row[1] for row in rows] == ["7", "7", "3", "9", "77", "83"]
    panel = page.locator(".totals-card").inner_text()
    assert "推定" in panel
    assert "9・77・83の市町村名は公表されていない" in panel
    assert "公表値 77※" in page.locator(".card-considering").inner_text()


def test_years_after_the_lists_are_what_is_known_and_never_a_total(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2025")
    expect(page.locator("#map-title")).to_have_text("令和7年度: わかっている範囲で13市町村が実施")
    card = page.locator(".card-implementing").inner_text()
    assert "わかっている範囲" in card
    assert "％" not in card
    assert "公表された合計はありません" in page.locator("#summary").inner_text()
    assert numbers_on_cards(page)["予定なし"] == "―"
    assert "前年度までの記載を継続とみなす" in column(page, "basis_label")


def test_back_and_forward_lead_through_the_years(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023")
    choose_year(page, "令和3年度")
    expect(page.locator("#map-title")).to_have_text("令和3年度: 4市町村が実施")
    page.go_back()
    expect(page.locator("#map-title")).to_have_text("令和5年度: 10市町村が実施")
    expect(page.locator("#fy")).to_have_value("令和5年度（2023）")
    page.go_forward()
    expect(page.locator("#map-title")).to_have_text("令和3年度: 4市町村が実施")


def test_a_bare_address_is_a_japanese_page_with_landmarks_whose_first_choice_of_a_year_counts(
    page: Page, server: str
) -> None:
    page.goto(server)
    page.get_by_text("令和5年度（2023年度）に").first.wait_for()
    assert page.locator("html").get_attribute("lang") == "ja"
    assert page.title() == "概況｜かさなり"
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("概況")
    choose_year(page, "令和3年度")
    page.get_by_text("令和3年度（2021年度）に").first.wait_for()
    assert page.url.endswith("?fy=2021")


def test_an_unknown_year_is_said_and_the_default_shown(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=1999")
    expect(page.locator("#filter-complaint")).to_contain_text("「1999」年度のデータはありません")
    expect(page.locator("#map-title")).to_have_text("令和5年度: 10市町村が実施")


def test_the_table_is_in_code_order_sorts_and_filters(page: Page, server: str) -> None:
    open_page(page, server)
    assert column(page, "municipality_code")[:3] == ["01100", "01202", "01203"]
    heading = page.locator('#towns-grid .ag-header-cell[col-id="population"] .ag-header-cell-label')
    heading.click()
    expect(page.locator('#towns-grid .ag-row[row-index="0"] [col-id="name"]')).to_have_text("音威子府村")
    heading.click()
    first = page.locator('#towns-grid .ag-row[row-index="0"]')
    expect(first.locator('[col-id="population"]')).to_have_text("1,964,034")
    page.get_by_label("一覧の絞り込み").fill("あつまちょう")
    expect(page.locator("#towns-grid .ag-center-cols-container .ag-row")).to_have_count(1)
    page.get_by_role("button", name="一覧の絞り込みを解除").click()
    expect(first.locator('[col-id="name"]')).to_have_text("札幌市")


def test_a_count_leads_to_the_towns_behind_it(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023")
    page.locator(".card-implementing").click()
    expect(page.locator("#towns-grid .ag-center-cols-container .ag-row")).to_have_count(10)
    assert column(page, "name")[:2] == ["旭川市", "七飯町"]


def test_the_table_goes_to_csv_as_shown_with_every_source_cell(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023")
    page.locator(".card-implementing").click()
    expect(page.locator("#towns-grid .ag-center-cols-container .ag-row")).to_have_count(10)
    with page.expect_download() as started:
        page.get_by_role("button", name="表示中の行をCSVで保存").click()
    assert started.value.suggested_filename.startswith("市町村の一覧_令和5年度_道内_wh_")
    written = Path(started.value.path()).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert len(rows) == 10
    atsuma = next(row for row in rows if row["標準地域コード"] == "01581")
    assert (atsuma["市町村名"], atsuma["年度（西暦）"], atsuma["開始年度（西暦）"]) == (
        "厚真町",
        "2023",
        "2023",
    )
    assert atsuma["人口（人）"] == "4159"
    assert atsuma["出典のファイル"] == "status/2023-04-01_implementers_r5.csv"
    assert (atsuma["出典のセル"], atsuma["書かれていた文字"]) == ("D7", "実施中")


def test_a_town_on_the_map_leads_to_its_years_and_cells(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023")
    page.locator("#map .drawn-towns path[aria-label^='津別町']").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("津別町")
    expect(dialog).to_contain_text("実施状況の資料（2021-04-01_implementers_r3.csv）")
    expect(dialog).to_contain_text("セル E5")
    assert "town=01544" in page.url
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(f"{server}/?fy=2023")


def test_a_town_in_the_table_leads_to_its_cell(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2022")
    page.get_by_label("一覧の絞り込み").fill("鹿追")
    page.locator('#towns-grid [col-id="name"]', has_text="鹿追町").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("セル D12")
    expect(dialog).to_contain_text("「実施予定」")
    page.get_by_role("button", name="閉じる").click()
    expect(dialog).to_be_hidden()
    assert "fy=2022" in page.url


def test_a_town_that_does_not_exist_is_said_so(page: Page, server: str) -> None:
    open_page(page, f"{server}/?town=01696")
    expect(page.get_by_role("dialog")).to_contain_text("市町村が見つかりません")


def test_all_is_done_by_keyboard(page: Page, server: str) -> None:
    load_page(page, f"{server}/?fy=2023")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator("#fy").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#map-title")).to_have_text("令和4年度: 7市町村が実施")
    page.locator(".card-planned").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#towns-grid .ag-center-cols-container .ag-row")).to_have_count(3)
    cell = page.locator('#towns-grid .ag-row[row-index="0"] [col-id="name"]')
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("厚真町")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_page_of_another_year_is_free_of_axe_findings(
    page: Page, server: str, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    open_page(page, f"{server}/?fy=2022")
    assert_no_axe_violations(page)
    visit(page, f"{server}/?fy=2022&town=01581")
    expect(page.get_by_role("dialog")).to_contain_text("厚真町")
    assert_no_axe_violations(page)


def test_an_unknown_page_says_so_and_leads_back(page: Page, server: str) -> None:
    visit(page, f"{server}/nowhere")
    expect(page.get_by_role("heading", level=1)).to_have_text("ページが見つかりません")
    page.get_by_role("link", name="概況に戻る").click()
    expect(page.locator("#first-paint")).to_have_count(0)  # the link loads the page anew
    expect(page.get_by_role("heading", level=1)).to_have_text("概況")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_the_first_view_is_whole_and_nothing_runs_over(
    page: Page, server: str, width: int, height: int, year: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_page(page, f"{server}/?fy={year}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.charts').getBoundingClientRect().bottom") <= height
    too_small = """[...document.querySelectorAll('.totals-card, .curve-card, .bars-card, .card')]
        .filter(part => part.scrollHeight > part.clientHeight + 1).map(part => part.className)"""
    assert page.evaluate(too_small) == []


def test_an_address_reproduces_the_view_for_another_user_and_each_sees_the_own_year(
    page: Page, new_context: Callable[..., BrowserContext], server: str
) -> None:
    other = new_context().new_page()
    load_page(other, f"{server}/?fy=2022&town=01581")
    expect(other.locator("#map-title")).to_have_text("令和4年度: 7市町村が実施")
    expect(other.locator("#fy")).to_have_value("令和4年度（2022）")
    expect(other.get_by_role("dialog")).to_contain_text("厚真町（あつまちょう）")
    open_page(page, f"{server}/?fy=2021")
    open_page(other, f"{server}/?fy=2023")
    choose_year(page, "令和4年度")
    expect(page.locator("#map-title")).to_have_text("令和4年度: 7市町村が実施")
    expect(other.locator("#map-title")).to_have_text("令和5年度: 10市町村が実施")
