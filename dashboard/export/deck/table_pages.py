"""A table that is longer than its slide goes on over the next ones, in a size that can be read."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from dashboard.export.deck import frame, table_size
from dashboard.export.deck.model import Element, NativeTable, Slide, Text
from dashboard.export.deck.renaming import renamed
from dashboard.export.deck.stage import Stage

CONTINUED = "（続き）"
MOST_PAGES = 12


def paged(slide: Slide, stage: Stage) -> list[Slide]:
    """The slide alone where its table stays inside; else one slide per page, the first under its own name."""
    table = _table_of(slide)
    if table is None or not table_size.overflows(table):
        return [slide]
    pages = next((n for n in range(2, MOST_PAGES) if _fits(table, n)), min(len(table.rows), MOST_PAGES))
    return [_named(page_of(slide, stage, n, pages), slide.view, n) for n in range(1, pages + 1)]


def page_of(slide: Slide, stage: Stage, number: int, pages: int) -> Slide:
    """One page of a slide whose table goes over so many; of an older deck as many as it had."""
    table = _table_of(slide)
    if table is None:
        return slide
    start, end = _cuts(table, pages)[number - 1]

    def one(element: Element) -> Element:
        if element is table:
            return replace(table, rows=table.rows[start:end])
        if number > 1 and isinstance(element, Text) and element.role == "title":
            title = frame.heading(slide.view, (*element.paragraphs[0].parts, CONTINUED), stage)
            return replace(title, name=element.name)
        return element

    asked = {**slide.view_state, "page": number, "pages": pages}
    return replace(slide, elements=tuple(one(element) for element in slide.elements), view_state=asked)


def _named(slide: Slide, view: str, number: int) -> Slide:
    return slide if number == 1 else renamed(slide, f"{view}-p{number}", slide.view_state)


def _table_of(slide: Slide) -> NativeTable | None:
    return next((element for element in slide.elements if isinstance(element, NativeTable)), None)


def _fits(table: NativeTable, pages: int) -> bool:
    return not any(
        table_size.overflows(replace(table, rows=table.rows[start:end])) for start, end in _cuts(table, pages)
    )


def _cuts(table: NativeTable, pages: int) -> list[tuple[int, int]]:
    """Where each page begins and ends: about as much height on each, and no page without a row while there are rows."""
    heights = table_size.needed(table)[1:]
    cuts, used, whole = [0], 0.0, sum(heights)
    for row, height in enumerate(heights):
        due = whole * len(cuts) / pages
        if len(cuts) < pages and row > cuts[-1] and used + height / 2 > due:
            cuts.append(row)
        used += height
    cuts += [len(heights)] * (pages + 1 - len(cuts))
    return list(pairwise(cuts))
