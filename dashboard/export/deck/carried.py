"""Numbers of ours that people carried into words of another shape: known by their keys on whatever slide they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.export.deck import locate, ownership
from dashboard.export.deck.model import Deck, NativeTable, Text


@dataclass(frozen=True)
class Carried:
    """now: of a key and the text that we wrote for it, what it is today; keys: of a key all that it is today.

    Slides of other years or places may hold other numbers under the same key.
    """

    now: Mapping[tuple[str, str], set[str]] = field(default_factory=dict)
    keys: Mapping[str, set[str]] = field(default_factory=dict)

    def due(self, key: str, text: str) -> str | None:
        """What a number is today; None where that is not sure."""
        found = self.now.get((key, text), set())
        return next(iter(found)) if len(found) == 1 else None


def gather(deck_record: dict[str, Any], deck: Deck) -> Carried:
    """deck_record: as it was written; deck: the slides as they are drawn today."""
    drawn: dict[str, dict[str, str]] = {
        slide.view: {
            number.key: number.text
            for element in slide.elements
            if isinstance(element, Text | NativeTable)
            for number in ownership.numbers_of(element)
        }
        for slide in deck.slides
    }
    now, keys = defaultdict(set), defaultdict(set)
    for name, known in deck_record["shapes"].items():
        today = drawn.get(name.rpartition("｜")[2], {})
        for key, text in locate.recorded_numbers(known):
            if key in today:
                now[key, text].add(today[key])
    for numbers in drawn.values():
        for key, text in numbers.items():
            keys[key].add(text)
    return Carried(now, keys)
