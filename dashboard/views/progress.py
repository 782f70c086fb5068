"""All that 経過 shows of a view, read once, and what is counted from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs

import pandas as pd

from dashboard import clock
from dashboard.planning import size_adjusted, slippage
from dashboard.queries import overview, progress
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import eras

DIRECTIONS = {
    "advance": "進展した",
    "same": "変わらない",
    "retreat": "見直した",
    "unknown": "わからない",
}
OUTCOMES = {
    "kept": "予定どおり",
    "slipped": "遅れ",
    "undated": "時期未定に戻した",
    "withdrawn": "予定なしに変えた",
    "not_due": "まだ先",
    "unknown": "わからない",
}
# 機能集約化アプローチ: a goal of its own inside the group 検討.
ALTERNATIVE = "alternative"
MOVED = ("advance", "retreat")


@dataclass(frozen=True)
class Band:
    """Towns that went from a group to another into a year; without from_group all that are in to_group then."""

    fiscal_year: int
    from_group: str
    to_group: str

    @property
    def text(self) -> str:
        return f"{self.fiscal_year}.{self.from_group}.{self.to_group}"


@dataclass(frozen=True)
class ProgressView:
    """What the page shows; the frames are those of the queries of their names, as the filters leave them.

    all_plans: the plans of all towns, of which the experience of slipping is taken. band: what was clicked.
    """

    reader: Reader
    view: View
    years: pd.DataFrame
    groups: pd.DataFrame
    labels: pd.DataFrame
    states: pd.DataFrame
    transitions: pd.DataFrame
    plans: pd.DataFrame
    all_plans: pd.DataFrame
    implementing: pd.DataFrame
    unnamed: pd.DataFrame
    national: pd.DataFrame
    rates: pd.DataFrame
    band: Band | None

    @property
    def towns(self) -> int:
        """Number of towns that the filters leave: the denominator."""
        return int(self.states["municipality_code"].nunique())

    @cached_property
    def pair_year(self) -> int | None:
        """The later year of the pair that the table shows: the one asked for, else the first that has one before it."""
        known = self.years["fiscal_year"].tolist()
        if len(known) < 2:
            return None
        return max(self.view.fiscal_year, int(known[1]))

    @cached_property
    def pair(self) -> pd.DataFrame:
        """The transitions into `pair_year`."""
        return self.transitions[self.transitions["fiscal_year"] == (self.pair_year or 0)]

    @cached_property
    def chosen_transitions(self) -> pd.DataFrame:
        """The transitions behind the band; without one, those of the pair that moved."""
        if self.band is None:
            return self.pair[self.pair["direction"].isin(MOVED)]
        rows = self.transitions
        rows = rows[(rows["fiscal_year"] == self.band.fiscal_year) & (rows["to_group"] == self.band.to_group)]
        return rows[rows["from_group"] == self.band.from_group] if self.band.from_group else rows

    @cached_property
    def blocks(self) -> pd.DataFrame:
        """One row per year and group with towns in it: fiscal_year, group, towns, of them those of `alternative`."""
        keys = ["fiscal_year", "state_group"]
        marked = self.states.assign(is_alternative=self.states["status_code"] == ALTERNATIVE)
        counted = marked.groupby(keys, as_index=False).agg(
            towns=("municipality_code", "size"), alternative=("is_alternative", "sum")
        )
        return counted.rename(columns={"state_group": "group"})

    @cached_property
    def bands(self) -> pd.DataFrame:
        """One row per year, from_group and to_group with towns: towns, of them those that go to `alternative`, direction,
        is_synthetic.
        """
        keys = ["fiscal_year", "from_group", "to_group", "direction"]
        marked = self.transitions.assign(is_alternative=self.transitions["to_status"] == ALTERNATIVE)
        return marked.groupby(keys, as_index=False).agg(
            towns=("municipality_code", "size"),
            alternative=("is_alternative", "sum"),
            is_synthetic=("is_synthetic", "any"),
        )

    @cached_property
    def record(self) -> slippage.SlippageRecord:
        return slippage.record(self.plans)

    @cached_property
    def experience(self) -> slippage.SlippageRecord:
        """How the plans of all towns ended."""
        return slippage.record(self.all_plans)

    @property
    def this_year(self) -> int:
        """The fiscal year of the day as of which the page is."""
        return eras.fiscal_year_of(self.reader.as_of or clock.today())

    @cached_property
    def standing(self) -> pd.DataFrame:
        """The plans that stand: current, and of a town that does not implement."""
        return slippage.pending(self.implementing, self.plans, int(self.years["fiscal_year"].max()))

    @cached_property
    def scenarios(self) -> pd.DataFrame:
        """slippage.scenarios to a year past the last plan, with short_label, label_ja, is_complete; known is missing
        after the newest year of which something is known.
        """
        return slippage.outlook(
            self.years, self.labels, self.implementing, self.plans, self.all_plans, self.this_year
        )

    @cached_property
    def curve(self) -> pd.DataFrame:
        """Rows of figures.rollout_curve: the whole country, and the towns that the filters leave."""
        country = self.national[self.national["scope"] == "national"]
        here = self.national[self.national["scope"] == "hokkaido"]
        if not self.view.is_narrow:
            whole = pd.concat([country, here])
            return whole.assign(rate_pct=100 * whole["implementing"] / whole["denominator"])
        country = country.assign(rate_pct=100 * country["implementing"] / country["denominator"])
        counted = self.states.assign(is_in=self.states["state_group"] == "implementing")
        by_year = counted.groupby("fiscal_year").agg(
            implementing=("is_in", "sum"), denominator=("is_in", "size")
        )
        here = here.drop(columns=["implementing", "denominator", "rate_pct"]).merge(by_year, on="fiscal_year")
        return pd.concat(
            [country, here.assign(rate_pct=100 * here["implementing"] / here["denominator"], preparing=None)]
        )

    @cached_property
    def sized_year(self) -> int | None:
        """The year of the comparison by size: that of the view if the nation's rates of it are known, else their newest."""
        return size_adjusted.year_of(self.rates, self.view.fiscal_year)

    @cached_property
    def sized(self) -> pd.DataFrame:
        """size_adjusted.compare of the towns that the filters leave, in `sized_year`."""
        return size_adjusted.of_year(self.states, self.rates, self.years, self.sized_year)

    @property
    def is_synthetic(self) -> bool:
        """Whether anything shown rests on fictional data."""
        frames = (self.states, self.transitions, self.plans)
        return any(bool(frame["is_synthetic"].any()) for frame in frames)

    def label(self, fiscal_year: int) -> str:
        """令和5年度."""
        rows = self.labels[self.labels["fiscal_year"] == fiscal_year]["label_ja"]
        return str(rows.iloc[0]) if len(rows) else eras.fiscal_year(fiscal_year)

    def group(self, code: str) -> str:
        rows = self.groups[self.groups["code"] == code]["label_ja"]
        return str(rows.iloc[0]) if len(rows) else code

    def is_known_so_far(self, fiscal_year: int) -> bool:
        rows = self.years[self.years["fiscal_year"] == fiscal_year]["implementers_complete"]
        return not bool(rows.all())


