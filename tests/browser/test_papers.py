"""Papers that the pages hand out, downloaded by a real browser and opened: Excel list, 答弁メモ, 市町村カルテ."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
from playwright.sync_api import Page, expect

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
