"""計画 as a user meets it: towns, route, a call with a promise, the next return that judges it, the handover."""

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.serving import ROOT, served

PATIENCE = 60_000
NEXT_ROUND = Path("survey") / "R5" / "demo"
TOWN, NAME = "01303", "当別町"
FIVE = ("01303", "01304", "01217", "01234", "01235")


@dataclass(frozen=True)
class Office:
    """A served application before the next round came; its raw files, warehouse and journal belong to this file."""

    address: str
    raw: Path
    curated: Path
    journal: Path
    full_raw: Path


@pytest.fixture(scope="module")
def office(demo_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    place = tmp_path_factory.mktemp("plan")
    raw, curated = place / "raw", place / "curated"
    shutil.copytree(demo_raw, raw)
    shutil.rmtree(raw / NEXT_ROUND)
    build(raw, curated)
    with served(curated, place, raw) as address:
        yield Office(address, raw, curated, place / "journal.sqlite", demo_raw)


def build(raw: Path, curated: Path) -> None:
    command = [sys.executable, "-m", "etl", "build", "--raw", str(raw), "--curated", str(curated)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=300, check=True)


def open_page(page: Page, office: Office, search: str = "", by: str = "佐藤") -> None:
    page.goto(f"{office.address}/plan{search}")
    page.locator("#plan-body").wait_for(timeout=PATIENCE)
    page.locator("#plan-by").fill(by)
    page.locator("#plan-by").blur()


def new_plan(page: Page, title: str, days: str) -> None:
    page.get_by_role("button", name="新しい計画").click()
    editor = page.locator("#editor-fields")
    editor.get_by_label("計画の名前").fill(title)
    editor.get_by_label("使える人日").fill(days)
    page.get_by_role("button", name="保存する").click()
    expect(page.locator("#plan-choice")).to_have_value(re.compile(title))


def choose(page: Page, field: str, option: str) -> None:
    page.locator(f"#{field}").click()
    page.get_by_role("option", name=option, exact=True).click()


def download(page: Page, link: Locator) -> bytes:
    with page.expect_download() as waiting:
        link.click()
    return Path(waiting.value.path()).read_bytes()


def test_a_working_day_from_five_towns_to_the_handover(
    office: Office, page: Page, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    open_page(page, office, f"?add={','.join(FIVE)}")
    expect(page.locator("#plan-place")).to_contain_text("この PC の中")
    new_plan(page, "上期の訪問", "6")
    page.get_by_role("button", name="計画に入れる").click()
    expect(page.locator("#plan-items tbody tr")).to_have_count(5)
    expect(page.locator("#plan-capacity")).to_contain_text("使える人日 6 のうち 5（83.3％）。残り 1人日")

    page.locator("#route-first").fill("R6.1.10")
    page.locator("#route-days").fill("2")
    page.get_by_role("button", name="経路を作る").click()
    page.locator(".route-day").first.wait_for(timeout=PATIENCE)
    expect(page.locator("#route-body")).to_contain_text("移動時間は推計です")
    expect(page.locator("#route-body")).to_contain_text("令和6年1月10日")
    page.locator("#route-map .choroplethlayer path").first.wait_for()
    shown = page.locator(".route-day tbody tr td:nth-child(2)").all_inner_texts()
    check_files(page, shown)

    choose(page, "log-contact-means", "電話")
    page.locator("#log-town").fill(NAME)
    page.get_by_role("option", name=re.compile(f"^{NAME}")).click()
    page.locator("#log-contact-contacted_on").fill("2023-06-01")
    page.locator("#log-contact-owner").fill("佐藤")
    page.locator("#log-contact-said").fill("<b>9月議会</b>の後に課内で決めると聞いた。")
    choose(page, "log-promise-promise_kind", "方針を決める")
    choose(page, "log-promise-fiscal_year", "令和5年度")
    page.locator("#log-promise-text").fill("次の調査までに方針を決める")
    page.locator("#log-step-text").fill("議会の結果を聞く")
    page.locator("#log-step-due").fill("2023-10-02")
    page.get_by_role("button", name="記録する", exact=True).click()
    expect(page.locator("#log-result")).to_have_text("記録しました（対応・約束・次にすること）。")
    promises = page.locator("#list-promises")
    expect(promises).to_contain_text("次の回答待ち")
    expect(page.locator("#list-overdue")).to_contain_text("議会の結果を聞く")
    expect(page.locator("#list-contacts")).to_contain_text("<b>9月議会</b>の後")
    assert_no_axe_violations(page)

    before = page.locator("#version-line").inner_text()
    shutil.copytree(office.full_raw / NEXT_ROUND, office.raw / NEXT_ROUND)
    build(office.raw, office.curated)
    expect(page.locator("#version-line")).not_to_have_text(before, timeout=PATIENCE)
    answered = status_in_the_return(office)
    expect(promises).to_contain_text(f"令和5年度は「{answered}」。", timeout=PATIENCE)
    expect(promises).to_contain_text("01303_当別町_重層調査票_R5.xlsx")
    expect(promises).to_contain_text("進行中")
    check_handover(page, answered)


def check_files(page: Page, shown: list[str]) -> None:
    calendar = download(page, page.locator("#route-ics")).decode("utf-8")
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    assert calendar.count("BEGIN:VEVENT") == calendar.count("END:VEVENT") == len(shown)
    plain = calendar.replace("\r\n ", "")
    assert all(f"訪問 {name}（到着は推計）" in plain for name in shown)
    assert "DTSTART;TZID=Asia/Tokyo:20240110T" in plain
    book = openpyxl.load_workbook(io.BytesIO(download(page, page.locator("#route-xlsx"))))
    rows = list(book["訪問経路"].iter_rows(values_only=True))
    assert [row[5] for row in rows[1:]] == shown
    assert rows[1][1] == datetime(2024, 1, 10)  # noqa: DTZ001 - Excel has no zone
    assert isinstance(rows[1][7], time)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert not book["訪問経路"].merged_cells.ranges


def status_in_the_return(office: Office) -> str:
    file = next((office.raw / NEXT_ROUND).rglob(f"{TOWN}_*.xlsx"))
    book = openpyxl.load_workbook(file)
    cells = {row[0]: row[2] for row in book["_kasanari"].iter_rows(values_only=True) if row[1] in (None, "")}
    return str(book.worksheets[0][str(cells["status"])].value)


def check_handover(page: Page, answered: str) -> None:
    page.locator("#handover-whom").click()
    page.get_by_role("option", name="佐藤").click()
    content = download(page, page.get_by_role("link", name="Word で保存"))
    assert zipfile.is_zipfile(io.BytesIO(content))
    pack = docx.Document(io.BytesIO(content))
    cells = "\n".join(cell.text for table in pack.tables for row in table.rows for cell in row.cells)
    for words in ("次の調査までに方針を決める", "議会の結果を聞く", "<b>9月議会</b>の後", NAME, answered):
        assert words in cells
    assert "架空データ" in pack.sections[0].header.paragraphs[0].text
    with page.expect_popup() as opened:
        page.get_by_role("link", name="印刷用の画面").click()
    expect(opened.value.locator("main")).to_contain_text("<b>9月議会</b>の後に課内で決めると聞いた。")
    opened.value.close()


def test_two_users_on_one_record_the_second_is_told_and_a_removal_can_be_undone(
    office: Office, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    open_page(page, office, "?add=01304")
    new_plan(page, "二人の計画", "3")
    page.get_by_role("button", name="計画に入れる").click()
    edit = "新篠津村の計画を直す"
    page.get_by_role("button", name=edit).wait_for()
    other = new_context().new_page()
    open_page(other, office, by="鈴木")
    other.get_by_role("button", name=edit).click()
    page.get_by_role("button", name=edit).click()
    other.locator("#editor-fields").get_by_label("担当").fill("鈴木")
    mine = page.locator("#editor-fields").get_by_label("メモ")
    mine.fill("社協も同席")
    other.get_by_role("button", name="保存する").click()
    expect(other.locator("#plan-items")).to_contain_text("鈴木")
    page.get_by_role("button", name="保存する").click()
    told = page.locator("#editor-conflict")
    expect(told).to_contain_text("鈴木さんが")
    expect(told).to_contain_text("まだ保存していません")
    expect(mine).to_have_value("社協も同席")
    page.locator("#editor-fields").get_by_label("担当").fill("鈴木")
    page.get_by_role("button", name="保存する").click()
    expect(told).to_have_count(0)
    expect(page.locator("#plan-items")).to_contain_text("鈴木")
    page.get_by_role("button", name=edit).click()
    page.get_by_text("これまでの版（3）").click()
    expect(page.locator("#editor-history")).to_contain_text("メモ: （空） → 社協も同席")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="新篠津村を計画から外す").click()
    expect(page.locator("#plan-undo")).to_contain_text("取り除きました")
    expect(other.locator("#plan-items")).to_have_count(0)
    page.get_by_role("button", name="元に戻す").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#plan-items")).to_contain_text("新篠津村")


def test_a_broken_journal_is_said_left_as_it_is_and_the_page_recovers(office: Office, page: Page) -> None:
    page.goto(f"{office.address}/plan")
    page.locator("#plan-body").wait_for(timeout=PATIENCE)
    good = office.journal.with_name("good")
    for suffix in ("", "-wal", "-shm"):
        kept = Path(f"{office.journal}{suffix}")
        if kept.exists():
            kept.rename(f"{good}{suffix}")
    office.journal.write_text("これは記録ではありません" * 500, encoding="utf-8")
    page.goto(f"{office.address}/plan")
    expect(page.get_by_role("alert")).to_contain_text("上書きはしていません")
    assert office.journal.read_text(encoding="utf-8").startswith("これは記録ではありません")
    office.journal.unlink()
    for suffix in ("", "-wal", "-shm"):
        kept = Path(f"{good}{suffix}")
        if kept.exists():
            kept.rename(f"{office.journal}{suffix}")
    page.goto(f"{office.address}/plan")
    expect(page.locator("#plan-body")).to_be_visible()
