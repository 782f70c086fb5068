"""回収・点検 as a user meets it: dropped, checked, received, followed by the rest; bad files hurt nobody."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.warehouse.reader import Warehouse
from etl.survey.form.loading import form_path, load_form
from etl.survey.form.municipalities import MUNICIPALITIES, read_municipalities
from etl.survey.issue import issue_all
from tests import hostile, messes
from tests.browser.grids import cells, wait_for_cells
from tests.browser.serving import served
from tests.browser.tabs import visit

PATIENCE = 120_000
RECEIVE = "受け取ってデータに反映"
DROP = """([names, bytes]) => {
    const data = new DataTransfer();
    names.forEach((name, at) => data.items.add(new File([new Uint8Array(bytes[at])], name)));
    const zone = document.querySelector('#drop-words');
    ['dragenter', 'dragover', 'drop'].forEach(kind => zone.dispatchEvent(
        new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})));
}"""


@dataclass(frozen=True)
class Office:
    """A served application whose raw files and warehouse belong to this file."""

    address: str
    raw: Path
    curated: Path


@pytest.fixture(scope="session")
def issued(raw_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the 調査票 of three municipalities as it was sent, not filled in."""
    out = tmp_path_factory.mktemp("issued")
    towns = [
        town
        for town in read_municipalities(raw_files / MUNICIPALITIES)
        if town.code in ("01202", "01206", "01452")
    ]
    issue_all(load_form(form_path(raw_files, 2023)), towns, {}, out)
    return out


