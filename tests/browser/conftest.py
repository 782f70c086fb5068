"""A real Chromium that can reach nothing but this machine, and a server to show it.

Every test here fails on a request that leaves 127.0.0.1, on an error in the console or in a page.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.serving import CHROMIUM, CHROMIUM_FLAGS, OFFICE_PC, served
from tests.browser.tabs import Tabs, listen

# Fixtures whose value is the address of a server that many tests share; own_server belongs to one file (own_address).
SERVERS = ("server", "demo_server", "own_server")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

# A busy machine is slow, not wrong: what comes late is waited for.
expect.set_options(timeout=60_000)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marked, so that they can be left out. (Those of one file share a browser and a server: tests/conftest.py.)"""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def base_url() -> None:
    """None: tests write addresses out from `server`. (The plugin's own fixture warns under pytest 9.)"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium (or that of KASANARI_CHROMIUM), without its calls home."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """An office PC in Hokkaido."""
    return {**browser_context_args, **OFFICE_PC}


@pytest.fixture(autouse=True)
def complaints() -> Iterator[list[str]]:
    """What the pages of this test did that they must not; the test fails if there is anything."""
    heard: list[str] = []
    yield heard
    assert not heard, "\n".join(heard)


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], complaints: list[str]
) -> Callable[..., BrowserContext]:
    """The plugin's maker of browser contexts (its `context` and `page` come from here too), listened to."""

    def make(**arguments: Any) -> BrowserContext:
        context = new_context(**arguments)
        listen(context, complaints.append)
        return context

    return make


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    """The tabs that stay open from test to test."""
    return Tabs(browser)


@pytest.fixture(scope="module")
def own_server(own_address: str, tabs: Tabs) -> Iterator[str]:
    """The server of one file, whose address is the file's fixture own_address.

    Its tab, which asks it for news, goes before it does.
    """
    yield own_address
    if own_address in tabs.pages:
        tabs.close(own_address)


@pytest.fixture
def page(request: pytest.FixtureRequest, complaints: list[str]) -> Iterator[Page]:
    """A tab: for a test on one of the SERVERS the one that stays open, at an address of no page.

    For a test with a server of its own it is a new tab. Who wants another user or a browser that has seen nothing
    yet takes new_context().
    """
    named = [name for name in SERVERS if name in request.fixturenames]
    if not named:
        yield request.getfixturevalue("context").new_page()
        return
    address = request.getfixturevalue(named[0])
    tabs: Tabs = request.getfixturevalue("tabs")
    yield tabs.at(address, complaints)
    report = getattr(request.node, "rep_call", None)
    if report is None or report.failed:
        tabs.close(address)
    else:
        tabs.clear(address)


@pytest.fixture(scope="session")
def server(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard on a warehouse of the committed raw files; the value is its address, without a slash."""
    with served(built_curated, tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="session")
def demo_server(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard on a warehouse with the fictional returns of the demo; its address, without a slash."""
    with served(demo_curated, tmp_path_factory.mktemp("demo_server")) as address:
        yield address


@pytest.fixture
def assert_no_axe_violations() -> Callable[[Page], None]:
    """A check of a page by axe against WCAG 2.1 A and AA (JIS X 8341-3:2016 AA)."""

    def check(page: Page) -> None:
        options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
        found = Axe().run(page, options=options)
        assert found.violations_count == 0, found.generate_report()

    return check
