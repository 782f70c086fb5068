"""Contacts and draws of the journal held against the next statement of each town, within the bands of that time."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from dashboard import clock
from dashboard import journal as journals
from dashboard.frames import records
from dashboard.planning import contact_effect as effect
from dashboard.planning import spec
from dashboard.planning.contact_effect import NO_BAND, Difference
from dashboard.queries import progress
from dashboard.services import ranking
from dashboard.warehouse.reader import Reader

SEEDS = 1_000_000


@dataclass(frozen=True, eq=False)
class ContactEffect:
    """observed: contacted against not; placebo: the same towns a year before; by_lot: early against late by draw.

    cases: by these names what they count, planning.contact_effect.sided. contacted: towns with a contact on record; waiting: of them those that have stated nothing since the last one; draws:
    how many are on record.
    """

    observed: Difference
    placebo: Difference
    by_lot: Difference
    contacted: int
    waiting: int
    draws: int
    is_synthetic: bool
    cases: Mapping[str, pd.DataFrame]

    @property
    def parts(self) -> dict[str, Difference]:
        return {"observed": self.observed, "placebo": self.placebo, "by_lot": self.by_lot}


def contact_effect(reader: Reader, journal: Path | None) -> ContactEffect:
    """Raises JournalError."""
    contacts, stated = journals.contacts(journal), progress.stated(reader)
    made = effect.cases(stated)
    reached = effect.contacted(made, contacts)
    before, later = effect.placebo(made, reached)
    bands = _bands(reader, made, set(made.loc[reached, "year"]))
    last = contacts.groupby("municipality_code")["contacted_on"].max()
    newest = stated.groupby("municipality_code")["as_of"].max()
    waiting = sum(1 for code, day in last.items() if newest.get(code, date.min) < day)
    drawn = draws(journal)
    parts = {
        "observed": effect.sided(made, reached, bands),
        "placebo": effect.sided(before, later, bands.loc[before.index]),
        "by_lot": effect.by_lot(made, drawn),
    }
    used = bool(len(parts["observed"])) or bool(drawn)
    return ContactEffect(
        effect.counted(parts["observed"]),
        effect.counted(parts["placebo"]),
        effect.counted(parts["by_lot"]),
        len(last),
        waiting,
        len(drawn),
        used and bool(made["is_synthetic"].any()),
        parts,
    )


def draws(journal: Path | None) -> list[tuple[date, list[tuple[str, str]]]]:
    """Day and order of every draw, the oldest first. Raises JournalError."""
    found = [(row["drawn_on"], read_order(row["towns"])) for row in records(journals.draws(journal))]
    return sorted(found, key=lambda one: one[0])


def draw(reader: Reader, journal: Path, plan_id: str, by: str, seed: int | None = None) -> int:
    """Draw the order of the towns of a plan inside the bands of today, once and for all; the seed.

    Raises journal.JournalError where it was drawn already or nobody is to be contacted, InvalidRecordError.
    """
    known = journals.draws(journal)
    if (known["plan_id"] == plan_id).any():
        raise journals.JournalError(
            "この計画の順番は、もうくじで決めてあります（引き直すと、公平な比べ方になりません）。"
        )
    items = journals.items(journal, plan_id)
    towns = items.loc[items["state"] == "予定", "municipality_code"].astype(str).tolist()
    if len(towns) < 2:
        raise journals.JournalError("くじで決めるには、「予定」の市町村が2つ以上要ります。")
    today = bands_now(reader, journal)
    bands = {code: today.get(code, NO_BAND) for code in towns}
    chosen = secrets.randbelow(SEEDS) if seed is None else seed
    values = {
        "plan_id": plan_id,
        "seed": chosen,
        "drawn_on": clock.today().isoformat(),
        "towns": written_order(effect.draw(bands, chosen)),
    }
    journals.write(journal, "draw", "", values, by)
    return chosen


def written_order(drawn: list[tuple[str, str]]) -> str:
    """A:01203 01204|B:01205."""
    bands = dict.fromkeys(band for band, _ in drawn)
    return "|".join(f"{band}:{' '.join(town for own, town in drawn if own == band)}" for band in bands)


def read_order(text: str) -> list[tuple[str, str]]:
    parts = [part.partition(":") for part in text.split("|")]
    return [(band, town) for band, _, towns in parts for town in towns.split()]


def bands_now(reader: Reader, journal: Path | None) -> Mapping[str, str]:
    """The band of each town that has one, by the weights of the first preset."""
    ranked = ranking.material(reader, journal).ranking(spec.weights_of(spec.presets()[0].code))
    return dict(zip(ranked.rows["code"], ranked.rows["band"], strict=True))


def _bands(reader: Reader, made: pd.DataFrame, years: set[int]) -> pd.Series:
    """By case the band of its town at the end of the first of its years; asked for only of years with a contact."""
    then = {year: bands_before(reader, year) for year in sorted(years)}
    both = zip(made["code"], made["year"], strict=True)
    return pd.Series([then.get(year, {}).get(code, NO_BAND) for code, year in both], index=made.index)


def bands_before(reader: Reader, year: int) -> Mapping[str, str]:
    """The bands as they were known at the end of the fiscal year before, contacts left out."""
    day = date(year, 3, 31)
    return reader.once(("bands", day), lambda: bands_now(reader.at(day), None))
