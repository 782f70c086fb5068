"""All that is shown of one fiscal year under the filters of a view, read once."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.planning.completeness import is_settled
from dashboard.queries import filters, overview
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader


@dataclass(frozen=True)
class YearFacts:
    """One fiscal year: `year` is its row of queries.years, the frames are those of the queries of their names.

    towns, before: the towns that 振興局, 人口規模 and 市/町/村 leave (the denominator), this year and the year before
    (None: there is none); everyone: all 179 with is_shown, whether they pass 状態 as well. rollout: of the same towns.
    areas: one row a 振興局 that has such towns and group, in order: subprefecture_code, short_name, group_code,
    group_label, municipalities (of the 状態 that is asked for), denominator, carried.
    """

    reader: Reader
    view: View
    year: pd.Series
    year_before: pd.Series | None
    groups: pd.DataFrame
    everyone: pd.DataFrame
    towns: pd.DataFrame
    before: pd.DataFrame | None
    areas: pd.DataFrame
    rollout: pd.DataFrame
    totals: pd.DataFrame
    place_name: str

    @property
    def fiscal_year(self) -> int:
        return int(self.year["fiscal_year"])

    @property
    def shown_towns(self) -> pd.DataFrame:
        """The towns that pass every filter."""
        return self.everyone[self.everyone["is_shown"]]

    @property
    def counts(self) -> dict[str, int]:
        """Municipalities by group code, of those that are the denominator."""
        return _counts(self.groups, self.towns)

    @property
    def counts_before(self) -> dict[str, int] | None:
        """Municipalities by group code in the year before; None where there is none."""
        return None if self.before is None else _counts(self.groups, self.before)

    @property
    def carried(self) -> dict[str, int]:
        """How many of each count rest on an earlier year's statement that is taken to go on."""
        return _counts(self.groups, self.towns[self.towns["basis"] == "carried"])

    @property
    def national(self) -> pd.DataFrame:
        """The row of the whole country of this year, or none."""
        rows = self.rollout
        return rows[(rows["scope"] == "national") & (rows["fiscal_year"] == self.fiscal_year)]

    def is_fictional(self, group: str) -> bool:
        """Whether a count rests on 架空データ; that of the towns without data does where any other does."""
        return _is_fictional(self.towns, group)

    def was_fictional(self, group: str) -> bool:
        """The same of the count of the year before."""
        return self.before is not None and _is_fictional(self.before, group)

    def is_settled(self, group: str) -> bool:
        """Whether the count of a group is all there is, not only what is known so far."""
        return is_settled(group, self.year)

    def change(self, group: str) -> int | None:
        """Change to the year before; None where either count is only what is known so far."""
        if self.before is None or self.year_before is None:
            return None
        if not (self.is_settled(group) and is_settled(group, self.year_before)):
            return None
        return self.counts[group] - _counts(self.groups, self.before)[group]


def _is_fictional(towns: pd.DataFrame, group: str) -> bool:
    mine = towns if group == "no_data" else towns[towns["group_code"] == group]
    return bool(mine["is_synthetic"].any())


def gather(reader: Reader, asked: View) -> YearFacts:
    """Read what is shown of a year that the warehouse knows. reader: as of the day that is asked for."""
    years = overview.years(reader)
    fiscal_year = asked.fiscal_year
    everyone = overview.towns(reader, fiscal_year)
    everyone = everyone.assign(is_shown=everyone.index.isin(view.narrow(everyone, asked).index))
    has_before = (years["fiscal_year"] == fiscal_year - 1).any()
    before = overview.towns(reader, fiscal_year - 1) if has_before else None
    groups = overview.groups(reader)
    towns = view.narrow(everyone, asked, groups=False)
    return YearFacts(
        reader=reader,
        view=asked,
        year=years[years["fiscal_year"] == fiscal_year].iloc[0],
        year_before=years[years["fiscal_year"] == fiscal_year - 1].iloc[0] if has_before else None,
        groups=groups,
        everyone=everyone,
        towns=towns,
        before=None if before is None else view.narrow(before, asked, groups=False),
        areas=_areas(towns, groups),
        rollout=_rollout(reader, asked),
        totals=overview.reconciliation(reader, fiscal_year),
        place_name=place_name(reader, asked),
    )


def place_name(reader: Reader, asked: View) -> str:
    """The towns that a share is of, in words: 道内 where all 179 are, else 後志・日高の町 and so on."""
    if not asked.has_places:
        return "道内"
    areas = filters.subprefectures(reader).set_index("code")["short_name"]
    sizes = filters.size_classes(reader).set_index("code")["label_ja"]
    parts = ["・".join(areas[code] for code in asked.subprefectures) if asked.subprefectures else "道内"]
    if asked.size_classes:
        parts.append("人口" + "・".join(sizes[code] for code in asked.size_classes))
    return "の".join([*parts, "".join(asked.kinds)]) if asked.kinds else "の".join(parts)


def _areas(towns: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    shown = towns["is_shown"].astype(int)
    marked = towns.assign(municipalities=shown, carried=shown * (towns["basis"] == "carried"))
    keys = ["subprefecture_code", "short_name"]
    counted = marked.groupby([*keys, "group_code"])[["municipalities", "carried"]].sum()
    whole = towns.groupby(keys).size().rename("denominator").reset_index()
    labels = groups[["code", "label_ja"]].rename(columns={"code": "group_code", "label_ja": "group_label"})
    every = whole.merge(labels, how="cross").merge(counted, how="left", on=[*keys, "group_code"])
    return every.fillna({"municipalities": 0, "carried": 0}).astype({"municipalities": int, "carried": int})


def _rollout(reader: Reader, asked: View) -> pd.DataFrame:
    """queries.rollout; its rows of Hokkaido are of the towns that the filters leave."""
    whole = overview.rollout(reader)
    if not asked.has_places:
        return whole
    states = view.narrow(overview.states(reader), asked, groups=False)
    by_year = states.assign(
        implementing=states["status_code"] == "implementing",
        is_synthetic=states["is_synthetic"] & states["status_code"].isin(["implementing", "preparing"]),
    ).groupby("fiscal_year")
    part = by_year.agg(
        implementing=("implementing", "sum"),
        denominator=("municipality_code", "size"),
        is_synthetic=("is_synthetic", "any"),
    )
    rows = whole[whole["scope"] == "hokkaido"].drop(columns=list(part.columns))
    rows = rows.merge(part, left_on="fiscal_year", right_index=True)
    rows["rate_pct"] = 100 * rows["implementing"] / rows["denominator"]
    return pd.concat([rows[whole.columns], whole[whole["scope"] != "hokkaido"]], ignore_index=True)


def _counts(groups: pd.DataFrame, towns: pd.DataFrame) -> dict[str, int]:
    numbers = towns["group_code"].value_counts()
    return {code: int(numbers.get(code, 0)) for code in groups["code"]}


def curve_place(facts: YearFacts) -> str:
    """What the line of Hokkaido is of: the towns that the filters leave."""
    return "選択" if facts.view.has_places else "北海道"


def is_unnamed(facts: YearFacts) -> bool:
    """Whether the towns without data did answer, and only the totals of their answers are published."""
    hidden = facts.totals[facts.totals["state"] == "towns_not_published"]
    everyone = int((facts.everyone["group_code"] == "no_data").sum())
    return bool(len(hidden)) and int(hidden["published"].sum()) == everyone
