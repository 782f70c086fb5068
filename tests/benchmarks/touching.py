"""Until a page can be touched: drawn, a filter answered, main thread blocked and bytes of each page, in turn with the twin.

Each is seen by a real Chromium with an empty cache. Blocked is what the long tasks (the browser's own list) take
beyond 50 ms until the page rests. A filter is ticked as soon as its box is there; it has answered when its chip is
on screen and no answer of the server is awaited any more.
"""

import statistics
from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page

from tests.benchmarks import watching
from tests.benchmarks.measures import Measure, demand
from tests.benchmarks.watching import Site, Wire
from tests.browser.serving import OFFICE_PC

PAGES = {
    "概況": "/",
    "地図": "/map",
    "課題": "/barriers",
    "経過": "/progress",
    "働きかけ": "/outreach",
    "計画": "/plan",
    "市町村カルテ": "/town?town=01202",
    "回収・点検": "/returns",
    "資料づくり": "/slides",
    "データ": "/data",
}
# What the issue asks for: parts of the twin's drawn map and of its blocked time; megabytes.
ANSWERED, BLOCKED, MEGABYTES, LATE = 0.35, 0.3, 1.2, 1.5
LONG_TASKS = """() => {
  window.longTasks = [];
  new PerformanceObserver(list => list.getEntries().forEach(task =>
    window.longTasks.push([task.startTime, task.duration]))).observe({type: 'longtask', buffered: true});
}"""
# Milliseconds since navigation once the page's heading and what stands under it are on screen; else null.
PAINTED = """() => {
  const isSeen = selector => [...document.querySelectorAll(selector)].some(element => element.checkVisibility());
  return isSeen('h1') && document.body.innerText.length > 400 ? performance.now() : null;
}"""
# Ticks the first 振興局 of the bar once it is there; milliseconds since navigation once that has been answered.
ANSWER = """() => {
  const box = document.querySelector('#options-sub input[value="01"]');
  if (box && !box.checked && !window.isTicked) { box.click(); window.isTicked = box.checked; }
  const chip = document.querySelector('#react-entry-point .chip');
  const isAnswered = chip && chip.checkVisibility() && !window.store.getState().isLoading;
  return isAnswered ? performance.now() : null;
}"""


class Touch(NamedTuple):
    """One page: seconds until drawn and answered; milliseconds blocked; long tasks begun after LATE × drawn; MB;
    seconds of CPU that the page's own thread took until it rested.
    """

    drawn: float
    answered: float
    blocked: float
    late: int
    megabytes: float
    busy: float


def touch(browser: Browser, address: str) -> Touch:
    """A visit that only looks, and one that ticks a filter at once."""
    context = browser.new_context(**OFFICE_PC)
    page = context.new_page()
    page.add_init_script(f"({LONG_TASKS})()")
    wire, used = Wire(context, page), cpu_of(context, page)
    page.goto(address, wait_until="commit")
    drawn = _moment(page, PAINTED)
    watching.rest(page)
    tasks: list[tuple[float, float]] = page.evaluate("window.longTasks")
    busy = used()
    context.close()
    context = browser.new_context(**OFFICE_PC)
    page = context.new_page()
    page.goto(address, wait_until="commit")
    answered = _moment(page, ANSWER)
    context.close()
    late = [start for start, _ in tasks if start > LATE * drawn]
    return Touch(drawn / 1000, answered / 1000, beyond(tasks), len(late), wire.bytes / 1e6, busy)


def cpu_of(context: BrowserContext, page: Page) -> Callable[[], float]:
    """Asked later: the seconds of CPU that the tasks of the page's own thread have taken by then."""
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def seconds() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")

    return seconds


def beyond(tasks: list[tuple[float, float]]) -> float:
    """Milliseconds by which the tasks, (start, length), are longer than 50 each."""
    return sum(max(0.0, length - 50) for _, length in tasks)


def touch_twin(browser: Browser, site: Site) -> Touch:
    """The twin until its map is drawn; its filter is not tried, since it is the drawn map that ours is held against."""
    context = browser.new_context(**OFFICE_PC)
    page = context.new_page()
    page.add_init_script(f"({LONG_TASKS})()")
    wire, used = Wire(context, page), cpu_of(context, page)
    page.goto(site.address, wait_until="commit")
    drawn = watching.drawn(page, site)
    watching.rest(page)
    tasks: list[tuple[float, float]] = page.evaluate("window.longTasks")
    busy = used()
    context.close()
    return Touch(drawn / 1000, drawn / 1000, beyond(tasks), 0, wire.bytes / 1e6, busy)


def _moment(page: Page, question: str) -> float:
    return float(page.wait_for_function(question, polling="raf", timeout=90_000).json_value())


def measure(
    browser: Browser, address: str, twin: Site | None, repeats: int
) -> tuple[list[Measure], list[str]]:
    """The measures of each page, and each demand with what was found, in words."""
    visits: dict[str, Callable[[], Touch]] = {
        name: lambda path=path: touch(browser, address + path)  # type: ignore[misc]
        for name, path in PAGES.items()
    }
    if twin:
        visits["Streamlit"] = lambda: touch_twin(browser, twin)
    for visit in visits.values():  # the server once warm
        visit()
    seen: dict[str, list[Touch]] = {name: [] for name in visits}
    for _ in range(repeats):
        for name, visit in visits.items():
            seen[name].append(visit())
    return rows(seen), verdicts(seen)


def rows(seen: dict[str, list[Touch]]) -> list[Measure]:
    found = []
    for name, touches in seen.items():
        found += [
            Measure(name, "初めて開いて描かれるまで", "秒", [one.drawn for one in touches]),
            Measure(name, "絞り込みが効くまで", "秒", [one.answered for one in touches]),
            Measure(
                name, "操作を待たせた時間（50ミリ秒を超えた分）", "ミリ秒", [one.blocked for one in touches]
            ),
            Measure(name, f"描かれてから{LATE:g}倍より後の長い処理", "件", [one.late for one in touches]),
            Measure(name, "通信量", "MB", [one.megabytes for one in touches]),
            Measure(name, "画面の処理のCPU", "秒", [one.busy for one in touches]),
        ]
    return [one for one in found if one.subject != "Streamlit" or "絞り込み" not in one.quantity]


def verdicts(seen: dict[str, list[Touch]]) -> list[str]:
    """The demands of each page; those beside the twin only where there is one."""
    said = []
    ours = {name: touches for name, touches in seen.items() if name != "Streamlit"}
    twin = seen.get("Streamlit", [])
    for name, touches in ours.items():
        said.append(demand(f"{name} 通信量", middle(touches, "megabytes"), MEGABYTES, " MB"))
        said.append(demand(f"{name} 遅れて来る長い処理", middle(touches, "late"), 0, " 件"))
        if twin:
            drawn, blocked = middle(twin, "drawn"), middle(twin, "blocked")
            said.append(demand(f"{name} 絞り込みが効くまで", middle(touches, "answered") / drawn, ANSWERED))
            said.append(demand(f"{name} 操作を待たせた時間", middle(touches, "blocked") / blocked, BLOCKED))
    return said


def middle(touches: list[Touch], quantity: str) -> float:
    return float(statistics.median(getattr(one, quantity) for one in touches))
