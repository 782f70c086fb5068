"""The browser leaves out the same municipalities as Python: one rule (queries/filters.py), held on all filters."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from dashboard.queries import filters, overview
from dashboard.views import map_store, view
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.web.application import ERAS

ASSETS = Path(map_store.__file__).parents[1] / "assets"
# A batch is one call of the browser.
BATCH = 60
INSIDE = """([data, searches]) => searches.map((search) => {
    kasanariMapParts.goTo(search);
    const inside = kasanariMapParts.view(data, null, "").inside;
    return data.towns.code.filter((_code, place) => inside[place]);
})"""


@pytest.fixture(scope="module")
def reader(demo_curated: Path) -> Reader:
    return Warehouse(demo_curated).reader()


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Page:
    """A page that holds nothing but the script that narrows."""
    page = browser.new_page()
    page.set_content(f'<html lang="ja"><head><meta name="eras" content="{escape(ERAS)}"></head></html>')
    for name in ("eras.js", "map_view.js"):
        page.add_script_tag(path=ASSETS / name)
    return page


def some(codes: Sequence[str]) -> st.SearchStrategy[list[str]]:
    """None of the codes, some in any order, all of them, some twice, and what is no code."""
    return st.lists(st.sampled_from([*codes, "odd", ""]), max_size=len(codes) + 2) | st.just(list(codes))


def searches(reader: Reader) -> st.SearchStrategy[str]:
    known = {
        "sub": filters.subprefectures(reader)["code"].astype(str).tolist(),
        "size": filters.size_classes(reader)["code"].astype(str).tolist(),
        "kind": list(view.KINDS),
        "group": overview.groups(reader)["code"].astype(str).tolist(),
    }
    years = [*overview.years(reader)["fiscal_year"].astype(str), "", "1999"]

    def written(year: str, *lists: list[str]) -> str:
        parts = [f"fy={year}"] if year else []
        parts += [
            f"{name}={quote(','.join(codes), safe=',')}"
            for name, codes in zip(known, lists, strict=True)
            if codes
        ]
        return "?" + "&".join(parts)

    return st.builds(written, st.sampled_from(years), *(some(codes) for codes in known.values()))


def test_the_browser_narrows_as_python_does(blank: Page, reader: Reader) -> None:
    data = map_store.status_content(reader, view.parse_address("", reader))

    @settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(searches(reader), min_size=BATCH, max_size=BATCH))
    def holds(asked: list[str]) -> None:
        seen = blank.evaluate(INSIDE, [data, asked])
        for search, codes in zip(asked, seen, strict=True):
            shown = view.parse_address(search, reader)
            towns = filters.towns(reader, shown.fiscal_year)
            assert codes == view.narrow(towns, shown)["municipality_code"].tolist(), search

    holds()


def test_the_browser_counts_years_of_an_era_as_python_does(blank: Page) -> None:
    from dashboard.words import eras

    years = [1900, 1926, 1927, 1988, 1989, 2018, 2019, 2023, 2030]
    assert blank.evaluate("years => years.map(kasanariEras.fiscalYear)", years) == [
        eras.fiscal_year(year) for year in years
    ]


def test_the_browser_writes_days_as_python_does(blank: Page) -> None:
    from datetime import date

    from dashboard.words import words

    days = [
        (1988, 12, 31),
        (1989, 1, 7),
        (1989, 1, 8),
        (2019, 4, 30),
        (2019, 5, 1),
        (2020, 2, 29),
        (2026, 12, 25),
    ]
    written = [date(*day) for day in days]
    assert blank.evaluate("days => days.map(kasanariEras.dayText)", [day.isoformat() for day in written]) == [
        words.day_short(day) for day in written
    ]
    assert blank.evaluate("['', '2026-12', '未定', null].map(kasanariEras.dayText)") == [
        "",
        "2026-12",
        "未定",
        None,
    ]
