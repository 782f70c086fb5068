"""First visits at 1,741 municipalities × 10 rounds (nation.py) beside those at 179, in turn."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks import nation, watching
from tests.benchmarks.building import resident
from tests.benchmarks.measures import Measure, demand
from tests.benchmarks.twin import by_select, middle, server
from tests.benchmarks.watching import Site, Visit
from tests.browser.serving import CHROMIUM, CHROMIUM_FLAGS, served

PAGES = {"概況": "/", "地図": "/map"}
MOST = 3.0


def measure(curated: Path, scratch: Path, repeats: int) -> tuple[list[Measure], list[str]]:
    """The measures of both sizes, and the demand with what was found, in words."""
    nation.make(curated, scratch / "nation")
    sizes = {"179": (curated, 179), "1,741": (scratch / "nation", nation.MUNICIPALITIES)}
    cold: dict[str, Visit] = {}
    warm: dict[str, list[Visit]] = {}
    memory: dict[str, float] = {}
    for size, (folder, number) in sizes.items():
        own = scratch / f"serving-{number}"
        own.mkdir()
        with sync_playwright() as playwright, served(folder, own) as address:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
            for name, path in PAGES.items():
                site = Site(f"{name} {size}市町村", address + path, by_select, number)
                cold[site.name] = watching.visit(browser, site)
                warm[site.name] = [watching.visit(browser, site) for _ in range(repeats)]
            browser.close()
            memory[size] = resident(server("dashboard")) / 1e6
    measures, words = [], []
    for name, visits in warm.items():
        measures += [
            Measure(name, "サーバーを起動して最初の1回", "秒", [cold[name].seconds]),
            Measure(name, "初めて開いて地図が描かれるまで", "秒", [one.seconds for one in visits]),
            Measure(name, "初めて開くときの通信量", "MB", [one.megabytes for one in visits]),
        ]
    for name in PAGES:
        small, large = (middle(warm[f"{name} {size}市町村"], "seconds") for size in sizes)
        words.append(demand(f"{name} 1,741市町村 × 10回（179市町村に比べて）", large / small, MOST))
    measures += [Measure(f"サーバー {size}市町村", "メモリ", "MB", [value]) for size, value in memory.items()]
    return measures, words
