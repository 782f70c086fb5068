"""How long the ranking with its draws takes, and how long from a slider's key to the redrawn rows."""

import time
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from dashboard.planning import facts, rank, score, spec, stability
from tests.benchmarks.measures import Measure
from tests.browser.serving import CHROMIUM, CHROMIUM_FLAGS, OFFICE_PC, served
from tests.dashboard.planning.small_world import small_world

HOKKAIDO, JAPAN = 179, 1741
MOVES = 40
# Resolves with the milliseconds until the rows are in their new order, and until the server has drawn the doubt too.
REDRAWN = """() => {
    const place = document.querySelector('#ranking-rows');
    window.redrawn = new Promise((done) => {
        const started = performance.now();
        let ordered = null;
        const watcher = new MutationObserver(() => {
            const isBusy = place.getAttribute('aria-busy') === 'true';
            if (isBusy && ordered === null) {
                ordered = 0;
                requestAnimationFrame(() => { ordered = performance.now() - started; });
            } else if (!isBusy && ordered !== null) {
                watcher.disconnect();
                requestAnimationFrame(() => done([ordered, performance.now() - started]));
            }
        });
        watcher.observe(place, {attributes: true, attributeFilter: ['aria-busy']});
    });
}"""


def measure(curated: Path, scratch: Path, repeats: int) -> list[Measure]:
    """Ranking and stability alone, of 179 and of 1,741 towns; then the page on a warehouse without returns."""
    measures = []
    for towns in (HOKKAIDO, JAPAN):
        whole, draws = zip(*[ranked(towns, repeat) for repeat in range(repeats)], strict=True)
        measures.append(Measure(f"順位（{towns:,}市町村）", "点・順位・理由・幅", "ミリ秒", [*whole]))
        measures.append(Measure(f"順位（{towns:,}市町村）", "うち幅", "ミリ秒", [*draws]))
    moves = slid(curated, scratch)
    for said, times in zip(("順と点の描き直し", "幅と理由の描き直し"), zip(*moves, strict=True), strict=True):
        measures.append(Measure("働きかけ", f"スライダーから{said}まで", "ミリ秒", [*times]))
        worst = float(np.percentile(times, 95))
        measures.append(Measure("働きかけ", "同 95パーセンタイル", "ミリ秒", [worst]))
    return measures


def ranked(towns: int, repeat: int) -> tuple[float, float]:
    """Milliseconds of a whole ranking, and of its draws alone, with weights that were not asked before."""
    world = small_world(towns)
    known = facts.facts(world)
    weights = spec.weights_of("balance", {"stage": 2.0 + 0.1 * (repeat + 1)})
    started = time.perf_counter()
    rank.ranking(world, known, weights, 20)
    whole = time.perf_counter() - started
    generator = np.random.default_rng(repeat)
    values = generator.random((towns, len(spec.codes())))
    values[generator.random(values.shape) < 0.1] = np.nan
    started = time.perf_counter()
    stability.stability(score.estimate(values), generator.random(len(spec.codes())) + 0.2, 20)
    return 1000 * whole, 1000 * (time.perf_counter() - started)


def slid(curated: Path, scratch: Path) -> list[tuple[float, float]]:
    """Milliseconds from a key on a slider to rows in their new order, and to their doubt.

    Before it asks the server the page waits 120 of them for further keys.
    """
    moves = []
    with sync_playwright() as playwright, served(curated, scratch) as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        page = browser.new_context(**OFFICE_PC).new_page()
        page.goto(f"{address}/outreach?preset=small")
        page.locator("#ranking-rows li").first.wait_for(timeout=60_000)
        page.get_by_role("slider", name="65歳以上の割合の重み").focus()
        for move in range(MOVES):
            page.evaluate(REDRAWN)
            page.keyboard.press("ArrowRight" if (move // 4) % 2 == 0 else "ArrowLeft")
            ordered, whole = page.evaluate("() => window.redrawn")
            moves.append((float(ordered), float(whole)))
        browser.close()
    return moves
