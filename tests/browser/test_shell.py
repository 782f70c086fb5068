"""The filter bar, the address, the notices and the paper, as a user meets them on every page."""

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from unicodedata import normalize

from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.browser.colours import luminance, luminance_without_green
from tests.browser.overview_page import IMPLEMENTING, NO_DATA, choose_year, open_page, painted
from tests.browser.tabs import visit

OUTSIDE = "#e0e1e6"
GRID_ROWS = "#towns-grid .ag-center-cols-container .ag-row"


def choose(page: Page, button: str, *options: str) -> None:
    """Tick options of a filter, and close its list."""
    page.get_by_role("button", name=button).click()
    for option in options:
        page.get_by_role("checkbox", name=option, exact=True).click()
    page.keyboard.press("Escape")


def test_a_filter_goes_to_the_address_and_everything_follows_it_and_is_undone(
    page: Page, server: str
) -> None:
    open_page(page, f"{server}/?fy=2023")
    choose(page, "振興局", "十勝", "後志")
    expect(page.locator("#filter-line")).to_contain_text("179市町村のうち39を表示")
    assert page.url.endswith("?fy=2023&sub=03,12")
    expect(page.locator("#map-title")).to_have_text("令和5年度: 後志・十勝で4市町村が実施")
    expect(page.locator(".card-implementing")).to_contain_text("／39市町村")
    expect(page.locator("#summary")).to_contain_text("後志・十勝の市町村は、39のうち4（10.3％）です")
    page.wait_for_function("document.querySelectorAll('#bars .chart-ticks-y text').length === 2")
    assert painted(page) == {IMPLEMENTING: 4, NO_DATA: 35, OUTSIDE: 140, "#d8d8db": 1}
    page.get_by_title("「後志」の条件を外す").click()
    expect(page.locator("#map-title")).to_have_text("令和5年度: 十勝で4市町村が実施")
    page.go_back()
    expect(page.locator("#map-title")).to_have_text("令和5年度: 後志・十勝で4市町村が実施")
    page.get_by_role("button", name="条件を解除", exact=True).click()
    expect(page.locator("#map-title")).to_have_text("令和5年度: 10市町村が実施")
    expect(page).to_have_url(f"{server}/?fy=2023")
    expect(page.locator("#filter-clear")).to_be_disabled()


def test_a_link_shows_a_colleague_the_same_and_each_keeps_the_own(
    page: Page, new_context: Callable[..., BrowserContext], server: str
) -> None:
    first, second = page, new_context().new_page()
    open_page(first, f"{server}/?fy=2022&asof=2022-12-01&sub=12")
    choose(first, "状態", "◆ 予定")
    expect(first.locator("#map-title")).to_have_text("令和4年度: 十勝で予定 2市町村")
    open_page(second, first.url)
    for place in ("#map-title", "#summary", "#filter-line", "#bars-title", "#cards"):
        expect(second.locator(place)).to_have_text(first.locator(place).inner_text(), use_inner_text=True)
    expect(second.locator("#version-line")).to_contain_text("時点 令和4年12月1日までに把握した内容")
    expect(second.locator("#asof")).to_have_value("令和4年12月1日")
    choose_year(second, "令和3年度")
    expect(second.locator("#map-title")).to_contain_text("令和3年度")
    expect(first.locator("#map-title")).to_have_text("令和4年度: 十勝で予定 2市町村")
    first.locator(".nav-link", has_text="今年の仕事").click()
    first.locator(".work-nav .nav-link", has_text="回収・点検").click()
    expect(first).to_have_url(f"{server}/returns?fy=2022&asof=2022-12-01&sub=12&group=planned")
    expect(first.locator(".nav-link[aria-current=page]")).to_have_text("回収・点検")


def test_filters_are_set_by_keyboard_alone_and_the_open_list_is_free_of_axe_findings(
    page: Page, server: str, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    open_page(page, f"{server}/?fy=2023")
    page.locator("#filter-kind").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="市", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#map-title")).to_have_text("令和5年度: 道内の市で1市町村が実施")
    assert_no_axe_violations(page)
    page.keyboard.press("Escape")
    expect(page.locator("#filter-kind")).to_be_focused()
    page.locator(".chip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#map-title")).to_have_text("令和5年度: 10市町村が実施")


