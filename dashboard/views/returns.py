"""All that the page shows of a round of the 調査票, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from dashboard.frames import records
from dashboard.queries import intake as queries_intake
from dashboard.queries import returns as queries_returns
from dashboard.queries import rounds as queries_rounds
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import words


@dataclass(frozen=True)
class ReturnsRound:
    """One round of which at least one return came: the frames are those of the queries of their names."""

    fiscal_year: int
    survey: dict[str, Any]
    towns: pd.DataFrame
    areas: pd.DataFrame
    waiting: pd.DataFrame
    findings: pd.DataFrame
    files: pd.DataFrame
    today: date
    is_narrow: bool = False
    search: str = ""  # the address of the view, for what follows the same filters
    view_year: int = 0  # that of the view, where the address names no round
    is_final: bool = False  # whether the round is 確定 now
    numbers: Mapping[str, int] = field(
        default_factory=dict
    )  # queries.rounds.open_points, whatever the filters
    acts: Mapping[str, str] = field(default_factory=dict)  # by file what was done to it (views.act_history)

    @property
    def received(self) -> int:
        return int((self.towns["state"] == "received").sum())

    @property
    def whole(self) -> int:
        return len(self.towns)

    @property
    def deadline(self) -> date:
        return pd.Timestamp(self.survey["deadline"]).date()

    @property
    def days_over(self) -> int:
        """Days since the deadline; negative before it."""
        return (self.today - self.deadline).days


def of_the_view(search: str | None, reader: Reader) -> int | None:
    """The round of the 年度 that an address asks for, for a chart; else the newest of which anything came."""
    came = [int(year) for year in queries_returns.surveys(reader)["fiscal_year"]]
    asked = view.asked_year(search)
    return asked if asked in came else max(came, default=None)


def gather(
    reader: Reader,
    fiscal_year: int | None,
    today: date,
    asked: View | None = None,
    acts: Mapping[str, str] | None = None,
) -> ReturnsRound | None:
    """What is known of a round under the filters of a view; None where not one return of it came."""
    rounds = queries_returns.surveys(reader)
    rounds = rounds[rounds["fiscal_year"] == fiscal_year]
    if fiscal_year is None or rounds.empty:
        return None
    asked = asked or View(fiscal_year)
    towns = view.narrow(queries_intake.towns(reader, fiscal_year), asked)
    return ReturnsRound(
        fiscal_year=fiscal_year,
        survey=records(rounds)[0],
        towns=towns,
        areas=_areas(towns) if asked.is_narrow else queries_intake.areas(reader, fiscal_year),
        waiting=view.narrow(queries_returns.waiting(reader, fiscal_year), asked),
        findings=view.narrow(queries_intake.findings(reader, fiscal_year), asked),
        files=queries_intake.files(reader, fiscal_year),
        today=today,
        is_narrow=asked.is_narrow,
        search=asked.search if asked.is_narrow else "",
        view_year=asked.fiscal_year,
        is_final=queries_rounds.entries(reader, fiscal_year)["state"].tolist()[-1:] == ["final"],
        numbers=queries_rounds.numbers(reader, fiscal_year),
        acts=acts or {},
    )


def _areas(towns: pd.DataFrame) -> pd.DataFrame:
    """queries.intake.areas of some of the towns."""
    received = towns["state"] == "received"
    late = received & (towns["days_late"].fillna(0) > 0)
    marked = towns.assign(
        in_time=received & ~late, late=late, waiting=towns["state"] == "waiting", denominator=1
    )
    columns = ["in_time", "late", "waiting", "denominator"]
    counted = marked.groupby(["subprefecture_code", "short_name"])[columns].sum()
    return counted.astype(int).reset_index()


def year_label(fiscal_year: int) -> str:
    """2023 → 令和5年度, also for a round that the warehouse does not know yet."""
    return words.fiscal_year(fiscal_year)
