"""What a page shows, as its address says it: ?fy=2023&asof=2023-12-01&sub=03,05&group=undecided&town=01581."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, quote

import pandas as pd

from dashboard.queries import filters, overview
from dashboard.warehouse.lru_cache import LruCache
from dashboard.warehouse.reader import Reader, Warehouse
from dashboard.words import words

KINDS = ("市", "町", "村")
# The address under which a view is handed out on paper.
PAPERS = "/papers"
# Views that are kept, of addresses of so many letters; most have fewer than a hundred.
MOST_KEPT, LONGEST_KEPT = 128, 1_000
# What the readers of etl take for a year (etl/fiscal_year.py).
FOUR_DIGITS, YEARS = re.compile(r"[0-9]{4}"), range(1926, 2101)
# Name in the address → field of View, in the order of the address.
LISTS = {"sub": "subprefectures", "size": "size_classes", "kind": "kinds", "group": "groups"}
WORDS = {"sub": "振興局", "size": "人口規模", "kind": "市・町・村", "group": "状態"}


@dataclass(frozen=True)
class View:
    """The choices in the address; an empty tuple is no filter.

    complaint: in Japanese, what of the address could not be followed and what is shown instead; the filter bar shows
    it, pages need not. places: codes of
    the towns that 振興局, 人口規模 and 市/町/村 leave (None: all); codes: those that 状態 in the 年度 leaves of
    them. search: the address as it was given.
    """

    fiscal_year: int
    as_of: date | None = None
    subprefectures: tuple[str, ...] = ()
    size_classes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    town: str = ""
    complaint: str = ""
    places: frozenset[str] | None = None
    codes: frozenset[str] | None = None
    search: str = ""

    @property
    def has_places(self) -> bool:
        """Whether 振興局, 人口規模 or 市/町/村 leaves towns out: whether the denominator is not all 179."""
        return self.places is not None

    @property
    def is_narrow(self) -> bool:
        """Whether any filter leaves towns out."""
        return self.codes is not None


def open(warehouse: Warehouse, search: str | None) -> tuple[Reader, View]:
    """The warehouse as of the day that the address names, and the view. Raises WarehouseError."""
    reader = warehouse.reader()
    asked = parse_address(search, reader)
    return reader.at(asked.as_of), asked


def parse_address(search: str | None, reader: Reader) -> View:
    """The view of an address on a warehouse (as of its newest day); what cannot be followed is complained of.

    Each callback of a page asks for the view of the same address: those of the last addresses are kept.
    """
    given = search or ""
    if len(given) > LONGEST_KEPT:
        return _parsed(given, reader)
    known: LruCache[View] = reader.once("views of addresses", lambda: LruCache(MOST_KEPT))
    return known.get((given,), lambda: _parsed(given, reader))


def _parsed(search: str, reader: Reader) -> View:
    given = {name: values[0] for name, values in parse_qs(search.removeprefix("?")).items()}
    complaints: list[str] = []
    as_of = _day(given.get("asof", ""), reader, complaints)
    then = reader.at(as_of)
    year = _year(given.get("fy", ""), then, complaints)
    lists: dict[str, Any] = {
        field: _choices(name, given.get(name, ""), _known_codes(then, name), complaints)
        for name, field in LISTS.items()
    }
    asked = View(
        year, as_of, **lists, town=given.get("town", ""), complaint="".join(complaints), search=search
    )
    return _with_codes(asked, then)


def narrow(frame: pd.DataFrame, asked: View, *, groups: bool = True) -> pd.DataFrame:
    """The rows that the filters allow, by municipality_code or else by the columns of the filters' own names.

    状態 is the state of the town in the 年度 that is asked for, also where the rows are of other years.
    groups=False leaves 状態 out: the towns that a share is of.
    """
    if "municipality_code" in frame:
        left = asked.codes if groups else asked.places
        return frame if left is None else frame[frame["municipality_code"].isin(left)]
    return filters.narrow(frame, asked, groups=groups)


def address(asked: View, **changes: object) -> str:
    """The address of a view with changes by the names of View's fields: ?fy=2023&sub=03. Without a town unless given."""
    town = changes.pop("town", "")
    new = replace(asked, **changes)  # type: ignore[arg-type]
    parts = [f"fy={new.fiscal_year}"]
    if new.as_of is not None:
        parts.append(f"asof={new.as_of.isoformat()}")
    for name, field in LISTS.items():
        chosen = getattr(new, field)
        if chosen:
            parts.append(f"{name}={quote(','.join(chosen), safe=',')}")
    if town:
        parts.append(f"town={quote(str(town))}")
    return "?" + "&".join(parts)