def gather(reader: Reader, asked: View) -> ProgressView:
    """Read what the page shows of a view."""
    plans = progress.plans(reader)
    groups = overview.groups(reader)
    years = overview.years(reader)
    return ProgressView(
        reader=reader,
        view=asked,
        years=years,
        groups=groups,
        labels=progress.year_labels(reader),
        states=view.narrow(progress.states(reader), asked),
        transitions=view.narrow(progress.transitions(reader), asked),
        plans=view.narrow(plans, asked),
        all_plans=plans,
        implementing=view.narrow(progress.implementing(reader), asked),
        unnamed=progress.unnamed_plans(reader),
        national=progress.national(reader),
        rates=progress.rates_by_size(reader),
        band=_band(asked.search, set(groups["code"]), set(years["fiscal_year"])),
    )


def _band(search: str, groups: set[str], years: set[int]) -> Band | None:
    """The band that the address names: ?flow=2023.considering.planned; nothing where it is not one."""
    parts = parse_qs(search.removeprefix("?")).get("flow", [""])[0].split(".")
    if len(parts) != 3 or not parts[0].isdigit():
        return None
    year, origin, target = int(parts[0]), parts[1], parts[2]
    known = year in years and target in groups and (not origin or origin in groups)
    return Band(year, origin, target) if known else None


def plans_by_outcome(facts: ProgressView) -> pd.DataFrame:
    """One row per year of a first planned start and outcome: plans (towns), year_label, is_synthetic."""
    first = facts.plans[facts.plans["is_first"].astype(bool)]
    counts = first.groupby(["planned_start", "outcome"], as_index=False).agg(
        plans=("municipality_code", "size"), is_synthetic=("is_synthetic", "any")
    )
    return counts.assign(year_label=[facts.label(int(year)) for year in counts["planned_start"]])
