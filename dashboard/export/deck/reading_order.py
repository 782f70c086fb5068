"""The order in which a slide is read aloud and goes into a PDF: its title, what it shows, source and page number last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
TITLES, LAST = (1, 3), ("ftr", "sldNum", "dt")
PAGE = "ページ番号"
FOOT = ("注記｜", PAGE)


def in_order(presentation: Any) -> int:
    """Put the shapes of each slide into that order, where none comes to lie over another; how many slides changed."""
    return sum(_ordered(slide) for slide in presentation.slides)


def _ordered(slide: Any) -> bool:
    shapes = list(slide.shapes)
    first = [one for one in shapes if one.is_placeholder and one.placeholder_format.type in TITLES]
    last = [one for one in shapes if one not in first and _is_foot(one)]
    middle = [one for one in shapes if one not in first and one not in last]
    wanted = [*first, *middle, *last]
    moved = [one for one in (*first, *last) if shapes.index(one) != wanted.index(one)]
    if not moved or any(_overlap(one, other) for one in moved for other in shapes if other is not one):
        return False
    tree = slide.shapes._spTree
    for shape in wanted:
        tree.remove(shape._element)
        tree.append(shape._element)
    return True


def _is_foot(shape: Any) -> bool:
    kinds: Iterator[Any] = shape._element.iter(f"{P}ph")
    return shape.name.startswith(FOOT) or any(one.get("type") in LAST for one in kinds)


def _overlap(one: Any, other: Any) -> bool:
    if None in (one.left, one.width, other.left, other.width):
        return False
    return bool(
        one.left < other.left + other.width
        and other.left < one.left + one.width
        and one.top < other.top + other.height
        and other.top < one.top + one.height
    )