def of_town(asked: View, code: str) -> str:
    """The address as it was given, whatever else it says, with a town."""
    parts = [part for part in asked.search.removeprefix("?").split("&") if part]
    return "?" + "&".join([*(part for part in parts if not part.startswith("town=")), f"town={code}"])


def asked_year(search: str | None, name: str = "fy") -> int | None:
    """The fiscal year that an address asks for, whether there are data of it or not; None where it asks for none.

    What no reader of years takes for one (etl reads 1926 to 2100) asks for none.
    """
    given = parse_qs((search or "").removeprefix("?")).get(name, [""])[0]
    return int(given) if FOUR_DIGITS.fullmatch(given) and int(given) in YEARS else None


def without_year(search: str | None) -> str:
    """An address without its 年度."""
    parts = (search or "").removeprefix("?").split("&")
    return "?" + "&".join(part for part in parts if not part.startswith("fy="))


def _day(asked: str, reader: Reader, complaints: list[str]) -> date | None:
    if not asked:
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        complaints.append(f"「{asked[:12]}」は日付として読めません。最新の内容を表示しています。")
        return None
    days = filters.days(reader)
    if not days:
        complaints.append("市町村の状態がまだ1件も登録されていないため、日付ではさかのぼれません。")
        return None
    first, last = days[0], overview.build(reader)["as_of"].iloc[0]
    if day < first:
        complaints.append(
            f"{words.day_short(day)}には、まだ何も知られていません（最初は{words.day_short(first)}）。最新の内容を表示しています。"
        )
        return None
    if day > pd.Timestamp(last).date():
        complaints.append(
            f"データは{words.day_short(last)}までです（{words.day_short(day)}はまだありません）。最新の内容を表示しています。"
        )
        return None
    return day


def _year(asked: str, reader: Reader, complaints: list[str]) -> int:
    default, known = reader.once("years of an address", lambda: _years(reader))
    if asked and asked not in known:
        complaints.append(
            f"「{asked[:12]}」年度のデータはありません。{words.fiscal_year(default)}を表示しています"
            f"（{words.fiscal_year(int(known[0]))}〜{words.fiscal_year(int(known[-1]))}があります）。"
        )
    return int(asked) if asked in known else default


def _years(reader: Reader) -> tuple[int, list[str]]:
    """The year that is shown where none is asked for, and all that there are."""
    years = overview.years(reader)
    return filters.default_year(years), years["fiscal_year"].astype(str).tolist()


def _choices(name: str, asked: str, known: Sequence[str], complaints: list[str]) -> tuple[str, ...]:
    """The values of a list that exist, each once, in their own order; all of them chosen is no filter."""
    wanted = [value for value in asked.split(",") if value]
    odd = [value for value in wanted if value not in known]
    if odd:
        complaints.append(f"{WORDS[name]}の「{odd[0][:12]}」はありません。その条件を除いて表示しています。")
    chosen = tuple(value for value in known if value in wanted)
    return () if len(chosen) == len(known) else chosen


def _known_codes(reader: Reader, name: str) -> list[str]:
    if name == "kind":
        return list(KINDS)
    frame = {
        "sub": filters.subprefectures,
        "size": filters.size_classes,
        "group": overview.groups,
    }[name](reader)
    return frame["code"].astype(str).tolist()


def _with_codes(asked: View, reader: Reader) -> View:
    if not (asked.subprefectures or asked.size_classes or asked.kinds or asked.groups):
        return asked
    everyone = filters.towns(reader, asked.fiscal_year)
    places, codes = (
        frozenset(filters.narrow(everyone, asked, groups=groups)["municipality_code"])
        for groups in (False, True)
    )
    has_places = bool(asked.subprefectures or asked.size_classes or asked.kinds)
    return replace(asked, places=places if has_places else None, codes=codes)
