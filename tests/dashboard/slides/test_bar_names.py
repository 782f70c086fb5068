"""The bars say what their parts are: in the part, behind the bar or above it, and a legend only where none of them has room."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation

from dashboard.export.deck import chart_names, draw_chart, refresh_chart
from dashboard.export.deck.chart_labels import C
from dashboard.export.deck.chart_svg import chart as picture
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Box, NativeChart, Series, Slide
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.read_back import Found

AREAS = tuple(f"振興局{number}" for number in range(6))


def bars(*values: tuple[int, ...], names: tuple[str, ...] = ("実施", "検討", "データなし")) -> NativeChart:
    """values: of each series a number a bar."""
    series = tuple(
        Series(name, values[number], "#0017C1", ink="#FFFFFF") for number, name in enumerate(names)
    )
    return NativeChart("グラフ", Box(1, 1, 8, 3), "bar_stacked", AREAS, series, size=12)


ROOMY = bars((1, 20, 1, 1, 1, 1), (20, 1, 15, 15, 20, 20), (0, 0, 1, 1, 0, 0))


def named_at(element: NativeChart) -> list[int | None]:
    return [series.named_at if series.named else None for series in element.series]


def test_a_name_stands_in_the_first_part_with_room_or_behind_the_bar_that_ends_with_it() -> None:
    drawn = chart_names.direct(ROOMY)
    assert not drawn.legend
    assert named_at(drawn) == [1, 0, 2]
    assert [bool(series.name_right) for series in drawn.series] == [False, False, True]
    assert "実施 20" in picture(drawn)
    assert "データなし 1" in picture(drawn)


def test_a_name_that_fits_nowhere_else_stands_above_its_bar_where_bars_are_few() -> None:
    few = replace(
        bars((4, 4), (1, 0), (4, 0), names=("予定どおり", "時期未定に戻した", "わからない")),
        categories=AREAS[:2],
    )
    drawn = chart_names.direct(replace(few, box=Box(1, 1, 4.5, 4)))
    assert [series.name_shift < 0 for series in drawn.series] == [False, True, False]


def test_a_part_that_no_bar_has_needs_no_name() -> None:
    drawn = chart_names.direct(bars((9,) * 6, (9,) * 6, (0,) * 6))
    assert not drawn.legend
    assert named_at(drawn)[2] is None


def test_a_legend_stays_where_a_name_finds_no_place() -> None:
    crowded = bars((1,) * 6, (90,) * 6, (5,) * 6)
    assert chart_names.direct(crowded) == crowded


@pytest.mark.parametrize("has_room", [True, False])
def test_names_follow_new_data_and_a_legend_takes_over_where_they_find_no_room(has_room: bool) -> None:
    before = chart_names.direct(ROOMY)
    frame = draw_chart.draw(slide().shapes, before, "BIZ UDPゴシック")
    assert said(frame.chart) == {"実施": "1", "検討": "0", "データなし": "2"}
    later = bars((1, 1, 9, 1, 1, 1), (15,) * 6, (0, 1, 0, 0, 0, 1))
    wanted = chart_names.direct(later if has_room else bars((1,) * 6, (90,) * 6, (5,) * 6))
    found = Found(1, slide(), frame, "グラフ｜status_bars")
    last = refresh_chart.state_of(before)
    refresh_chart.refresh_chart(Notes(), Slide("status_bars", ()), found, wanted, last)
    assert frame.chart.has_legend is not has_room
    assert said(frame.chart) == ({"実施": "2", "検討": "0", "データなし": "1"} if has_room else {})
    assert frame.chart.value_axis.maximum_scale == (wanted.maximum or before.maximum)


def test_a_name_that_people_took_out_stays_out() -> None:
    before = chart_names.direct(ROOMY)
    frame = draw_chart.draw(slide().shapes, before, "BIZ UDPゴシック")
    for label in list(frame.chart._chartSpace.iter(f"{C}dLbl")):
        label.getparent().remove(label)
    found = Found(1, slide(), frame, "グラフ｜status_bars")
    wanted = chart_names.direct(bars((1, 1, 9, 1, 1, 1), (15,) * 6, (0, 1, 0, 0, 0, 1)))
    refresh_chart.refresh_chart(Notes(), Slide("v", ()), found, wanted, refresh_chart.state_of(before))
    assert said(frame.chart) == {}


def test_a_point_in_a_colour_of_people_keeps_it_and_one_of_ours_follows_the_data() -> None:
    series = Series("北海道", (2.0, 4.0, 6.0), "#0017C1", hollow=(False, True, True))
    line = NativeChart("グラフ", Box(1, 1, 8, 3), "line", AREAS[:3], (series,))
    frame = draw_chart.draw(slide().shapes, line, "BIZ UDPゴシック")
    first, second = frame.chart.plots[0].series[0]._element.findall(f"{C}dPt")
    for colour in second.iter(f"{A}srgbClr"):
        colour.set("val", "FF00FF")
    filled = replace(series, values=(2.0, 4.0, 7.0), hollow=(False, False, False))
    draw_chart.hollow(frame.chart, replace(line, series=(filled,)))
    assert frame.chart.plots[0].series[0]._element.findall(f"{C}dPt") == [second]
    assert first.getparent() is None
    draw_chart.hollow(frame.chart, line)
    assert {colour.get("val") for colour in second.iter(f"{A}srgbClr")} == {"FF00FF"}
    assert len(frame.chart.plots[0].series[0]._element.findall(f"{C}dPt")) == 2


def slide() -> Any:
    presentation = Presentation()
    return presentation.slides.add_slide(presentation.slide_layouts[6])


def said(chart: Any) -> dict[str, str]:
    """Of each series that names itself in which bar."""
    return {
        series.name: label.find(f"{C}idx").get("val")
        for series in chart.plots[0].series
        for label in series._element.iter(f"{C}dLbl")
        if label.find(f"{C}showSerName") is not None and label.find(f"{C}showSerName").get("val") == "1"
    }
