"""What the years so far teach of who begins next: the cases, from what was really known on the last list of each year."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.frames import records
from dashboard.planning import backtest, hazard
from dashboard.planning.facts import IMPLEMENTING, facts
from dashboard.planning.hazard import Judgement, TownYears
from dashboard.planning.inputs import RankingInputs
from dashboard.queries import planning as queries
from dashboard.services import ranking
from dashboard.warehouse.reader import Reader
from dashboard.words import eras, raw_files

ON_THE_WAY = ("planned", "preparing")


@dataclass(frozen=True, eq=False)
class Forecast:
    """cases: all that can be used, of `years`; judgement: of these; chances: by town that has not begun, its chance to begin in `next_year` (only
    where the judgement allows to show any). left_out: years that cannot be used, since not all who began are known; unlisted: since there is no
    list of the year before.
    """

    cases: TownYears
    judgement: Judgement
    chances: pd.Series
    next_year: int
    years: list[int]
    left_out: list[int]
    unlisted: list[int]


def forecast(reader: Reader) -> Forecast:
    """Made once of each state of the data."""
    return reader.once("forecast", lambda: _forecast(reader))


def names(reader: Reader) -> dict[str, str]:
    """Of all municipalities, by code."""
    towns = queries.towns(reader)
    return dict(zip(towns["municipality_code"], towns["name"], strict=True))


def start_cells(reader: Reader) -> dict[tuple[str, int], list[str]]:
    """By municipality and year in which it really began, the cells that say so."""
    found: dict[tuple[str, int], list[str]] = {}
    for row in records(queries.really_began(reader)):
        cells = found.setdefault((str(row["municipality_code"]), int(row["began"])), [])
        cells.append(raw_files.of_row(row))
    return found


def starts(made: Forecast) -> list[tuple[str, int]]:
    """Municipality and year of every start that is used, the oldest first."""
    begun = made.cases.of(made.cases.began)
    return sorted(
        zip(begun.code.tolist(), begun.year.tolist(), strict=True), key=lambda one: (one[1], one[0])
    )


def town_years(inputs: RankingInputs, began: frozenset[str], circular: frozenset[str]) -> TownYears:
    """The cases of one year: towns that had not begun by the day of the inputs. circular: left out (see backtest)."""
    towns = inputs.towns.set_index("municipality_code")
    waiting = towns.index[(towns["status_code"] != IMPLEMENTING) & ~towns.index.isin(list(circular))]
    values = facts(inputs).values.loc[waiting]
    year = eras.fiscal_year_of(inputs.day) + 1
    own = towns.loc[waiting]
    on_the_way = own["status_code"].isin(ON_THE_WAY)
    planned = own["start_fiscal_year"].eq(year).fillna(False) & own["status_code"].isin(ON_THE_WAY)
    signs = {
        **{code: values[code] for code in hazard.SIGNS if code != "plan"},
        "plan": planned.astype(float).where(own["status_code"] != "unknown"),
    }
    signs["stage"] = signs["stage"].mask(on_the_way, 1.0)
    x = np.column_stack([signs[code].to_numpy(dtype=np.float64, na_value=np.nan) for code in hazard.SIGNS])
    begins = np.array([code in began for code in waiting], dtype=bool)
    codes = waiting.to_numpy(dtype=np.str_)
    return TownYears(x, begins, np.full(len(waiting), year, dtype=np.int64), codes)


def _forecast(reader: Reader) -> Forecast:
    began = queries.really_began(reader)
    complete = queries.cohort_completeness(reader).set_index("fiscal_year")["implementers_complete"]
    days = queries.list_days(reader)["day"].dt.date
    by_year = {eras.fiscal_year_of(day) + 1: day for day in sorted(days)}
    parts, years, left_out = [], [], []
    for year, day in by_year.items():
        if not bool(complete.get(year, False)):
            left_out += [year] if year in complete.index else []
            continue
        known = backtest.real_only(ranking.load_inputs(reader.at(day), None, day))
        said = began[began["began"] == year].groupby("municipality_code")["document"]
        documents = {str(town): frozenset(own) for town, own in said}
        parts.append(town_years(known, frozenset(documents), _circular(known, documents, year)))
        years.append(year)
    unlisted = sorted(int(year) for year in complete.index[complete.astype(bool)] if year not in by_year)
    cases = _together(parts)
    judgement = hazard.judge(cases)
    today = ranking.material(reader, None).inputs
    chances = pd.Series(dtype=float)
    if judgement.is_shown:
        now = town_years(backtest.real_only(replace(today)), frozenset(), frozenset())
        chances = pd.Series(hazard.fit(cases.x, cases.began).chances(now.x), index=now.code)
    return Forecast(cases, judgement, chances, eras.fiscal_year_of(today.day) + 1, years, left_out, unlisted)


def _circular(inputs: RankingInputs, began: dict[str, frozenset[str]], year: int) -> frozenset[str]:
    """Towns whose start is known from the document alone that stated its plan."""
    stated = inputs.reported_statuses
    stated = stated[stated["status_code"].isin(ON_THE_WAY) & stated["start_fiscal_year"].eq(year)]
    plans = stated.groupby("municipality_code")["document"].agg(frozenset).to_dict()
    return frozenset(town for town, documents in began.items() if documents <= plans.get(town, frozenset()))


def _together(parts: list[TownYears]) -> TownYears:
    if not parts:
        return TownYears(
            np.empty((0, len(hazard.SIGNS))),
            np.empty(0, dtype=bool),
            np.empty(0, dtype=np.int64),
            np.empty(0, dtype=np.str_),
        )
    return TownYears(
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.began for part in parts]),
        np.concatenate([part.year for part in parts]),
        np.concatenate([part.code for part in parts]),
    )
