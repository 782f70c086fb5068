"""How long a browser takes from navigation to a drawn map, and what goes over the wire for it."""

from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import BrowserContext, sync_playwright

from tests.benchmarks.measures import Measure
from tests.benchmarks.watching import DRAWN, OURS
from tests.browser.serving import CHROMIUM, CHROMIUM_FLAGS, OFFICE_PC, served

MUNICIPALITIES = 179


class Visit(NamedTuple):
    seconds: float
    megabytes: float
    requests: int


def visit(context: BrowserContext, address: str) -> Visit:
    """Open the first page in a new tab and wait for the map."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    arrived: list[int] = []

    def on_finished(event: dict[str, Any]) -> None:
        arrived.append(event["encodedDataLength"])

    wire.on("Network.loadingFinished", on_finished)
    wire.send("Network.enable")
    page.goto(address, wait_until="commit")
    drawn = page.wait_for_function(DRAWN, arg=[OURS, MUNICIPALITIES], polling="raf", timeout=60_000)
    milliseconds = float(drawn.json_value())
    page.wait_for_load_state("networkidle")
    page.close()
    return Visit(milliseconds / 1000, sum(arrived) / 1e6, len(arrived))


def measure(curated: Path, scratch: Path, repeats: int) -> list[Measure]:
    """First visits with an empty cache, and second visits in the same browser profile."""
    first, second = [], []
    with sync_playwright() as playwright, served(curated, scratch) as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for _ in range(repeats):
            context = browser.new_context(**OFFICE_PC)
            first.append(visit(context, address))
            second.append(visit(context, address))
            context.close()
        browser.close()
    return [*rows("概況（初めて開く）", first), *rows("概況（2回目）", second)]


def rows(subject: str, visits: list[Visit]) -> list[Measure]:
    return [
        Measure(subject, "地図が描かれるまで", "秒", [one.seconds for one in visits]),
        Measure(subject, "通信量", "MB", [one.megabytes for one in visits]),
        Measure(subject, "リクエスト", "件", [one.requests for one in visits]),
    ]
