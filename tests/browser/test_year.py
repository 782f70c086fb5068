"""The year in the browser alone: from an empty office to the published set and the handover, without a single command."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard import clock
from dashboard.words import words
from dashboard.words.eras import fiscal_year_of
from tests import messes
from tests.browser.serving import served
from tests.browser.tabs import visit

PATIENCE = 180_000
MOST_PRESSES = 12
YEAR = fiscal_year_of(clock.today())
LABEL = words.fiscal_year(YEAR)
LIST_TITLE = f"重層的支援体制整備事業　実施市町村一覧（{LABEL}）"
LISTED = [
    [LIST_TITLE],
    [f"{words.day_short(clock.today())}現在"],
    [],
    ["団体コード", "市町村名", "実施状況", "開始年度"],
    ["014524", "鷹栖町", "実施中", ""],
    ["015814", "厚真町", "実施中", ""],
]


@dataclass
class Officer:
    """Whoever presses and fills in, counted by job."""

    page: Page
    address: str
    counts: dict[str, int] = field(default_factory=dict)
    job: str = ""

    def begin(self, job: str) -> None:
        self.job = job
        self.counts[job] = 0

    def press(self, what: Locator) -> None:
        self.counts[self.job] += 1
        what.click(timeout=PATIENCE)

    def fill(self, what: Locator, text: str) -> None:
        self.counts[self.job] += 1
        what.fill(text)
        what.blur()

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True))

    def done(self, words_of_act: str) -> None:
        """Wait for the line at the foot to say that the act is done, and close it."""
        expect(self.page.locator("#act-line")).to_contain_text(
            f"{words_of_act}：できました。", timeout=PATIENCE
        )
        close_line(self.page)


@pytest.fixture
def office(raw_files: Path, tmp_path: Path, page: Page) -> Iterator[Officer]:
    """An office with the official files and nothing else: no data made yet, no returns, no journal."""
    raw, curated = tmp_path / "raw", tmp_path / "curated"
    shutil.copytree(raw_files, raw)
    curated.mkdir()
    with served(curated, tmp_path, raw) as address:
        yield Officer(page, address)
        page.close()


def test_the_year_is_done_without_a_command(
    office: Officer, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    begin_with_nothing(office)
    make_the_form(office)
    register_a_list_and_take_it_back(office, tmp_path)
    packed = send_out(office)
    receive(office, packed, tmp_path)
    correct_and_take_back(office)
    close_and_open_again(office)
    hand_over(office)
    for job, count in office.counts.items():
        record_property(f"presses and fields: {job}", count)
    assert max(office.counts.values()) <= MOST_PRESSES, office.counts


def begin_with_nothing(office: Officer) -> None:
    office.begin("データを作る")
    office.page.goto(f"{office.address}/work")
    office.page.get_by_text("データがまだありません。").wait_for(timeout=PATIENCE)
    office.button("データを作る")
    office.page.get_by_role("link", name=f"{LABEL}の調査票を作る").wait_for(timeout=PATIENCE)


def make_the_form(office: Officer) -> None:
    office.begin("調査をつくる")
    page = office.page
    office.press(page.get_by_role("link", name=f"{LABEL}の調査票を作る"))
    office.button("つくりはじめる")
    page.locator("#survey-sheet .sheet-page").first.wait_for(timeout=PATIENCE)
    office.button("保存")
    expect(page.locator("#survey-saved")).to_contain_text("を保存しました", timeout=PATIENCE)
    visit(page, f"{office.address}/work")
    expect(page.locator("[data-step=make].is-done")).to_contain_text(f"{LABEL}の調査票")
    expect(page.locator("[data-step=send] a.button")).to_have_attribute("href", f"/sending?round={YEAR}")


def register_a_list_and_take_it_back(office: Officer, folder: Path) -> None:
    office.begin("名簿を登録する")
    page = office.page
    visit(page, f"{office.address}/register")
    page.locator("#register-drop").wait_for()
    with page.expect_file_chooser() as chooser:
        office.press(page.get_by_role("button", name="ファイルを選ぶ"))
    chooser.value.set_files(messes.workbook(folder / "名簿.xlsx", LISTED))
    office.button("登録する")
    title = " ".join(LIST_TITLE.split())
    office.done(f"「{title}」の登録")

    office.begin("登録を取り消す")
    row = page.locator("#register-list .ag-center-cols-container .ag-row", has_text=LABEL).first
    number = row.get_attribute("row-index", timeout=PATIENCE)
    office.press(
        page.locator(f"#register-list .ag-pinned-right-cols-container [row-index='{number}'] button")
    )
    office.fill(page.get_by_label("理由"), "別の年度の名簿だった")
    office.fill(page.locator("#source-fields").get_by_label("記入者"), "佐藤")
    office.button("取り消す")
    office.done(f"「{title}」の取り消し")


def send_out(office: Officer) -> dict[str, bytes]:
    office.begin("文書の差出人を入れる")
    page = office.page
    visit(page, f"{office.address}/sending?round={YEAR}")
    office.fill(page.locator("#written-by"), "佐藤")
    for name, text in (
        ("head", "地域福祉課長"),
        ("section", "地域福祉係"),
        ("person", "北海 花子"),
        ("phone", "011-000-0000"),
        ("mail", "chiiki@pref.example.jp"),
    ):
        office.fill(page.locator(f"#office-{name}"), text)
    office.button("保存")
    expect(page.locator("#office-message")).to_contain_text("保存しました")

    office.begin("発出する")
    office.button("調査票を作る")
    page.get_by_text("179市町村の調査票").wait_for(timeout=PATIENCE)
    with page.expect_download() as download:
        office.press(page.get_by_role("link", name="調査票と依頼文（zip）"))
    packed = unpacked(Path(download.value.path()))
    assert len(packed) == 2 * 179
    office.button("全179市町村に送ったと記録する")
    expect(page.locator("#sent-entries")).to_contain_text("179市町村")
    office.button("取り消す")
    expect(page.locator("#sent-message")).to_have_text("取り消しました。")
    office.button("元に戻す")
    expect(page.locator("#sent-message")).to_have_text("元に戻しました。")
    return packed


def receive(office: Officer, packed: dict[str, bytes], folder: Path) -> None:
    office.begin("調査票を受け取る")
    page = office.page
    visit(page, f"{office.address}/returns?round={YEAR}")
    page.locator("#intake-drop").wait_for()
    files = [filled_in(packed, code, folder) for code in ("01202", "01452")]
    with page.expect_file_chooser() as chooser:
        office.press(page.get_by_role("button", name="ファイルを選ぶ"))
    chooser.value.set_files(files)
    page.locator("#intake-status", has_text="点検が終わりました").wait_for(timeout=PATIENCE)
    office.fill(page.get_by_label("受領日", exact=True), words.day_short(clock.today()))
    office.button("受け取ってデータに反映")
    page.locator("#intake-outcome", has_text="データに反映しました").wait_for(timeout=PATIENCE)
    expect(page.locator("#returns-summary")).to_contain_text("179市町村のうち2", timeout=PATIENCE)


def correct_and_take_back(office: Officer) -> None:
    office.begin("電話で聞いた訂正をする")
    page = office.page
    visit(page, f"{office.address}/town?town=01452")
    answer = page.locator(".t-answers tr", has_text="重層的支援体制整備事業の実施状況").locator("td").last
    office.press(answer.get_by_role("button", name="訂正"))
    drawer = page.get_by_role("dialog")
    office.press(drawer.get_by_label("訂正後の値").last)
    office.press(page.get_by_role("option", name="実施中"))
    office.fill(drawer.get_by_label("理由", exact=False).first, "電話で確認")
    office.fill(drawer.get_by_label("連絡者"), "鷹栖町")
    office.press(drawer.get_by_role("button", name="訂正する"))
    expect(answer).to_contain_text("実施中", timeout=PATIENCE)
    close_line(page)

    office.begin("訂正を取り消す")
    office.press(answer.get_by_role("button", name="訂正"))
    office.press(drawer.get_by_text("訂正を取り消す"))
    office.fill(drawer.get_by_label("取り消す理由"), "聞き違い")
    office.press(drawer.get_by_role("button", name="取り消す", exact=True))
    expect(answer).to_contain_text("実施予定なし", timeout=PATIENCE)
    close_line(page)


def close_and_open_again(office: Officer) -> None:
    office.begin("確定する")
    page = office.page
    visit(page, f"{office.address}/closing?round={YEAR}")
    for label in ("作成", "確認", "承認"):
        office.fill(page.get_by_label(f"{label}した人"), f"{label}者")
    page.once("dialog", lambda dialog: dialog.accept())
    office.button("確定する")
    page.get_by_text(f"{LABEL}の調査は「確定」です").wait_for(timeout=PATIENCE)
    with page.expect_download() as download:
        office.press(page.locator("#round-history").get_by_role("link", name="保存（zip）"))
    names = sorted(unpacked(Path(download.value.path())))
    assert [Path(name).suffix for name in names] == [".csv", ".xlsx", ".csv", ".xlsx"]

    visit(page, f"{office.address}/")
    expect(page.locator("#map-title")).to_contain_text(LABEL, timeout=PATIENCE)  # the newest round
    visit(page, f"{office.address}/closing?round={YEAR}")

    office.begin("受付中に戻す")
    office.fill(page.get_by_label("受付中に戻す人"), "佐藤")
    office.fill(page.get_by_label("受付中に戻す理由"), "練習のため")
    office.button("受付中に戻す")
    page.get_by_text(f"{LABEL}の調査は「受付中」です").wait_for(timeout=PATIENCE)
    close_line(page)


def hand_over(office: Officer) -> None:
    office.begin("引き継ぐ")
    page = office.page
    visit(page, f"{office.address}/work")
    office.press(page.get_by_role("link", name="引き継ぎの文書へ"))
    expect(page.locator("#written-by")).to_have_value("佐藤")  # entered on 発出
    office.press(page.locator("#handover-whom"))
    office.press(page.get_by_role("option").first)
    with page.expect_download() as download:
        office.press(page.locator("#handover-links").get_by_role("link").first)
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def close_line(page: Page) -> None:
    """The act has ended, whatever its words; its line goes."""
    line = page.locator("#act-line")
    expect(line).to_contain_text("できました。", timeout=PATIENCE)
    line.get_by_role("button", name="閉じる").click()
    expect(line).to_be_empty()


def filled_in(packed: dict[str, bytes], code: str, folder: Path) -> Path:
    """The 調査票 of a municipality with its status typed in; the hidden sheet says where it goes."""
    [name] = [name for name in packed if f"/{code}_" in name and name.endswith(".xlsx")]
    book = openpyxl.load_workbook(io.BytesIO(packed[name]))
    cells = {row[0]: row[2] for row in book["_kasanari"].iter_rows(values_only=True) if row[1] in (None, "")}
    book.worksheets[0][str(cells["status"])] = "実施予定なし"
    path = folder / Path(name).name
    book.save(path)
    return path


def unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
