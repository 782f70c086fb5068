"""調査をつくる as an officer meets it: a round from the last one, its sheet, undo, two people, and an issued version."""

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from etl.survey.form import versions
from etl.survey.form.loading import form_path, load_form
from tests.browser.serving import served

MEETING = "庁内連携会議（関係課による会議）の設置"


@pytest.fixture(scope="module")
def raw(raw_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(raw_files, tmp_path_factory.mktemp("survey") / "raw"))


@pytest.fixture(scope="module")
def office(built_curated: Path, raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(built_curated, tmp_path_factory.mktemp("served"), raw) as address:
        yield address


def begin(page: Page, office: str) -> int:
    """The new round of the year, from the last one; how many presses it took."""
    page.goto(f"{office}/survey")
    page.get_by_role("button", name="つくりはじめる").click()
    page.locator("#survey-sheet .sheet-page").first.wait_for()
    return 1


def choose(page: Page, name: str) -> None:
    page.locator("#survey-list").get_by_role("button", name=name, exact=True).click()
    expect(page.locator("#survey-fields").get_by_label("文言")).to_have_value(name)


def test_a_round_is_made_from_the_last_one_looked_at_and_kept_in_few_presses(
    page: Page,
    office: str,
    raw: Path,
    assert_no_axe_violations: Callable[[Page], None],
    record_property: Callable[[str, object], None],
) -> None:
    page.goto(f"{office}/survey")
    assert_no_axe_violations(page)
    presses = begin(page, office)
    expect(page.locator("#survey-state")).to_have_text("まだ保存していません")
    choose(page, MEETING)
    page.get_by_label("文言").fill("庁内連携会議の設置の状況")
    page.get_by_role("button", name="保存", exact=True).click()
    presses += 3
    expect(page.locator("#survey-saved")).to_contain_text("様式 R8-1 を保存しました")
    expect(page.locator("#survey-state")).to_have_text("保存済み")
    record_property("presses to make R8 from R5 with one question reworded", presses)
    assert presses <= 12
    form = load_form(form_path(raw, 2026))
    assert (form.version, form.previous) == ("R8-1", "R5")
    assert form.by_id["meeting_internal"].wording == "庁内連携会議の設置の状況"
    assert form.by_id["status"].option("alternative") is not None
    assert_no_axe_violations(page)
    look_at_it(page, assert_no_axe_violations)
    change_and_take_back(page)
    press_quickly(page)
    type_and_look(page)
    leave_only_when_agreed(page)
    two_people(page, office)
    change_what_was_issued(page, office, raw)


def look_at_it(page: Page, assert_no_axe_violations: Callable[[Page], None]) -> None:
    page.get_by_role("tab", name="前の調査と比べられるか（13）").click()
    changes = page.locator("#survey-changes")
    expect(changes).to_contain_text("機能集約化アプローチを検討」が増えました")
    expect(changes).to_contain_text(f"文言を変えました（前回「{MEETING}」）")
    assert_no_axe_violations(page)
    page.get_by_role("tab", name="調査票の見た目").click()
    expect(page.locator("#survey-sheet")).to_contain_text("庁内連携会議の設置の状況")
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel で見る").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert book["調査票"]["A1"].value == "令和8年度 重層的支援体制整備事業 実施状況調査票"
    page.get_by_role("button", name="A4 で見る").click()
    expect(page.get_by_text("3 ／ 3 ページ")).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_role("button", name="編集に戻る").click()


def change_and_take_back(page: Page) -> None:
    shown = page.locator("#survey-list")
    shown.get_by_text("質問を加える").click()
    shown.get_by_role("button", name="人数・件数", exact=True).click()
    expect(page.locator("#survey-fields").get_by_label("文言")).to_have_value("○○の人数")
    page.locator("#survey-fields").get_by_label("文言").fill("専任の相談員")
    page.locator("#survey-fields").get_by_label("文言").blur()
    expect(page.locator("#survey-sheet")).to_contain_text("専任の相談員")
    up = shown.get_by_role("button", name="「専任の相談員」を上へ")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#survey-bar")).to_contain_text("順番を変えました")
    shown.get_by_role("button", name="「実施していない理由や課題」を外す").click()
    expect(page.locator("#survey-bar")).to_contain_text(
        "「実施していない理由や課題」を外しました。1つの付いた質問も外しました。"
    )
    page.get_by_role("button", name="元に戻す").click()
    expect(shown).to_contain_text("実施していない理由や課題")
    choose(page, "実施計画（法第106条の5）の策定")
    page.get_by_role("button", name="選択肢を加える").click()
    page.get_by_label("選択肢「新しい選択肢」の名前").fill("")
    page.get_by_label("選択肢「新しい選択肢」の名前").blur()
    expect(page.locator("#survey-problems")).to_contain_text("名前のない選択肢があります")
    page.get_by_role("button", name="元に戻す").click()
    expect(page.locator("#survey-problems")).not_to_contain_text("名前のない選択肢があります")
    page.get_by_role("button", name="元に戻す").click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#survey-state")).to_have_text("保存済み")


# Presses the first button of each name, so many milliseconds after the one before.
PRESS = """async ([names, gap]) => {
    for (const name of names) {
        [...document.querySelectorAll("#survey-page button")]
            .find((button) => [button.textContent, button.getAttribute("aria-label")].includes(name)).click();
        await new Promise((done) => setTimeout(done, gap));
    }
}"""
DELAY_MILLISECONDS = 80
MOVED = "道への意見・要望、検討の経過など"


def press_quickly(page: Page) -> None:
    """However quick the presses and however slow the server, each does what it says, in its order."""

    def delay(route: Route) -> None:
        page.wait_for_timeout(DELAY_MILLISECONDS)
        route.continue_()

    shown, state = page.locator("#survey-list"), page.locator("#survey-state")
    blocks = shown.locator(".survey-block")
    before = blocks.all_inner_texts()
    [start] = [place for place, text in enumerate(before) if MOVED in text]
    page.route("**/_dash-update-component", delay)
    for gap in (0, 30, 120, 300):
        page.evaluate(PRESS, [[f"「{MOVED}」を上へ"] * 2, gap])
        expect(blocks.nth(start - 2)).to_contain_text(MOVED)
        page.evaluate(PRESS, [["元に戻す"] * 2, gap])
        expect(state).to_have_text("保存済み")
        assert blocks.all_inner_texts() == before
        page.evaluate(PRESS, [[f"「{MOVED}」を上へ", "保存"], gap])
        expect(state).to_have_text("保存済み")
        expect(blocks.nth(start - 1)).to_contain_text(MOVED)
        page.evaluate(PRESS, [["元に戻す", "保存"], gap])
        expect(blocks.nth(start)).to_contain_text(MOVED)
        expect(state).to_have_text("保存済み")
    page.unroute("**/_dash-update-component", delay)


def leave_only_when_agreed(page: Page) -> None:
    choose(page, "道への意見・要望、検討の経過など")
    page.get_by_label("文言").fill("ご意見")
    page.get_by_label("文言").blur()
    expect(page.locator("#survey-state")).to_have_text("保存していない変更があります")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("link", name="概況").click()
    expect(page.locator("#survey-state")).to_be_visible()
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    address = page.url
    page.evaluate("history.back()")
    expect(page).to_have_url(address)
    expect(page.get_by_label("文言")).to_have_value("ご意見")
    assert len(asked) == 1
    page.get_by_role("button", name="保存", exact=True).click()
    # the words of the save stand a moment; whoever types on is asked all the same
    expect(page.locator("#survey-saved")).to_contain_text("保存しました")
    page.get_by_label("文言").press_sequentially("など")
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("link", name="概況").click()
    expect(page.get_by_label("文言")).to_have_value("ご意見など")
    assert len(asked) == 2
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#survey-state")).to_have_text("保存済み")


def type_and_look(page: Page) -> None:
    """What is typed reaches the sheet beside it while the field is still being written in."""
    page.locator("#survey-list").get_by_role("button", name="表題・期限・差出人など").click()
    field = page.get_by_label("回答期限")
    field.focus()
    field.press_sequentially("01222027")
    expect(page.locator("#survey-sheet")).to_contain_text("令和9年1月22日")
    expect(field).to_be_focused()
    page.get_by_role("button", name="元に戻す").click()
    expect(page.locator("#survey-sheet")).not_to_contain_text("令和9年1月22日")


def two_people(page: Page, office: str) -> None:
    other: Page = page.context.new_page()
    other.goto(f"{office}/survey?round=2026")
    other.locator("#survey-sheet .sheet-page").first.wait_for()
    for tab, words, field in ((other, "ほかの人の題", "表題"), (page, "わたしの返送先", "返送先")):
        tab.locator("#survey-list").get_by_role("button", name="表題・期限・差出人など").click()
        tab.get_by_label(field).fill(words)
        tab.get_by_role("button", name="保存", exact=True).click()
        if tab is other:
            expect(tab.locator("#survey-state")).to_have_text("保存済み")
    expect(page.locator("#survey-message")).to_contain_text("ほかの人が保存しています")
    page.get_by_role("button", name="ほかの人が保存したものを開く").click()
    expect(page.get_by_label("表題")).to_have_value("ほかの人の題")
    expect(page.get_by_label("返送先")).not_to_have_value("わたしの返送先")
    expect(page.locator("#survey-message")).to_be_empty()
    other.close()


def change_what_was_issued(page: Page, office: str, raw: Path) -> None:
    versions.keep_version(form_path(raw, 2026), "R8-1")
    page.goto(f"{office}/survey?round=2026")
    expect(page.locator("#survey-lock")).to_contain_text("もう市町村に送るファイルになっています")
    expect(page.get_by_label("表題")).to_be_disabled()
    page.get_by_role("button", name="新しい版をつくって直す").click()
    page.get_by_label("表題").fill("令和8年度 実施状況調査票（改）")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#survey-saved")).to_contain_text("様式 R8-2 を保存しました")
    assert load_form(form_path(raw, 2026)).version == "R8-2"
    assert list(versions.kept_versions(form_path(raw, 2026))) == ["R8-1"]


def test_without_any_form_the_page_says_who_can_help(
    built_curated: Path, tmp_path: Path, new_context: Callable[..., BrowserContext]
) -> None:
    (tmp_path / "raw").mkdir()
    page = new_context().new_page()
    with served(built_curated, tmp_path, tmp_path / "raw") as address:
        page.goto(f"{address}/survey")
        expect(page.get_by_role("heading", name="調査票がまだありません")).to_be_visible()
        page.close()
