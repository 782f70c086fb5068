"""The guards of this folder's conftest do fail: a page that misbehaves is heard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page


def take(complaints: list[str]) -> str:
    """What was heard so far, taken away so that the guard does not fail this test."""
    heard = "\n".join(complaints)
    complaints.clear()
    return heard


@pytest.mark.parametrize("address", ["http://example.com/x.png", "http://10.0.0.1/x.png"])
def test_a_request_to_another_machine_is_heard_and_goes_nowhere(
    page: Page, complaints: list[str], address: str
) -> None:
    with page.expect_event("requestfailed") as failed:
        page.set_content(f"<img src='{address}'>")
    assert "net::ERR_NAME_NOT_RESOLVED" in str(failed.value.failure)
    assert f"request left the machine: {address}" in take(complaints)


def test_an_error_in_the_console_is_heard(page: Page, complaints: list[str]) -> None:
    page.evaluate("console.error('oh no')")
    assert "console error: oh no" in take(complaints)


def test_an_error_that_a_page_throws_is_heard(page: Page, complaints: list[str]) -> None:
    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('broken') }, 0)")
    assert "page error: broken" in take(complaints)


def test_a_picture_inside_the_page_is_no_complaint(page: Page, complaints: list[str]) -> None:
    page.set_content("<img alt='' src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='>")
    assert take(complaints) == ""


def test_axe_is_at_hand_without_a_network_and_finds_a_picture_without_words(
    page: Page, assert_no_axe_violations: Callable[[Page], None]
) -> None:
    page.set_content("<html lang='ja'><title>題</title><main><h1>題</h1><img src='data:,'></main></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_no_axe_violations(page)
    page.set_content("<html lang='ja'><title>題</title><main><h1>題</h1></main></html>")
    assert_no_axe_violations(page)