def test_what_an_address_cannot_say_is_told_and_nothing_left_is_said(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023&sub=99&asof=1999-01-01")
    said = page.locator("#filter-complaint")
    expect(said).to_contain_text("振興局の「99」はありません")
    expect(said).to_contain_text("まだ何も知られていません")
    visit(page, f"{server}/?fy=2023&sub=14&kind=村")
    expect(page.locator("#filter-line")).to_contain_text("この条件に合う市町村はありません")
    expect(page.locator("#summary")).to_contain_text("条件を1つ外してください")
    page.get_by_role("button", name="条件を解除", exact=True).click()
    expect(page.locator("#map-title")).to_have_text("令和5年度: 10市町村が実施")


def test_the_text_is_taken_along_and_each_number_leads_to_its_towns(page: Page, server: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page, f"{server}/?fy=2023")
    page.locator("#copy-summary").click()
    expect(page.locator("#copy-summary-said")).to_have_text("コピーしました")
    pasted = page.evaluate("navigator.clipboard.readText()")
    assert "179のうち10（5.6％）です" in pasted
    assert "データの更新日: 令和" in pasted
    page.locator("#summary .number-link").first.click()
    expect(page.locator(GRID_ROWS)).to_have_count(10)
    page.get_by_label("一覧の絞り込み").fill("アツマ")
    expect(page.locator(GRID_ROWS)).to_have_count(1)
    page.locator("#totals a").first.click()
    assert "#source-hk_2023_implementing" in page.url
    expect(page.locator("#source-hk_2023_implementing")).to_contain_text("公表された市町村数の一覧 セル")


def test_what_changed_since_a_briefing_is_told_with_towns_and_cells(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023&asof=2023-04-01&since=2022-12-01")
    said = page.locator(".changes-sentence")
    expect(said).to_contain_text(
        "令和4年12月1日から令和5年4月1日までに知った変化: 新たに実施3（厚真町、鹿追町、幕別町）"
    )
    block = page.locator(".changes-block", has_text="新たに実施")
    expect(block).to_contain_text("実施予定（開始年度決定）（令和5年度） → 実施中")
    expect(block).to_contain_text("実施状況の資料（2023-04-01_implementers_r5.csv） セル D7")
    block.get_by_role("link", name="厚真町").click()
    expect(page.get_by_role("dialog")).to_contain_text("厚真町（あつまちょう）")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{server}/?fy=2023&asof=2023-04-01&since=2022-12-01")
    page.locator("#since").click()
    page.get_by_role("option", name="令和4年4月1日", exact=True).click()
    expect(said).to_contain_text("令和4年4月1日から")
    assert "since=2022-04-01" in page.url


def test_on_paper_the_first_view_is_one_page_in_landscape(page: Page, server: str, tmp_path: Path) -> None:
    open_page(page, f"{server}/?fy=2023&sub=12")
    page.locator(".curve-card svg.chart").first.wait_for()
    page.pdf(path=tmp_path / "a4.pdf", prefer_css_page_size=True, print_background=True)
    sheets = PdfReader(tmp_path / "a4.pdf").pages
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in sheets)
    assert abs(float(sheets[0].mediabox.width) * 25.4 / 72 - 297) < 1
    first = normalize("NFKC", sheets[0].extract_text())  # pypdf gives radicals for some signs
    for part in ("概況", "十勝", "データの更新日", "実施率", "公表された合計との突合", "北方領土"):
        assert part in first, part
    assert "市町村の一覧" not in first
    assert "公表された合計との突合" not in normalize("NFKC", sheets[1].extract_text())


def test_every_state_is_told_apart_in_grey_and_without_green(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023")
    marks = page.locator("#map-legend li").evaluate_all(
        """items => items.slice(0, 5).map(item => ({symbol: item.querySelector('.mark').textContent,
            fill: getComputedStyle(item.querySelector('.mark')).backgroundColor}))"""
    )
    assert len({mark["symbol"] for mark in marks}) == 5
    for seen in (luminance, luminance_without_green):
        light = [seen(mark["fill"]) for mark in marks]
        for one, other in combinations(light, 2):
            assert (max(one, other) + 0.05) / (min(one, other) + 0.05) >= 1.3, (seen.__name__, light)


def test_escape_leaves_a_town_whose_drawer_is_still_on_its_way(page: Page, server: str) -> None:
    visit(page, f"{server}/map?fy=2023")
    page.evaluate(
        """() => {
            const plain = window.fetch;
            window.fetch = (address, how) => {
                const asked = String((how || {}).body);
                if (asked.includes("town-drawer") && asked.includes("town=01581")) {
                    window.fetch = plain;
                    document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
                }
                return plain(address, how);
            };
        }"""
    )
    with page.expect_response(lambda answer: "town=01581" in (answer.request.post_data or "")):
        page.locator("#tile-01581").click()
    expect(page).not_to_have_url(re.compile("town="))
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#map-town")).to_contain_text("市町村を選ぶと")
