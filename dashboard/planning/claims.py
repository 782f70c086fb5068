"""What a headline may say of numbers: each rule gives its words only where the numbers bear them out.

A slide that gets nothing from a rule keeps its plain title. The recounts of chart_data ask the same rules, of numbers
that they counted by their own way.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple, TypeVar

from dashboard.words import words

K = TypeVar("K", bound=Hashable)

# A ratio has a plain word where it is within this share of it.
NEAR = 0.05
RATIOS = (
    (1 / 4, "の約4分の1"),
    (1 / 3, "の約3分の1"),
    (1 / 2, "の約半分"),
    (2 / 3, "の約3分の2"),
    (1, "とほぼ同じ"),
    (3 / 2, "の約1.5倍"),
    (2, "の約2倍"),
    (3, "の約3倍"),
)
# A part stands out of a whole where it holds so much of it, and the whole is not of a handful.
MUCH, FEWEST = 1 / 3, 5
# Two shares of small groups are only held against each other where one town more or less could not turn them round.
FIRM_DIFFERENCE = 20.0


class Share(NamedTuple):
    """part of whole. is_final: the count is all there is, neither what is known so far nor what is planned."""

    part: int
    whole: int
    is_final: bool = True

    @property
    def percent(self) -> float:
        """As it is written: with one decimal."""
        return words.half_up(100 * self.part / self.whole, 1)


def ratio(here: Share, there: Share) -> str:
    """「の約半分」: how a share relates to another, to stand behind its name; "" where no plain word is near enough.

    A share that may still grow is compared with nothing.
    """
    if not (here.is_final and there.is_final and here.part and there.part):
        return ""
    value = (here.part / here.whole) / (there.part / there.whole)
    near = [(abs(value / plain - 1), phrase) for plain, phrase in RATIOS]
    distance, phrase = min(near)
    return phrase if distance <= NEAR else ""


def gap(here: Share, there: Share) -> float | None:
    """Points between two shares as they are written, so that a reader who subtracts gets the same; None for no claim."""
    if not (here.is_final and there.is_final and here.whole and there.whole):
        return None
    return words.half_up(here.percent - there.percent, 1)


def side(points: float) -> str:
    """「高い」 or 「低い」 of a gap that is not nothing."""
    return "高い" if points > 0 else "低い"


def most(counts: Mapping[K, int]) -> K | None:
    """The key that has most; None where two share the first place or all have nothing."""
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    if not ordered or not ordered[0][1]:
        return None
    return None if len(ordered) > 1 and ordered[1][1] == ordered[0][1] else ordered[0][0]


def leading(counts: Mapping[K, int], most: int) -> list[K]:
    """The keys that have most, of those that have anything: so many, and all that tie with the last of them."""
    ordered = [key for key in sorted(counts, key=lambda key: -counts[key]) if counts[key]]
    if len(ordered) <= most:
        return ordered
    least = counts[ordered[most - 1]]
    return [key for key in ordered if counts[key] >= least]


def standing_out(counts: Mapping[K, int]) -> K | None:
    """The key that has most and a third of the whole at least; None where nothing stands out."""
    first, whole = most(counts), sum(counts.values())
    return first if first is not None and whole >= FEWEST and counts[first] >= MUCH * whole else None


def years_on_top(stated: Mapping[int, Mapping[K, int]], key: K) -> int:
    """In how many years in a row, up to the newest, a key was stated most; 0 where it is not now. stated: by year."""
    years, year = 0, max(stated, default=0)
    while year in stated and most(stated[year]) == key:
        years, year = years + 1, year - 1
    return years


def is_firm_difference(one: Share, other: Share, fewest: int) -> bool:
    """Whether two shares lie so far apart, of so many each, that a headline may hold them against each other."""
    return min(one.whole, other.whole) >= fewest and abs(one.percent - other.percent) >= FIRM_DIFFERENCE
