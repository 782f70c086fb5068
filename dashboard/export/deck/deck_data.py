"""What every slide of a year and scope rests on; what one slide alone needs is gathered by its chart."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from dashboard.planning.completeness import LISTED_WHOLE as IMPLEMENTING
from dashboard.planning.completeness import SETTLED_BY_SILENCE as NO_DATA
from dashboard.planning.completeness import is_settled
from dashboard.words import words


@dataclass(frozen=True, eq=False)
class RouteData:
    """The route of a plan. visits: one row per visit with day, date, begins, order, code, name, travel_minutes, arrive,
    leave, back (HH:MM); left: code, name, reason (far, full …), said (that in words); places: all municipalities with their halls.
    """

    title: str
    office: str
    office_code: str
    visits: pd.DataFrame
    left_out: pd.DataFrame
    places: pd.DataFrame
    boundaries: pd.DataFrame
    is_provisional: bool
    is_synthetic: bool


@dataclass(frozen=True)
class DeckData:
    """One year and scope. towns and before hold the municipalities of the scope alone, in 行政順.

    towns: municipality_code, name, subprefecture_code, subprefecture_name, size_class, status_label, group_code,
    start_label, basis, hall_lat, hall_lon, is_synthetic. events: of all years, fiscal_year and sentence.
    """

    fiscal_year: int
    year: dict[str, object]
    towns: pd.DataFrame
    before: pd.DataFrame | None
    year_before: dict[str, object] | None
    groups: pd.DataFrame
    areas: pd.DataFrame
    warehouse_id: str
    built_words: str
    as_of_words: str
    scope: str = "全道"
    is_whole: bool = True
    view_state: dict[str, object] = field(default_factory=dict)
    events: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["fiscal_year", "sentence"]))

    @property
    def before_label(self) -> str:
        return str(self.year_before["label_ja"]) if self.year_before else ""

    def is_settled(self, group: str) -> bool:
        """Whether the count of a group is all there is, not only what is known so far."""
        return is_settled(group, self.year)

    def is_comparable(self, group: str) -> bool:
        """Whether the count may be held against that of the year before: both are all there is."""
        return self.year_before is not None and self.is_settled(group) and is_settled(group, self.year_before)

    def is_unknown(self, group: str) -> bool:
        """Whether nothing at all is known of a group: its count may grow, and no municipality has said what it would be counted by.

        A count of nothing is then no answer, and is never told as 「ない」.
        """
        if self.is_settled(group) or self.codes(group):
            return False
        told = set(self._codes) - {NO_DATA, *((IMPLEMENTING,) if self.is_settled(IMPLEMENTING) else ())}
        return not told

    @property
    def label(self) -> str:
        return str(self.year["label_ja"])

    @property
    def is_complete(self) -> bool:
        return bool(self.year["implementers_complete"])

    @property
    def so_far(self) -> str:
        """What stands before a count of a year whose lists are not complete."""
        return "" if self.is_complete else f"{words.KNOWN_SO_FAR}で"

    @property
    def synthetic_towns(self) -> bool:
        return bool(self.towns["is_synthetic"].any())

    def codes(self, group: str) -> tuple[str, ...]:
        """Codes of the towns of a group in the year, 行政順."""
        return self._codes.get(group, ())

    def codes_before(self, group: str) -> tuple[str, ...]:
        return self._codes_before.get(group, ())

    @cached_property
    def _codes(self) -> dict[str, tuple[str, ...]]:
        return _by_group(self.towns)

    @cached_property
    def _codes_before(self) -> dict[str, tuple[str, ...]]:
        return {} if self.before is None else _by_group(self.before)

    def town_names(self, codes: tuple[str, ...]) -> list[str]:
        names = dict(zip(self.towns["municipality_code"], self.towns["name"], strict=True))
        return [names[code] for code in codes if code in names]


def _by_group(towns: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Codes of the municipalities of each group, in their order."""
    found: dict[str, list[str]] = {}
    for code, group in zip(towns["municipality_code"], towns["group_code"], strict=True):
        found.setdefault(group, []).append(code)
    return {group: tuple(codes) for group, codes in found.items()}
