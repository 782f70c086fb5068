"""The guide as an officer reads it: its pictures show the pages as they are, each fetched when it is come to."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.tabs import visit
from tools.guide_pictures import VIEWS, demo_office, recorded_words, show, words_shown

RENEW = "run `python -m tools.guide_pictures`, look at docs/pictures/ and commit it"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with demo_office(tmp_path_factory.mktemp("guide")) as address:
        yield address


def test_every_picture_shows_its_page_as_it_is(page: Page, own_server: str) -> None:
    recorded = recorded_words()
    stale = []
    for view in VIEWS:
        show(page, own_server, view)
        shown = words_shown(page)
        if shown != recorded.get(view.name):
            gone = [word for word in recorded.get(view.name, []) if word not in shown]
            new = [word for word in shown if word not in recorded.get(view.name, [])]
            stale.append(f"{view.name}.webp is stale (gone: {gone}; new: {new})")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert not stale, "\n".join([*stale, RENEW])


def test_the_guide_shows_each_picture_when_one_comes_to_it(page: Page, own_server: str) -> None:
    visit(page, f"{own_server}/guide?of=/closing")
    pictures = page.locator(".guide figure img")
    expect(pictures).to_have_count(len(VIEWS))
    assert pictures.evaluate_all("all => all.every((image) => image.loading === 'lazy' && image.alt)")
    last = pictures.last
    assert not last.evaluate("image => image.complete")
    last.scroll_into_view_if_needed()
    page.wait_for_function(
        "image => image.complete && image.naturalWidth === 1366", arg=last.element_handle()
    )
