"""経過 as a user meets it: the flow, a band pressed, towns and their cells, plans, filters, links, no returns at all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tabs import visit

HEAD = "#moves-title"


def open_page(page: Page, address: str) -> None:
    visit(page, address)
    page.locator("#progress-flow .chart-area").first.wait_for()
    page.locator("#progress-moves .ag-root").wait_for()


def matrix(page: Page) -> list[list[str]]:
    """Cells of the matrix, from group × to group, with their sums."""
    rows = page.locator(".matrix tbody tr").all()
    return [[text.strip() for text in row.locator("td").all_inner_texts()] for row in rows]


def test_the_matrix_leads_to_the_towns_and_to_their_cells(page: Page, demo_server: str) -> None:
    open_page(page, f"{demo_server}/progress?fy=2023")
    assert matrix(page)[1][:3] == ["↑3", "8", "↓1"]
    assert sum(int(row[-1]) for row in matrix(page)) == 179
    page.locator(".matrix a", has_text="↑3").click()
    expect(page.locator(HEAD)).to_have_text("令和4年度→令和5年度「予定」から「実施」へ 3市町村")
    expect(page.locator('#progress-moves .ag-row [col-id="name"] a')).to_have_text(
        ["厚真町", "鹿追町", "幕別町"]
    )
    assert page.url.endswith("flow=2023.planned.implementing")
    first = page.locator('#progress-moves .ag-row[row-index="0"]')
    expect(first.locator('[col-id="from_place"]')).to_contain_text(
        "実施状況の資料（2022-11-30_plan_r5.xlsx）"
    )
    assert "/town?" in (first.locator("a").get_attribute("href") or "")
    assert "town=01581" in (first.locator("a").get_attribute("href") or "")


def test_a_band_pressed_in_the_picture_shows_the_towns_behind_it(page: Page, demo_server: str) -> None:
    open_page(page, f"{demo_server}/progress?fy=2023")
    place = page.evaluate(
        """() => {
            const band = document.querySelector('#progress-flow [data-name="2023.considering.planned"]');
            const edge = band.getAttribute('d').slice(1, -1).split('L').map(spot => spot.split(',').map(Number));
            const at = Math.floor(edge.length / 4), [x, upper] = edge[at], [, lower] = edge[edge.length - 1 - at];
            const place = new DOMPoint(x, (upper + lower) / 2).matrixTransform(band.getScreenCTM());
            return [place.x, place.y];
        }"""
    )
    page.mouse.move(place[0] - 3, place[1])
    page.locator("#progress-flow .chart-tip").first.wait_for()
    page.mouse.click(place[0], place[1])
    expect(page.locator(HEAD)).to_have_text("令和4年度→令和5年度「検討」から「予定」へ 10市町村")


def test_an_address_reproduces_filters_day_and_band_and_the_plans_follow(
    page: Page, demo_server: str
) -> None:
    open_page(page, f"{demo_server}/progress?fy=2023&sub=11,12&flow=2023.considering.planned")
    expect(page.locator("#flow-title")).to_contain_text("37市町村")
    expect(page.locator(HEAD)).to_contain_text("2市町村")
    expect(page.locator("#plans-title")).to_have_text(
        "開始予定と実際: 結果のわかる4市町村のうち3が予定どおり"
    )
    expect(page.locator(".plans-words")).to_contain_text("遅れに数えていません")
    expect(page.locator(".outlook-card")).to_contain_text("件数が少ないため")
    page.get_by_role("link", name="動いた市町村に戻す").click()
    expect(page.locator(HEAD)).to_contain_text("令和4年度から令和5年度に動いた")
    page.go_back()
    expect(page.locator(HEAD)).to_contain_text("「検討」から「予定」へ")


def test_without_any_return_it_says_what_is_known_and_only_if_plans_hold(page: Page, server: str) -> None:
    open_page(page, f"{server}/progress?fy=2022&asof=2022-12-01")
    expect(page.locator("#plans-title")).to_have_text("開始予定と実際: 結果のわかる予定はまだありません")
    expect(page.locator(".plans-words")).to_contain_text("は9市町村と公表されています")
    expect(page.locator(".outlook-card h2")).to_have_text(
        "令和6年度の実施: わかっている7＋これからの予定3市町村"
    )
    expect(page.locator(".outlook-card")).to_contain_text("数を示せません")
    expect(page.locator("#progress-moves .ag-pinned-left-cols-container .ag-row")).to_have_text(
        ["旭川市", "音更町", "広尾町"]
    )
    visit(page, f"{server}/progress?fy=2021&asof=2021-06-01")
    expect(page.locator("#progress-body")).to_contain_text("移り変わりは次の年度の資料が入ると表示されます")


def test_a_filter_that_leaves_no_town_says_how_to_go_on(page: Page, server: str) -> None:
    visit(page, f"{server}/progress?fy=2023&group=no_plan")
    expect(page.locator("#progress-body")).to_contain_text("条件に合う市町村がありません")


def test_the_national_curve_stands_beside_with_the_published_counts(page: Page, server: str) -> None:
    open_page(page, f"{server}/progress?fy=2023")
    rows = [row.split("\t") for row in page.locator(".national-card tbody tr").all_inner_texts()]
    assert [row[3] for row in rows] == ["42", "134", "189", "346", "473（予定）"]
    assert [row[4] for row in rows] == ["2.4％", "7.7％", "10.9％", "19.9％", "27.2％"]
    assert [row[1] for row in rows] == ["4／179", "7／179", "10／179", "(11／179)", "(13／179)"]


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_it_is_whole_on_the_screens_of_offices_and_free_of_barriers(
    page: Page,
    demo_server: str,
    assert_no_axe_violations: Callable[[Page], None],
    size: tuple[int, int],
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_page(page, f"{demo_server}/progress?fy=2023")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for name in (".flow-card", ".matrix-card"):
        box = page.locator(name).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= size[1]
    if size[0] == 1366:
        assert_no_axe_violations(page)


def test_it_is_walked_by_keyboard_and_printed(page: Page, demo_server: str, tmp_path: Path) -> None:
    open_page(page, f"{demo_server}/progress?fy=2023")
    page.locator(".matrix a", has_text="↓2").focus()
    page.keyboard.press("Enter")
    expect(page.locator(HEAD)).to_contain_text("「検討」から「予定なし」へ 2市町村")
    printed = tmp_path / "progress.pdf"
    page.pdf(path=str(printed), prefer_css_page_size=True, print_background=True)
    assert printed.read_bytes().startswith(b"%PDF")


def test_the_flow_draws_without_webgl(page: Page, demo_server: str) -> None:
    open_page(page, f"{demo_server}/progress?fy=2023")
    assert page.locator("#progress-flow canvas").count() == 0
    assert page.locator("#progress-flow svg .chart-area").count() > 15
