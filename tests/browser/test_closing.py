"""確定・公表 as a user meets it: a round becomes 速報, then 確定, is saved as it was, and takes in again with a reason."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.serving import served


@pytest.fixture(scope="module")
def office(
    demo_raw: Path, demo_curated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    place = tmp_path_factory.mktemp("closing")
    raw = Path(shutil.copytree(demo_raw, place / "raw"))
    curated = Path(shutil.copytree(demo_curated, place / "curated"))
    with served(curated, place, raw) as address:
        yield address, raw


def test_a_round_is_closed_with_three_names_and_opened_again_with_a_reason(
    page: Page, office: tuple[str, Path], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    address, raw = office
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", agree)
    page.goto(f"{address}/closing?round=2023")
    page.get_by_text("令和5年度の調査は「受付中」です").wait_for()
    page.get_by_role("link", name="見る").first.wait_for()
    assert_no_axe_violations(page)
    message = page.locator("#round-message")

    page.get_by_role("button", name="速報にする").click()
    expect(message).to_have_text("作成した人の名前を入れてください。")
    page.get_by_label("作成した人").fill("北海 花子")
    expect(message).to_be_empty()  # what was refused is no longer so
    page.get_by_role("button", name="速報にする").click()
    page.get_by_text("令和5年度の調査は「速報」です").wait_for()
    expect(page.locator("#round-errata")).to_contain_text("変わったところはありません")

    page.get_by_role("button", name="確定する").click()
    expect(message).to_contain_text("確認した人・承認した人の名前を入れてください")
    for label in ("作成", "確認", "承認"):
        page.get_by_label(f"{label}した人").fill(f"{label}者")
    page.get_by_label("日付").fill("13/45")
    page.get_by_role("button", name="確定する").click()
    expect(message).to_contain_text("「日付」の「13/45」は日付として読めません")
    page.get_by_label("日付").fill("2023-12-01")
    page.get_by_role("button", name="確定する").click()
    expect(message).to_contain_text("最後に受け取った調査票の受領日")
    page.get_by_label("日付").fill("2024-03-29")
    page.get_by_role("button", name="確定する").click()
    line = page.locator("#act-line")
    expect(line).to_contain_text("できませんでした")
    expect(line).to_contain_text("より前です")
    line.get_by_role("button", name="閉じる").click()
    expect(line).to_be_empty()
    page.reload()
    for label in ("作成", "確認", "承認"):
        page.get_by_label(f"{label}した人").fill(f"{label}者")
    page.get_by_role("button", name="確定する").click()
    page.get_by_text("令和5年度の調査は「確定」です").wait_for()
    assert asked
    assert "令和5年度の調査を確定します。残っているもの: 未着の市町村" in asked[-1]
    expect(page.locator("#round-history")).to_contain_text("確定（第2版）")
    assert_no_axe_violations(page)
    published_is_what_was_kept(page, raw)

    page.get_by_role("button", name="受付中に戻す").click()
    expect(message).to_have_text("受付中に戻す理由を書いてください。")
    page.get_by_label("受付中に戻す理由").fill("回答の誤りが見つかったため")
    page.get_by_role("button", name="受付中に戻す").click()
    expect(message).to_have_text("受付中に戻す人の名前を入れてください。")
    page.get_by_label("受付中に戻す人").fill("佐藤")
    page.get_by_role("button", name="受付中に戻す").click()
    page.get_by_text("令和5年度の調査は「受付中」です").wait_for()
    expect(page.locator("#round-history tbody tr")).to_have_count(3)
    expect(page.locator("#round-history")).to_contain_text("回答の誤りが見つかったため")


def test_a_round_of_which_nothing_came_says_so(page: Page, office: tuple[str, Path]) -> None:
    address, raw = office
    form = raw / "survey" / "R6" / "form.toml"
    form.parent.mkdir()
    text = (raw / "survey" / "R5" / "form.toml").read_text(encoding="utf-8")
    form.write_text(text.replace("fiscal_year = 2023", "fiscal_year = 2024"), encoding="utf-8")
    page.goto(f"{address}/closing?round=2024")
    page.get_by_text("まだ1通も受け取っていません").wait_for()


def published_is_what_was_kept(page: Page, raw: Path) -> None:
    with page.expect_download() as download:
        page.locator("#round-history").get_by_role("link", name="保存（zip）").first.click()
    [folder] = (raw / "survey" / "R5" / "published").glob("*_確定")
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.name: path.read_bytes() for path in folder.iterdir()
        }
        assert any(
            "架空データ" in archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if name.endswith(".csv")
        )
