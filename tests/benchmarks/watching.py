"""What a real Chromium is asked while it is measured: when the map is drawn or redrawn, and what went over the wire."""

import base64
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request

from tests.benchmarks.clients import Asked
from tests.browser.serving import OFFICE_PC

# Milliseconds since navigation once every municipality is painted and the implementing ones have their blue; else null.
# (Shapes without extent, and those that wait for their colour, do not count.)
DRAWN = """([shapes, municipalities]) => {
  const painted = [...document.querySelectorAll(shapes)].filter(path => {
    const style = getComputedStyle(path), box = path.getBoundingClientRect();
    return style.fill !== 'none' && Number(style.fillOpacity) > 0 && box.width > 0 && box.height > 0;
  });
  const coloured = painted.some(path => getComputedStyle(path).fill === 'rgb(0, 23, 193)');
  return painted.length >= municipalities && coloured ? performance.now() : null;
}"""
# Resolves with the milliseconds from the last press of a key or button until the map has other colours and the
# browser has come to its next frame. Asked each frame, in the same way of every page.
REDRAWN = """([shapes, municipalities]) => {
  const fills = () => [...document.querySelectorAll(shapes)].map(path => path.getAttribute('fill'));
  const before = fills().join();
  let pressed = null;
  const press = () => { pressed = performance.now(); };
  const kinds = ['pointerdown', 'keydown'];
  kinds.forEach(kind => document.addEventListener(kind, press, {capture: true}));
  window.redrawn = new Promise((done, failed) => {
    setTimeout(() => failed(new Error('the map was not redrawn')), 60000);
    const look = () => {
      const now = fills();
      if (pressed !== null && now.length >= municipalities && now.join() !== before) {
        kinds.forEach(kind => document.removeEventListener(kind, press, {capture: true}));
        requestAnimationFrame(() => done(performance.now() - pressed));
      } else {
        requestAnimationFrame(look);
      }
    };
    look();
  });
}"""


# The map of ours is there before the page is alive: all that the page fetches and draws afterwards is of the visit too.
ALIVE = """() => !document.querySelector('#first-paint, .dash-graph--pending, [data-dash-is-loading="true"]')
    && (!document.querySelector('#react-entry-point') || document.querySelector('#page .panel'))
    && [...document.querySelectorAll('#page .bars-card, #page .curve-card')].every(card => card.querySelector('.main-svg, svg.chart'))
    && [...document.querySelectorAll('#page .towns-grid')].every(box => box.querySelector('.ag-root'))"""
# What the shapes of the municipalities are: drawn by us, and by plotly.
OURS, PLOTLY = ".drawn-towns > path", "path.choroplethlocation"


class Site(NamedTuple):
    """A page to be measured: its words, its address, how a user chooses a year (by its label), and its shapes."""

    name: str
    address: str
    choose: Callable[[Page, str], None]
    municipalities: int = 179
    shapes: str = OURS

    @property
    def sought(self) -> list[object]:
        """What DRAWN and REDRAWN are asked with."""
        return [self.shapes, self.municipalities]


class Wire:
    """What a page received: files as they were encoded, and the messages of websockets (which are not compressed)."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.bytes, self.messages = 0, 0
        self.requests: list[Asked] = []
        session = context.new_cdp_session(page)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketFrameReceived", self._frame)
        session.send("Network.enable")
        page.on("request", self._asked)

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])
        self.messages += 1

    def _frame(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        text = frame["payloadData"]
        self.bytes += len(base64.b64decode(text)) if frame["opcode"] == 2 else len(text.encode("utf-8"))
        self.messages += 1

    def _asked(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme in {"http", "https"}:
            path = f"{where.path}?{where.query}" if where.query else where.path
            self.requests.append(Asked(request.method, path, request.post_data or ""))


class Visit(NamedTuple):
    seconds: float
    megabytes: float
    messages: int
    requests: list[Asked]


def visit(browser: Browser, site: Site) -> Visit:
    """Open a site in a new profile with an empty cache and wait for its map."""
    context = browser.new_context(**OFFICE_PC)
    page = context.new_page()
    wire = Wire(context, page)
    page.goto(site.address, wait_until="commit")
    milliseconds = drawn(page, site)
    rest(page)
    context.close()
    return Visit(milliseconds / 1000, wire.bytes / 1e6, wire.messages, wire.requests)


def drawn(page: Page, site: Site) -> float:
    handle = page.wait_for_function(DRAWN, arg=site.sought, polling="raf", timeout=90_000)
    return float(handle.json_value())


def rest(page: Page) -> None:
    """Wait until all of a page is there."""
    page.wait_for_load_state("load")
    page.wait_for_function(ALIVE, timeout=90_000)
    page.wait_for_load_state("networkidle")


class Moves(NamedTuple):
    """Changes of the year: milliseconds and kilobytes of each, and what was asked of the server for each."""

    milliseconds: list[float]
    kilobytes: list[float]
    requests: list[list[Asked]]


def moves(browser: Browser, site: Site, labels: list[str], number: int) -> Moves:
    """Choose years in turn on an open page; the first change of each is not counted."""
    context = browser.new_context(**OFFICE_PC)
    page = context.new_page()
    wire = Wire(context, page)
    page.goto(site.address)
    drawn(page, site)
    rest(page)
    found = Moves([], [], [])
    for turn in range(-len(labels), number):
        before, asked = wire.bytes, len(wire.requests)
        page.evaluate(REDRAWN, site.sought)
        site.choose(page, labels[turn % len(labels)])
        milliseconds = float(page.evaluate("() => window.redrawn"))
        page.wait_for_load_state("networkidle")
        # what comes after the drawing is of this change too
        page.wait_for_function("() => !document.querySelector('[data-dash-is-loading=\"true\"]')")
        page.wait_for_timeout(150)
        if turn >= 0:
            found.milliseconds.append(milliseconds)
            found.kilobytes.append((wire.bytes - before) / 1e3)
            found.requests.append(wire.requests[asked:])
    context.close()
    return found
