"""Every slide there is, in every format: large enough to be read, inside its place, nothing over anything else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.chart_data import registry
from dashboard.chart_data.scope import Scope
from dashboard.export.deck import chart_labels, template
from dashboard.export.deck.chart_labels import C
from dashboard.export.deck.compose import compose
from dashboard.export.deck.model import NativeChart
from dashboard.export.deck.stage import Stage
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.chart_boxes import collisions
from tests.dashboard.slides.measured import overflowing, small_letters
from tests.dashboard.slides.reading import named, presentation
from tests.dashboard.slides.test_templates import dark_template

VIEWS = [chart.id for chart in registry.CHARTS if chart.slide is not None]
WHOLE, ONE_AREA, FLAT_AREA = Scope(), Scope(None, ("14",)), Scope(None, ("12",))


def stage_of(kind: str) -> Stage:
    if kind == "dark":
        return template.load_template(template=(dark_template(), "暗い様式.potx"))
    return template.load_template(kind)


@pytest.mark.parametrize(
    ("kind", "scope"),
    [("16:9", WHOLE), ("a4", WHOLE), ("4:3", WHOLE), ("4:3", ONE_AREA), ("dark", WHOLE), ("dark", FLAT_AREA)],
)
def test_every_slide_can_be_read_and_stays_in_its_place(
    told: Reader, planned: Path, kind: str, scope: Scope
) -> None:
    stage = stage_of(kind)
    drawn = make.draw_deck(told, [Wanted(view, scope) for view in VIEWS], stage, planned)
    assert len(drawn.slides) >= len(VIEWS)
    deck = presentation(compose(drawn, stage))
    assert small_letters(deck) == {}
    assert [one for one in overflowing(deck) if not one.endswith("the title wraps")] == []
    assert [pair for slide in deck.slides for pair in collisions(slide)] == []


def test_the_slides_of_a_few_answers_can_be_read_and_stay_in_their_place(later: Reader) -> None:
    stage = stage_of("4:3")
    drawn = make.draw_deck(later, make.briefing(WHOLE), stage)
    deck = presentation(compose(drawn, stage))
    assert small_letters(deck) == {}
    assert [one for one in overflowing(deck) if not one.endswith("the title wraps")] == []


def test_parts_of_a_bar_too_short_for_their_number_have_none_and_get_it_with_room(
    told: Reader,
) -> None:
    stage = stage_of("4:3")
    drawn = make.draw_deck(told, [Wanted("barrier_change", WHOLE)], stage)
    chart = named(presentation(compose(drawn, stage)), "グラフ｜barrier_change").chart
    by_name = {series.name: series for series in chart.plots[0].series}
    silent = {name: silent_values(series) for name, series in by_name.items()}
    assert silent == {"続いている": [], "なくなった": [], "新しく挙げた": [2, 1, 1]}
    roomy = next(element for element in drawn.slides[0].elements if isinstance(element, NativeChart))
    wide = replace(roomy, box=roomy.box._replace(w=60))
    chart_labels.silence(chart, wide, roomy)
    assert not any(silent_values(series) for series in by_name.values())


def silent_values(series: Any) -> list[float]:
    labels = [one for one in series._element.iter(f"{C}dLbl") if one.find(f"{C}delete") is not None]
    return [series.values[int(one.find(f"{C}idx").get("val"))] for one in labels]
