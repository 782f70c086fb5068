"""No choice is lost, however quick it is and however late and out of order the server answers."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

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
    assert tries_of_the_bar(office, range(100), with_years=False) == []


def test_ticks_and_years_in_turn_stay(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/slides{BASE}", "#slides-page")
    assert tries_of_the_bar(office, range(1000, 1020), with_years=True) == []


def test_a_heavy_page_loses_no_tick(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/{BASE}", "#map")
    assert tries_of_the_bar(office, range(2000, 2004), with_years=False) == []
