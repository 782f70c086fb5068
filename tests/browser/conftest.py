"""A real Chromium that can reach nothing but this machine, and a server to show it.

Every test here fails on a request that leaves 127.0.0.1, on an error in the console or in a page.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError, expect

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
START_SECONDS = 60
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

expect.set_options(timeout=20_000)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Under xdist the tests of one file stay together, so that they share a browser and a server."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group(f"browser-{item.path.stem}"))


@pytest.fixture(scope="session")
def base_url() -> None:
    """None: tests write addresses out from `server`. (The plugin's own fixture warns under pytest 9.)"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium (or that of KASANARI_CHROMIUM), without its calls home."""
    chromium = os.environ.get("KASANARI_CHROMIUM", "/usr/bin/chromium")
    return {**browser_type_launch_args, "executable_path": chromium, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """An office PC in Hokkaido."""
    return {
        **browser_context_args,
        "locale": "ja-JP",
        "timezone_id": "Asia/Tokyo",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.fixture(autouse=True)
def complaints() -> Iterator[list[str]]:
    """What the pages of this test did that they must not; the test fails if there is anything."""
    heard: list[str] = []
    yield heard
    assert not heard, "\n".join(heard)


def leaves_this_machine(url: str) -> bool:
    """Whether the address is anything but our own server or something inside the page."""
    address = urlsplit(url)
    return address.scheme not in {"data", "blob", "about"} and address.hostname != HOST


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], complaints: list[str]
) -> Callable[..., BrowserContext]:
    """The plugin's maker of browser contexts (its `context` and `page` come from here too), listened to."""

    def on_request(request: Request) -> None:
        if leaves_this_machine(request.url):
            complaints.append(f"request left the machine: {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console error: {message.text} ({message.location.get('url')})")

    def on_web_error(error: WebError) -> None:
        complaints.append(f"page error: {error.error}")

    def make(**arguments: Any) -> BrowserContext:
        context = new_context(**arguments)
        context.on("request", on_request)
        context.on("console", on_console)
        context.on("weberror", on_web_error)
        return context

    return make


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether a page is served on the port."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == http.client.OK
    except ConnectionRefusedError:
        return False
    finally:
        connection.close()


def wait_until_served(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        said = log.read_text(encoding="utf-8", errors="replace")
        assert process.poll() is None, f"the dashboard stopped at its start:\n{said}"
        assert time.monotonic() < deadline, f"no page after {START_SECONDS} s:\n{said}"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def server(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard on a warehouse of the committed raw files; the value is its address, without a slash."""
    port = free_port()
    scratch = tmp_path_factory.mktemp("server")
    log = scratch / "server.log"
    command = [sys.executable, "-m", "dashboard", "--curated", str(built_curated)]
    command += ["--journal", str(scratch / "journal.sqlite"), "--port", str(port)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output) as process,
    ):
        try:
            wait_until_served(process, port, log)
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()


@pytest.fixture
def assert_no_axe_violations() -> Callable[[Page], None]:
    """A check of a page by axe against WCAG 2.1 A and AA (JIS X 8341-3:2016 AA)."""

    def check(page: Page) -> None:
        options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
        found = Axe().run(page, options=options)
        assert found.violations_count == 0, found.generate_report()

    return check
