"""A whole working day across the pages, as an officer spends it: from the ranking to the handover.

On a server of its own with the demo: 名寄市 has not answered for 令和5年度 yet, and its return comes in the afternoon.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from dashboard import journal
from etl.survey.form.loading import form_path, load_form
from etl.survey.form.municipalities import MUNICIPALITIES, read_municipalities
from etl.survey.issue import issue_all
from tests.browser.serving import served

PATIENCE = 120_000
TOWN, NAME = "01221", "名寄市"
ROW = "#ranking-rows li.ranked"
SAID = "<b>9月議会</b>の後に課内で決めると聞いた。"


@dataclass(frozen=True)
class Office:
    """A served application with the demo; its raw files, warehouse and journal belong to this file."""

    address: str
    raw: Path
    journal: Path


@pytest.fixture
def office(page: Page, demo_raw: Path, demo_curated: Path, tmp_path: Path) -> Iterator[Office]:
    raw, curated = tmp_path / "raw", tmp_path / "curated"
    shutil.copytree(demo_raw, raw)
    shutil.copytree(demo_curated, curated)
    with served(curated, tmp_path, raw) as address:
        yield Office(address, raw, tmp_path / "journal.sqlite")
        page.close()  # before its server stops


def test_a_working_day_from_the_ranking_to_the_handover(
    office: Office, page: Page, tmp_path: Path, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    towns = read_the_ranking(page, office)
    put_into_the_plan(page, office, towns)
    shown = make_the_route(page)
    check_files(page, shown)
    log_a_call(page)
    assert_no_axe_violations(page)
    see_the_call_in_the_ranking(page)
    receive_the_return(page, office, tmp_path)
    see_the_promise_judged(page)
    print_the_handover(page, tmp_path)


def read_the_ranking(page: Page, office: Office) -> list[str]:
    """Move a slider, read why, compare with 参考団体, choose five towns; gives their names."""
    page.goto(f"{office.address}/outreach")
    rows = page.locator(ROW)
    rows.first.wait_for(timeout=PATIENCE)
    ranking = page.locator("#ranking-rows")
    page.get_by_role("slider", name="最後の連絡からの月数の重み").focus()
    page.keyboard.press("ArrowRight")
    expect(ranking).to_have_attribute("data-drawn", re.compile("contact:1.5,"))
    page.locator(f'{ROW}[data-code="{TOWN}"] .ranked-name').click()
    detail = page.locator("#outreach-detail")
    expect(detail.locator("#detail-title")).to_have_text(NAME)
    expect(detail.locator(".detail-rank")).to_contain_text(re.compile("候補 [ABC]・上位20に"))
    expect(detail).to_contain_text("主な理由は、")
    # whose weight would take it out of the top
    expect(detail).to_contain_text(re.compile("(の重みを.+にすると|を考えに入れないと)、上位20から外れます"))
    peer = detail.locator(".peer").first
    expect(peer).to_contain_text("から実施")
    expect(peer).to_contain_text("始める前に挙げた課題")
    expect(peer.get_by_role("row", name=re.compile("^人口 "))).to_contain_text("24,398人")

    chosen: list[str] = []
    for row in [page.locator(f'{ROW}[data-code="{TOWN}"]'), *rows.all()[:5]]:
        name = row.locator(".ranked-name").inner_text()
        if len(chosen) < 5 and name not in chosen:
            row.get_by_role("checkbox", name=f"{name}を計画の候補に選ぶ").check()
            chosen.append(name)
    bar = page.locator("#ranking-choice")
    expect(bar).to_contain_text(f"5市町村を選択中：{'、'.join(chosen)}")
    bar.get_by_role("link", name="計画に入れる").click()
    return chosen


def put_into_the_plan(page: Page, office: Office, towns: list[str]) -> None:
    page.locator("#plan-body").wait_for(timeout=PATIENCE)
    expect(page.locator("#plan-place")).to_contain_text("この PC の中")
    page.locator("#written-by").fill("佐藤")
    page.locator("#written-by").blur()
    page.get_by_role("button", name="新しい計画").click()
    editor = page.locator("#editor-fields")
    editor.get_by_label("計画の名前").fill("上期の訪問")
    editor.get_by_label("使える人日").fill("6")
    page.get_by_role("button", name="保存する").click()
    expect(page.locator("#plan-choice")).to_have_value(re.compile("上期の訪問"))
    page.get_by_role("button", name="計画に入れる").click()
    lines = page.locator("#plan-items tbody tr")
    expect(lines).to_have_count(5)
    assert sorted(lines.locator("td:first-child").all_inner_texts()) == sorted(towns)
    expect(page.locator("#plan-result")).to_contain_text("バランスの重みを1項目変えたもの")
    kept = journal.items(office.journal)["priority"]
    shown = lines.locator("td:nth-child(3)").all_inner_texts()
    assert sorted(shown) == sorted(f"{priority:.2f}" for priority in kept)
    assert lines.locator("td:nth-child(8)").all_inner_texts() == ["1"] * 5
    brought = journal.items(office.journal).sort_values("municipality_code")["measure"]
    assert brought.notna().all(), "what the ranking names is there to take along"
    expect(lines.first).to_contain_text(str(brought.iloc[0]))
    expect(lines.first).to_contain_text("佐藤")  # in charge is who writes, unless another is named
    expect(page.locator("#plan-capacity")).to_contain_text("使える人日 6 のうち 5（83.3％）。残り 1人日")


def make_the_route(page: Page) -> list[str]:
    """Gives the towns in the order of the visits."""
    choose(page, "route-from", "上川総合振興局（旭川市）")
    page.locator("#route-first").fill("R6.1.10")
    page.locator("#route-days").fill("2")
    page.get_by_role("button", name="経路を作る").click()
    page.locator(".route-day").first.wait_for(timeout=PATIENCE)
    expect(page.locator("#route-body")).to_contain_text("移動時間は推計です")
    expect(page.locator("#route-body")).to_contain_text("令和6年1月10日")
    drawn = page.locator("#route-map")
    expect(drawn).to_have_js_property("complete", True)
    assert drawn.evaluate("image => image.naturalWidth") > 0
    shown = page.locator(".route-day tbody tr td:nth-child(2)").all_inner_texts()
    left = page.locator(".route-left b").all_inner_texts()
    assert len(shown) == len(set(shown)) > 0
    assert len(shown) + max(len(left) - 1, 0) == 5
    return shown


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


def log_a_call(page: Page) -> None:
    page.get_by_role("button", name=f"{NAME}への連絡を記録する").click()
    expect(page.locator("#log-town")).to_have_value(re.compile(NAME))
    choose(page, "log-contact-means", "電話")
    page.locator("#log-contact-contacted_on").fill("2023-06-01")
    page.locator("#log-contact-said").fill(SAID)
    choose(page, "log-promise-promise_kind", "方針を決める")
    choose(page, "log-promise-fiscal_year", "令和5年度")
    page.locator("#log-promise-text").fill("次の調査までに方針を決める")
    page.locator("#log-step-text").fill("議会の結果を聞く")
    page.locator("#log-step-due").fill("2023-10-02")
    page.get_by_role("button", name="記録する", exact=True).click()
    expect(page.locator("#log-result")).to_contain_text("記録しました（対応・確認事項・次にすること）。")
    expect(page.locator("#log-promise-promise_kind")).to_have_value("")
    expect(page.locator("#plan-standing")).to_have_text("期限切れ 1未確認の事項 1次にすること 1")
    expect(page.locator("#list-promises")).to_contain_text("次の回答待ち")
    expect(page.locator("#list-overdue")).to_contain_text("議会の結果を聞く")
    expect(page.locator("#list-contacts")).to_contain_text(SAID)


def see_the_call_in_the_ranking(page: Page) -> None:
    page.get_by_role("link", name="働きかけ", exact=True).click()
    page.locator(f'{ROW}[data-code="{TOWN}"] .ranked-name').click()
    detail = page.locator("#outreach-detail")
    expect(detail.locator("#detail-title")).to_have_text(NAME)
    expect(detail.get_by_role("row", name=re.compile("最後の連絡からの月数"))).not_to_contain_text(
        "わからない"
    )


def receive_the_return(page: Page, office: Office, folder: Path) -> None:
    page.get_by_role("link", name="今年の仕事", exact=True).click()
    page.get_by_role("link", name="回収・点検", exact=True).click()
    page.locator("#intake-drop").wait_for()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="ファイルを選ぶ").click()
    chooser.value.set_files([answered(office.raw, folder)])
    page.locator("#intake-status", has_text="点検が終わりました").wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="受け取ってデータに反映").click()
    page.locator("#intake-outcome", has_text="データに反映しました").wait_for(timeout=PATIENCE)


def answered(raw: Path, folder: Path) -> Path:
    """The 調査票 of 令和5年度 as it was sent to the town, filled in by it."""
    town = [one for one in read_municipalities(raw / MUNICIPALITIES) if one.code == TOWN]
    sent = issue_all(load_form(form_path(raw, 2023)), town, {}, folder)[0]
    book = openpyxl.load_workbook(sent)
    cells = {(row[0], row[1] or ""): row[2] for row in book["_kasanari"].iter_rows(values_only=True)}
    answers = {
        ("status", ""): "実施予定（開始年度決定）",
        ("start_year", ""): "令和7年度",
        ("barriers", "staff_shortage"): "○",
        ("barriers_top", "1"): "人材不足",
        ("support_wanted", "training"): "○",
        ("meeting_internal", ""): "設置している",
        ("meeting_support", ""): "設置していない",
        ("staff_full_time", ""): 0,
        ("staff_concurrent", ""): 2,
        ("comments", ""): "議会で方針を決めました。",
    }
    for question, answer in answers.items():
        book.worksheets[0][str(cells[question])] = answer
    book.save(sent)
    return sent


def see_the_promise_judged(page: Page) -> None:
    page.get_by_role("link", name="計画", exact=True).click()
    promises = page.locator("#list-promises")
    expect(promises).to_contain_text("令和5年度は「実施予定（開始年度決定）」。", timeout=PATIENCE)
    expect(promises).to_contain_text(f"{TOWN}_{NAME}_重層調査票_R5.xlsx")
    expect(promises).to_contain_text("確認済み")
    expect(promises).to_contain_text("進行中")
    expect(page.locator("#plan-standing")).to_contain_text("未確認の事項 0")


def print_the_handover(page: Page, folder: Path) -> None:
    page.locator("#handover-whom").click()
    page.get_by_role("option", name="佐藤").click()
    content = download(page, page.get_by_role("link", name="Word で保存"))
    assert zipfile.is_zipfile(io.BytesIO(content))
    pack = docx.Document(io.BytesIO(content))
    cells = "\n".join(cell.text for table in pack.tables for row in table.rows for cell in row.cells)
    for words in ("次の調査までに方針を決める", "議会の結果を聞く", SAID, NAME, "実施予定（開始年度決定）"):
        assert words in cells
    with page.expect_popup() as opened:
        page.get_by_role("link", name="印刷用の画面").click()
    paper = opened.value
    expect(paper.locator("main")).to_contain_text(SAID)
    expect(paper.get_by_role("button", name="印刷する")).to_be_visible()
    made = folder / "handover.pdf"
    paper.pdf(path=made, prefer_css_page_size=True)
    pages = PdfReader(made).pages
    text = "".join(one.extract_text() for one in pages)
    assert pages[0].mediabox.width < pages[0].mediabox.height
    assert "議会の結果を聞く" in text
    assert "印刷する" not in text
    paper.close()


def choose(page: Page, field: str, option: str) -> None:
    page.locator(f"#{field}").click()
    page.get_by_role("option", name=option, exact=True).click()


def download(page: Page, link: Locator) -> bytes:
    with page.expect_download() as waiting:
        link.click()
    return Path(waiting.value.path()).read_bytes()
