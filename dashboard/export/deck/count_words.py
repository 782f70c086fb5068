"""Counts of municipalities in sentences, as an officer writes them: none, some, all; of a few no share."""

from __future__ import annotations

from dashboard.export.deck import frame
from dashboard.export.deck.model import Number, Part
from dashboard.words import words

NOTHING_TOLD = "―"
UNKNOWN = "わかりません"


def none(key: str, text: str = "ありません") -> Number:
    """A count of nothing in words: 「実施している市町村はない」. text: one of words.NOTHING."""
    return Number(key, 0, text)


def share_of_enough(key: str, part: int, whole: int) -> tuple[Part, ...]:
    """A share in a table beside its count; of a few the count alone is told."""
    return (NOTHING_TOLD,) if is_few(whole) else frame.share(key, part, whole)


def share_in_brackets(key: str, part: int, whole: int) -> tuple[Part, ...]:
    """（5.6％）behind a count; nothing behind none and behind all."""
    return ("（", *frame.share(key, part, whole), "）") if 0 < part < whole else ()


def of_whole(key: str, part: int, whole_key: str, whole: int) -> tuple[Part, ...]:
    """5市町村のうち1, 5市町村のすべて; of none the sentence has to be another."""
    if part == whole:
        return (frame.count(key, part), "市町村のすべて")
    return (frame.count(whole_key, whole), "市町村のうち", frame.count(key, part))


def is_few(whole: int) -> bool:
    """Whether a sentence gives no share of so many."""
    return whole < words.SMALL
