"""控え as an officer meets it: saved with one press, looked into, put back with one press, and that undone."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard import journal
from tests.browser.serving import served
from tests.browser.tabs import visit

PATIENCE = 180_000
SAID = {"contacted_on": "2023-06-01", "means": "電話", "owner": "佐藤"}
DROP = """([name, bytes]) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], name));
    const zone = document.querySelector('#drop-words');
    ['dragenter', 'dragover', 'drop'].forEach(kind => zone.dispatchEvent(
        new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})));
}"""


@dataclass(frozen=True)
class Office:
    """A served application whose files belong to this file."""

    address: str
    raw: Path
    journal: Path

    def said(self) -> list[str]:
        return sorted(journal.contacts(self.journal)["said"])


@pytest.fixture(scope="module")
def office(
    raw_files: Path, built_curated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    work = tmp_path_factory.mktemp("backup")
    raw, curated = work / "raw", work / "curated"
    shutil.copytree(raw_files, raw)
    shutil.copytree(built_curated, curated)
    with served(curated, work, raw) as address:
        yield Office(address, raw, work / "journal.sqlite")


WORD = "Kasanari 2026!"


def drop(page: Page, path: Path) -> None:
    page.locator("#backup-drop").wait_for()
    page.evaluate(DROP, [path.name, list(path.read_bytes())])


def done(page: Page, words: str) -> None:
    line = page.locator("#act-line")
    expect(line).to_contain_text(f"{words}：できました。", timeout=PATIENCE)
    line.get_by_role("button", name="閉じる").click()


def test_a_backup_is_saved_put_back_and_that_undone(
    office: Office, page: Page, tmp_path: Path, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    journal.write(office.journal, "contact", "01581", {**SAID, "said": "控える前"}, "佐藤")
    visit(page, f"{office.address}/work")
    expect(page.locator("#work-backup")).to_contain_text("控えは、まだ保存していません。")
    page.get_by_role("link", name="データの「控え」").click()
    with page.expect_download(timeout=PATIENCE) as taken:
        page.get_by_role("button", name="控えを保存").click()
    file = tmp_path / taken.value.suggested_filename
    taken.value.save_as(file)
    assert file.name.startswith("かさなり控え_令和")
    with zipfile.ZipFile(file) as archive:
        assert {"raw/SOURCES.csv", "journal/journal.sqlite"} <= set(archive.namelist())
    done(page, "控えの保存")
    expect(page.locator("#backup-last")).to_contain_text("最後に控えを保存したのは")

    seal_and_open(page, tmp_path, assert_no_axe_violations)
    (office.raw / "status/announcements.csv").unlink()
    journal.write(office.journal, "contact", "01581", {**SAID, "said": "控えた後"}, "佐藤")
    broken = tmp_path / "かさなり控え_壊れた.zip"
    broken.write_bytes(file.read_bytes()[:-100])
    drop(page, broken)
    expect(page.locator("#backup-report")).to_contain_text("zip として開けません", timeout=PATIENCE)
    drop(page, file)
    row = page.locator(".backup-counts tr", has_text="対応の記録")
    expect(row).to_contain_text("1 なくなる", timeout=PATIENCE)
    expect(page.locator("#backup-report")).to_contain_text("1が戻り")
    assert_no_axe_violations(page)
    assert office.said() == ["控えた後", "控える前"]
    restore = page.get_by_role("button", name="この控えに戻す")
    page.once("dialog", lambda dialog: dialog.dismiss())
    restore.click()
    expect(page.locator("#backup-report")).to_contain_text("1が戻り")
    page.once("dialog", lambda dialog: dialog.accept())
    restore.click()
    done(page, "控えから戻すこと")
    assert office.said() == ["控える前"]
    assert (office.raw / "status/announcements.csv").is_file()

    kept = page.locator(".backup-kept")
    expect(kept).to_contain_text("（今日）")
    kept.get_by_role("button").click()
    expect(page.locator(".backup-counts tr", has_text="対応の記録")).to_contain_text(
        "1 増える", timeout=PATIENCE
    )
    visit(page, f"{office.address}/work")
    expect(page.locator("#work-backup")).to_contain_text("最後に控えを保存したのは")


def seal_and_open(page: Page, tmp_path: Path, assert_no_axe_violations: Callable[[Page], None]) -> None:
    """A password is asked for twice, and again before the 控え is shown; a wrong one is told."""
    save = page.get_by_role("button", name="控えを保存")
    page.get_by_text("パスワードを付ける").click()
    expect(page.locator(".backup-word")).to_contain_text("忘れると、だれにも開けません")
    page.locator("#backup-word").fill(WORD)
    save.click()
    expect(page.locator("#backup-word-told")).to_contain_text("2つのパスワードが違います")
    page.locator("#backup-word-again").fill(WORD)
    assert_no_axe_violations(page)
    with page.expect_download(timeout=PATIENCE) as taken:
        save.click()
    sealed = tmp_path / taken.value.suggested_filename
    taken.value.save_as(sealed)
    assert sealed.name.startswith("かさなり控え_パスワード付き_")
    done(page, "控えの保存")
    expect(page.locator("#backup-word")).to_have_value("")
    drop(page, sealed)
    for word, told in (("", "パスワードを入れてください"), ("something else", "パスワードが違う")):
        page.locator("#backup-word-open").fill(word, timeout=PATIENCE)
        page.get_by_role("button", name="控えを開く").click()
        expect(page.locator("#backup-report")).to_contain_text(told, timeout=PATIENCE)
    page.locator("#backup-word-open").fill(WORD)
    page.get_by_role("button", name="控えを開く").click()
    expect(page.locator("#backup-report")).to_contain_text("控えたときのままである", timeout=PATIENCE)
