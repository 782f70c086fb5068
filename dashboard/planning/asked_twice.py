"""Which questions of a questionnaire other forms of the state or the prefecture ask already."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# Words that every question of the field has, and that make no two alike.
COMMON = re.compile(
    r"重層的支援体制整備事業|包括的な支援体制|市町村|令和\d+年度|[（(].*?[）)]|[\s、。・「」]"
)
ALIKE = 0.6


@dataclass(frozen=True)
class AskedTwice:
    """A question of ours and the one that asks the same. is_same: somebody said so; else the words are alike."""

    question_id: str
    wording: str
    known: Mapping[str, Any]
    is_same: bool


def asked_twice(
    questions: Iterable[Mapping[str, Any]], known: Iterable[Mapping[str, Any]]
) -> list[AskedTwice]:
    """questions: id and wording; known: wording and question_ids (separated by spaces). In the order of the questions."""
    others = list(known)
    found = []
    for question in questions:
        own, wording = str(question["id"]), str(question.get("wording", ""))
        for other in others:
            is_same = own in str(other["question_ids"] or "").split()
            if is_same or likeness(wording, str(other["wording"])) >= ALIKE:
                found.append(AskedTwice(own, wording, other, is_same))
    return found


def likeness(one: str, other: str) -> float:
    """Shared pairs of letters over those of the shorter text (overlap coefficient); 0 where nothing is left to compare."""
    first, second = _pairs(one), _pairs(other)
    least = min(len(first), len(second))
    return len(first & second) / least if least else 0.0


def _pairs(text: str) -> set[str]:
    plain = COMMON.sub("", unicodedata.normalize("NFKC", text))
    return {plain[place : place + 2] for place in range(len(plain) - 1)}
