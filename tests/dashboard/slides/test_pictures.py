"""Slides as pictures for the browser, and what is left of them in grey."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dashboard import theme
from dashboard.chart_data.scope import Scope
from dashboard.export.deck import slide_svg, template
from dashboard.export.deck.contrast import READABLE, contrast
from dashboard.export.deck.model import Deck, Map, NativeChart, NativeTable, Text
from dashboard.slides import make
from dashboard.warehouse.reader import Reader

SVG = "{http://www.w3.org/2000/svg}"
TOLD_APART = 1.25  # of two surfaces that touch with a line between them, in grey


@pytest.fixture(scope="module")
def drawn(told: Reader, planned: Path) -> Deck:
    return make.draw_deck(told, make.briefing(Scope()), template.load_template(), planned)


def test_each_picture_shows_the_words_and_numbers_of_its_slide(drawn: Deck) -> None:
    stage = template.load_template()
    for slide in drawn.slides:
        picture = ElementTree.fromstring(slide_svg.picture(slide, stage))
        shown = "".join("".join(text.itertext()) for text in picture.iter(f"{SVG}text"))
        assert "【出典】" not in shown  # of the notes, which are not on the slide
        for element in slide.elements:
            if isinstance(element, Text) and element.role != "notes":
                assert (
                    element.text.replace("\n", "") in shown.replace("• ", "").replace("　", "")
                    or "　" in element.text
                    or "\n" in element.text
                )
            if isinstance(element, NativeTable):
                assert all(
                    number.text in shown
                    for row in element.rows
                    for cell in row.cells
                    for number in cell.numbers
                )
            if isinstance(element, Map):
                assert len(list(picture.iter(f"{SVG}path"))) >= len(element.shapes)


def test_surfaces_that_touch_are_told_apart_in_grey_by_lightness_pattern_or_line(drawn: Deck) -> None:
    for slide in drawn.slides:
        for chart in (
            one for one in slide.elements if isinstance(one, NativeChart) and one.kind.endswith("stacked")
        ):
            for one, other in pairwise(chart.series):
                is_apart = contrast(one.colour, other.colour) >= TOLD_APART or one.pattern != other.pattern
                assert is_apart, (slide.view, one.name, other.name)


def test_labels_can_be_read_on_their_surface_in_grey(drawn: Deck) -> None:
    for slide in drawn.slides:
        for element in slide.elements:
            if isinstance(element, Text) and element.fill:
                for paragraph in element.paragraphs:
                    ink = paragraph.colour or theme.INK
                    assert contrast(ink, element.fill[:7]) >= READABLE, (slide.view, element.name)
            if isinstance(element, NativeChart) and element.kind.endswith("stacked"):
                for series in (one for one in element.series if one.label == "inside"):
                    assert contrast(series.ink or theme.INK, series.colour) >= READABLE, (
                        slide.view,
                        series.name,
                    )
            if isinstance(element, Map):
                marks = {(shape.fill, shape.symbol) for shape in element.shapes if shape.symbol}
                assert len({fill for fill, _ in marks}) == len({symbol for _, symbol in marks})
