"""The foot of a slide says where people's work was left, so that its version is not taken for that of all on it."""

from __future__ import annotations

import copy
from typing import Any

from dashboard.export.deck.ink import A
from dashboard.export.deck.locate import FOOT
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.read_back import Found

LEFT = "　｜　手を入れたところは更新していません"


def unmark(found: dict[str, list[Found]]) -> set[int]:
    """Take the words of an earlier refresh out, before anything is compared; the pages that had them."""
    pages = set()
    for one in _feet(found):
        for place in one.shape.text_frame._txBody.iter(f"{A}t"):
            if LEFT in (place.text or ""):
                place.text = str(place.text).replace(LEFT, "")
                pages.add(one.number)
                run = place.getparent()
                if not place.text:
                    run.getparent().remove(run)
    return pages


def mark(notes: Notes, found: dict[str, list[Found]], marked: set[int]) -> None:
    """Put them under each slide on which something was left."""
    left = {one.slide for one in notes.unchanged}
    for one in _feet(found):
        runs = one.shape.text_frame._txBody.findall(f"{A}p/{A}r")
        if one.number in left and runs:
            last = runs[-1]
            fresh = copy.deepcopy(last)
            fresh.find(f"{A}t").text = LEFT
            last.addnext(fresh)
        if (one.number in left) != (one.number in marked):
            before, after = ("", LEFT) if one.number in left else (LEFT, "")
            notes.add_change(None, one, "印", before, after)


def _feet(found: dict[str, list[Found]]) -> list[Any]:
    return [
        one
        for name, copies in found.items()
        if name.startswith(f"{FOOT}｜")
        for one in copies
        if one.shape.has_text_frame
    ]
