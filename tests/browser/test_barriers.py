"""課題 in a real browser: filters, links, numbers that open their towns, the search, print, and no return at all."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from etl import publish
from tests.browser.tabs import visit

HEAT = ".barrier-heat-card"
TITLE = "#barriers-behind-title"


@pytest.fixture(scope="module")
def warehouse(demo_curated: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse that the server shows, asked by SQL of its own."""
    with publish.connect(demo_curated) as connection:
        yield connection


def stated(warehouse: duckdb.DuckDBPyConnection, barrier: str, more: str = "true") -> int:
    """Towns that marked a barrier in 2023, counted from the answers."""
    found = warehouse.execute(
        f"""
        select count(distinct a.municipality_code) from mart_answer as a
        inner join mart_municipality as m using (municipality_code)
        inner join mart_answer as s on s.municipality_code = a.municipality_code
            and s.fiscal_year = a.fiscal_year and s.question_id = 'status' and s.option_code <> 'implementing'
        where a.fiscal_year = 2023 and a.question_id = 'barriers' and a.option_code = ? and {more}
        """,
        [barrier],
    ).fetchall()
    return int(found[0][0])


def open_page(page: Page, server: str, search: str = "") -> None:
    visit(page, f"{server}/barriers{search}")
    page.locator("#barrier-bars .chart-bar").first.wait_for()
    page.locator("#barriers-grid .ag-row").first.wait_for()


def number(page: Page, show: str) -> str:
    return page.locator(f'[data-show="{show}"]').first.inner_text()


def test_a_number_leads_to_its_towns_and_to_the_cell(
    demo_server: str,
    page: Page,
    warehouse: duckdb.DuckDBPyConnection,
    assert_no_axe_violations: Callable[[Page], None],
) -> None:
    open_page(page, demo_server)
    expect(page.locator("#barriers-banners")).to_contain_text("架空データを含みます")
    few = stated(warehouse, "staff_shortage", "m.size_class = 'over_100k'")
    page.locator("#barriers-by label", has_text="人口規模").click()
    cell = page.locator('[data-show="stated:staff_shortage:size:over_100k"]')
    expect(cell).to_contain_text("＊")
    assert cell.inner_text().split() == [f"{100 * few / 8:.1f}％＊", str(few)]
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.locator(TITLE)).to_have_text(
        f"令和5年度 10万人以上の、「人材不足」を挙げた市町村: {few}市町村"
    )
    expect(page.locator("#barriers-behind")).to_be_focused()
    expect(page.locator("#barriers-grid .ag-center-cols-container .ag-row")).to_have_count(few)
    assert "by=size" in page.url
    row = page.locator("#barriers-grid .ag-row").first
    expect(row.locator('[col-id="name"] a')).to_have_attribute("href", re.compile(r"^/town\?town=01\d{3}$"))
    assert_no_axe_violations(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="表示中の行をCSVで保存").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == few + 1
    assert all(
        re.search(r"重層調査票|調査票回答", line) and "調査票" in line and "架空データ" in line
        for line in lines[1:]
    )
    assert all(re.search(r",C\d+,", line) for line in lines[1:])
    assert lines[0].startswith("標準地域コード,市町村名,")
    assert re.fullmatch(r"課題_.+_wh_.+_架空データ\.csv", download.value.suggested_filename)
    page.get_by_role("button", name="すべてに戻す").click()
    expect(page.locator(TITLE)).to_contain_text("挙げられた課題のすべて")


