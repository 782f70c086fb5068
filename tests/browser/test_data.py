"""データ as a user meets it: every section, a file taken away and opened, filters, keyboard, no barrier."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from tests.browser.tabs import visit

SECTIONS = {
    "what": ".coverage",
    "download": ".downloads",
    "sources": "#data-sources .ag-row",
    "load": "#data-load .ag-row",
    "findings": "#data-findings .ag-row",
    "totals": ".reconciliation",
    "corrections": "text=正誤の記録はまだありません",
    "dictionary": "#data-dictionary .ag-row",
    "backup": "#backup-make",
}


def test_every_section_has_an_address_and_no_barrier(
    page: Page, demo_server: str, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    visit(page, f"{demo_server}/data")
    for name, shown in SECTIONS.items():
        page.locator(f'.section-nav a[href*="sec={name}"]').click()
        page.locator(shown).first.wait_for()
        assert f"sec={name}" in page.url
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        if name in ("download", "findings", "totals"):
            assert_no_axe_violations(page)


def test_coverage_says_which_years_are_only_known_so_far(page: Page, server: str) -> None:
    visit(page, f"{server}/data?sec=what")
    page.locator(".coverage tbody tr").first.wait_for()
    rows = [row.split("\t") for row in page.locator(".coverage tbody tr").all_inner_texts()]
    assert [row[1][2:] for row in rows] == ["実施市町村は全て"] * 3 + ["わかっている範囲"] * 2
    assert [row[2] for row in rows] == ["4", "7", "10", "(11)", "(13)"]


def test_published_totals_stand_beside_our_counts_with_the_reason(page: Page, server: str) -> None:
    visit(page, f"{server}/data?sec=totals")
    page.locator(".reconciliation tbody tr").first.wait_for()
    rows = [row.split("\t") for row in page.locator(".reconciliation tbody tr").all_inner_texts()]
    hidden = [row for row in rows if "非公表" in row[6]]
    assert sorted(int(row[3].removesuffix("訂正")) for row in hidden) == [9, 77, 83]
    assert all("名前が公表されていないため" in row[7] for row in hidden)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_is_taken_away_as_filtered_and_opened(
    page: Page, demo_server: str, tmp_path: Path, kind: str
) -> None:
    visit(page, f"{demo_server}/data?sec=download&fy=2023&sub=03")
    expect(page.locator(".data-scope")).to_contain_text("上の条件に合う20市町村")
    with page.expect_download() as waiting:
        page.locator(f'a[href*="mart_status_by_year.{kind}"]').click()
    name = waiting.value.suggested_filename
    assert "_絞り込み" in name
    assert "_架空データ." in name
    path = tmp_path / f"table.{kind}"
    waiting.value.save_as(path)
    if kind == "csv":
        frame = pd.read_csv(path, dtype=str, encoding="utf-8-sig")
    else:
        head, *rows = list(openpyxl.load_workbook(path)["データ"].values)
        frame = pd.DataFrame(rows, columns=head)
    assert frame["標準地域コード"].nunique() == 20
    assert len(frame) == 100
    assert set(frame["架空データ"]) == {"架空データ", "実データ"}


def test_all_rows_are_one_press_away_and_findings_follow_the_filter(page: Page, demo_server: str) -> None:
    visit(page, f"{demo_server}/data?sec=download&fy=2023&sub=03")
    page.get_by_role("link", name="条件に関係なく、すべての行にする").click()
    expect(page.locator(".data-scope")).to_contain_text("すべての市町村の行です")
    assert page.locator('a[href*="mart_plan.csv"]').get_attribute("href") == (
        "/data/download/mart_plan.csv?fy=2023&sub=03&rows=all"
    )
    visit(page, f"{demo_server}/data?sec=findings&fy=2023&sub=03")
    expect(page.locator(".data-section")).to_contain_text("ほかに、条件に合わない市町村や")
