"""Papers that the pages hand out, downloaded by a real browser and opened: Excel list, 答弁メモ, 市町村カルテ."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.tabs import visit


def downloaded(page: Page, place: str) -> tuple[str, bytes]:
    with page.expect_download(timeout=60_000) as waiting:
        page.locator(place).click()
    done = waiting.value
    return done.suggested_filename, Path(done.path()).read_bytes()


def test_the_list_and_the_memo_come_of_the_view_that_is_shown(
    page: Page, demo_server: str, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    visit(page, f"{demo_server}/?fy=2022&sub=14")
    page.locator("#towns-xlsx").scroll_into_view_if_needed()
    name, content = downloaded(page, "#towns-xlsx")
    assert "令和4年度" in name
    assert openpyxl.load_workbook(io.BytesIO(content))["機械可読"].max_row == 6
    name, content = downloaded(page, "#memo-docx")
    assert name.startswith("答弁メモ_令和4年度_根室")
    said = [cell.text for table in docx.Document(io.BytesIO(content)).tables for cell in table._cells]
    assert [text for text in said if "根室管内の5市町村" in text]
    expect(page.locator("#towns-xlsx")).to_have_attribute("href", "/papers/towns.xlsx?fy=2022&sub=14")
    assert_no_axe_violations(page)


def test_the_sheet_of_a_town_and_those_of_the_filtered_towns_come_as_word(
    page: Page, demo_server: str
) -> None:
    visit(page, f"{demo_server}/town?town=01516")
    expect(page.locator("#town-zip")).to_have_text("全市町村のカルテ（zip）")
    name, content = downloaded(page, "#town-word")
    assert name.startswith("01516_豊富町_市町村カルテ")
    assert "豊富町" in docx.Document(io.BytesIO(content)).paragraphs[0].text
    visit(page, f"{demo_server}/town?sub=14")
    expect(page.locator("#town-zip")).to_have_text("この条件の5市町村のカルテ（zip）")
    _, content = downloaded(page, "#town-zip")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len(archive.namelist()) == 5


def test_the_file_to_hand_out_is_alive_when_it_is_opened_by_itself(
    page: Page,
    demo_server: str,
    tmp_path: Path,
    new_context: Callable[..., BrowserContext],
    assert_no_axe_violations: Callable[[Page], None],
) -> None:
    visit(page, f"{demo_server}/slides?fy=2023")
    name, content = downloaded(page, "#one-file")
    assert name.startswith("配付用_令和5年度_道内")
    path = tmp_path / name
    path.write_bytes(content)
    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(path.as_uri())
    readable = [plain.locator(place).inner_text() for place in ("#sentence", "#cards", "#barrier-table h3")]
    alone = new_context().new_page()
    alone.goto(path.as_uri())
    # the script counts from the rows what was written beside them
    assert [
        alone.locator(place).inner_text() for place in ("#sentence", "#cards", "#barrier-table h3")
    ] == readable
    assert_no_axe_violations(alone)
    alone.get_by_label("振興局", exact=True).select_option("根室")
    expect(alone.locator("#sentence")).to_contain_text("根室の5のうち")
    for view in ("地図", "課題", "市町村の一覧"):
        alone.get_by_role("link", name=view, exact=True).press("Enter")
        expect(alone.locator("header .about")).to_contain_text("データの更新日 令和")
        assert_no_axe_violations(alone)
    expect(alone.locator("#list-table tbody tr")).to_have_count(5)
    alone.get_by_role("button", name="人口（人）").press("Enter")
    expect(alone.locator("#list-table tbody th").first).to_have_text("中標津町")
    alone.get_by_role("link", name="羅臼町").click()
    expect(alone.locator("#town h3")).to_contain_text("羅臼町")
    assert_no_axe_violations(alone)
    alone.get_by_role("link", name="地図", exact=True).click()
    alone.get_by_label("表示するもの").select_option("人口")
    alone.get_by_label("同じ大きさのタイルで見る").check()
    expect(alone.locator("#map-heading")).to_have_text("人口")
    expect(alone.locator("#legend b")).to_have_text(["2", "0", "3", "0", "0", "0"])
    assert_no_axe_violations(alone)
