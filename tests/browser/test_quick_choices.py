"""No choice is lost, however quick it is and however late and out of order the server answers."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from dashboard import journal
from dashboard.planning import spec
from tests.browser.serving import served

LIBRARY = (Path(__file__).parent / "quick_choices.js").read_text(encoding="utf-8")
# Milliseconds between two acts; None: both in one task of the browser.
SPEEDS: tuple[int | None, ...] = (None, 0, 4, 15, 40, 90, 250)
# Milliseconds by which an answer is held back; so unlike that later ones overtake earlier ones.
DELAYS = [0, 0, 10, 40, 90, 160, 250]
LISTS = {
    "sub": ["01", "02", "03", "05", "08", "12", "14"],
    "kind": ["市", "町"],  # all three would be no filter
    "group": ["implementing", "planned"],
}
YEARS = ["2021", "2022", "2023", "2024"]
BASE = "?fy=2023"

Step = tuple[list[str], int | None]


class Wanted:
    """What a user of the bar has chosen by now."""

    def __init__(self) -> None:
        self.fy = "2023"
        self.lists: dict[str, set[str]] = {name: set() for name in ("sub", "size", "kind", "group")}

    def tick(self, rng: random.Random) -> list[str]:
        name = rng.choice(list(LISTS))
        code = rng.choice(LISTS[name])
        self.lists[name] ^= {code}
        return ["tick", name, code]

    def year(self, rng: random.Random) -> list[str]:
        self.fy = rng.choice([year for year in YEARS if year != self.fy])
        return ["select", "fy", self.fy]

    def lost(self, seen: dict[str, Any]) -> list[str]:
        """What of it neither the address nor the controls show."""
        address, lists = seen["address"], {name: sorted(codes) for name, codes in self.lists.items()}
        shown = {name: sorted(filter(None, address.get(name, "").split(","))) for name in lists}
        return differences(
            ("address", shown, lists),
            ("boxes", seen["lists"], lists),
            ("year of the address", address["fy"], self.fy),
            ("year of the bar", seen["values"]["fy"], self.fy),
        )


def differences(*pairs: tuple[str, object, object]) -> list[str]:
    return [f"{what}: {seen}, chosen was {wanted}" for what, seen, wanted in pairs if seen != wanted]


@pytest.fixture(scope="module")
def office(browser: Browser, browser_context_args: dict[str, Any], demo_server: str) -> Iterator[Page]:
    """One page for the whole file, whose server is as slow as each try wants it."""
    context = browser.new_context(**browser_context_args)
    context.add_init_script(LIBRARY)
    page = context.new_page()
    yield page
    context.close()


def opened(page: Page, address: str, selector: str) -> None:
    page.goto(address)
    page.wait_for_function("!document.querySelector('#first-paint')")
    page.locator(f"#react-entry-point {selector}").first.wait_for(state="attached")
    page.locator('#options-sub input[value="01"]').wait_for(state="attached")
    page.evaluate("quick.settled()")


def play(page: Page, seed: int, steps: list[Step], base: str = BASE) -> dict[str, Any]:
    page.evaluate("base => quick.reset(base)", base)
    seen: dict[str, Any] = page.evaluate("([s, d, a]) => quick.play(s, d, a)", [seed, DELAYS, steps])
    return seen


def tries_of_the_bar(page: Page, seeds: range, *, with_years: bool) -> list[str]:
    lost = []
    for seed in seeds:
        rng, wanted = random.Random(seed), Wanted()
        speed = SPEEDS[seed % len(SPEEDS)]
        steps: list[Step] = []
        for number in range(rng.randint(2, 5)):
            is_year = with_years and number % 2 == 1
            act = wanted.year(rng) if is_year else wanted.tick(rng)
            steps.append((act, speed))
        seen = play(page, seed, steps)
        lost += [f"seed {seed}, {speed} ms, {steps}: {said}" for said in wanted.lost(seen)]
    return lost


def test_every_tick_in_the_lists_stays(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/slides{BASE}", "#slides-page")
    assert tries_of_the_bar(office, range(70), with_years=False) == []


def test_ticks_and_years_in_turn_stay(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/slides{BASE}", "#slides-page")
    assert tries_of_the_bar(office, range(1000, 1020), with_years=True) == []


def test_a_heavy_page_loses_no_tick(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/{BASE}", "#map")
    assert tries_of_the_bar(office, range(2000, 2004), with_years=False) == []


def test_what_a_chip_or_the_button_takes_away_does_not_come_back(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/slides{BASE}", "#slides-page")
    lost = []
    for seed in range(3000, 3020):
        rng, wanted = random.Random(seed), Wanted()
        gap = SPEEDS[seed % len(SPEEDS)]
        wanted.lists["sub"], wanted.lists["kind"] = {"03", "12"}, {"町"}
        if seed % 2:
            steps: list[Step] = [(["chip", "sub", "03"], gap)]
            wanted.lists["sub"] -= {"03"}
        else:
            steps = [(["clear"], gap)]
            wanted.lists["sub"], wanted.lists["kind"] = set(), set()
        steps += [(wanted.tick(rng), gap) for _ in range(2)]
        seen = play(office, seed, steps, "?fy=2023&sub=03,12&kind=町")
        lost += [f"seed {seed}, {steps}: {said}" for said in wanted.lost(seen)]
    assert lost == []


def test_a_tick_goes_along_to_the_next_page(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/slides{BASE}", "#slides-page")
    lost = []
    for seed in range(4000, 4014):
        rng, wanted = random.Random(seed), Wanted()
        gap = SPEEDS[seed % len(SPEEDS)]
        path = "/data" if seed % 2 == 0 else "/slides"
        steps: list[Step] = [(wanted.tick(rng), gap), (["page", path], gap), (wanted.tick(rng), gap)]
        seen = play(office, seed, steps)
        lost += [f"seed {seed}, {steps}: {said}" for said in wanted.lost(seen)]
        lost += differences((f"page of seed {seed}", seen["path"], path))
    assert lost == []


def test_the_layer_and_the_year_of_the_map_stay(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/map{BASE}", "#map-figure")
    lost = []
    for seed in range(5000, 5014):
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
    for seed in range(6000, 6010):
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
    for seed in range(7000, 7012):
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


def tries_of_a_control(
    page: Page, seeds: range, control: str, name: str, values: dict[str, str], base: str = BASE
) -> list[str]:
    """Choose in a control and tick in the bar by turns; values: what the address says, by what the control offers."""
    lost = []
    for seed in seeds:
        rng, wanted = random.Random(seed), Wanted()
        gap = SPEEDS[seed % len(SPEEDS)] or 0
        chosen, steps = "", list[Step]()
        for _ in range(rng.randint(2, 4)):
            if not chosen or rng.random() < 0.6:
                chosen = rng.choice([value for value in values if value != chosen])
                steps.append((["select", control, chosen], gap))
            else:
                steps.append((wanted.tick(rng), gap))
        seen = play(page, seed, steps, base)
        lost += [f"seed {seed}, {steps}: {said}" for said in wanted.lost(seen)]
        lost += differences(
            (f"address of seed {seed}, {steps}", seen["address"].get(name, ""), values[chosen]),
            (f"{control} of seed {seed}, {steps}", seen["values"][control], chosen),
        )
    return lost


def test_the_day_of_the_bar_stays(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/slides{BASE}", "#slides-page")
    newest, *days = office.evaluate("quick.offered('asof')")
    late = {day: day for day in days if day >= "2023-12-01"}  # by then 令和5年度 can be chosen
    assert len(late) >= 2
    assert tries_of_a_control(office, range(8000, 8020), "asof", "asof", {newest: "", **late}) == []


def test_the_town_of_its_page_stays(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/town{BASE}", "#town-choice")
    towns = {code: code for code in ("01202", "01221", "01452", "01581")}
    assert tries_of_a_control(office, range(8200, 8212), "town-choice", "town", towns) == []


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
        assert tries_of_a_control(office, range(8300, 8312), "plan-choice", "plan", chosen, base) == []
        office.goto("about:blank")  # before its server stops
