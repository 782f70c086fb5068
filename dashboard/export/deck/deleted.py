"""What people took out of a deck: whole slides, and shapes of slides that are still there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from dashboard.export.deck import record, speaker_notes
from dashboard.export.deck.locate import Located
from dashboard.export.deck.model import Deck
from dashboard.words import words

MAP = "地図"
MOST = 3


class Deleted(NamedTuple):
    """shapes: in words, empty for a whole slide; number: of the slide that is still there, else 0."""

    view: str
    title: str
    shapes: str = ""
    number: int = 0

    @property
    def label(self) -> str:
        return f"「{self.title}」の中の {self.shapes}" if self.shapes else f"スライド「{self.title}」"


def deleted(deck_record: dict[str, Any], located: Located, deck: Deck | None) -> Iterator[Deleted]:
    """deck: the slides as they would be drawn today; what these no longer have is missed by nobody.

    Notes are no part of it: a deck is often passed on without them.
    """
    found, recorded = located.shapes, deck_record["shapes"]
    wanted = {slide.view: record.names(slide) for slide in deck.slides} if deck else {}
    by_view: dict[str, list[str]] = {}
    for name in recorded:
        by_view.setdefault(name.rpartition("｜")[2], []).append(name)
    for view, known in deck_record["views"].items():
        ours = by_view.get(view, [])
        home = next((one for name in ours for one in found.get(name, [])), None)
        title = str(known.get("title") or view)
        if home is None:
            if ours:
                yield Deleted(view, title)
            continue
        due = [name for name in ours if name in wanted.get(view, recorded)]
        if missing := _missing(due, recorded, found):
            yield Deleted(view, title, words.names(missing, MOST), home.number)


def _missing(names: list[str], recorded: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """A map that lost all of its municipalities is gone as a whole; one whose group was undone is there."""
    towns = [name for name in names if recorded[name].get("kind") == "shape"]
    gone = {name for name in names if not found.get(name)}
    is_map_gone = bool(towns) and gone.issuperset(towns)
    missing = [MAP] if is_map_gone else []
    for name in names:
        what, known = name.rpartition("｜")[0], recorded[name]
        of_map = name in towns or known.get("is_label") or known.get("kind") == "group"
        if name not in gone or what == speaker_notes.NAME or (of_map and is_map_gone):
            continue
        if known.get("kind") == "group" and not known.get("is_sketch"):
            continue
        missing.append(f"市町村名「{known.get('text', '')}」" if known.get("is_label") else what)
    return missing
