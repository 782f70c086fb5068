"""登録 as an officer meets it: dropped, recognised, shown before and after, registered; taken back, restored, put right."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.warehouse.reader import Warehouse
from etl import sources
from tests import messes
from tests.browser.serving import served
from tests.browser.tabs import visit

PATIENCE = 180_000
DROP = """([names, bytes]) => {
    const data = new DataTransfer();
    names.forEach((name, at) => data.items.add(new File([new Uint8Array(bytes[at])], name)));
    const zone = document.querySelector('#drop-words');
    ['dragenter', 'dragover', 'drop'].forEach(kind => zone.dispatchEvent(
        new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})));
}"""
TITLE = "重層的支援体制整備事業　実施市町村一覧（令和6年度）"
HEADS = ["団体コード", "市町村名", "実施状況", "開始年度"]
TOWNS = [
    ["014524", "鷹栖町", "実施中", ""],
    ["012025", "函館市", "検討中", ""],
    ["016390", "更別村", "実施予定", "令和7年度"],
]
LISTED = [[TITLE], ["令和6年4月1日現在"], [], HEADS, *TOWNS]


@dataclass(frozen=True)
class Office:
    """A served application whose raw files and warehouse belong to this file."""

    address: str
    raw: Path
    curated: Path


@pytest.fixture(scope="module")
def own_office(
    raw_files: Path, built_curated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    work = tmp_path_factory.mktemp("register")
    raw, curated = work / "raw", work / "curated"
    shutil.copytree(raw_files, raw)
    shutil.copytree(built_curated, curated)
    with served(curated, work, raw) as address:
        yield Office(address, raw, curated)


@pytest.fixture(scope="module")
def own_address(own_office: Office) -> str:
    return own_office.address


@pytest.fixture
def office(own_office: Office, own_server: str, page: Page) -> Office:
    return own_office


def drop(page: Page, path: Path) -> None:
    page.locator("#register-drop").wait_for()
    page.evaluate(DROP, [[path.name], [list(path.read_bytes())]])


def done(page: Page, words: str) -> None:
    """Wait for the line at the foot to say that the act is done, and close it."""
    line = page.locator("#act-line")
    expect(line).to_contain_text(f"{words}：できました。", timeout=PATIENCE)
    line.get_by_role("button", name="閉じる").click()


def register_list(page: Page, office: Office, folder: Path, name: str = "名簿.xlsx") -> None:
    visit(page, f"{office.address}/register")
    drop(page, messes.workbook(folder / name, LISTED))
    page.get_by_role("button", name="登録する").click(timeout=PATIENCE)
    done(page, f"「{' '.join(TITLE.split())}」の登録")


def open_window(page: Page, title: str) -> None:
    row = page.locator("#register-list .ag-center-cols-container .ag-row", has_text=title).first
    number = row.get_attribute("row-index", timeout=PATIENCE)
    page.locator(f"#register-list .ag-pinned-right-cols-container [row-index='{number}'] button").click()


def test_a_list_is_dropped_shown_before_and_after_registered_taken_back_and_restored(
    office: Office, page: Page, tmp_path: Path, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    before = Warehouse(office.curated).reader().warehouse_id
    visit(page, f"{office.address}/register")
    drop(page, messes.workbook(tmp_path / "名簿.xlsx", LISTED))
    expect(page.locator("#register-as-of")).to_have_value("令和6年4月1日", timeout=PATIENCE)
    expect(page.locator("#register-fields")).to_contain_text("A2「令和6年4月1日現在」 による")
    expect(page.locator("#register-kind")).to_have_value("実施状況の名簿")
    expect(page.locator("#register-changes")).to_contain_text("更別村")
    expect(page.locator("#register-changes")).to_contain_text("実施予定")
    assert_no_axe_violations(page)
    assert Warehouse(office.curated).reader().warehouse_id == before
    page.get_by_role("button", name="登録する").click()
    done(page, f"「{' '.join(TITLE.split())}」の登録")
    expect(page.locator("#register-work")).to_be_hidden()
    row = sources.read_rows(office.raw)[-1]
    assert (row["kind"], row["as_of"], row["coverage"]) == ("status_list", "2024-04-01", "implementers")

    open_window(page, "実施市町村一覧（令和6年度）")
    page.get_by_role("button", name="取り消す", exact=True).click()
    expect(page.locator("#source-line")).to_have_text("理由を書いてください。")
    page.get_by_label("理由").fill("別の年度の名簿だった")
    page.get_by_role("button", name="取り消す", exact=True).click()
    expect(page.locator("#source-line")).to_contain_text("記入者を書いてください。")
    page.locator("#source-fields").get_by_label("記入者").fill("佐藤")
    assert_no_axe_violations(page)
    page.get_by_role("button", name="取り消す", exact=True).click()
    done(page, f"「{' '.join(TITLE.split())}」の取り消し")
    expect(page.locator("#register-list")).to_contain_text(
        "に取り消し（別の年度の名簿だった）", timeout=PATIENCE
    )
    assert sources.read_rows(office.raw)[-1]["withdrawn_reason"] == "別の年度の名簿だった"

    open_window(page, "実施市町村一覧（令和6年度）")
    page.locator("#source-fields").get_by_role("button", name="元に戻す", exact=True).click()
    done(page, f"「{' '.join(TITLE.split())}」を元に戻すこと")
    assert sources.read_rows(office.raw)[-1]["withdrawn_on"] == ""


def test_day_and_coverage_are_put_right_with_a_reason(office: Office, page: Page, tmp_path: Path) -> None:
    visit(page, f"{office.address}/register")
    rows = [["実施市町村一覧 別表"], HEADS, *TOWNS[:2]]
    drop(page, messes.workbook(tmp_path / "別表.xlsx", rows))
    expect(page.locator("#register-report")).to_contain_text("名簿の時点", timeout=PATIENCE)
    page.locator("#register-as-of").fill("R6.5.1")
    page.locator("#register-as-of").press("Enter")
    page.get_by_role("button", name="登録する").click(timeout=PATIENCE)
    done(page, "「実施市町村一覧 別表」の登録")
    page.locator("#written-by").fill("佐藤")
    page.locator("#written-by").blur()
    open_window(page, "別表")
    expect(page.locator("#source-fields").get_by_label("記入者")).to_have_value("佐藤")
    page.get_by_label("理由").fill("日付の打ち誤り")
    page.locator("#source-fields").get_by_label("時点", exact=True).fill("R6.6.1")
    page.get_by_role("button", name="直す", exact=True).click()
    done(page, "「実施市町村一覧 別表」の登録の訂正")
    row = sources.read_rows(office.raw)[-1]
    assert row["as_of"] == "2024-06-01"
    assert "日付の打ち誤り" in row["note"]


def test_an_unknown_heading_is_given_its_meaning_on_screen(
    office: Office, page: Page, tmp_path: Path
) -> None:
    rows = [
        ["実施市町村一覧（令和6年度）"],
        ["令和6年7月1日現在"],
        ["コード", "市町村名", "重層の有無について"],
    ]
    visit(page, f"{office.address}/register")
    drop(page, messes.workbook(tmp_path / "名簿3.xlsx", [*rows, *(row[:3] for row in TOWNS)]))
    expect(page.locator("#register-fields")).to_contain_text("種類が不確かです", timeout=PATIENCE)
    expect(page.locator("#register-kind")).to_have_value("実施状況の名簿")
    expect(page.locator("#register-fields")).to_contain_text("C3「重層の有無について」", timeout=PATIENCE)
    page.locator("#written-by").fill("佐藤")
    page.get_by_role("button", name="登録する").click(timeout=PATIENCE)
    done(page, "「実施市町村一覧（令和6年度）」の登録")
    remembered = page.locator("#register-headings tr", has_text="重層の有無について")
    expect(remembered).to_contain_text("佐藤", timeout=PATIENCE)
    assert "status_list,重層の有無について,status" in (office.raw / "HEADINGS.csv").read_text(
        encoding="utf-8-sig"
    )
    page.once("dialog", lambda dialog: dialog.accept())
    remembered.get_by_role("button", name="忘れる").click()
    expect(page.locator("#act-line")).to_contain_text("先にその資料を取り消し", timeout=PATIENCE)
    page.locator("#act-line").get_by_role("button", name="閉じる").click()


@pytest.mark.parametrize(
    ("name", "rows", "words"),
    [
        (
            "調査票.xlsx",
            [["実態調査　調査票"], ["問1", "a"], ["問2", "b"], ["問3", "c"]],
            "「回収・点検」の画面に入れてください",
        ),
        ("メモ.xlsx", [["メモ"], ["あれこれ"]], "何の資料か分かりません"),
    ],
)
def test_what_cannot_be_registered_is_told_in_words(
    office: Office, page: Page, tmp_path: Path, name: str, rows: list[list[object]], words: str
) -> None:
    visit(page, f"{office.address}/register")
    drop(page, messes.workbook(tmp_path / name, rows))
    expect(page.locator("#register-report")).to_contain_text(words, timeout=PATIENCE)
    expect(page.get_by_role("button", name="登録する")).to_have_count(0)


def test_the_window_is_opened_and_closed_by_keyboard_alone(office: Office, page: Page) -> None:
    visit(page, f"{office.address}/register")
    cell = page.locator("#register-list .ag-pinned-right-cols-container [row-index='0'] .ag-cell").first
    cell.wait_for(timeout=PATIENCE)
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("理由")).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("Escape")
    expect(page.get_by_label("理由")).to_be_hidden()
