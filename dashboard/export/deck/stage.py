"""Where the elements of a slide go: the size of the presentation and the boxes that its layouts leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.export.deck.look import PLAIN, Look
from dashboard.export.deck.model import Box


@dataclass(frozen=True)
class Stage:
    """A presentation without slides. Boxes are in inches; content: where elements of a slide go."""

    presentation: Any
    title_layout: Any
    content_layout: Any
    width: float
    height: float
    content: Box
    title: Box
    title_size: float
    face: str
    look: Look = PLAIN
    cover_look: Look = PLAIN

    @property
    def has_subtitle(self) -> bool:
        """Whether the cover has a place for what stands under its title."""
        places = [] if self.title_layout is None else self.title_layout.placeholders
        return any(shape.placeholder_format.type == 4 for shape in places)


def from_record(recorded: dict[str, Any]) -> Stage:
    """The stage that a deck was drawn on, as its record says; without a presentation."""
    title, content = Box(*recorded["title"]), Box(*recorded["content"])
    return Stage(
        None,
        None,
        None,
        recorded["width"],
        recorded["height"],
        content,
        title,
        recorded["title_size"],
        recorded["face"],
        *(Look(*recorded[name]) if name in recorded else PLAIN for name in ("look", "cover_look")),
    )
