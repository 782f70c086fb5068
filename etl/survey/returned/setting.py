"""What the reading of a batch of returns needs to know: forms, municipalities, last year's answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from etl import names
from etl.name_directory import NORTHERN_CODES
from etl.names import Directory, Resolution
from etl.survey.form import versions
from etl.survey.form.questions import Form, PlainAnswer
from etl.survey.returned.model import Forms
from etl.survey.returned.plan import Plan, plan_of_form

PreviousAnswers = Mapping[str, Mapping[str, PlainAnswer]]
"""Municipality code → question id → last year's answer in canonical form."""


@dataclass(frozen=True)
class Setting:
    """`fiscal_year`: the survey that is being received; returns of another one are refused. None: any.

    `earlier`: of each year the versions of its form that were issued before the one in `forms`.

    `previous_is_synthetic`: last year's answers are the demo's, which findings on real returns must say.
    """

    forms: Forms
    directory: Directory
    fiscal_year: int | None = None
    previous: PreviousAnswers = field(default_factory=dict)
    previous_is_synthetic: bool = False
    earlier: Mapping[int, tuple[Form, ...]] = field(default_factory=dict)

    @cached_property
    def plans(self) -> dict[int, Plan]:
        """The forms laid out, the year that is being received first."""
        years = sorted(self.forms, key=lambda year: (year != self.fiscal_year, -year))
        return {year: plan_of_form(self.forms[year]) for year in years}

    @cached_property
    def earlier_plans(self) -> dict[int, tuple[Plan, ...]]:
        return {year: tuple(map(plan_of_form, forms)) for year, forms in self.earlier.items()}

    def plan_of_version(self, year: int, version: str) -> Plan:
        """The form of a year as a workbook of that version was made; the one of now where nobody kept the version."""
        kept = (plan for plan in self.earlier_plans.get(year, ()) if plan.form.version == version)
        return next(kept, self.plans[year])

    @cached_property
    def united(self) -> Forms:
        """The forms with all that their versions have asked: the words of every answer."""
        return {year: versions.united(form, self.earlier.get(year, ())) for year, form in self.forms.items()}

    def answers_before(self, code: str | None) -> Mapping[str, PlainAnswer]:
        """Last year's answers of a municipality; `compared` remembers whose were asked for."""
        if code:
            self.compared.add(code)
        return self.previous.get(code or "", {})

    @cached_property
    def compared(self) -> set[str]:
        """The municipalities whose answers of last year the reading of the present file has looked at."""
        return set()

    def resolve(self, code: str | None, name: str | None) -> Resolution:
        """As names.resolve; the same few words stand in return after return."""
        asked = (code, name)
        if asked not in self._resolved:
            self._resolved[asked] = names.resolve(self.directory, code, name)
        return self._resolved[asked]

    @cached_property
    def _resolved(self) -> dict[tuple[str | None, str | None], Resolution]:
        return {}

    @cached_property
    def towns(self) -> dict[str, str]:
        """Whole name as directory.fold gives it → code, of the 179."""
        towns = self.directory.by_code.values()
        return {
            self.directory.fold(town.name): town.code for town in towns if town.code not in NORTHERN_CODES
        }

    @cached_property
    def town_codes(self) -> frozenset[str]:
        return frozenset(self.towns.values())

    @cached_property
    def town_pattern(self) -> re.Pattern[str]:
        """Any whole name, the longest first: 小清水町 is not 清水町."""
        return re.compile("|".join(map(re.escape, sorted(self.towns, key=len, reverse=True))) or "(?!)")
