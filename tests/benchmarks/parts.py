"""`python -m tests.benchmarks.parts PART FOLDER`: one part of the benchmark in a process of its own, as JSON.

FOLDER holds the data of the tree that is measured; the part `data` makes them.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks import bench_twin, building, decks, opening, profiles, ranking, touching
from tests.benchmarks.measures import Measure
from tests.browser.serving import CHROMIUM, CHROMIUM_FLAGS, served

DATA = "data"
RAW, CURATED = "raw-demo", "curated-demo"


def _building(folder: Path, scratch: Path) -> list[Measure]:
    return building.measure(folder / RAW, scratch, 1)


def _touching(folder: Path, scratch: Path) -> list[Measure]:
    with sync_playwright() as playwright, served(folder / CURATED, scratch) as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        measures, _ = touching.measure(browser, address, None, 1)
        browser.close()
    return measures


PARTS: dict[str, Callable[[Path, Path], list[Measure]]] = {
    "building": _building,
    "decks": lambda folder, scratch: decks.measure(folder / CURATED, scratch, 1),
    "profiles": lambda folder, scratch: profiles.measure(folder / CURATED, scratch, 1),
    "opening": lambda folder, scratch: opening.measure(folder / CURATED, scratch, 1),
    "ranking": lambda folder, scratch: ranking.measure(folder / CURATED, scratch, 1),
    "touching": _touching,
}
NAMES = tuple(PARTS)


def main() -> int:
    part, folder = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as scratch:
        if part == DATA:
            bench_twin.with_demo(folder)  # makes RAW and CURATED
        measures = PARTS[part](folder, Path(scratch)) if part in PARTS else []
    sys.stdout.write(json.dumps(measures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
