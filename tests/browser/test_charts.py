"""Charts as the browser draws them: bars as long as their numbers, points where the ticks say, words under the pointer."""

import random
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from dashboard.components.chart import drawable
from dashboard.figures import return_rate, rollout_curve
from tests.browser.tabs import visit

WIDTH, HEIGHT = 420, 360
# Draws the figure in a box of its own; gives what stands in it.
DRAW = """async ([figure, width, height]) => {
    document.getElementById('tried')?.remove();
    const box = document.createElement('div');
    box.id = 'tried';
    box.style.cssText = `position: fixed; left: 0; top: 0; z-index: 999; background: #fff; width: ${width}px; height: ${height}px`;
    document.body.append(box);
    window.pressed = [];
    window.kasanariChart.mount(box, point => window.pressed.push(point)).show(figure);
    while (!box.querySelector('svg')) await new Promise(requestAnimationFrame);
    const number = (element, name) => Number(element.getAttribute(name));
    const all = selector => [...box.querySelectorAll(selector)];
    const whole = box.getBoundingClientRect();
    return {
        bars: all('.chart-series').map(series => [...series.querySelectorAll('.chart-bar')].map(bar => ['x', 'y', 'width', 'height'].map(name => number(bar, name)))),
        points: all('.chart-series').map(series => [...series.querySelectorAll('circle')].map(point => [number(point, 'cx'), number(point, 'cy')])),
        ticks: Object.fromEntries(['x', 'y'].map(axis => [axis, all(`.chart-ticks-${axis} text`).map(text => [text.textContent, number(text, axis)])])),
        words: all('text').map(text => text.textContent),
        outside: all('text').filter(text => {
            const {left, right, top, bottom} = text.getBoundingClientRect();
            return left < whole.left - 1 || right > whole.right + 1 || top < whole.top - 1 || bottom > whole.bottom + 1;
        }).map(text => text.textContent),
    };
}"""


@pytest.fixture(autouse=True)
def _box_taken_away(page: Page) -> Iterator[None]:
    """The tab goes on to other tests."""
    yield
    page.evaluate("document.getElementById('tried')?.remove()")


def draw(page: Page, figure: Any) -> dict[str, Any]:
    drawn: dict[str, Any] = page.evaluate(DRAW, [drawable(figure), WIDTH, HEIGHT])
    return drawn


def slope(ticks: list[list[Any]]) -> tuple[float, float]:
    """Pixels of zero and of one, by the first and last tick of an axis."""
    (first, start), (last, end) = [
        (float(text.rstrip("%").replace(",", "")), at) for text, at in (ticks[0], ticks[-1])
    ]
    one = (end - start) / (last - first)
    return start - first * one, one


def areas(seed: int) -> pd.DataFrame:
    draws = random.Random(seed)
    rows = [
        {"short_name": name, **{part: draws.randint(0, 9) for part in ("in_time", "late", "waiting")}}
        for name in ("空知", "オホーツク", "石狩", "十勝", "根室")
    ]
    frame = pd.DataFrame(rows)
    return frame.assign(denominator=frame[["in_time", "late", "waiting"]].sum(axis=1).clip(lower=1))


def test_bars_are_as_long_as_their_numbers_and_say_them(page: Page, server: str) -> None:
    visit(page, f"{server}/data")
    for seed in range(4):
        frame = areas(seed)
        drawn = draw(page, return_rate.figure(frame))
        zero, one = slope(drawn["ticks"]["x"])
        names = [text for text, _ in drawn["ticks"]["y"]]
        assert names == frame["short_name"].tolist()
        ends = dict.fromkeys(names, 0)
        for part, bars in zip(("in_time", "late", "waiting"), drawn["bars"], strict=True):
            stated = [(name, int(number)) for name, number in zip(names, frame[part], strict=True) if number]
            assert len(bars) == len(stated)
            for (name, number), (x, _, width, _) in zip(stated, bars, strict=True):
                assert x == pytest.approx(zero + one * ends[name], abs=0.6), name
                assert width == pytest.approx(one * number, abs=0.1), name
                assert str(number) in drawn["words"]
                ends[name] += number
        assert drawn["outside"] == []
    name, number = next(
        (name, number) for name, number in zip(names, frame["in_time"], strict=True) if number
    )
    page.locator("#tried .chart-bar").first.click()
    expect(page.locator("#tried .chart-tip")).to_contain_text(f"期限内に受領: {number} ／")
    [point] = page.evaluate("window.pressed")
    assert (point["curveNumber"], point["y"], point["x"]) == (0, name, number)
    for width in (20, 280):  # narrower than its margins, as while a page is laid out: nothing is drawn
        page.evaluate("width => document.getElementById('tried').style.width = `${width}px`", width)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(page.locator("#tried svg")).to_have_attribute("viewBox", f"0 0 280 {HEIGHT}")


def test_points_stand_where_the_ticks_say_and_a_smaller_box_is_drawn_anew(page: Page, server: str) -> None:
    visit(page, f"{server}/data")
    rates = {"hokkaido": [2.2, 3.9, 5.6], "national": [2.4, 7.7, 10.9]}
    rows = [
        {
            "fiscal_year": year,
            "scope": scope,
            "rate_pct": rate,
            "implementing": 1,
            "denominator": 179,
            "is_complete": year < 2023,
            "is_plan": False,
            "is_synthetic": False,
            "short_label": f"R{year - 2018}",
            "label_ja": f"令和{year - 2018}年度",
            "western_label": f"{year}年度",
        }
        for scope, series in rates.items()
        for year, rate in zip((2021, 2022, 2023), series, strict=True)
    ]
    drawn = draw(page, rollout_curve.figure(pd.DataFrame(rows), 2023))
    years = dict(drawn["ticks"]["x"])
    assert list(years) == ["R3", "R4", "R5"]
    middle = 0.35 * 11  # from the baseline of a tick to its middle
    zero, one = slope([[text, at - middle] for text, at in drawn["ticks"]["y"]])
    points = [series for series in drawn["points"] if series]
    for series, stated in zip(points, (rates["national"], rates["hokkaido"]), strict=True):
        assert [x for x, _ in series] == pytest.approx(list(years.values()), abs=0.1)
        assert [y for _, y in series] == pytest.approx([zero + one * rate for rate in stated], abs=0.2)
    assert drawn["outside"] == []
    page.locator("#tried circle").last.hover(force=True)
    expect(page.locator("#tried .chart-tip")).to_contain_text("わかっている範囲で")
    page.evaluate("document.getElementById('tried').style.width = '300px'")
    expect(page.locator("#tried svg")).to_have_attribute("viewBox", f"0 0 300 {HEIGHT}")
