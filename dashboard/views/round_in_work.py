"""Which round of the 調査 the pages of the year's work are about: one rule for all of them.

An address chooses another with ?round=2026. The 年度 of the filter bar (?fy=) never does: it says which year one looks at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pandas as pd

from dashboard import journal
from dashboard.frames import records
from dashboard.queries import returns as queries_returns
from dashboard.queries import rounds as queries_rounds
from dashboard.views.returns import year_label
from dashboard.warehouse.reader import Reader
from dashboard.words import eras

NAME = "round"


@dataclass(frozen=True)
class KnownRound:
    """head: fiscal_year, form_version, title, as_of, issued_on, deadline; None where its form is not there (any more).

    is_begun: it was sent, or something of it came, or it was made 速報; is_final: it is 確定.
    """

    fiscal_year: int
    head: dict[str, Any] | None
    is_begun: bool
    is_final: bool


@dataclass(frozen=True)
class RoundChoice:
    """The round that is shown; None where there is none. `rounds`: all, oldest first; `in_work`: the one in work.

    complaint: in Japanese, why it is not the one that the address asks for.
    """

    fiscal_year: int | None
    rounds: tuple[KnownRound, ...] = ()
    in_work: int | None = None
    complaint: str = ""

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(known.fiscal_year for known in self.rounds)

    @property
    def head(self) -> dict[str, Any] | None:
        """That of the round that is shown."""
        return next((known.head for known in self.rounds if known.fiscal_year == self.fiscal_year), None)


def known_rounds(
    reader: Reader, saved: Sequence[dict[str, Any]], sendings: pd.DataFrame
) -> tuple[KnownRound, ...]:
    """Every round that has a form or returns, oldest first.

    saved: the heads of the forms as they are kept (intake.survey_forms.heads), which no build has to know yet; sendings:
    journal.sendings.
    """
    heads = {int(row["fiscal_year"]): row for row in [*records(queries_rounds.forms(reader)), *saved]}
    came = {int(year) for year in queries_returns.surveys(reader)["fiscal_year"]}
    sent = set(sendings.loc[sendings["what"] == journal.SENDING_KINDS[0], "fiscal_year"].astype(int))
    states = {int(row["fiscal_year"]): str(row["state"]) for row in records(queries_rounds.states(reader))}
    return tuple(
        KnownRound(year, heads.get(year), year in came | sent | set(states), states.get(year) == "final")
        for year in sorted(came | set(heads))
    )


def in_work(rounds: Sequence[KnownRound], today: date) -> int | None:
    """The round that has begun and is not 確定 stays, also when the next one is saved already; else that of this fiscal year.

    One of two years ago or more that nobody closed is no work any more. Where this year has none: the next one that waits
    to be sent, else the newest.
    """
    this_year = eras.fiscal_year_of(today)
    begun = [known for known in rounds if known.is_begun]
    until_now = [known for known in begun if known.fiscal_year <= this_year]
    newest = until_now[-1] if until_now else None
    if newest is not None and not newest.is_final and newest.fiscal_year >= this_year - 1:
        return newest.fiscal_year
    ahead = [known for known in rounds if known.fiscal_year > this_year]
    of_this_year = next((known for known in rounds if known.fiscal_year == this_year), None)
    begun_ahead = [known.fiscal_year for known in ahead if known.is_begun]
    if of_this_year is not None and not (of_this_year.is_final and begun_ahead):
        return this_year
    if ahead:
        return min(begun_ahead, default=ahead[0].fiscal_year)
    return rounds[-1].fiscal_year if rounds else None


def choose(search: str | None, rounds: Sequence[KnownRound], today: date) -> RoundChoice:
    """The round that the address asks for; the one in work where it asks for none, or for one that is not there."""
    now = in_work(rounds, today)
    asked = parse_qs((search or "").removeprefix("?")).get(NAME, [""])[0]
    if not asked:
        return RoundChoice(now, tuple(rounds), now)
    if asked.isdecimal() and any(known.fiscal_year == int(asked) for known in rounds):
        return RoundChoice(int(asked), tuple(rounds), now)
    meant = year_label(int(asked)) if re.fullmatch(r"20\d\d", asked) else f"「{asked[:12]}」年度"
    instead = f"{year_label(now)}を表示しています。" if now else ""
    return RoundChoice(now, tuple(rounds), now, f"{meant}の調査票はありません。{instead}")


def address(path: str, fiscal_year: int | None) -> str:
    """/sending?round=2026; the path alone without a round."""
    return f"{path}?{NAME}={fiscal_year}" if fiscal_year else path
