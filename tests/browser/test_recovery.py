"""A warehouse that is missing, broken or new, as a user meets it: said in words, and over by itself."""

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.overview_page import IMPLEMENTING, WAIT_PAINTED, painted
from tests.browser.serving import OFFICE_PC, free_port, served


def publish_copy(built: Path, curated: Path, name: str = "") -> str:
    """Publish a copy of a built warehouse in another folder; returns its file name."""
    published = (built / "current").read_text(encoding="utf-8").strip()
    name = name or published
    shutil.copy(built / published, curated / name)
    (curated / "current").write_text(f"{name}\n", encoding="utf-8")
    return name


def test_what_was_received_and_never_built_is_said_on_every_page_and_built_by_one_press(
    page: Page, raw_files: Path, built_curated: Path, tmp_path: Path
) -> None:
    """As after a power cut between the two."""
    raw, curated = Path(shutil.copytree(raw_files, tmp_path / "raw")), tmp_path / "curated"
    curated.mkdir()
    publish_copy(built_curated, curated)
    with served(curated, tmp_path, raw) as address:
        page.goto(f"{address}/guide")
        page.locator("h1").first.wait_for()
        (raw / "SOURCES.csv").touch()
        notice = page.locator("#shell-notice")
        expect(notice).to_contain_text("まだデータに反映していないものがあります")
        page.get_by_role("navigation", name="ページ").get_by_role("link", name="経過").click()
        expect(notice).to_contain_text("まだデータに反映していないものがあります")
        notice.get_by_role("button", name="データに反映する").press("Enter")
        expect(page.locator("#act-line")).to_contain_text("データを作る：できました")
        expect(notice).to_contain_text("新しいデータに切り替わりました")
        page.get_by_role("navigation", name="ページ").get_by_role("link", name="地図").click()
        expect(page.locator("#act-line")).to_be_empty()  # it would lie over the map
        expect(page.locator("#act-last")).to_contain_text("データを作る：できました")
        page.close()  # before its server stops


def test_a_missing_a_broken_and_a_new_warehouse_are_said_in_words_and_over_by_themselves(
    page: Page, built_curated: Path, tmp_path: Path, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    """One page that nobody touches, all along."""
    curated = tmp_path / "curated"
    curated.mkdir()
    with served(curated, tmp_path) as address:
        page.goto(address)
        message = page.get_by_role("alert")
        expect(message).to_contain_text("データがまだありません。どちらかを選んでください。")
        page.get_by_role("link", name="控えから戻す").click()  # a new PC needs no data before that
        expect(page.get_by_role("button", name="ファイルを選ぶ")).to_be_visible()
        assert_no_axe_violations(page)
        page.get_by_role("navigation", name="ページ").get_by_role("link", name="概況").click()
        published = publish_copy(built_curated, curated)
        page.locator("#map-title", has_text="令和5年度: 10市町村が実施").wait_for()
        break_and_mend(page, curated, published)
        follow_a_new_one(page, built_curated, curated)
        write_while_newer_data_come(page, built_curated, curated, assert_no_axe_violations)
        page.close()  # before its server stops


def break_and_mend(page: Page, curated: Path, published: str) -> None:
    """The warehouse of before stays."""
    (curated / "wh_20990101T000000-broken00.duckdb").write_bytes(b"not a database")
    (curated / "current").write_text("wh_20990101T000000-broken00.duckdb\n", encoding="utf-8")
    notice = page.locator("#shell-notice")
    expect(notice).to_contain_text("新しいデータを開けないため、前のデータを表示しています")
    expect(page.locator("#map-title")).to_have_text("令和5年度: 10市町村が実施")
    (curated / "current").write_text(f"{published}\n", encoding="utf-8")
    expect(notice).to_be_empty()


def follow_a_new_one(page: Page, built: Path, curated: Path) -> None:
    publish_copy(built, curated, "wh_20300401T010203-feedbeef.duckdb")
    expect(page.locator("#version-line")).to_contain_text("令和12年4月1日10:02")
    expect(page.locator("#shell-notice")).to_contain_text("新しいデータに切り替わりました")
    page.wait_for_function(WAIT_PAINTED)
    assert painted(page)[IMPLEMENTING] == 10
    page.locator("#shell-notice").get_by_role("button", name="閉じる").click()
    expect(page.locator("#shell-notice")).to_be_empty()


def write_while_newer_data_come(
    page: Page, built: Path, curated: Path, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    """A window with something entered stays until its user shows the newer data; an empty one does not hold them up."""
    page.get_by_role("link", name="今年の仕事", exact=True).click()
    page.get_by_role("navigation", name="今年の仕事のページ").get_by_role("link", name="登録").click()
    newer = page.locator("#newer-data")
    button = page.locator("#register-list .ag-pinned-right-cols-container [row-index='0'] button")
    button.click()
    reason = page.get_by_label("理由")
    reason.fill("別の年度の名簿だった")
    publish_copy(built, curated, "wh_20310401T010203-feedbeef.duckdb")
    expect(newer).to_be_visible()
    expect(newer).to_contain_text("入力の途中なので、表示は前のままです")
    expect(reason).to_have_value("別の年度の名簿だった")
    expect(page.locator("#version-line")).to_contain_text("令和12年4月1日")
    assert_no_axe_violations(page)
    reason.fill("")
    publish_copy(built, curated, "wh_20320401T010203-feedbeef.duckdb")
    expect(page.locator("#version-line")).to_contain_text("令和14年4月1日10:02")
    expect(newer).to_be_hidden()

    button.click()
    reason.fill("2枚目が前の年度のもの")
    publish_copy(built, curated, "wh_20330401T010203-feedbeef.duckdb")
    newer.get_by_role("button", name="表示を新しくする").press("Enter")
    expect(page.locator("#version-line")).to_contain_text("令和15年4月1日10:02")
    expect(newer).to_be_hidden()
    expect(reason).to_be_hidden()


def test_a_program_that_stops_is_said_and_the_page_goes_on_once_it_runs_again(
    browser: Browser, built_curated: Path, tmp_path: Path
) -> None:
    """In a browser that nobody listens to: each question to a stopped program is an error in its console."""
    page, port = browser.new_context(**OFFICE_PC).new_page(), free_port()
    line, pages = page.locator("#no-answer"), page.get_by_role("navigation", name="ページ")
    with served(built_curated, tmp_path, port=port) as address:
        page.goto(f"{address}/barriers")
        page.locator("h1", has_text="課題").wait_for()
        expect(line).to_be_hidden()
    expect(line).to_contain_text("もう一度起動してください")
    pages.get_by_role("link", name="経過").click()
    expect(page).to_have_url(f"{address}/progress")
    expect(page.locator(".header")).to_have_css("cursor", "auto")  # nothing seems to be on its way
    expect(page.locator("h1")).to_contain_text("課題")
    with served(built_curated, tmp_path, port=port):
        expect(line).to_be_hidden()
        expect(page.locator("h1", has_text="経過")).to_be_visible()
        page.context.close()  # before its server stops
