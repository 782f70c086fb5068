"""The address book put together: places of the warehouse, and what the journal holds of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import journal
from dashboard.frames import records
from dashboard.queries import sending
from dashboard.warehouse.reader import Reader

FIELDS = ("section", "person", "phone", "mail", "note")
# Part of a contact in a return → field of an address.
PARTS = {"department": "section", "person": "person", "phone": "phone", "email": "mail"}


def rows(reader: Reader, path: Path | None, codes: Set[str] | None = None) -> list[dict[str, Any]]:
    """One record per 振興局, then per municipality (of `codes`; None: all), with its address where there is one.

    Keys: id, code, is_area, area, name, kana, record_id and version ("" and 0 before the first entry), and FIELDS.
    """
    held = {_place(row): row for row in records(journal.addresses(path))}
    places = [
        {"code": row["code"], "is_area": True, "area": row["name"], "name": row["name"], "kana": ""}
        for row in records(sending.areas(reader))
    ] + [
        {
            "code": row["code"],
            "is_area": False,
            "area": row["subprefecture_name"],
            "name": row["name"],
            "kana": row["kana"],
        }
        for row in records(sending.towns(reader))
        if codes is None or row["code"] in codes
    ]
    return [_with_address(place, held.get((bool(place["is_area"]), str(place["code"])))) for place in places]


def save(path: Path, row: Mapping[str, Any], values: Mapping[str, Any], by: str) -> dict[str, Any]:
    """Keep the values of one place; record_id, version and the values as they are kept.

    row: a record of `rows`. Raises ConflictError, InvalidRecordError, JournalError.
    """
    if row["record_id"]:
        written = journal.revise(path, str(row["record_id"]), int(row["version"]), values, by)
    else:
        town = "" if row["is_area"] else str(row["code"])
        area = {"subprefecture_code": row["code"]} if row["is_area"] else {}
        written = journal.write(path, "address", town, {**values, **area}, by)
    kept = {name: written.values.get(name) or "" for name in FIELDS}
    return {"record_id": written.record_id, "version": written.version, **kept}


def fill(
    reader: Reader, path: Path, given: Mapping[tuple[bool, str], Mapping[str, str]], by: str, *, over: bool
) -> tuple[int, list[str]]:
    """Enter what is given of each place (is it a 振興局, its code): how many places changed, and what could not be kept.

    over: also where something else is entered already; an empty value never empties a field. Raises ConflictError,
    JournalError.
    """
    changed, troubles = 0, []
    for row in rows(reader, path):
        new = {
            name: value
            for name, value in given.get((bool(row["is_area"]), str(row["code"])), {}).items()
            if value and value != row[name] and (over or not row[name])
        }
        if new:
            try:
                save(path, row, {**{name: row[name] for name in FIELDS}, **new}, by)
            except journal.InvalidRecordError as error:
                troubles.append(f"{row['name']}: {error}")
            else:
                changed += 1
    return changed, troubles


def fill_from_answers(reader: Reader, path: Path, codes: Set[str], by: str) -> tuple[int, list[str]]:
    """Fill the empty fields of municipalities from the contacts that they named: as `fill`."""
    given: dict[tuple[bool, str], dict[str, str]] = {}
    for row in records(sending.contacts(reader)):
        if row["code"] in codes and row["part"] in PARTS:
            given.setdefault((False, str(row["code"])), {})[PARTS[row["part"]]] = str(row["text"])
    return fill(reader, path, given, by, over=False)


def fill_from_list(
    reader: Reader, path: Path, listed: Sequence[Mapping[str, str]], by: str
) -> tuple[int, list[str]]:
    """Enter the rows of an address list (`etl addresses`): as `fill`."""
    given: dict[tuple[bool, str], dict[str, str]] = {}
    for row in listed:
        given[_place(row)] = {name: row[name] for name in FIELDS}
    return fill(reader, path, given, by, over=True)


def as_frame(listed: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The address book as a table to take away: code, area, name and FIELDS."""
    return pd.DataFrame(list(listed), columns=["code", "area", "name", *FIELDS])


def _place(row: Mapping[str, Any]) -> tuple[bool, str]:
    town = str(row["municipality_code"] or "")
    return (False, town) if town else (True, str(row["subprefecture_code"] or ""))


def _with_address(place: dict[str, Any], held: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        **place,
        "id": f"{'area' if place['is_area'] else 'town'}-{place['code']}",
        "record_id": held["record_id"] if held else "",
        "version": held["version"] if held else 0,
        **{name: (held[name] or "") if held else "" for name in FIELDS},
    }


def without_mail(addresses: pd.DataFrame, towns: pd.DataFrame) -> int:
    """How many municipalities neither themselves nor through their 振興局 have a mail to write to."""
    known = addresses[addresses["mail"].astype(bool)]
    own = set(known["municipality_code"])
    areas = set(known.loc[known["municipality_code"] == "", "subprefecture_code"])
    reached = towns["code"].isin(own) | towns["subprefecture_code"].isin(areas)
    return int((~reached).sum())
