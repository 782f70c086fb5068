"""訂正 as an officer meets it: beside a value, in one drawer, marked afterwards, and withdrawn again, without a command."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard import clock
from dashboard.words import words
from etl import build
from etl.correct import LONGEST_TEXT
from etl.survey.receive import receive
from tests.browser.serving import served
from tests.browser.tabs import visit
from tests.etl.survey.received import KUTCHAN, hand_in

SIZES = ((1366, 768), (1920, 1080))
# An act is a command and a build; both take their time on a busy machine.
ACT_MILLISECONDS = 240_000


@pytest.fixture(scope="module")
def office(raw_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("corrections")
    raw = Path(shutil.copytree(raw_files, folder / "raw"))
    files = [hand_in(folder, KUTCHAN, seed=1, status="no_plan", staff_full_time=3, barriers_top=("funding",))]
    assert receive(files, raw, 2023, date(2023, 12, 1)).loaded == 1
    build.build(raw, folder / "curated")
    with served(folder / "curated", folder, raw) as address:
        yield address


def staff(page: Page) -> Locator:
    """The answer to the number of staff, in the table of all answers."""
    return page.locator(".t-answers tr", has_text="職員（専任）").locator("td").last


def done(page: Page, words_of_act: str) -> None:
    """The act has ended well, and its line is closed."""
    line = page.locator("#act-line")
    expect(line).to_contain_text(f"{words_of_act}：できました", timeout=ACT_MILLISECONDS)
    line.get_by_role("button", name="閉じる").click()


def test_an_answer_is_corrected_and_the_correction_withdrawn_in_the_browser(
    page: Page, office: str, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    page.goto(f"{office}/town?town={KUTCHAN}")
    expect(staff(page)).to_contain_text("3人")
    staff(page).get_by_role("button", name="訂正").press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("倶知安町 令和5年度 問8")
    expect(drawer.locator(".correct-now")).to_have_text("3人")
    expect(drawer).to_contain_text("シート「調査票」 セル")
    assert_no_axe_violations(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        expect(drawer.get_by_role("button", name="訂正する")).to_be_in_viewport()
    refused(page, drawer)
    drawer.get_by_label("訂正後の値").last.fill("５名")
    drawer.get_by_label("理由", exact=False).first.fill("電話で確認")
    drawer.get_by_label("連絡者").fill("倶知安町 福祉課")
    drawer.get_by_label("連絡日").fill("１１／２７")
    drawer.get_by_role("button", name="訂正する").click()
    expect(drawer).to_be_hidden()
    done(page, "倶知安町 令和5年度 問8 包括的な支援体制の整備を担当する職員（専任）の訂正")
    expect(staff(page)).to_contain_text("5人")
    mark = staff(page).locator(".tag-corrected")
    mark.focus()
    expect(mark.get_by_role("tooltip")).to_have_text("訂正前「3人」")
    staff(page).locator("summary").first.click()
    expect(staff(page).locator(".cited-place")).to_contain_text("理由: 電話で確認、連絡者: 倶知安町 福祉課")
    visit(page, f"{office}/data?sec=corrections")
    row = page.locator("#data-corrections .ag-row").first
    expect(row).to_contain_text("令和5年度")
    expect(row).to_contain_text("職員（専任）")
    withdraw(page, office)


def refused(page: Page, drawer: Locator) -> None:
    """What cannot be is said beside the button, and nothing is lost."""
    save = drawer.get_by_role("button", name="訂正する")
    message = page.locator("#correct-message")
    save.click()
    expect(message).to_contain_text("訂正前と同じです")
    drawer.get_by_label("訂正後の値").last.fill("4")
    save.click()
    expect(message).to_have_text("理由を書いてください。")
    drawer.get_by_label("理由", exact=False).first.fill("確認中")
    tomorrow = clock.today() + timedelta(days=1)
    drawer.get_by_label("連絡日").fill(words.day_short(tomorrow))
    save.click()
    expect(message).to_contain_text("今日より後です")
    # what the pipeline refuses comes back as it was entered
    drawer.get_by_label("連絡日").fill("11/27")
    drawer.get_by_label("理由", exact=False).first.fill("長" * (LONGEST_TEXT + 1))
    save.click()
    expect(page.locator("#correct-refused")).to_contain_text(
        "訂正できませんでした。長すぎます。", timeout=ACT_MILLISECONDS
    )
    expect(drawer.get_by_label("訂正後の値").last).to_have_value("4")
    page.locator("#act-line").get_by_role("button", name="閉じる", include_hidden=True).dispatch_event(
        "click"
    )


def withdraw(page: Page, office: str) -> None:
    visit(page, f"{office}/town?town={KUTCHAN}")
    staff(page).get_by_role("button", name="訂正").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_label("理由", exact=False).first).to_have_value("")
    drawer.get_by_text("訂正を取り消す").click()
    drawer.get_by_label("取り消す理由").fill("聞き違い")
    drawer.get_by_role("button", name="取り消す", exact=True).click()
    done(page, "倶知安町 令和5年度 問8 包括的な支援体制の整備を担当する職員（専任）の訂正の取消し")
    expect(staff(page)).to_contain_text("3人")
    expect(staff(page).locator(".tag-corrected")).to_have_count(0)
    staff(page).get_by_role("button", name="訂正").click()
    expect(page.get_by_role("dialog")).to_contain_text("取り消しました")


def test_every_table_leads_to_the_same_drawer(page: Page, office: str) -> None:
    page.goto(f"{office}/?fy=2023")
    page.locator("#towns-grid [data-correct]").first.click()
    drawer = page.get_by_role("dialog", name="訂正")
    expect(drawer).to_contain_text("令和5年度 状態")
    expect(drawer.locator(".correct-now")).not_to_be_empty()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    visit(page, f"{office}/returns?round=2023")
    cell = page.locator('#returns-findings .ag-row [col-id="correct"]').first
    cell.scroll_into_view_if_needed()
    cell.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="訂正")
    expect(drawer).to_contain_text("倶知安町 令和5年度 問")
    page.go_back()
    expect(drawer).to_be_hidden()
    visit(page, f"{office}/data?sec=totals")
    page.locator(".reconciliation [data-correct]").first.click()
    expect(drawer).to_contain_text("公表値 令和")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    visit(page, f"{office}/town?town=01581")
    page.get_by_role("button", name="訂正: 令和6年度のもとの令和5年度の状態").click()
    expect(drawer).to_contain_text("厚真町 令和5年度 状態")
