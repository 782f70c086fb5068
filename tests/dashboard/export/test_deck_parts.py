"""Where we do faster what python-pptx does, or skip what changes nothing, the outcome is the same."""

import io
import sys
import zipfile

import pytest
from pptx import Presentation
from pptx.util import Inches

from dashboard.export.deck import package
from dashboard.export.deck.draw_map import embrace
from dashboard.export.plain_text import visible
from dashboard.export.still import STILL, still


def test_a_saved_deck_is_the_deck_with_the_time_of_its_making_taken_out() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text_frame.text = "実施の状況"
    plain = io.BytesIO()
    presentation.save(plain)
    saved = package.saved(presentation)
    assert saved == still(plain.getvalue())
    assert saved != plain.getvalue()
    with zipfile.ZipFile(io.BytesIO(saved)) as archive:
        assert {part.date_time for part in archive.infolist()} == {STILL}
        assert archive.testzip() is None


@pytest.mark.parametrize("boxes", [[(1, 1, 2, 1)], [(1, 2, 0.5, 3), (-1, 4, 0.25, 0.5), (3, 0.5, 1, 1)]])
def test_a_group_has_the_place_and_size_that_python_pptx_would_give_it(
    boxes: list[tuple[float, float, float, float]],
) -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    outer = slide.shapes.add_group_shape()
    inner = outer.shapes.add_group_shape()
    for number, box in enumerate(boxes):
        holder = inner if number % 2 else outer
        holder.shapes.add_textbox(*(Inches(value) for value in box))

    def places() -> list[tuple[str | None, ...]]:
        return [
            tuple(part.attrib.values())
            for part in outer._element.iter("{*}off", "{*}ext", "{*}chOff", "{*}chExt")
        ]

    if len(boxes) == 1:
        outer._element.remove(inner._element)
        outer._element.recalculate_extents()
    theirs = places()
    for group in (outer, inner):
        for part in group._element.grpSpPr.find("{*}xfrm"):
            part.attrib.update(dict.fromkeys(part.attrib, "7"))
    assert places() != theirs
    assert [embrace(group._element) for group in ((inner, outer) if len(boxes) > 1 else (outer,))].count(
        False
    ) == 0
    assert places() == theirs


def test_a_group_that_holds_nothing_is_told_apart() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    assert not embrace(slide.shapes.add_group_shape()._element)


def test_a_text_without_anything_to_show_by_its_code_is_as_its_characters_one_by_one_are() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        shown = visible(character)
        # the line break in front makes the text one that is looked through character by character
        assert shown == visible(f"\n{character}")[1:], hex(code)
