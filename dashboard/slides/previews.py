"""Slides of a basket as pictures, before the deck is made: on the ground, in the ink and with the boxes of its template."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dashboard.chart_data.scope import SlidesRefusedError
from dashboard.export.deck import slide_svg
from dashboard.export.deck.stage import Stage
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader


def pictures(reader: Reader, wanted: Wanted, stage: Stage, journal: Path | None) -> list[str]:
    """One item, a picture a page. Raises SlidesRefusedError."""
    deck = make.draw_deck(reader, [wanted], stage, journal)
    return [slide_svg.picture(slide, stage) for slide in deck.slides]


def all_pictures(
    reader: Reader, wanted: Sequence[Wanted], stage: Stage, journal: Path | None
) -> list[dict[str, object]]:
    """Of each item its pictures, or why there are none."""
    made: list[dict[str, object]] = []
    for one in wanted:
        try:
            made.append({"pictures": pictures(reader, one, stage, journal), "why": ""})
        except SlidesRefusedError as refused:
            made.append({"pictures": [], "why": str(refused)})
    return made
