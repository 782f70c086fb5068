"""Free text coded by people: phrases propose a code, a person confirms it, and only what is confirmed is counted.

Agreement of two coders beyond chance is Cohen's κ (Cohen 1960): (pₒ − pₑ) ÷ (1 − pₑ) over the pairs of text and code
that both have judged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, NamedTuple

How = Literal["exact", "near"]
Standing = Literal["confirmed", "refused", "split", "open"]
# A phrase is near where so much of it stands in the text, counted as pairs of letters that follow each other.
NEAR = 0.6
LEAST_LETTERS = 3
FITS, FITS_NOT = "当てはまる", "当てはまらない"
VERDICTS = (FITS, FITS_NOT)


class TextKey(NamedTuple):
    """Which answer a text is."""

    fiscal_year: int
    municipality_code: str
    question_id: str


@dataclass(frozen=True)
class Code:
    """phrases: what proposes the code."""

    code_id: str
    label: str
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """What a person said of one text and code; text: as it was then."""

    key: TextKey
    code_id: str
    coder: str
    fits: bool
    text: str


@dataclass(frozen=True)
class Proposal:
    """Why a code is proposed for a text."""

    how: How
    phrase: str


@dataclass(frozen=True)
class Agreement:
    """Of two coders: pairs of text and code that both judged, of them alike; kappa: None where it is not defined."""

    coders: tuple[str, str]
    pairs: int
    alike: int
    kappa: float | None


def phrases_of(written: str) -> tuple[str, ...]:
    """「人手不足、人がいない」 → its parts, without blanks."""
    return tuple(part.strip() for part in re.split(r"[、,，\n]+", written) if part.strip())


def propose(text: str, code: Code) -> Proposal | None:
    """The first phrase that stands in the text as it is, else the one most of which stands there."""
    plain = _plain(text)
    for phrase in code.phrases:
        if _plain(phrase) in plain:
            return Proposal("exact", phrase)
    there = _pairs(plain)
    shares = [
        (len(own & there) / len(own), phrase)
        for phrase in code.phrases
        if len(_plain(phrase)) >= LEAST_LETTERS and (own := _pairs(_plain(phrase)))
    ]
    share, phrase = max(shares, default=(0.0, ""), key=lambda found: found[0])
    return Proposal("near", phrase) if share >= NEAR else None


def standing(judged: Iterable[Judged]) -> Standing:
    """Of one text and code: what all who judged it say; split where they differ."""
    said = {one.fits for one in judged}
    if not said:
        return "open"
    return "split" if len(said) > 1 else "confirmed" if True in said else "refused"


def agreements(judged: Sequence[Judged]) -> list[Agreement]:
    """Of every two coders who judged some pair of text and code both, those with most pairs first."""
    by_coder: dict[str, dict[tuple[TextKey, str], bool]] = {}
    for one in judged:
        by_coder.setdefault(one.coder, {})[one.key, one.code_id] = one.fits
    found = []
    for first, second in combinations(sorted(by_coder), 2):
        both = sorted(by_coder[first].keys() & by_coder[second].keys())
        if both:
            pairs = [(by_coder[first][pair], by_coder[second][pair]) for pair in both]
            found.append(Agreement((first, second), len(pairs), sum(a == b for a, b in pairs), kappa(pairs)))
    return sorted(found, key=lambda one: (-one.pairs, one.coders))


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Cohen's κ; None where chance alone makes both always agree, or nothing was judged."""
    if not pairs:
        return None
    number = len(pairs)
    observed = sum(a == b for a, b in pairs) / number
    first, second = (sum(pair[side] for pair in pairs) / number for side in (0, 1))
    expected = first * second + (1 - first) * (1 - second)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def _pairs(plain: str) -> set[str]:
    return {plain[place : place + 2] for place in range(len(plain) - 1)}