def test_a_link_shows_a_colleague_the_same_and_filters_follow_the_bar(
    demo_server: str, page: Page, warehouse: duckdb.DuckDBPyConnection
) -> None:
    open_page(page, demo_server, "?fy=2023&sub=03&by=fy&show=pair:linked_already:staff_shortage&q=研修")
    here = stated(warehouse, "staff_shortage", "m.subprefecture_code = '03'")
    assert here < stated(warehouse, "staff_shortage")
    assert number(page, "stated:staff_shortage") == str(here)
    expect(page.locator(TITLE)).to_contain_text(
        "「既に関係者間の連携が取れている」と「人材不足」の両方を挙げた市町村"
    )
    expect(page.locator("#barriers-by input[value=fy]")).to_be_checked()
    expect(page.locator("#barriers-q")).to_have_value("研修")
    expect(page.locator(f"{HEAT} thead")).to_contain_text("令和4年度")
    page.locator("#filter-line .chip").first.click()
    expect(page.locator('.barrier-pairs-card [data-show="stated:staff_shortage"]').first).to_have_text(
        str(stated(warehouse, "staff_shortage"))
    )
    assert "sub=" not in page.url
    page.go_back()
    expect(page.locator('.barrier-pairs-card [data-show="stated:staff_shortage"]').first).to_have_text(
        str(here)
    )
    visit(page, f"{demo_server}/barriers?asof=2022-10-01")
    expect(page.locator("#barriers-none")).to_contain_text("この時点では、調査票はまだ1通も届いていません")


def test_words_of_towns_are_found_marked_and_never_run(demo_server: str, page: Page) -> None:
    open_page(page, demo_server)
    page.locator("#barriers-q").fill("人材　町村")
    expect(page.locator(".quote-count")).to_contain_text("件のうち")
    page.locator("#barriers-q").fill("<img src=x onerror=alert(1)>")
    expect(page.locator("#barriers-quotes")).to_contain_text("当てはまる回答がありません")
    assert page.locator("#barriers-quotes img").count() == 0
    page.locator("#barriers-q").fill("ﾆｾｺ")
    expect(page.locator("#barriers-quotes")).not_to_contain_text("onerror")
    page.locator("#barriers-q").fill("研修")
    expect(page.locator("#barriers-quotes mark").first).to_have_text("研修")
    quote = page.locator("#barriers-quotes .quote").first
    expect(quote.locator("a")).to_have_attribute("href", re.compile(r"/town\?town=01\d{3}"))
    expect(quote.locator(".cell-place")).to_contain_text(
        re.compile(r"令和\d年度の調査票（.+\.xlsx）.*シート「調査票」.*セル C\d+")
    )
    assert "q=" in page.url


def test_a_bar_and_what_lasted_open_their_towns(demo_server: str, page: Page) -> None:
    open_page(page, demo_server)
    bar = page.locator("#barrier-bars .chart-series").nth(0).locator(".chart-bar").nth(1).bounding_box()
    assert bar is not None
    page.mouse.move(bar["x"] + bar["width"] / 3, bar["y"] + bar["height"] / 2)
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    expect(page.locator(TITLE)).to_contain_text("令和5年度「人材不足」を1位に挙げた市町村")
    said = number(page, "change:staff_shortage:cleared:addressed")
    page.locator('[data-show="change:staff_shortage:cleared:addressed"]').click()
    expect(page.locator(TITLE)).to_contain_text(f"{said.split('／')[0]}市町村")
    note = page.locator('#barriers-grid .ag-row [col-id="note"]').first
    note.scroll_into_view_if_needed()
    expect(note).to_contain_text("研修")
    missing = number(page, "support:training:without")
    page.locator('[data-show="support:training:without"]').click()
    expect(page.locator(TITLE)).to_contain_text(f"望んだが、まだ受けていない市町村: {missing}市町村")


def test_without_any_return_the_page_says_what_is_known(
    server: str, page: Page, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    visit(page, f"{server}/barriers")
    expect(page.locator("#barriers-none")).to_have_text("調査票をまだ1通も受け取っていません。")
    body = page.locator("#barriers-body")
    for barrier in ("既に関係者間の連携が取れていること", "人材不足", "実施した場合の効果がわからないこと"):
        expect(body).to_contain_text(f"「{barrier}」")
    expect(body).to_contain_text("何市町村が挙げたかは公表されていません")
    expect(body).to_contain_text("説明資料など（barriers.csv）")
    expect(body).not_to_contain_text("架空データ")
    assert_no_axe_violations(page)


def test_it_fits_office_screens_and_prints(demo_server: str, page: Page, tmp_path: Path) -> None:
    open_page(page, demo_server, "?by=sub")
    for width, height in ((1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    printed = tmp_path / "barriers.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    pages = PdfReader(printed).pages
    box = pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)
    text = "".join(page.extract_text() for page in pages)
    assert "課題" in text
    assert "架空データ" in text
