"""No choice in the bar is lost, however quick it is and however late and out of order the server answers."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

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
    tries_of_the_bar,
)


@pytest.fixture(scope="module")
def office(browser: Browser, browser_context_args: dict[str, Any], demo_server: str) -> Iterator[Page]:
    """One page for the whole file, whose server is as slow as each try wants it."""
    with hurried_page(browser, browser_context_args) as page:
        yield page


def test_every_tick_in_the_lists_stays(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/slides{BASE}", "#slides-page")
    assert tries_of_the_bar(office, seeds(0, 21), with_years=False) == []


def test_ticks_and_years_in_turn_stay(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/slides{BASE}", "#slides-page")
    assert tries_of_the_bar(office, seeds(1000, 7), with_years=True) == []


def test_a_heavy_page_loses_no_tick(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/{BASE}", "#map")
    assert tries_of_the_bar(office, seeds(2000, 2), with_years=False) == []


def test_what_a_chip_or_the_button_takes_away_does_not_come_back(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/slides{BASE}", "#slides-page")
    lost = []
    for seed in seeds(3000, 7):
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
    for seed in seeds(4000, 7):
        rng, wanted = random.Random(seed), Wanted()
        gap = SPEEDS[seed % len(SPEEDS)]
        path = "/data" if seed % 2 == 0 else "/slides"
        steps: list[Step] = [(wanted.tick(rng), gap), (["page", path], gap), (wanted.tick(rng), gap)]
        seen = play(office, seed, steps)
        lost += [f"seed {seed}, {steps}: {said}" for said in wanted.lost(seen)]
        lost += differences((f"page of seed {seed}", seen["path"], path))
    assert lost == []


def test_the_day_of_the_bar_stays(office: Page, demo_server: str) -> None:
    opened(office, f"{demo_server}/slides{BASE}", "#slides-page")
    newest, *days = office.evaluate("quick.offered('asof')")
    late = {day: day for day in days if day >= "2023-12-01"}  # by then 令和5年度 can be chosen
    assert len(late) >= 2
    assert tries_of_a_control(office, seeds(8000, 7), "asof", "asof", {newest: "", **late}) == []
