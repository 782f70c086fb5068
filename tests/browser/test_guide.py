"""The guide as an officer reads it: its pictures show the pages as they are, and its first steps can be done."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.views import guide
from tests.browser.tabs import IS_LOADED, settle, visit
from tools.guide_pictures import VIEWS, demo_office, r8_office, recorded_words, show, words_shown

RENEW = "run `python -m tools.guide_pictures`, look at docs/pictures/ and commit it"
NAMED = re.compile(r"「([^」]+)」")
TOWN_NAME, SOURCE, SENDER = "市町村名を押す", "セル番地を押", "文書の差出人"
# what a list of choices holds once it is open: role and name of one choice
CHOICES: dict[str, tuple[Literal["option", "checkbox"], str]] = {
    "年度": ("option", "令和5年度"),
    "振興局": ("checkbox", "空知"),
}
UNNAMED = re.compile(f"{TOWN_NAME}|{SOURCE}|{SENDER}")


@pytest.fixture(scope="module")
def own_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with demo_office(tmp_path_factory.mktemp("guide")) as address:
        yield address


@pytest.fixture(scope="module")
def offices(own_address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of the server of each office of the pictures."""
    with r8_office(tmp_path_factory.mktemp("r8")) as address:
        yield {"demo": own_address, "r8": address}


def test_every_picture_shows_its_page_as_it_is(page: Page, own_server: str, offices: dict[str, str]) -> None:
    recorded = recorded_words()
    stale = []
    for view in VIEWS:
        show(page, offices[view.office], view)
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


def test_the_first_ten_steps_can_be_done_as_they_are_written(page: Page, own_server: str) -> None:
    visit(page, f"{own_server}/guide")
    steps = page.locator(f"[id='guide-{guide.FIRST}'] ol > li")
    expect(steps).to_have_count(10)
    for number, step in enumerate(steps.all_inner_texts(), start=1):
        for word in things_to_do(step):
            undone = f"step {number} of the guide cannot be done as written, at {word}: {step}"
            expect(to_press(page, word), undone).to_be_visible()
            do(page, word)
            settle(page)
    expect(page.locator("#basket-list li")).to_have_count(1)


def things_to_do(step: str) -> list[str]:
    """What a step names between brackets, and the three things that it says in other words, in their order."""
    return [hit.group(1) or hit.group() for hit in re.finditer(f"{NAMED.pattern}|{UNNAMED.pattern}", step)]


def to_press(page: Page, word: str) -> Locator:
    """What the screen shows under a name (a scope may follow in brackets): a link, a button, a field or a fold."""
    if word == TOWN_NAME:
        return page.locator('#towns-grid .ag-row [col-id="name"]').first
    if word == SOURCE:
        return page.locator("summary[title^=書かれているファイル]").locator("visible=true").first
    if word == SENDER:
        return page.locator("#office-head")
    name = re.compile(rf"^{re.escape(word)}(（.*）)?\s*▾?$")
    named = page.locator("summary", has_text=name)
    for found in (
        page.get_by_role("link", name=name),
        page.get_by_role("button", name=name),
        page.get_by_label(name),
    ):
        named = named.or_(found)
    return named.locator("visible=true").first


def do(page: Page, word: str) -> None:
    """Press it; enter what is asked for, wait for what is made, and close a list that was only looked at."""
    thing = to_press(page, word)
    address = urlsplit(thing.get_attribute("href") or "").path
    if word == SENDER:
        for field in page.locator("input[id^=office-][required]").all():
            if not field.input_value():
                field.fill("fukushi@pref.example.jp")
    elif word == "記入者":
        thing.fill("佐藤")
    elif address.endswith(".zip") or word == "資料を作る":
        with page.expect_download() as download:
            thing.click()
        assert Path(download.value.path()).read_bytes().startswith(b"PK")
    else:
        thing.click()
        if address:
            page.wait_for_url(lambda there: urlsplit(there).path == address)
            page.wait_for_function(f"{IS_LOADED} && window.store")
        if word in CHOICES:
            choice = page.get_by_role(CHOICES[word][0], name=CHOICES[word][1])
            expect(choice).to_be_visible()
            page.keyboard.press("Escape")
            expect(choice).to_be_hidden()
