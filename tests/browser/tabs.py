"""Tabs that stay open from test to test: the application is loaded once and then walked by its addresses.

A load costs five seconds of processor, a walk inside the page under one. Between two tests a tab stands at an
address of no page, so that each page is built anew; what a test may leave behind (storage, routes, viewport,
motion, permissions, pointer, other tabs) is cleared away. A tab in which a test failed is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    Route,
    WebError,
)

from tests.browser.serving import HOST, OFFICE_PC

ACTION_MILLISECONDS = 90_000
NO_PAGE = "/between-tests"
WALK = """address => {
    history.pushState({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
}"""
# The page of no address stands, nothing lies open over it, no filter is set, and no answer is awaited.
IS_CLEARED = f"""() => location.pathname === "{NO_PAGE}" && location.search === ""
    && document.querySelector("#page h1")?.textContent === "ページが見つかりません"
    && document.title.startsWith("ページが見つかりません")
    && !document.querySelector(".chip")
    && ![...document.querySelectorAll("[role=dialog], [role=listbox]")].some((box) => box.checkVisibility())
    && !window.store.getState().isLoading"""
IS_LOADED = "!document.querySelector('#first-paint')"


def visit(page: Page, address: str) -> None:
    """Go to an address of the application: inside the page where it is loaded, as its links do, else by a load.

    A test whose matter is the load itself calls page.goto.
    """
    here, there = urlsplit(page.url), urlsplit(address)
    if (here.scheme, here.netloc) == (there.scheme, there.netloc):
        page.evaluate(WALK, address)
    else:
        page.goto(address)


def settle(page: Page) -> None:
    """Wait until the page awaits no answer of the server."""
    page.wait_for_function("!window.store.getState().isLoading")


@contextmanager
def heard(page: Page, event: Literal["request", "response"]) -> Iterator[list[Any]]:
    """The requests or responses of the tab within the block."""
    events: list[Any] = []

    def hear(one: Any) -> None:
        events.append(one)

    page.on(event, hear)
    yield events
    page.remove_listener(event, hear)


@contextmanager
def held_requests(page: Page, pattern: str) -> Iterator[None]:
    """Within the block requests to addresses of the pattern do not leave the tab; after it all of them do."""
    held: list[Route] = []
    is_holding = True

    def hold(route: Route) -> None:
        if is_holding:
            held.append(route)
        else:
            route.continue_()

    page.route(pattern, hold)
    yield
    is_holding = False
    for route in held:
        route.continue_()
    page.unroute(pattern, hold)


def listen(context: BrowserContext, complain: Callable[[str], None]) -> None:
    """Complain of what no page may do: reach for another machine, report an error, throw one."""

    def on_request(request: Request) -> None:
        if leaves_this_machine(request.url):
            complain(f"request left the machine: {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complain(f"console error: {message.text} ({message.location.get('url')})")

    def on_web_error(error: WebError) -> None:
        complain(f"page error: {error.error}")

    context.set_default_timeout(ACTION_MILLISECONDS)
    context.on("page", wait_until_alive)
    context.on("request", on_request)
    context.on("console", on_console)
    context.on("weberror", on_web_error)


def leaves_this_machine(url: str) -> bool:
    """Whether the address is anything but our own server, a file of this PC or something inside the page."""
    address = urlsplit(url)
    return address.scheme not in {"data", "blob", "about", "file"} and address.hostname != HOST


def wait_until_alive(page: Page) -> None:
    """An address is opened when Dash has taken the place of the first picture, which has the same ids.

    wait_until="commit" is for those who look at the picture itself.
    """
    plain = page.goto

    def goto(url: str, **options: object) -> Response | None:
        response = plain(url, **options)  # type: ignore[arg-type]
        if options.get("wait_until") != "commit":
            page.wait_for_function(IS_LOADED)
        return response

    page.goto = goto  # type: ignore[method-assign]


@dataclass
class Tabs:
    """The open tabs of a test process, one per server."""

    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)
    # those of the test that runs
    complaints: list[str] = field(default_factory=list)

    def at(self, server: str, complaints: list[str]) -> Page:
        """The tab of a server, at an address of no page; what it does is complained of in complaints."""
        self.complaints = complaints
        if server not in self.pages:
            context = self.browser.new_context(**OFFICE_PC)
            listen(context, lambda complaint: self.complaints.append(complaint))
            page = context.new_page()
            self.pages[server] = page
            page.goto(f"{server}{NO_PAGE}")
            page.wait_for_function(IS_CLEARED)
        return self.pages[server]

    def clear(self, server: str) -> None:
        """Make a tab ready for the next test."""
        page = self.pages[server]
        for other in page.context.pages:
            if other is not page:
                other.close()
        page.unroute_all(behavior="wait")
        page.set_default_timeout(ACTION_MILLISECONDS)
        page.set_viewport_size(OFFICE_PC["viewport"])  # type: ignore[arg-type]
        page.emulate_media(reduced_motion="null")
        page.context.clear_permissions()
        page.mouse.move(0, 0)
        page.evaluate("localStorage.clear(); sessionStorage.clear(); document.activeElement?.blur()")
        visit(page, f"{server}{NO_PAGE}")
        page.wait_for_function(IS_CLEARED)

    def close(self, server: str) -> None:
        self.pages.pop(server).context.close()
