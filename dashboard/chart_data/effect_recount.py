"""Whether towns advanced after a contact, once more: counts by hand from journal and states, intervals as roots of Wilson's equation."""

from __future__ import annotations

import math
from datetime import date
from typing import NamedTuple

from dashboard import journal as journals
from dashboard.chart_data.recount import RecountContext
from dashboard.frames import records
from dashboard.planning.contact_effect import NO_BAND, BandCounts, Difference
from dashboard.queries import recount as recounts
from dashboard.services import contact_effect

ORDER = ("no_plan", "considering", "planned", "implementing")
SQUARED = 1.959963984540054**2


class ContactCase(NamedTuple):
    """A town that stated its state in two neighbouring years: whether it was contacted between, and advanced."""

    code: str
    year: int
    since: date
    until: date
    reached: bool
    advanced: bool


def again(context: RecountContext) -> dict[str, Difference]:
    """The three comparisons by their names."""
    return context.once("contact effect again", lambda: _again(context))


def _again(context: RecountContext) -> dict[str, Difference]:
    cases = _cases(context)
    asked = {one.year for one in cases if one.reached}

    def band(one: ContactCase) -> str:
        known = contact_effect.bands_before(context.reader, one.year) if one.year in asked else {}
        return known.get(one.code, NO_BAND)

    observed: dict[str, list[int]] = {}
    placebo: dict[str, list[int]] = {}
    reached = {(one.code, one.year): one.reached for one in cases}
    for one in cases:
        _add(observed, band(one), one.advanced, is_first=one.reached)
        later = reached.get((one.code, one.year + 1))
        if later is not None and not one.reached:
            _add(placebo, band(one), one.advanced, is_first=later)
    by_lot: dict[str, list[int]] = {}
    drawn = sorted(records(journals.draws(context.journal)), key=lambda row: row["drawn_on"])
    for number, row in enumerate(drawn, start=1):
        for part in str(row["towns"]).split("|"):
            name, _, listed = part.partition(":")
            towns = listed.split()
            half = len(towns) // 2
            for one in cases:
                if not one.since <= row["drawn_on"] < one.until or one.code not in towns:
                    continue
                place = towns.index(one.code)
                if place < half or place >= len(towns) - half:
                    _add(by_lot, f"{number}回目 {name}", one.advanced, is_first=place < half)
    found = {"observed": observed, "placebo": placebo, "by_lot": by_lot}
    return {name: difference(counted) for name, counted in found.items()}


def _cases(context: RecountContext) -> list[ContactCase]:
    states = {
        (row["municipality_code"], int(row["fiscal_year"])): (row["group_code"], row["as_of"].date())
        for row in context.rows(recounts.stated_states)
        if row["group_code"] in ORDER
    }
    days: dict[str, list[date]] = {}
    for row in records(journals.contacts(context.journal)):
        days.setdefault(row["municipality_code"], []).append(row["contacted_on"])
    found = []
    for (code, year), (group, until) in sorted(states.items()):
        then, since = states.get((code, year - 1), ("implementing", until))
        if then != "implementing":
            hit = any(since < day <= until for day in days.get(code, ()))
            found.append(ContactCase(code, year, since, until, hit, ORDER.index(group) > ORDER.index(then)))
    return found


def _add(counted: dict[str, list[int]], band: str, advanced: int, *, is_first: bool) -> None:
    sums = counted.setdefault(band, [0, 0, 0, 0])
    at = 0 if is_first else 2
    sums[at] += advanced
    sums[at + 1] += 1


def difference(counted: dict[str, list[int]]) -> Difference:
    kept = [BandCounts(band, *sums) for band, sums in sorted(counted.items()) if sums[1] and sums[3]]
    if not kept:
        return Difference((), None, None, None)
    whole = sum(1 / (1 / one.towns + 1 / one.towns_without) for one in kept)
    middle = below = above = 0.0
    for one in kept:
        share = 1 / (1 / one.towns + 1 / one.towns_without) / whole
        first, second = one.advanced / one.towns, one.advanced_without / one.towns_without
        (low, high), (low2, high2) = (
            _roots(one.advanced, one.towns),
            _roots(one.advanced_without, one.towns_without),
        )
        middle += share * (first - second)
        below += (share * math.hypot(first - low, high2 - second)) ** 2
        above += (share * math.hypot(high - first, second - low2)) ** 2
    return Difference(tuple(kept), middle, middle - below**0.5, middle + above**0.5)


def _roots(part: int, whole: int) -> tuple[float, float]:
    """The p with (part/whole − p)² = z² p (1 − p) / whole."""
    a, b, c = 1 + SQUARED / whole, -(2 * part / whole + SQUARED / whole), (part / whole) ** 2
    root = math.sqrt(max(b * b - 4 * a * c, 0.0))
    return max((-b - root) / (2 * a), 0.0), min((-b + root) / (2 * a), 1.0)
