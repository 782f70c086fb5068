"""Tries of test_quick_choices*.py: a user of any speed, a server that answers late, and what has been lost.

KASANARI_QUICK_CHOICES=3 tries three times as many.
"""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
TIMES = int(os.environ.get("KASANARI_QUICK_CHOICES", "1"))

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


def seeds(first: int, tries: int) -> range:
    """Of a test's tries; seven in a row have all the speeds."""
    return range(first, first + tries * TIMES)


def differences(*pairs: tuple[str, object, object]) -> list[str]:
    return [f"{what}: {seen}, chosen was {wanted}" for what, seen, wanted in pairs if seen != wanted]


@contextmanager
def hurried_page(browser: Browser, arguments: dict[str, Any]) -> Iterator[Page]:
    """A page whose server is as slow as each try wants it."""
    context = browser.new_context(**arguments)
    context.add_init_script(LIBRARY)
    yield context.new_page()
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


def tries_of_the_bar(page: Page, tried: range, *, with_years: bool) -> list[str]:
    lost = []
    for seed in tried:
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


def tries_of_a_control(
    page: Page,
    tried: range,
    control: str,
    name: str,
    values: dict[str, str],
    base: str = BASE,
    act: str = "select",
) -> list[str]:
    """Choose in a control and tick in the bar by turns; values: what the address says, by what the control offers."""
    lost = []
    for seed in tried:
        rng, wanted = random.Random(seed), Wanted()
        gap = SPEEDS[seed % len(SPEEDS)] or 0
        chosen, steps = "", list[Step]()
        for _ in range(rng.randint(2, 4)):
            if not chosen or rng.random() < 0.6:
                chosen = rng.choice([value for value in values if value != chosen])
                steps.append(([act, control, chosen], gap))
                wanted.fy = chosen if name == "fy" else wanted.fy
            else:
                steps.append((wanted.tick(rng), gap))
        seen = play(page, seed, steps, base)
        lost += [f"seed {seed}, {steps}: {said}" for said in wanted.lost(seen)]
        lost += differences(
            (f"address of seed {seed}, {steps}", seen["address"].get(name, ""), values[chosen]),
            (f"{control} of seed {seed}, {steps}", seen["values"][control], chosen),
        )
    return lost
