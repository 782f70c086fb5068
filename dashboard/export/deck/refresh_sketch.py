"""Refreshing a small picture: drawn anew as a whole, in the place that people gave it, where nobody changed it."""

from __future__ import annotations

import copy
from typing import Any

from dashboard.export.deck import draw_sketch, draw_text, read_back
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Sketch, Slide
from dashboard.export.deck.notes import Notes
from dashboard.export.deck.read_back import Found, State

EDITED = "図の中が手で変えられているため、そのままにしました"


def all_of(notes: Notes, slide: Slide, found: list[Found], wanted: Sketch, last: State) -> State:
    """Every copy of the picture; what is to be remembered of it."""
    remembered = last
    for one in found:
        now = read_back.sketch(one.shape)
        fresh = draw_sketch.draw(one.slide.shapes, wanted)
        aim = read_back.sketch(fresh)
        is_new = not read_back.is_same_sketch(now, aim)
        if is_new and not read_back.is_same_sketch(now, last):
            fresh._element.getparent().remove(fresh._element)
            notes.add_unchanged(slide, one, EDITED, "")
            remembered = {**remembered, "is_left": True}
            continue
        if is_new:
            _into_its_place(one.shape, fresh)
            notes.add_change(slide, one, "図", _visible_text(now), _visible_text(aim))
        else:
            fresh._element.getparent().remove(fresh._element)
            if now["alt"] != aim["alt"]:
                draw_text.describe(one.shape, wanted.alt)
                notes.add_change(slide, one, "代替テキスト", now["alt"], aim["alt"])
        remembered = {**last, **aim, "is_left": False}
    return remembered


def _into_its_place(old: Any, fresh: Any) -> None:
    """The new picture where the old one stood, as large as people made it."""
    stood, inside = old._element.grpSpPr.find(f"{A}xfrm"), fresh._element.grpSpPr.find(f"{A}xfrm")
    for name in ("off", "ext"):
        inside.replace(inside.find(f"{A}{name}"), copy.deepcopy(stood.find(f"{A}{name}")))
    old._element.getparent().replace(old._element, fresh._element)


def _visible_text(state: State) -> str:
    return "、".join(text for _, text, *_ in state["parts"] if text)
