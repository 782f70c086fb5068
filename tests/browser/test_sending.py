"""発出 as a user meets it: who writes, to whom, the package and the mails of a round, and the record of what was sent."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import served

ENTERED = {
    "発信者（部・課の名前と課長の職名）": "保健福祉部地域福祉課長",
    "担当の課・係": "地域福祉係",
    "担当者": "北海　花子",
    "電話": "011-000-0000",
    "メール": "chiiki@pref.example.jp",
}


@pytest.fixture(scope="module")
def office(built_curated: Path, raw_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place = tmp_path_factory.mktemp("sending")
    raw = Path(shutil.copytree(raw_files, place / "raw"))
    with served(built_curated, place, raw) as address:
        yield address


def open_page(page: Page, office: str, search: str = "") -> None:
    page.goto(f"{office}/sending{search}")
    page.locator("#addresses-grid .ag-row").first.wait_for()
    page.locator("#written-by").fill("佐藤")
    page.locator("#written-by").blur()


def test_a_round_goes_out_from_one_page(
    page: Page, office: str, tmp_path: Path, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    open_page(page, office, "?round=2023&sub=08")
    enter_who_writes(page)
    enter_an_address_in_place(page)
    take_in_a_list(page, tmp_path)
    assert_no_axe_violations(page)
    page.get_by_role("button", name="調査票を作る").click()
    page.get_by_text("179市町村の調査票（R5-1）を作りました").wait_for()
    files = saved(page, "調査票と依頼文（zip）")
    assert len(files) == 2 * 23
    assert "上川総合振興局/01452_鷹栖町_令和5年度_依頼文.docx" in files
    mails = saved(page, "市町村あてのメール（zip）")
    mail = message_from_bytes(mails["上川総合振興局/01452_鷹栖町.eml"], policy=default)
    assert (mail["X-Unsent"], mail["To"]) == ("1", "fukushi@town.example.jp")
    mails = saved(page, "振興局あてのメール（zip）")
    mail = message_from_bytes(mails["08_上川総合振興局.eml"], policy=default)
    assert mail["To"] == "kamikawa@pref.example.jp"
    write_down_what_was_sent(page)
    assert_no_axe_violations(page)


def test_without_a_name_nothing_is_written_and_the_page_says_so(page: Page, office: str) -> None:
    open_page(page, office, "?round=2022")
    page.locator("#written-by").fill("")
    page.locator("#written-by").blur()
    page.get_by_role("button", name="全179市町村に送ったと記録する").click()
    expect(page.locator("#sent-message")).to_contain_text("記入者")
    page.locator("#sent-entries").get_by_text("まだありません").wait_for()


def enter_who_writes(page: Page) -> None:
    form = page.locator("#office-form")
    for label, value in ENTERED.items():
        form.get_by_label(label, exact=False).first.fill(value)
    form.get_by_role("button", name="保存").click()
    expect(page.locator("#office-message")).to_contain_text("保存しました")
    expect(page.locator("#office-entered")).to_contain_text("保健福祉部地域福祉課長")


def enter_an_address_in_place(page: Page) -> None:
    cell = page.locator('#addresses-grid .ag-row[row-id="town-01452"] [col-id="mail"]')
    cell.scroll_into_view_if_needed()
    cell.dblclick()
    page.keyboard.type("町役場")
    page.keyboard.press("Enter")
    expect(page.locator("#addresses-message")).to_contain_text("メールアドレスとして読めません")
    expect(cell).to_have_text("")
    cell.dblclick()
    page.keyboard.type("fukushi@town.example.jp")
    page.keyboard.press("Enter")
    expect(page.locator("#addresses-message")).to_contain_text("鷹栖町を保存しました")


def take_in_a_list(page: Page, tmp_path: Path) -> None:
    """Looked at before it is kept, a heading given a meaning, a town that stands twice left alone, and put back."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (
        ["宛先", "担当課", "メールアドレス", "窓口の人"],
        ["上川総合振興局", "社会福祉課", "kamikawa@pref.example.jp", "山田"],
        ["旭川市", "福祉課", "a@city.example.jp", ""],
        ["旭川市", "福祉課", "b@city.example.jp", ""],
        ["どこか町", "住民課", "", ""],
    ):
        book.active.append(row)
    book.save(tmp_path / "宛先.xlsx")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Excel から入れる").click()
    chooser.value.set_files(tmp_path / "宛先.xlsx")
    look, told, count = (page.locator(f"#addresses-{name}") for name in ("look", "message", "standing"))
    expect(look).to_contain_text("まだ読んでいません")
    look.get_by_label("D1「窓口の人」").click()
    page.get_by_role("option", name="担当者", exact=True).click()
    look.get_by_role("button", name="読みなおす").click()
    expect(look).to_contain_text("3行を読みました。新しく入る 1、変わる 0、同じ 0")
    expect(look).to_contain_text("担当者: （空） → 山田")
    expect(look).to_contain_text("旭川市（A3、A4）")
    expect(look).to_contain_text("A5: 「どこか町」という市町村は北海道にありません")
    expect(count).to_contain_text("振興局は14のうち0")
    look.get_by_role("button", name="この1件を入れる").click()
    expect(told).to_contain_text("1件の宛先を入れました")
    expect(count).to_contain_text("振興局は14のうち1、市町村は23のうち1")
    page.locator("#addresses-undo").click()
    expect(told).to_contain_text("1件の宛先を元に戻しました")
    expect(count).to_contain_text("振興局は14のうち0")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Excel から入れる").click()
    chooser.value.set_files(tmp_path / "宛先.xlsx")
    look.get_by_role("button", name="この1件を入れる").click()
    expect(count).to_contain_text("振興局は14のうち1")


def saved(page: Page, link: str) -> dict[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_down_what_was_sent(page: Page) -> None:
    page.get_by_role("button", name="画面の条件に合う23市町村に送ったと記録する").click()
    rows = page.locator("#sent-entries tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("23市町村")
    page.get_by_role("button", name="取り消す").click()
    expect(page.locator("#sent-message")).to_have_text("取り消しました。")
    page.locator("#sent-entries").get_by_role("button", name="元に戻す").click()
    expect(page.locator("#sent-message")).to_have_text("元に戻しました。")
    page.get_by_role("button", name="取り消す").wait_for()
