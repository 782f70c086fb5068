"""The fact behind each criterion, by town, and whether it rests on fictional data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.planning import criteria, likeness, spec, survey_answers
from dashboard.planning.inputs import RankingInputs
from dashboard.words import eras

IMPLEMENTING = "implementing"
MONTH = 365.25 / 12
LEAST_FUNCTIONS = 0.5


@dataclass(frozen=True, eq=False)
class Facts:
    """Frames of one row per municipality (index: code) and one column a criterion: the fact, whether it is fictional, and
    of an answer the fiscal year in which it was given. year: in which we are.
    """

    raw: pd.DataFrame
    synthetic: pd.DataFrame
    answered: pd.DataFrame
    year: int

    @cached_property
    def keep(self) -> pd.DataFrame:
        """How far each value is relied on; see score.Estimates. An answer counts less the older it is (rules.toml)."""
        rules = spec.rules()
        age = (self.year - self.answered - rules.answer_fresh_years).clip(lower=0)
        return (0.5 ** (age / rules.answer_half_life_years)).fillna(1.0).where(self.values.notna(), 0.0)

    @cached_property
    def newest_answer(self) -> int:
        """The fiscal year of the newest 調査票 (a state may be of a later announcement); ours where there is none."""
        newest = self.answered.drop(columns="stage").max().max()
        return self.year if np.isnan(newest) else int(newest)

    @property
    def is_old(self) -> bool:
        """Whether even the newest answer counts in part only."""
        return self.year - self.newest_answer > spec.rules().answer_fresh_years

    @property
    def as_if_fresh(self) -> Facts:
        """The same as if every answer had been given in the year in which we are."""
        return replace(self, answered=self.answered.mask(self.answered.notna(), float(self.year)))

    @cached_property
    def earlier(self) -> pd.DataFrame:
        """The fiscal year of what was answered before the year in which we are, else None."""
        old = self.answered.where(self.answered < self.year)
        return old.astype(object).where(old.notna(), None)

    @cached_property
    def values(self) -> pd.DataFrame:
        """Between 0 and 1; see criteria.values."""
        return criteria.values(self.raw)


Column = tuple[pd.Series, pd.Series]


def facts(inputs: RankingInputs) -> Facts:
    """Every criterion's fact of every town, as it was known on the day of the frames."""
    towns = inputs.towns.set_index("municipality_code")
    made: dict[str, Callable[[RankingInputs, pd.DataFrame], Column]] = {
        "aging_65": lambda _, t: (t["aging_65"], _real(t)),
        "aging_75": lambda _, t: (t["aging_75"], _real(t)),
        "smallness": lambda _, t: (t["population"], _real(t)),
        "households": lambda _, t: (t["persons"], _real(t)),
        "stage": lambda _, t: (t["status_code"], t["is_synthetic"]),
        "barriers": _barriers,
        "support": _support,
        "functions": _functions,
        "neighbours": _neighbours,
        "peers": _peers,
        "attendance": _attendance,
        "contact": _contact,
        "never": _never,
        "return": _return,
        "repeated": _repeated,
    }
    columns = {code: made[code](inputs, towns) for code in spec.codes()}
    raw = pd.DataFrame({code: column[0].reindex(towns.index) for code, column in columns.items()})
    fictional = {
        code: column[1].reindex(towns.index).eq(True) & raw[code].notna() for code, column in columns.items()
    }
    return Facts(raw, pd.DataFrame(fictional), _answered(inputs, towns), eras.fiscal_year_of(inputs.day))


def with_contacts(known: Facts, inputs: RankingInputs) -> Facts:
    """The same facts, but the contacts as they are given now."""
    raw = known.raw.assign(contact=_contact(inputs, known.raw)[0].reindex(known.raw.index))
    return replace(known, raw=raw)


def _answered(inputs: RankingInputs, towns: pd.DataFrame) -> pd.DataFrame:
    """The fiscal year of the answer behind each value of the 調査票; missing where it is none."""
    barriers = _rounds_of(inputs, "barriers")
    asked = survey_answers.function_rows(inputs.answers)
    years = {
        "stage": towns["status_fiscal_year"],
        "barriers": barriers,
        "support": _rounds_of(inputs, "support_wanted"),
        "functions": asked.groupby("municipality_code")["fiscal_year"].max(),
        "repeated": barriers,
    }
    empty = pd.Series(np.nan, index=towns.index)
    return pd.DataFrame(
        {code: years.get(code, empty).reindex(towns.index).astype("float64") for code in spec.codes()}
    )


def _rounds_of(inputs: RankingInputs, question: str) -> pd.Series:
    found = survey_answers.choices(inputs.answers, question)
    return pd.Series({code: rounds[0].fiscal_year for code, rounds in found.items()}, dtype="float64")


def _real(towns: pd.DataFrame) -> pd.Series:
    return pd.Series(False, index=towns.index)


def _by_town(found: dict[str, tuple[float, bool]], towns: pd.DataFrame) -> Column:
    values = pd.Series({code: pair[0] for code, pair in found.items()}, dtype="float64").reindex(towns.index)
    marks = pd.Series({code: pair[1] for code, pair in found.items()}, dtype="bool").reindex(
        towns.index, fill_value=False
    )
    return values, marks


def _barriers(inputs: RankingInputs, towns: pd.DataFrame) -> Column:
    answered_by = set(inputs.barrier_measure["barrier_code"])
    found = {}
    for code, rounds in survey_answers.choices(inputs.answers, "barriers").items():
        named = rounds[0].real_codes
        share = sum(barrier in answered_by for barrier in named) / len(named) if named else 1.0
        found[code] = (share, rounds[0].is_synthetic)
    return _by_town(found, towns)


