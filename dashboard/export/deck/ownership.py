"""Whose each paragraph is: as we last wrote it, changed by people, or their own. Rows of a table are paired alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from dashboard.export.deck import ink
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import NativeTable, Number, Paragraph, Part, Text

T = TypeVar("T")
ALIKE = 0.5  # of their words: below it a paragraph is another, not an edited one
FIELD = re.compile(r"\{([\w.:+-]+)\}")


class WrittenLine(NamedTuple):
    """A paragraph, or a whole cell. skeleton: its text with each number as {its key}."""

    text: str
    skeleton: str
    numbers: tuple[tuple[str, str], ...]

    @property
    def keys(self) -> set[str]:
        return {key for key, _ in self.numbers}


@dataclass(frozen=True)
class Pairing:
    """What stands now, by its place, with the place of what we last wrote.

    untouched: as we wrote it (several where people copied it); edited: changed by people; own: theirs alone;
    removed: places of what we wrote and people took out.
    """

    untouched: dict[int, int]
    edited: dict[int, int]
    own: tuple[int, ...]
    removed: tuple[int, ...]

    @property
    def is_as_written(self) -> bool:
        return not self.edited and not self.own and not self.removed and self.is_in_order

    @property
    def is_in_order(self) -> bool:
        places = [self.untouched[place] for place in sorted(self.untouched)]
        return all(before < after for before, after in pairwise(places))


def pair(now: Sequence[WrittenLine], last: Sequence[WrittenLine]) -> Pairing:
    """The paragraphs that stand with those that we last wrote."""
    return pair_by(now, last, lambda one, other: one.text == other.text, likeness)


def pair_by(
    now: Sequence[T],
    last: Sequence[T],
    is_same: Callable[[T, T], bool],
    alike: Callable[[T, T], float],
) -> Pairing:
    """What is the same first, in its order where it can be; then what is most alike."""
    untouched: dict[int, int] = {}
    free = list(range(len(last)))
    rest = []
    for place, one in enumerate(now):
        match = next((other for other in free if is_same(one, last[other])), None)
        if match is None:
            rest.append(place)
            continue
        untouched[place] = match
        free.remove(match)
    copies = {
        place: match
        for place in rest
        if (match := next((n for n, other in enumerate(last) if is_same(now[place], other)), None))
        is not None
    }
    untouched |= copies
    scored = sorted(
        (
            (alike(now[place], last[other]), place, other)
            for place in rest
            if place not in copies
            for other in free
        ),
        key=lambda score: (-score[0], abs(score[1] - score[2]), score[1]),
    )
    edited: dict[int, int] = {}
    for score, place, other in scored:
        if score >= ALIKE and place not in edited and other in free:
            edited[place] = other
            free.remove(other)
    own = tuple(place for place in rest if place not in copies and place not in edited)
    return Pairing(untouched, edited, own, tuple(free))


def likeness(now: WrittenLine, last: WrittenLine) -> float:
    """From 0 to 1: by the numbers that both hold, or by their words."""
    if not now.text.strip() or not last.text.strip():
        return 0.0
    if typed(last.skeleton, now.text):
        return 1.0
    keys = len(now.keys & last.keys) / len(last.keys) if last.keys else 0.0
    return max(keys, SequenceMatcher(None, now.text, last.text, autojunk=False).ratio())


def typed(skeleton: str, text: str) -> dict[str, str]:
    """What stands in the place of each number, by its key, where all other words are as we wrote them."""
    pieces = FIELD.split(skeleton)
    if len(pieces) == 1:
        return {}
    pattern = "".join("(.{1,40}?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))
    found = re.fullmatch(pattern, text)
    return dict(zip(pieces[1::2], found.groups(), strict=True)) if found else {}


def numbers_of(element: Text | NativeTable) -> list[Number]:
    """Every number in a text or table."""
    if isinstance(element, Text):
        return element.numbers
    return [number for row in element.rows for cell in row.cells for number in cell.numbers]


def recorded(state: dict[str, Any]) -> list[WrittenLine]:
    """The paragraphs of a text as the record holds them: a line each."""
    numbers = [(str(key), str(text)) for key, text in state.get("numbers", [])]
    skeletons = str(state.get("skeleton", "")).split("\n")
    texts = str(state.get("text", "")).split("\n")
    if len(texts) != len(skeletons):
        return [WrittenLine(str(state.get("text", "")), str(state.get("skeleton", "")), tuple(numbers))]
    lines, start = [], 0
    for text, skeleton in zip(texts, skeletons, strict=True):
        end = start + len(FIELD.findall(skeleton))
        lines.append(WrittenLine(text, skeleton, tuple(numbers[start:end])))
        start = end
    return lines


def drawn(paragraphs: Sequence[Paragraph]) -> list[WrittenLine]:
    """The paragraphs as they would be read back once they are written."""
    return [line_of(paragraph.parts) for paragraph in paragraphs]


def line_of(parts: Sequence[Part]) -> WrittenLine:
    words = [(part, part.text) if isinstance(part, Number) else (None, ink.safe(part)) for part in parts]
    return WrittenLine(
        "".join(text for _, text in words),
        "".join(f"{{{number.key}}}" if number else text for number, text in words),
        tuple((number.key, text) for number, text in words if number),
    )


def standing(paragraph: Any) -> WrittenLine:
    """An <a:p> as it stands."""
    text, skeleton, numbers = [], [], []
    for child in paragraph:
        kind = child.get("type") or ""
        words = "\n" if child.tag == f"{A}br" else (child.findtext(f"{A}t") or "")
        if child.tag not in (f"{A}r", f"{A}fld", f"{A}br"):
            continue
        text.append(words)
        if child.tag == f"{A}fld" and kind.startswith(ink.TYPE):
            key = kind.removeprefix(ink.TYPE)
            numbers.append((key, words))
            skeleton.append(f"{{{key}}}")
        else:
            skeleton.append(words)
    return WrittenLine("".join(text), "".join(skeleton), tuple(numbers))


def successors(last: Sequence[WrittenLine], wanted: Sequence[WrittenLine]) -> dict[int, int]:
    """Which paragraph of today's slide takes the place of which that we last wrote."""
    by_words = pair_by(
        [line._replace(text=line.skeleton) for line in last],
        [line._replace(text=line.skeleton) for line in wanted],
        lambda one, other: one.text == other.text,
        likeness,
    )
    return by_words.untouched | by_words.edited
