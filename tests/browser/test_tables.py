"""Tables sort and search as Japanese is read, and go to paper whole."""

from playwright.sync_api import Page, expect

from tests.browser.overview_page import open_page


def test_names_are_found_however_they_are_typed_and_sorted_as_they_are_read(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023")
    rows = page.locator("#towns-grid .ag-center-cols-container .ag-row")
    for box in (page.get_by_label("一覧の絞り込み"), page.get_by_label("市町村 の絞り込み")):
        for typed, town in (
            ("函館市　", "函館市"),
            ("ﾆｾｺ", "ニセコ町"),
            ("にせこ", "ニセコ町"),
            ("ハコダテ", "函館市"),
        ):
            box.fill(typed)
            expect(rows).to_have_count(1)
            expect(page.locator('#towns-grid [row-index="0"] [col-id="name"]')).to_have_text(town)
        box.fill("")
    page.locator('#towns-grid .ag-header-cell[col-id="name"] .ag-header-cell-label').click()
    for place, town in enumerate(
        ("愛別町", "赤井川村", "赤平市", "旭川市", "芦別市", "足寄町", "厚岸町", "厚沢部町")
    ):
        expect(page.locator(f'#towns-grid [row-index="{place}"] [col-id="name"]')).to_have_text(town)


def test_the_whole_table_goes_to_paper_and_says_where_it_is_a_part(page: Page, server: str) -> None:
    open_page(page, f"{server}/?fy=2023")
    printed = page.locator("#towns .grid-on-paper")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(printed.locator("tbody tr")).to_have_count(179)
    expect(printed.locator("caption")).to_have_count(0)
    expect(printed.locator("tbody tr").nth(0).locator("td").nth(0)).to_have_text("札幌市")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(printed).to_have_count(0)
    page.locator(".card-implementing").click()
    expect(page.locator("#towns-grid .ag-center-cols-container .ag-row")).to_have_count(10)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(printed.locator("tbody tr")).to_have_count(10)
    expect(printed.locator("caption")).to_have_text("一覧の中の絞り込みに合う 10行（全179行）")