def _support(inputs: RankingInputs, towns: pd.DataFrame) -> Column:
    wanted = survey_answers.choices(inputs.answers, "support_wanted")
    return _by_town(
        {code: (float(len(rounds[0].real_codes)), rounds[0].is_synthetic) for code, rounds in wanted.items()},
        towns,
    )


def _functions(inputs: RankingInputs, towns: pd.DataFrame) -> Column:
    points = (
        survey_answers.functions(inputs.answers)
        .apply(lambda column: column.map(likeness.HAS))
        .astype("float64")
    )
    asked = survey_answers.function_rows(inputs.answers)
    enough = points.notna().sum(axis=1) >= LEAST_FUNCTIONS * max(points.shape[1], 1)
    fictional = asked.groupby("municipality_code")["is_synthetic"].any()
    return points.mean(axis=1).where(enough).reindex(towns.index), fictional


def _neighbours(inputs: RankingInputs, towns: pd.DataFrame) -> Column:
    beside = inputs.adjacency[inputs.adjacency["neighbour_code"].isin(towns.index)]
    states = towns.loc[beside["neighbour_code"], ["status_code", "is_synthetic"]].reset_index(drop=True)
    states["code"] = beside["municipality_code"].to_numpy()
    states["does"] = states["status_code"] == IMPLEMENTING
    states["fictional"] = states["does"] & states["is_synthetic"]
    grouped = states.groupby("code")
    return grouped["does"].sum().astype("float64"), grouped["fictional"].any()


def _peers(_inputs: RankingInputs, towns: pd.DataFrame) -> Column:
    rules = spec.rules()
    apart = likeness.of_figures(towns, rules.features)
    np.fill_diagonal(apart, np.nan)
    does = (towns["status_code"] == IMPLEMENTING).to_numpy()
    fictional = does & towns["is_synthetic"].to_numpy(dtype=bool)
    nearest = np.argsort(np.where(np.isnan(apart), np.inf, apart), axis=1, kind="stable")
    nearest = nearest[:, : rules.peers_nearest]
    known = (~np.isnan(apart)).sum(axis=1) >= min(rules.peers_nearest, max(len(towns) - 1, 1))
    count = pd.Series(does[nearest].sum(axis=1), index=towns.index, dtype="float64").where(known)
    return count, pd.Series(fictional[nearest].any(axis=1), index=towns.index)


def _attendance(inputs: RankingInputs, towns: pd.DataFrame) -> Column:
    since = inputs.day - pd.DateOffset(months=spec.rules().attendance_months)
    return _attended(inputs, towns, since.date() if isinstance(since, pd.Timestamp) else since)


def _never(inputs: RankingInputs, towns: pd.DataFrame) -> Column:
    return _attended(inputs, towns, date.min)


def _attended(inputs: RankingInputs, towns: pd.DataFrame, since: date) -> Column:
    """Activities attended since a day; unknown for all where none was held."""
    held = inputs.activities[_days(inputs.activities["held_on"]) >= since]
    if held.empty:
        return pd.Series(np.nan, index=towns.index), _real(towns)
    there = inputs.attendance[inputs.attendance["activity_id"].isin(held["activity_id"])]
    count = there.groupby("municipality_code")["activity_id"].nunique().reindex(towns.index, fill_value=0)
    return count.astype("float64"), pd.Series(bool(held["is_synthetic"].any()), index=towns.index)


def _contact(inputs: RankingInputs, towns: pd.DataFrame) -> Column:
    if inputs.contacts is None:
        return pd.Series(np.nan, index=towns.index), _real(towns)
    most = float(spec.rules().contact_months)
    dated = inputs.contacts.assign(day=_days(inputs.contacts["contacted_on"]))
    before = dated[dated["day"] <= inputs.day]
    if before.empty:  # a record that nobody has begun says of no town that it was not contacted
        return pd.Series(np.nan, index=towns.index), _real(towns)
    last = before.groupby("municipality_code")["day"].max()
    months = (
        last.map(lambda day: min(most, (inputs.day - day).days / MONTH))
        .astype("float64")
        .reindex(towns.index)
    )
    # of a town without a record nothing is known but of the time since records are kept: at least so long, maybe longer
    since = inputs.recorded_since
    if since is not None and (inputs.day - since).days / MONTH >= most:
        months = months.fillna(most)
    return months, _real(towns)


def _return(inputs: RankingInputs, towns: pd.DataFrame) -> Column:
    if inputs.returns.empty:
        return pd.Series(None, index=towns.index, dtype="object"), _real(towns)
    newest = inputs.returns[inputs.returns["fiscal_year"] == inputs.returns["fiscal_year"].max()]
    newest = newest.set_index("municipality_code")
    over = _days(newest["deadline"]).map(lambda day: inputs.day > day)
    late = newest["days_late"].fillna(0) > 0
    word = pd.Series("on_time", index=newest.index, dtype="object").mask(late, "late")
    waiting = newest["state"] != "received"
    return word.mask(waiting, "missing").mask(waiting & ~over.astype(bool), None), newest["is_synthetic"]


def _repeated(inputs: RankingInputs, towns: pd.DataFrame) -> Column:
    found = {}
    for code, rounds in survey_answers.choices(inputs.answers, "barriers").items():
        if len(rounds) > 1:
            now, before = set(rounds[0].real_codes), set(rounds[1].real_codes)
            share = len(now & before) / len(now) if now else 0.0
            found[code] = (share, rounds[0].is_synthetic or rounds[1].is_synthetic)
    return _by_town(found, towns)


def _days(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column).dt.date
