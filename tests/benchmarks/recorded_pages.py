"""What a real Chromium asks for on each page: to open it, after a change of its filters, and to write a record."""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.benchmarks.clients import Asked
from tests.benchmarks.watching import Wire
from tests.browser.serving import CHROMIUM, CHROMIUM_FLAGS, OFFICE_PC

# Stand for the address before and after a filter is changed: whoever asks again puts others in their place.
BEFORE, AFTER = "?fy=2023&sub=03", "?fy=2024&sub=05&group=undecided"
SAID = "電話で話したこと"
CALLBACK = "/_dash-update-component"
STATIC = ("/assets/", "/_dash-component-suites/", "/_favicon")
MOVE = "to => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate')); }"


class RecordedPage(NamedTuple):
    """document: the first answer and what the browser asks with it; change: the callbacks of changed filters."""

    path: str
    files: list[Asked]
    document: list[Asked]
    change: list[Asked]


def record(address: str, paths: list[str]) -> tuple[list[RecordedPage], Asked]:
    """Open each page and change its filters; then write one record of a contact."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        pages = [_page(browser, address, path) for path in paths]
        contact = _contact(browser, address)
        browser.close()
    return pages, contact


def _page(browser: Browser, address: str, path: str) -> RecordedPage:
    context = browser.new_context(**OFFICE_PC)
    page = context.new_page()
    wire = Wire(context, page)
    page.goto(address + path + BEFORE)
    _settle(page)
    opening = [one for one in wire.requests if not is_poll(one)]
    page.evaluate(MOVE, path + AFTER)
    _settle(page)
    change = [one for one in wire.requests[len(opening) :] if one.path.startswith(CALLBACK)]
    context.close()
    return RecordedPage(
        path,
        [one for one in opening if one.path.startswith(STATIC)],
        [one for one in opening if not one.path.startswith(STATIC)],
        [one for one in change if not is_poll(one)],
    )


def is_poll(asked: Asked) -> bool:
    """Whether it is the question, every four seconds, whether there are newer data."""
    return '"changedPropIds":["poll.n_intervals"]' in asked.body


def _settle(page: Page) -> None:
    """Until all is drawn; a callback that waits for another's answer comes within a second on a quiet machine."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function("() => !document.querySelector('[data-dash-is-loading=\"true\"]')")
    page.wait_for_timeout(1000)


def _contact(browser: Browser, address: str) -> Asked:
    page = browser.new_context(**OFFICE_PC).new_page()
    page.goto(f"{address}/plan")
    _settle(page)
    page.get_by_label("記入者").first.fill("佐藤")
    page.get_by_text("対応を記録する", exact=True).click()
    page.locator("#log-town").click()
    page.get_by_role("option", name="厚真町").first.click()
    page.locator("#log-contact-means").click()
    page.get_by_role("option", name="電話", exact=True).click()
    page.locator("#log-contact-contacted_on").fill("2023-06-01")
    page.locator("#log-contact-said").fill(SAID)
    with page.expect_request(lambda one: "log-save.n_clicks" in (one.post_data or "")) as request:
        page.get_by_role("button", name="記録する", exact=True).click()
    expect(page.locator("#log-result")).to_contain_text("記録しました")
    return Asked("POST", CALLBACK, request.value.post_data or "")