@pytest.fixture(scope="module")
def own_office(
    raw_files: Path, built_curated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    work = tmp_path_factory.mktemp("returns")
    raw, curated = work / "raw", work / "curated"
    shutil.copytree(raw_files, raw)
    shutil.copytree(built_curated, curated)
    with served(curated, work, raw) as address:
        yield Office(address, raw, curated)


@pytest.fixture(scope="module")
def own_address(own_office: Office) -> str:
    return own_office.address


@pytest.fixture
def office(
    own_office: Office, own_server: str, page: Page, raw_files: Path, built_curated: Path
) -> Iterator[Office]:
    """The application of this file; once a test is over it has received nothing again, and the tab knows."""
    yield own_office
    shutil.rmtree(own_office.raw)
    shutil.copytree(raw_files, own_office.raw)
    publish_again(built_curated, own_office.curated)
    version = Warehouse(built_curated).reader().warehouse_id
    page.wait_for_function(
        "version => dash_component_api.getLayout('version').props.data.id === version", arg=version
    )


def publish_again(built: Path, curated: Path) -> None:
    """Publish the built warehouse once more in a folder that has newer ones."""
    name = (built / "current").read_text(encoding="utf-8").strip()
    for file in (name, "current"):
        copy = curated / f"copy_of_{file}"
        shutil.copy(built / file, copy)
        copy.replace(curated / file)  # in one step: the server reads it at any time
    for newer in curated.glob("wh_*.duckdb"):
        if newer.name != name:
            newer.unlink()


def answered(issued: Path, code: str, folder: Path, answers: dict[str, object] | None = None) -> Path:
    """The 調査票 of a town with its answers (by question id) typed in; the hidden sheet says where they go."""
    sent = next(issued.glob(f"{code}_*.xlsx"))
    book = openpyxl.load_workbook(sent)
    cells = {row[0]: row[2] for row in book["_kasanari"].iter_rows(values_only=True) if row[1] in (None, "")}
    for question, answer in (answers or {"status": "実施予定なし", "start_year": "来年度くらい"}).items():
        book.worksheets[0][str(cells[question])] = answer
    book.save(folder / sent.name)
    return folder / sent.name


def open_page(page: Page, office: Office, search: str = "") -> None:
    visit(page, f"{office.address}/returns{search}")
    page.locator("#intake-drop").wait_for()


def choose(page: Page, *files: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="ファイルを選ぶ").click()
    chooser.value.set_files(list(files))
    page.locator("#intake-status", has_text="点検が終わりました").wait_for(timeout=PATIENCE)
    page.locator("#intake-files .ag-row").first.wait_for()


def receive(page: Page) -> None:
    page.get_by_role("button", name=RECEIVE).click()
    wait_for_outcome(page)


def wait_for_outcome(page: Page) -> None:
    """Until the outcome is shown. While it is not, expect() would describe the whole page at each look, at a cost."""
    page.locator("#intake-outcome", has_text="データに反映しました").wait_for(timeout=PATIENCE)


def test_before_the_first_return_the_page_says_how_to_begin(
    office: Office, page: Page, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    open_page(page, office)
    expect(page.locator("#returns-summary")).to_have_text(
        "令和5年度の調査票は、まだ1通も受け取っていません。"
    )
    expect(page.locator("#returns-empty")).to_contain_text("発出の画面で、市町村ごとの調査票を作って送ります")
    assert_no_axe_violations(page)


def test_returns_are_checked_received_and_the_other_pages_follow(
    office: Office, page: Page, issued: Path, tmp_path: Path, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    open_page(page, office)
    before = page.locator("#version-line").text_content()
    choose(page, answered(issued, "01202", tmp_path), answered(issued, "01206", tmp_path))
    assert sorted(cells(page, "intake-files", "town")) == ["函館市", "釧路市"]
    assert set(cells(page, "intake-findings", "severity")) <= {"× エラー", "▲ 警告", "・ 参考"}
    assert any(cell.isalnum() for cell in cells(page, "intake-findings", "cell"))
    assert_no_axe_violations(page)
    receive(page)
    expect(page.locator("#returns-summary")).to_contain_text("179市町村のうち2（1.1％）から届いています")
    expect(page.locator("#version-line")).not_to_have_text(before)
    expect(page.locator("#returns-cards")).to_contain_text("／179市町村")
    page.locator("#returns-towns .ag-row").first.wait_for()
    page.locator("#returns-waiting .ag-row").first.wait_for()
    assert_no_axe_violations(page)
    page.locator("#intake-close").click()
    expect(page.locator("#intake-files")).to_have_count(0)
    for width, height in ((1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_of_a_dropped_zip_a_town_is_left_out_a_bad_file_set_aside_and_letters_and_copies_are_downloaded(
    office: Office, page: Page, issued: Path, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in (
            answered(issued, "01202", tmp_path),
            answered(issued, "01206", tmp_path),
            messes.pdf(tmp_path / "回答.xlsx"),
        ):
            archive.write(path, f"渡島/{path.name}")
    open_page(page, office)
    page.evaluate(DROP, [["返送.zip"], [list(packed.getvalue())]])
    rows = page.locator("#intake-files .ag-row")
    rows.nth(2).wait_for(timeout=PATIENCE)
    assert all(name.startswith("返送.zip／渡島/") for name in cells(page, "intake-files", "shown"))
    rows.filter(has_text="釧路市").get_by_role("checkbox").uncheck()
    rows.filter(has_text="回答.xlsx").get_by_role("checkbox").check()
    receive(page)
    outcomes = ["● 受け取りました", "選ばれませんでした", "× 保留しました"]
    wait_for_cells(page, "intake-files", "outcome", outcomes)
    expect(page.locator("#intake-outcome")).to_contain_text("受け取り 1、保留 1")
    expect(page.locator("#returns-summary")).to_contain_text("179市町村のうち1（")
    download_letters_and_copies(page)


def download_letters_and_copies(page: Page) -> None:
    """Of 函館市, the only one that has answered."""
    with page.expect_download() as reminders:
        page.get_by_role("link", name="提出のお願い（再）をまとめて保存").click()
    with zipfile.ZipFile(reminders.value.path()) as archive:
        assert sum(name.endswith(".docx") for name in archive.namelist()) == 178
    with page.expect_download() as reminder:
        page.locator('#returns-waiting [col-id="letter"] a').first.click()
    assert reminder.value.suggested_filename.endswith(".docx")
    for kind, ending in (("query/01202.docx", ".docx"), ("copy/01202", ".xlsx")):
        with page.expect_download() as one:
            page.evaluate(
                "address => Object.assign(document.createElement('a'), {href: address, download: ''}).click()",
                f"/returns/2023/{kind}",
            )
        assert one.value.suggested_filename.endswith(ending)
        assert zipfile.is_zipfile(one.value.path())
    page.get_by_role("button", name="赤ペン入りの写しをまとめて作る").click()
    with page.expect_download() as copies:
        page.get_by_role("link", name="写しの zip を保存").click(timeout=PATIENCE)
    with zipfile.ZipFile(copies.value.path()) as archive:
        assert [name.endswith(".xlsx") for name in archive.namelist()] == [True]


def test_hostile_files_are_turned_away_each_with_its_reason_and_the_server_lives(
    office: Office, page: Page, tmp_path: Path
) -> None:
    makers: dict[str, Callable[[Path], Path]] = {
        "bomb.xlsx": hostile.zip_bomb,
        "entities.xlsx": hostile.entity_bomb,
        "far.xlsx": hostile.far_cell_workbook,
        "回答.xlsx": messes.pdf,
    }
    open_page(page, office)
    choose(page, *[make(tmp_path / name) for name, make in makers.items()])
    assert sorted(cells(page, "intake-files", "shown")) == sorted(makers)
    assert cells(page, "intake-files", "state") == ["× 受け付けられません"] * len(makers)
    reasons = cells(page, "intake-files", "reason")
    assert all("。" in reason for reason in reasons)
    assert len(set(reasons)) == len(makers)
    for box in page.locator("#intake-files .ag-row").get_by_role("checkbox").all():
        expect(box).not_to_be_checked()
    page.goto(office.address)
    expect(page.get_by_role("heading", level=1)).to_have_text("概況")


def test_a_received_file_is_set_aside_by_hand_and_a_later_form_with_one_answer_laid_over_the_earlier_one(
    office: Office, page: Page, issued: Path, tmp_path: Path, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    open_page(page, office, "?round=2023")
    choose(page, answered(issued, "01452", tmp_path), answered(issued, "01206", tmp_path))
    receive(page)
    expect(page.locator("#returns-summary")).to_contain_text("179市町村のうち2（")
    set_aside_by_hand(page, office, assert_no_axe_violations)
    lay_a_later_form_over(page, office, issued, tmp_path, assert_no_axe_violations)
    page.goto(f"{office.address}/returns?round=2023&sub=03")
    expect(page.locator(".returns-bars h2")).to_contain_text("後志は20市町村のどこからもまだ届いていません")
    bar = page.locator("#return-rate .chart-bar").last.bounding_box()
    assert bar is not None
    assert 10 < bar["height"] < 40  # one bar is as thick as one of fourteen


def set_aside_by_hand(page: Page, office: Office, assert_no_axe_violations: Callable[[Page], None]) -> None:
    """The form of 鷹栖町."""
    row = page.locator("#returns-files .ag-row", has_text="鷹栖町")
    expect(row.locator('[col-id="state_ja"]')).to_have_text("● 使っています", timeout=PATIENCE)
    page.get_by_role("button", name="保留する").click()
    expect(page.locator("#decide-line")).to_have_text("ファイルを1つ選んでください。")
    row.locator('[col-id="town"]').click()
    page.get_by_role("button", name="保留する").click()
    expect(page.locator("#decide-line")).to_have_text("保留する理由を書いてください。")
    assert_no_axe_violations(page)
    page.get_by_label("記入者").fill("佐藤")
    page.get_by_label("理由", exact=True).fill("取り下げの連絡があった")
    page.get_by_role("button", name="保留する").click()
    page.locator("#intake-outcome", has_text="を保留することにしました").wait_for(timeout=PATIENCE)
    expect(page.locator("#returns-summary")).to_contain_text("179市町村のうち1（0.6％）", timeout=PATIENCE)
    register = (office.raw / "survey" / "R5" / "returns" / "REGISTER.csv").read_text(encoding="utf-8")
    assert "quarantined,取り下げの連絡があった" in register
    expect(row.locator('[col-id="state_ja"]')).to_have_text("× 保留しています")
    acts = row.locator('[col-id="acts"]')
    expect(acts).to_contain_text("佐藤: 「")
    expect(acts).to_contain_text("を保留することにしました（理由: 取り下げの連絡があった）")
    assert_no_axe_violations(page)


def lay_a_later_form_over(
    page: Page,
    office: Office,
    issued: Path,
    folder: Path,
    assert_no_axe_violations: Callable[[Page], None],
) -> None:
    """The form of 釧路市, after the question how it is to be used."""
    (folder / "訂正").mkdir()
    choose(page, answered(issued, "01206", folder / "訂正", {"staff_full_time": 9}))
    receive(page)
    expect(page.locator("#intake-outcome")).to_contain_text("どう使うかを決めるもの 1")
    question = page.locator("#returns-body .banner", has_text="どう使うかを決めてください")
    expect(question).to_contain_text("問8「包括的な支援体制の整備を担当する職員（専任）」")
    expect(question.get_by_role("button")).to_have_text(["訂正として重ねる", "全部を置き換える"])
    assert_no_axe_violations(page)
    question.get_by_role("button", name="訂正として重ねる").click()
    page.locator("#intake-outcome", has_text="訂正として重ねることにしました").wait_for(timeout=PATIENCE)
    expect(question).to_have_count(0)
    used = (
        Warehouse(office.curated)
        .reader()
        .frame(
            "select question_id, value from core_answer inner join core_return using (return_id) "
            "where is_current and core_return.fiscal_year = 2023 and question_id in ('status', 'staff_full_time')"
        )
    )
    assert dict(zip(used["question_id"], used["value"], strict=True))["staff_full_time"] == "9"
    assert "status" in set(used["question_id"])


def test_two_people_who_receive_at_once_are_both_served(
    office: Office, page: Page, new_context: Callable[..., BrowserContext], issued: Path, tmp_path: Path
) -> None:
    pages = [page, new_context().new_page()]
    for tab, code in zip(pages, ("01202", "01206"), strict=True):
        open_page(tab, office)
        choose(tab, answered(issued, code, tmp_path))
    for tab in pages:
        tab.get_by_role("button", name=RECEIVE).click()
    expect(pages[1].locator("#intake-status")).to_contain_text("ほかの受け取りが終わるのを待っています")
    for tab in pages:
        wait_for_outcome(tab)
        expect(tab.locator("#returns-summary")).to_contain_text("179市町村のうち2（")


def test_a_reload_does_not_lose_what_was_dropped(
    office: Office, page: Page, issued: Path, tmp_path: Path
) -> None:
    open_page(page, office)
    choose(page, answered(issued, "01202", tmp_path))
    page.reload()
    page.locator("#intake-files .ag-row").first.wait_for()
    assert cells(page, "intake-files", "town") == ["函館市"]


def test_the_year_is_in_the_address_and_an_odd_one_is_said(office: Office, page: Page) -> None:
    open_page(page, office, "?round=2022")
    expect(page.locator("#returns-summary")).to_contain_text("令和4年度")
    page.locator("#returns-fy label", has_text="令和5年度").click()
    expect(page.locator("#returns-summary")).to_contain_text("令和5年度")
    assert page.url.endswith("?round=2023")
    visit(page, f"{office.address}/returns?round=1999")
    expect(page.locator(".banner-warning:visible")).to_contain_text("「1999」年度の調査票はありません。")


def test_returns_are_received_as_of_the_day_that_the_officer_gives_and_held_as_a_whole_day(
    office: Office, page: Page, issued: Path, tmp_path: Path
) -> None:
    open_page(page, office)
    choose(page, *(answered(issued, code, tmp_path) for code in ("01452", "01202")))
    day = page.get_by_label("受領日", exact=True)
    day.fill("きのう")
    page.get_by_role("button", name=RECEIVE).click()
    expect(page.locator("#intake-day-message")).to_contain_text("日付として読めません")
    day.fill("2023-12-13")
    receive(page)
    lines = (office.raw / "survey/R5/returns/REGISTER.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [",2023-12-13," in line for line in lines] == [True, True]
    page.locator("#returns-files .ag-row").first.click()
    whole_day = page.get_by_label("選んだファイルと同じ受領日のファイルすべて")
    whole_day.check()
    page.get_by_label("正しい受領日").fill("R5.12.10")
    page.get_by_role("button", name="受領日を直す").click()
    expect(page.locator("#act-line")).to_contain_text(
        "すべての受領日を令和5年12月10日に直す：できました", timeout=PATIENCE
    )
    expect(page.locator("#returns-files .ag-row", has_text="令和5年12月10日")).to_have_count(2)
    page.locator("#returns-files .ag-row").first.click()
    whole_day.check()
    page.get_by_label("理由", exact=True).fill("別の年度のものだった")
    page.get_by_role("button", name="保留する").click()
    expect(page.locator("#returns-files .ag-row", has_text="× 保留しています")).to_have_count(
        2, timeout=PATIENCE
    )


def test_an_empty_file_is_said_and_nothing_is_asked_of_it(office: Office, page: Page, tmp_path: Path) -> None:
    open_page(page, office)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="ファイルを選ぶ").press("Enter")
    chooser.value.set_files([messes.empty_file(tmp_path / "空.xlsx")])
    expect(page.locator(".turned-away")).to_contain_text("空.xlsx: 中身が空のファイルです。")
    expect(page.get_by_role("button", name=RECEIVE)).to_have_count(0)
