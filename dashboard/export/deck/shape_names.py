"""What shapes that people put on a slide are called, and what is said of them to those who cannot see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dashboard.export.deck import locate, read_back, reading_order
from dashboard.export.deck.draw_text import naming

# Where a file lay on somebody's PC, as programs write it: up to the ending of its name, or to the next space.
PLACE = re.compile(
    r"(?:[A-Za-z]:[\\/]|\\\\|file:/+|/(?:home|Users|mnt|media)/)(?:[^\n\"<>|]*?\.\w{2,5}\b|[^\s\"<>|]*)"
)
# The number of the data, as a foot says it to those who compare decks.
VERSION = re.compile(r"(?:版 )?\bwh_[\w-]+")
LONGEST = 40


def anonymous(presentation: Any) -> int:
    """Shapes of people's own under names that say nothing of anybody; how many there are."""
    count = 0
    for _, shape in _own(presentation):
        name = f"図形 {naming(shape).get('id')}"
        count += naming(shape).get("name") != name
        naming(shape).set("name", name)
    return count


def without_places(presentation: Any) -> int:
    """Alternative texts without the place of a file; in how many there was one."""
    return _without(presentation, PLACE)


def without_versions(presentation: Any) -> int:
    """Alternative texts without the number of the data, which a screen reader spells out; in how many there was one."""
    return _without(presentation, VERSION)


def told(presentation: Any) -> Iterator[str]:
    """Alternative texts of people's own shapes: readers need them, and nobody but people can judge them."""
    for number, shape in _own(presentation):
        said = re.sub(r"\s+", " ", naming(shape).get("descr") or "").strip()
        if said:
            short = said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
            yield f"{number}頁 手で加えられた図形の代替テキスト「{short}」"


def _without(presentation: Any, what: re.Pattern[str]) -> int:
    count = 0
    for slide in presentation.slides:
        for shape in read_back.walk(slide.shapes):
            for kind in ("descr", "title"):
                said = naming(shape).get(kind) or ""
                plain = what.sub("", said).strip()
                if plain != said.strip():
                    naming(shape).set(kind, plain)
                    count += 1
    return count


def _own(presentation: Any) -> Iterator[tuple[int, Any]]:
    for number, slide in enumerate(presentation.slides, start=1):
        for shape in read_back.walk(slide.shapes):
            name = read_back.name_of(shape)
            if not shape.is_placeholder and not locate.is_ours(name) and name != reading_order.PAGE:
                yield number, shape
