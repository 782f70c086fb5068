"""Names and numbers of lines: spread whatever the values are, placed anew with new data, left where people put them."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from pptx import Presentation

from dashboard.export.deck import chart_labels, draw_chart, line_labels
from dashboard.export.deck.chart_labels import C
from dashboard.export.deck.line_labels import apart, is_over
from dashboard.export.deck.model import Box, NativeChart, Series

YEARS = tuple(f"令和{year}年度" for year in range(3, 10))
NAMES = ("わかっている実施", "予定どおりなら", "これまでのとおりなら", "幅の上", "わからない分なし")


def chart(*values: tuple[float | None, ...], high: float = 3.0) -> NativeChart:
    series = tuple(
        Series(name, row, "#0017C1", marker="circle", label="below", named="last")
        for name, row in zip(NAMES, values, strict=False)
    )
    box = Box(0.5, 1.0, 6.2, high)
    plot = Box(0.7, 1.3, 4.3, high - 1.0)
    return NativeChart("グラフ｜outlook", box, "line", YEARS, series, "0", size=11, maximum=30, plot=plot)


def drawn(element: NativeChart) -> Any:
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    return draw_chart.draw(slide.shapes, element, "BIZ UDPゴシック").chart


def test_rows_stand_apart_in_their_order_and_inside_as_near_as_they_can() -> None:
    assert apart([1.0, 2.0], 0.5, 0.0, 3.0) == [1.0, 2.0]
    assert apart([1.0, 1.0], 0.5, 0.0, 3.0) == [0.75, 1.25]
    assert apart([2.9, 2.9, 2.9], 0.5, 0.0, 3.0) == [1.75, 2.25, 2.75]
    assert apart([0.0, 0.1], 0.5, 0.0, 3.0) == [0.25, 0.75]


def test_no_label_lies_on_another_or_on_an_arrow_whatever_the_values_are() -> None:
    chance = random.Random(13)
    for _ in range(200):
        ends = chance.randint(1, len(YEARS))
        rows = [tuple(float(chance.choice((0, 5, 5, chance.randint(0, 26)))) for _ in YEARS) for _ in NAMES]
        rows[0] = tuple(value if place < ends else None for place, value in enumerate(rows[0]))
        arrow = Box(chance.uniform(1.0, 4.0), chance.uniform(1.4, 2.5), 0.16, 0.4)
        _, boxes = line_labels.spread(chart(*rows, high=chance.choice((1.6, 2.2, 3.0, 4.5))), [arrow])
        assert boxes
        for number, one in enumerate(boxes):
            assert not any(is_over(one, other) for other in [*boxes[number + 1 :], arrow])


def test_labels_are_placed_anew_with_new_data_and_keep_the_size_that_people_gave_them() -> None:
    flat = line_labels.spread(chart((5, 5, 5, None, None, None, None), (5,) * 7, (5,) * 7)).chart
    steep = line_labels.spread(
        chart((1, 5, 9, 13, None, None, None), (1, 5, 9, 13, 20, 25, 28), (5,) * 7)
    ).chart
    shown = drawn(flat)
    name = shown.plots[0].series[1]._element.find(f"{C}dLbls/{C}dLbl[last()]")
    name.find(".//{*}defRPr").set("sz", "1400")
    shown.replace_data(draw_chart.data(steep))
    chart_labels.lines(shown, steep, [chart_labels.planned(one) for one in flat.series])
    assert [chart_labels.standing(one) for one in shown.plots[0].series] == [
        chart_labels.planned(one) for one in steep.series
    ]
    assert [chart_labels.standing(one) for one in drawn(steep).plots[0].series] == [
        chart_labels.planned(one) for one in steep.series
    ]
    assert name.find(".//{*}defRPr").get("sz") == "1400"


def test_labels_that_people_moved_stay_and_the_name_goes_with_the_end_of_its_line() -> None:
    known = chart((4, 7, 10, 11, None, None, None))
    before = line_labels.spread(known).chart
    (series,) = known.series
    after = line_labels.spread(
        replace(known, series=(replace(series, values=(4, 7, 10, 11, 13, None, None)),))
    )
    shown = drawn(before)
    name = shown.plots[0].series[0]._element.find(f"{C}dLbls/{C}dLbl[last()]")
    name.find(f"{C}layout/{C}manualLayout/{C}y").set("val", "-0.2")
    shown.replace_data(draw_chart.data(after.chart))
    chart_labels.lines(shown, after.chart, [chart_labels.planned(one) for one in before.series])
    (place, side, _, down) = chart_labels.standing(shown.plots[0].series[0])[-1]
    assert (place, side, down) == (4, "r", "-0.2000")
