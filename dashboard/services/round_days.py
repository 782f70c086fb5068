"""The days of the acts of a round as they are known here, and a day that is typed for one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from dashboard import clock, journal
from dashboard.intake import issued_forms
from dashboard.journal.entered_day import entered_day
from dashboard.queries import rounds
from dashboard.warehouse.reader import Reader
from dashboard.words import words
from machine import round_days
from machine.round_days import Act, ActDays, DayProblem

# What is sent, as an act of the round.
ACT_OF_SENDING: Mapping[str, Act] = dict(
    zip(journal.SENDING_KINDS, ("sent", "reminded", "asked", "told"), strict=True)
)


class RoundDayError(ValueError):
    """A day that cannot be, in Japanese; `against`: the act whose day it contradicts, or ""."""

    def __init__(self, problem: DayProblem) -> None:
        self.against = problem.against
        super().__init__(problem.text)


def known(reader: Reader, journal_path: Path | None, curated: Path, fiscal_year: int) -> dict[Act, ActDays]:
    """What is written down of a round: days of fiction are none, but a closing follows them too. Raises JournalError."""
    days: dict[Act, ActDays] = {}
    sendings = journal.sendings(journal_path)
    sendings = sendings[sendings["fiscal_year"] == fiscal_year]
    for what, act in ACT_OF_SENDING.items():
        if sent := list(sendings.loc[sendings["what"] == what, "sent_on"]):
            days[act] = ActDays(min(sent), max(sent))
    first = rounds.first_received_on(reader, fiscal_year)
    if last := rounds.last_received_on(reader, fiscal_year):
        days["received"] = ActDays(first, last)
    if closed := rounds.closed_on(reader, fiscal_year):
        days["closed"] = ActDays(min(closed), max(closed))
    made = issued_forms.first_drawn_on(curated, fiscal_year)
    sent_first = days["sent"].first if "sent" in days else None
    # sheets that were drawn after the first had gone out tell of another PC, or of a folder that was restored
    if made is not None and (sent_first is None or made <= sent_first):
        days["made"] = ActDays(made, made)
    return days


def entered(act: Act, label: str, text: str, fiscal_year: int, days: Mapping[Act, ActDays]) -> date:
    """The day of an act as it is typed. Raises ValueError where it is no day, RoundDayError where it cannot be."""
    day = entered_day(label, text)
    check(act, label, day, fiscal_year, days)
    return day


def check(act: Act, label: str, day: date, fiscal_year: int, days: Mapping[Act, ActDays]) -> None:
    """Raises RoundDayError where the act cannot have been on that day."""
    problem = round_days.problem(
        act,
        label,
        day,
        days,
        fiscal_year=fiscal_year,
        year_label=words.fiscal_year(fiscal_year),
        today=clock.today(),
        write=words.day_short,
    )
    if problem is not None:
        raise RoundDayError(problem)
