"""The address book put together: places of the warehouse, and what the journal holds of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import journal
from dashboard.frames import records
from dashboard.journal.records import checked
from dashboard.queries import sending
from dashboard.warehouse.reader import Reader

FIELDS = ("section", "person", "phone", "mail", "note")
# A number of 9 or 10 digits that Excel took for a number.
WITHOUT_ZERO = re.compile(r"[1-9]\d{8,9}")
# A record of the journal, and the version that was written of it.
KeptAddress = tuple[str, int]
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


@dataclass(frozen=True)
class AddressLook:
    """What a list would change. rows: records of `rows` of the places that it names, with `state` (new, changed, same) and
    `after`, the values that it brings; doubled: places that stand in it twice with different values, in words; aside: what of
    it cannot be kept, then what was read otherwise than it stands there, in words.
    """

    rows: list[dict[str, Any]]
    doubled: list[str]
    aside: list[str]

    def of_state(self, state: str) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["state"] == state]


def look(
    reader: Reader, path: Path | None, given: Mapping[tuple[bool, str], Mapping[str, str]], *, over: bool
) -> list[dict[str, Any]]:
    """The rows of an AddressLook for what is given of each place (is it a 振興局, its code); changes nothing.

    over: also where something else is entered already; an empty value never empties a field.
    """
    found = []
    for row in rows(reader, path):
        values = given.get((bool(row["is_area"]), str(row["code"])))
        if values is None:
            continue
        after = {
            name: value
            for name, value in values.items()
            if value and value != row[name] and (over or not row[name])
        }
        is_new = not any(row[name] for name in FIELDS)
        found.append(
            {**row, "after": after, "state": "same" if not after else "new" if is_new else "changed"}
        )
    return found


def look_at_list(reader: Reader, path: Path | None, listed: Sequence[Mapping[str, str]]) -> AddressLook:
    """What the rows of an address list (`etl addresses`) would change; a place that stands there twice changes nothing."""
    by_place: dict[tuple[bool, str], list[Mapping[str, str]]] = {}
    for row in listed:
        by_place.setdefault(_place(row), []).append(row)
    given, several = {}, {}
    for place, own in by_place.items():
        said = {tuple(row[name] for name in FIELDS) for row in own}
        if len(said) == 1:
            given[place] = {name: own[0][name] for name in FIELDS}
        else:
            several[place] = "、".join(row["cell"] for row in own)
    names = {(bool(row["is_area"]), str(row["code"])): row["name"] for row in rows(reader, path)}
    otherwise = []
    for place, values in given.items():
        if WITHOUT_ZERO.fullmatch(values["phone"]):
            whole = f"0{values['phone']}"
            otherwise.append(
                f"{names.get(place, place[1])}: 電話「{values['phone']}」は先頭の0が消えているので、「{whole}」として読みました。"
            )
            given[place] = {**values, "phone": whole}
    found, refused = [], []
    for row in look(reader, path, given, over=True):
        if why := _why_not_kept(row):
            refused.append(f"{row['name']}: {why}")
        else:
            found.append(row)
    doubled = [f"{names.get(place, place[1])}（{cells}）" for place, cells in several.items()]
    return AddressLook(found, doubled, refused + otherwise)


def _why_not_kept(row: Mapping[str, Any]) -> str:
    """Why `keep` would refuse what a list brings; "" where it would not."""
    town = "" if row["is_area"] else str(row["code"])
    area = {"subprefecture_code": row["code"]} if row["is_area"] else {}
    try:
        checked("address", town, {**{name: row[name] for name in FIELDS}, **row["after"], **area})
    except journal.InvalidRecordError as error:
        return str(error)
    return ""


def keep(path: Path, looked: Sequence[Mapping[str, Any]], by: str) -> tuple[list[KeptAddress], list[str]]:
    """Write what was looked at, as it was then: what is kept, and what could not be. Raises JournalError."""
    kept: list[KeptAddress] = []
    troubles = []
    for row in looked:
        if not row["after"]:
            continue
        try:
            written = save(path, row, {**{name: row[name] for name in FIELDS}, **row["after"]}, by)
        except (journal.ConflictError, journal.InvalidRecordError) as error:
            troubles.append(f"{row['name']}: {error}")
        else:
            kept.append((written["record_id"], written["version"]))
    return kept, troubles


def undo(path: Path, kept: Sequence[KeptAddress], by: str) -> tuple[int, list[str]]:
    """Put back what stood there before: how many places, and those that somebody has changed since. Raises JournalError."""
    undone, troubles = 0, []
    for record_id, version in kept:
        before = [one for one in journal.history(path, record_id) if one.version < version]
        values = dict(before[-1].values) if before else {}
        try:
            journal.revise(
                path, record_id, version, values, by, is_removed=not before or before[-1].is_removed
            )
        except (journal.ConflictError, journal.InvalidRecordError) as error:
            troubles.append(str(error))
        else:
            undone += 1
    return undone, troubles


def fill_from_answers(
    reader: Reader, path: Path, codes: Set[str], by: str
) -> tuple[list[KeptAddress], list[str]]:
    """Fill the empty fields of municipalities from the contacts that they named: as `keep`."""
    given: dict[tuple[bool, str], dict[str, str]] = {}
    for row in records(sending.contacts(reader)):
        if row["code"] in codes and row["part"] in PARTS:
            given.setdefault((False, str(row["code"])), {})[PARTS[row["part"]]] = str(row["text"])
    return keep(path, look(reader, path, given, over=False), by)


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
