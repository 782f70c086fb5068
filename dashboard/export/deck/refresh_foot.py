"""The foot of a slide says where people's work was left, so that its version is not taken for that of all on it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from dashboard.export.deck import read_back
from dashboard.export.deck.handwritten import NOTES, read_words
from dashboard.export.deck.ink import A
from dashboard.export.deck.locate import FOOT, Located, locate
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.read_back import Found

LEFT = "　｜　手を入れたところは更新していません"
WHOLE = "　｜　このページは更新していません"


def unmark(located: Located) -> dict[Any, str]:
    """Take the words of an earlier refresh out, before anything is compared; by foot what it had."""
    had = {}
    for one in _feet(located):
        for place in list(one.shape.text_frame._txBody.iter(f"{A}t")):
            for mark in (LEFT, WHOLE):
                if mark not in (place.text or ""):
                    continue
                place.text = str(place.text).replace(mark, "")
                had[one.shape._element] = mark
                run = place.getparent()
                if not place.text:
                    run.getparent().remove(run)
    return had


def mark(
    notes: Notes,
    presentation: Any,
    deck_record: dict[str, Any],
    located: Located,
    drawn: set[str],
    had: dict[Any, str],
) -> None:
    """Put them under each slide that holds something left, or that nobody can check; drawn: the views that were renewed."""
    now = locate(presentation, deck_record)  # pictures drawn anew are other shapes
    said = read_words(presentation, deck_record, now, notes.names).handwritten
    parts = {one.slide for one in notes.unchanged} | {one.slide for one in said if one.place != NOTES}
    foreign = {one.number for one in located.foreign}
    for one in _feet(located):
        runs = one.shape.text_frame._txBody.findall(f"{A}p/{A}r")
        is_whole = one.number in foreign or one.view not in drawn
        due = "" if not runs else WHOLE if is_whole else LEFT if one.number in parts else ""
        if due:
            fresh = copy.deepcopy(runs[-1])
            fresh.find(f"{A}t").text = due
            runs[-1].addnext(fresh)
        before = had.get(one.shape._element, "")
        if due != before:
            notes.add_change(None, one, "印", before, due)


def _feet(located: Located) -> Iterator[Found]:
    """Those of the slides of this deck, and of slides that came from another one."""
    for name, copies in located.shapes.items():
        if name.startswith(f"{FOOT}｜"):
            yield from (one for one in copies if one.shape.has_text_frame)
    for foreign in located.foreign:
        for shape in read_back.on_slide(foreign.slide):
            name = read_back.name_of(shape)
            if name.startswith(f"{FOOT}｜") and shape.has_text_frame:
                yield Found(foreign.number, foreign.slide, shape, name)
