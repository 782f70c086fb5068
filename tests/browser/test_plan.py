"""計画 as a user meets it beside the working day: two users on one record, a removal undone, a broken journal."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from tests.browser.serving import served

PATIENCE = 60_000


@dataclass(frozen=True)
class Office:
    """A served application; its journal belongs to this file."""

    address: str
    journal: Path


@pytest.fixture(scope="module")
def office(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    place = tmp_path_factory.mktemp("plan")
    with served(built_curated, place) as address:
        yield Office(address, place / "journal.sqlite")


def open_page(page: Page, office: Office, search: str = "", by: str = "佐藤") -> None:
    page.goto(f"{office.address}/plan{search}")
    page.locator("#plan-body").wait_for(timeout=PATIENCE)
    page.locator("#written-by").fill(by)
    page.locator("#written-by").blur()


def new_plan(page: Page, title: str, days: str) -> None:
    page.get_by_role("button", name="新しい計画").click()
    editor = page.locator("#editor-fields")
    editor.get_by_label("計画の名前").fill(title)
    editor.get_by_label("使える人日").fill(days)
    page.get_by_role("button", name="保存する").click()
    expect(page.locator("#plan-choice")).to_have_value(re.compile(title))


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

    asked: list[str] = []
    for answer in (Dialog.dismiss, Dialog.accept):
        page.once("dialog", lambda dialog, answer=answer: (asked.append(dialog.message), answer(dialog)))
        expect(page.locator("#plan-items")).to_contain_text("新篠津村")
        page.get_by_role("button", name="新篠津村を計画から外す").click()
    assert all("よろしいですか" in message for message in asked)
    assert len(asked) == 2
    expect(page.locator("#plan-undo")).to_contain_text("取り除きました")
    expect(other.locator("#plan-items")).to_have_count(0)
    page.get_by_role("button", name="元に戻す").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#plan-items")).to_contain_text("新篠津村")
    choose_what_is_chosen_and_ask_for_a_route_of_no_day(page)
    leave_half_a_call_and_come_back(page, edit)


def choose_what_is_chosen_and_ask_for_a_route_of_no_day(page: Page) -> None:
    page.get_by_role("button", name="計画を直す", exact=True).click()
    year = page.locator("#editor-fields").get_by_label("年度")
    shown = year.input_value()
    year.click()
    page.get_by_role("option", name=shown, exact=True).click()
    expect(year).to_have_value(shown)
    page.keyboard.press("Escape")
    told = page.locator("#route-message")
    for days, first, said in (
        ("0", "R6.1.10", "「訪問にあてる日数」の「0」は入れられません。1から60までの数にしてください。"),
        ("2", "", "「最初の日」を入れてください。"),
        ("２", "R6.1.10", ""),
    ):
        page.locator("#route-days").fill(days)
        page.locator("#route-first").fill(first)
        page.get_by_role("button", name="経路を作る").click()
        expect(told).to_have_text(said)
    expect(page.locator("#route-gone-by")).to_contain_text("最初の日（令和6年1月10日）は過ぎています")


def leave_half_a_call_and_come_back(page: Page, edit: str) -> None:
    """What was begun is there again, stays with its town, and is gone once it is saved."""
    said, town = page.locator("#log-contact-said"), page.locator("#log-town")
    page.get_by_text("対応を記録する", exact=True).click()
    town.click()
    page.get_by_role("option", name=re.compile("^厚真町")).click()
    said.fill("来年度の予算で")
    page.locator("#log-contact-met").fill("福祉課" * 100)
    page.locator("#log-step-text").fill("x" * 500)
    page.get_by_role("button", name=edit).click()
    note = page.locator("#editor-fields").get_by_label("メモ")
    note.fill("午後から")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="働きかけ", exact=True).click()
    expect(page.locator("#plan-body")).to_have_count(0)
    page.go_back()
    expect(said).to_have_value("来年度の予算で")
    expect(town).to_have_value(re.compile("厚真町"))
    page.get_by_role("button", name=edit).click()
    expect(note).to_have_value("午後から")
    expect(page.locator("#editor-unsaved")).to_have_text("まだ保存していない内容があります。")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="新篠津村への連絡を記録する").click()
    expect(page.locator("#log-result")).to_contain_text("厚真町（あつまちょう） の書きかけがあります")
    expect(town).to_have_value(re.compile("厚真町"))
    page.locator("#log-contact-means").click()
    page.get_by_role("option", name="電話", exact=True).click()
    page.locator("#log-contact-contacted_on").fill("2130-01-01")
    page.get_by_role("button", name="記録する", exact=True).click()
    expect(page.locator("#log-result")).to_contain_text("日付として読めません")
    page.locator("#log-contact-contacted_on").fill("2023-06-01")
    page.locator("#log-step-due").fill("2023-10-02")
    page.get_by_role("button", name="記録する", exact=True).click()
    expect(page.locator("#list-contacts")).to_contain_text("来年度の予算で")
    expect(said).to_have_value("")
    page.reload()
    expect(page.locator("#list-contacts")).to_contain_text("来年度の予算で")
    expect(said).to_have_value("")
    expect(town).to_have_value("")
    # one long entry pushes no column off the screen, nor off the paper
    for name in ("overdue", "steps", "contacts"):
        shown = page.locator(f"#list-{name}").evaluate("list => [list.scrollWidth, list.clientWidth]")
        assert shown[0] <= shown[1], name
    address = page.url.partition("/plan")[0]
    page.goto(f"{address}/plan/handover.html?owner=佐藤")
    expect(page.locator("main")).to_contain_text("福祉課" * 100)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    nobody = page.request.get(f"{address}/plan/handover.docx?owner=いない人")
    assert nobody.status == 404
    assert "「いない人」が担当の記録はありません" in nobody.text()


def test_a_broken_journal_is_said_left_as_it_is_and_the_page_recovers(office: Office, page: Page) -> None:
    page.goto(f"{office.address}/plan")
    page.locator("#plan-body").wait_for(timeout=PATIENCE)
    page.goto(
        "about:blank"
    )  # nobody asks while the files of the journal are moved, which takes more than one step
    good = office.journal.with_name("good")
    for suffix in ("", "-wal", "-shm"):
        kept = Path(f"{office.journal}{suffix}")
        if kept.exists():
            kept.rename(f"{good}{suffix}")
    office.journal.write_text("これは記録ではありません" * 500, encoding="utf-8")
    page.goto(f"{office.address}/plan")
    expect(page.get_by_role("alert")).to_contain_text("上書きはしていません")
    assert office.journal.read_text(encoding="utf-8").startswith("これは記録ではありません")
    page.goto("about:blank")
    office.journal.unlink()
    for suffix in ("", "-wal", "-shm"):
        kept = Path(f"{good}{suffix}")
        if kept.exists():
            kept.rename(f"{office.journal}{suffix}")
    page.goto(f"{office.address}/plan")
    expect(page.locator("#plan-body")).to_be_visible()
    # whichever plan is shown, a sheet names it
    assert "plan=" not in page.url
    with page.expect_download() as waiting:
        page.locator("[data-take-out=excel][data-view=route]").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert re.fullmatch("/plan[?]plan=[0-9a-f]{32}", cells[cells.index("画面のアドレス") + 1])
