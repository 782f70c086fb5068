"""No choice in the controls of a page is lost, however quick it is and however late the server answers."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from dashboard import journal
from dashboard.planning import spec
from tests.browser.quick_choices import (
    BASE,
    SPEEDS,
    Step,
    Wanted,
    differences,
    hurried_page,
    opened,
    play,
    seeds,
    tries_of_a_control,
)
from tests.browser.serving import served


@pytest.fixture(scope="module")
def office(browser: Browser, browser_context_args: dict[str, Any], demo_server: str) -> Iterator[Page]:
    """One page for the whole file, whose server is as slow as each try wants it."""
    with hurried_page(browser, browser_context_args) as page:
        yield page


def test_the_layer_and_the_year_of_the_map_stay(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/map{BASE}", "#map-figure")
    lost = []
    for seed in seeds(5000, 5):
        rng, wanted = random.Random(seed), Wanted()
        gap = SPEEDS[seed % len(SPEEDS)]
        layer, steps = "status", list[Step]()
        for _ in range(rng.randint(2, 4)):
            kind = rng.choice(["layer", "slider", "tick", "bar"])
            if kind == "layer":
                layer = rng.choice([code for code in ("status", "start", "return") if code != layer])
                steps.append((["select", "map-layer", layer], gap))
            elif kind == "slider" and "2022" <= wanted.fy <= "2023":
                key = rng.choice(["ArrowLeft", "ArrowRight"])
                wanted.fy = str(int(wanted.fy) + (1 if key == "ArrowRight" else -1))
                steps.append((["year", key], gap or 0))
            elif kind == "tick":
                steps.append((wanted.tick(rng), gap))
            elif kind == "bar":
                steps.append((wanted.year(rng), gap or 0))
        seen = play(office, seed, steps)
        lost += [f"seed {seed}, {steps}: {said}" for said in wanted.lost(seen)]
        lost += differences(
            (f"layer of seed {seed}, {steps}", seen["address"].get("layer", "status"), layer),
            (f"list of layers of seed {seed}, {steps}", seen["values"]["map-layer"], layer),
            (f"slider of seed {seed}, {steps}", seen["values"]["map-year"], int(wanted.fy)),
        )
    assert lost == []


def test_what_is_typed_and_the_axis_of_the_barriers_stay(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/barriers{BASE}", "#barriers-q")
    lost = []
    for seed in seeds(6000, 4):
        rng, wanted = random.Random(seed), Wanted()
        gap = SPEEDS[seed % len(SPEEDS)]
        text, typed, axis = rng.choice(["人材", "研修 予算", "相談"]), "", "group"
        steps: list[Step] = []
        for letter in text:
            typed += letter
            steps.append((["type", "barriers-q", typed], gap or 0))
            if rng.random() < 0.4:
                axis = rng.choice([code for code in ("group", "size", "sub", "fy") if code != axis])
                steps.append((["radio", "barriers-by", axis], gap))
            if rng.random() < 0.4:
                steps.append((wanted.tick(rng), gap))
        steps.append((["rested", "barriers-q"], 0))
        seen = play(office, seed, steps)
        lost += [f"seed {seed}, {steps}: {said}" for said in wanted.lost(seen)]
        lost += differences(
            (f"text of seed {seed}, {steps}", [seen["address"].get("q"), seen["typed"]], [text, text]),
            (f"axis of seed {seed}, {steps}", seen["address"].get("by", "group"), axis),
            (f"control of the axis of seed {seed}, {steps}", seen["values"]["barriers-by"], axis),
        )
    assert lost == []


def test_presets_and_weights_of_the_ranking_stay(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/outreach{BASE}", "#ranking-rows li")
    presets = {preset.code: spec.weights_of(preset.code) for preset in spec.presets()}
    codes = [criterion.code for criterion in spec.criteria()]
    lost = []
    for seed in seeds(7000, 6):
        rng, wanted = random.Random(seed), Wanted()
        gap = SPEEDS[seed % len(SPEEDS)] or 0
        preset = "balance"
        weights = dict(presets[preset])
        steps: list[Step] = []
        for _ in range(rng.randint(2, 5)):
            kind = rng.choice(["preset", "weight", "weight", "tick"])
            if kind == "preset":
                preset = rng.choice([code for code in presets if code != preset])
                weights = dict(presets[preset])
                steps.append((["radio", "outreach-preset", preset], gap))
            elif kind == "weight":
                code = rng.choice(codes)
                key, change = rng.choice([("ArrowRight", 0.5), ("ArrowLeft", -0.5)])
                weights[code] = min(5, max(0, weights[code] + change))
                steps.append((["slide", code, key], gap))
            else:
                steps.append((wanted.tick(rng), gap))
        steps.append((["slidersRested", *codes], 0))
        seen = play(office, seed, steps)
        changed = {code: weight for code, weight in weights.items() if weight != presets[preset][code]}
        pairs = [part.split(":") for part in seen["address"].get("w", "").split(",") if part]
        lost += [f"seed {seed}, {steps}: {said}" for said in wanted.lost(seen)]
        lost += differences(
            (f"preset of seed {seed}, {steps}", seen["address"].get("preset", "balance"), preset),
            (f"control of seed {seed}, {steps}", seen["values"]["outreach-preset"], preset),
            (f"weights of seed {seed}, {steps}", {code: float(value) for code, value in pairs}, changed),
            (f"sliders of seed {seed}, {steps}", seen["weights"], weights),
        )
    assert lost == []


def test_the_town_of_its_page_stays(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/town{BASE}", "#town-choice")
    towns = {code: code for code in ("01202", "01221", "01452", "01581")}
    assert tries_of_a_control(office, seeds(8200, 6), "town-choice", "town", towns) == []


def test_the_round_of_the_returns_stays(office: Page, demo_server: str) -> None:
    """It stands in the address beside the year of the bar, which the page does not follow."""
    base = f"{BASE}&round=2022"
    opened(office, f"{demo_server}/returns{base}", "#returns-fy")
    rounds = {year: year for year in office.evaluate("quick.offered('returns-fy')")}
    assert rounds.keys() == {"2022", "2023"}
    tried = seeds(8100, 5)
    assert tries_of_a_control(office, tried, "returns-fy", "round", rounds, base, act="radio") == []


def test_the_plan_stays(office: Page, demo_curated: Path, tmp_path: Path) -> None:
    plans = [
        journal.write(
            tmp_path / "journal.sqlite",
            "plan",
            "",
            {"title": title, "fiscal_year": 2023, "capacity_days": 4},
            "佐藤",
        )
        for title in ("春の訪問", "秋の訪問", "冬の電話")
    ]
    with served(demo_curated, tmp_path) as address:
        opened(office, f"{address}/plan{BASE}", "#plan-body")
        first, *others = (plan.record_id for plan in plans)
        chosen, base = {other: other for other in others}, f"{BASE}&plan={first}"
        assert tries_of_a_control(office, seeds(8300, 6), "plan-choice", "plan", chosen, base) == []
        office.goto("about:blank")  # before its server stops
