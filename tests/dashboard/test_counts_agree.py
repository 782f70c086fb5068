"""What two pages of the year's work count is one number: 今年の仕事, 回収・点検 and 確定・公表, whatever data there are."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dashboard.app import create_app
from dashboard.views.open_points import HELD, TO_CHECK, WAITING, to_do
from dashboard.warehouse.reader import Warehouse
from tests.dashboard import walking
from tests.dashboard.conftest import publish_copy
from tests.dashboard.returns_warehouse import publish_round

N = r"([\d,]+)"
PAGES = ("/work", "/returns", "/closing")
# What is counted → how each page words it.
WORDED = {
    "whole": (rf"{N}市町村のうち[\d,]+(?:から|（)", rf"回収 [\d,]+ ／{N}市町村"),
    "received": (rf"[\d,]+市町村のうち{N}(?:から|（)", rf"回収 {N} ／[\d,]+市町村"),
    "waiting": (
        *(rf"未着の市町村:? {N}", rf"未着は{N}", rf"未着 {N}(?:市町村| ／)"),
        WAITING.to_do.format(n=N),
    ),
    HELD.key: (rf"{HELD.label} {N}", re.escape(HELD.to_do).replace(r"\{n\}", N)),
    **{
        point.key: (rf"{point.label} {N}", re.escape(point.to_do).replace(r"\{n\}", N))
        for point in TO_CHECK
        if point is not HELD
    },
    "lost": (rf"データに入っていない資料 {N}件",),
}
ON_TWO_PAGES = {"received", "waiting", HELD.key, "with_errors"}


def nothing(_request: pytest.FixtureRequest, _curated: Path) -> None:
    pass


def facts_alone(request: pytest.FixtureRequest, curated: Path) -> None:
    publish_copy(request.getfixturevalue("built_curated"), curated)


def a_few(request: pytest.FixtureRequest, curated: Path) -> None:
    publish_round(request.getfixturevalue("built_curated"), curated)


def half_decided(request: pytest.FixtureRequest, curated: Path) -> None:
    """Of which three files wait for a decision."""
    a_few(request, curated)
    [warehouse] = curated.glob("*.duckdb")
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "update core_return set state = 'held' where file in (select file from core_return where fiscal_year = 2023 order by file limit 3)"
        )


def all_of_them(request: pytest.FixtureRequest, curated: Path) -> None:
    publish_copy(request.getfixturevalue("demo_curated"), curated)


@pytest.mark.parametrize("state", [nothing, facts_alone, a_few, half_decided, all_of_them])
def test_what_two_pages_count_is_one_number(
    state: Callable[[pytest.FixtureRequest, Path], None],
    request: pytest.FixtureRequest,
    raw_files: Path,
    tmp_path: Path,
) -> None:
    (tmp_path / "curated").mkdir()
    state(request, tmp_path / "curated")
    raw = Path(shutil.copytree(raw_files, tmp_path / "raw"))
    browser = walking.Browser(create_app(Warehouse(tmp_path / "curated"), tmp_path / "journal.sqlite", raw))
    texts = {page: " ".join(walking.seen_texts(browser.page(page, "?round=2023"))) for page in PAGES}
    counted: dict[str, dict[str, set[int]]] = {
        name: {
            page: {int(number.replace(",", "")) for way in ways for number in re.findall(way, text) if number}
            for page, text in texts.items()
        }
        for name, ways in WORDED.items()
    }
    assert {name: pages for name, pages in counted.items() if len(set().union(*pages.values())) > 1} == {}
    if state not in (nothing, facts_alone):
        on_two = {name for name, pages in counted.items() if sum(map(bool, pages.values())) > 1}
        assert on_two >= ON_TWO_PAGES


def test_each_point_is_worded_so_that_its_number_is_found() -> None:
    for point in (WAITING, *TO_CHECK):
        said = to_do(point, {point.key: 7})
        assert any(re.findall(way, said) == ["7"] for way in WORDED[point.key])
