"""What stands over a chart, as an arrow with its difference: its place and its words are those of the chart that is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from dashboard.export.deck import draw_chart, ownership, read_back
from dashboard.export.deck.model import Element, Sketch, Slide, Text
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.read_back import Found

BESIDE = "グラフをそのままにしたため、その上にあるものもそのままにしました"


def leave(
    notes: Notes,
    slide: Slide,
    element: Element,
    found: Sequence[Found],
    last: Mapping[str, Any] | None,
    left: Set[str],
) -> bool:
    """Whether it is left, as its chart was; told where its words would be others. left: the charts."""
    if not isinstance(element, Text | Sketch) or element.over not in left:
        return False
    if isinstance(element, Text) and last is not None:
        wanted = "\n".join(line.text for line in ownership.drawn(element.paragraphs))
        for one in found if wanted != last.get("text") else ():
            notes.add_unchanged(slide, one, BESIDE, wanted)
    return True


def has_its_axes(found: Mapping[str, Sequence[Found]], element: Element) -> bool:
    """What stands over a chart is only put where its axes are: in a deck of an earlier version they are nowhere fixed."""
    if not isinstance(element, Text | Sketch) or not element.over:
        return True
    charts = [one.shape for one in found.get(element.over, []) if read_back.has_chart(one.shape)]
    return any(draw_chart.has_fixed_axes(shape.chart) for shape in charts)
