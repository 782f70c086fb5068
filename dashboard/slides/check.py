"""The numbers that a deck states, and each of them recounted: at export and, later, for the 正誤表."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.chart_data import registry
from dashboard.chart_data.recount import RecountContext, UnknownNumberError
from dashboard.chart_data.scope import scope_of
from dashboard.export.deck import record
from dashboard.warehouse.reader import Reader
from dashboard.words import words

HEADINGS = "見出しの行"
TOWN = re.compile(r"(\d{5}) [^｜]+｜")


@dataclass(frozen=True)
class StatedNumber:
    """One number (or fill) that a deck states. text: as it stands; place: where, in words."""

    view: str
    shape: str
    key: str
    text: str
    location: str


@dataclass(frozen=True)
class Mismatch:
    """A number that is not what the recount gives; now is None where nothing recounts it."""

    number: StatedNumber
    now: float | str | None
    slide: int = 0


def stated_numbers(
    deck_record: record.Record, shapes: dict[str, dict[str, Any]] | None = None
) -> Iterator[StatedNumber]:
    """Every number in the shapes that we own: by the record, or by what `shapes` (read back) say."""
    for name, known in deck_record["shapes"].items():
        said = (shapes if shapes is not None else deck_record["shapes"]).get(name)
        if said is None:
            continue
        view = name.rpartition("｜")[2]
        what = name.rpartition("｜")[0]
        kind = said.get("kind")
        if kind in ("text", "sketch"):
            for key, text in said["numbers"]:
                yield StatedNumber(view, name, key, text, what)
        elif kind == "table":
            yield from _table(view, name, said)
        elif kind == "chart":
            yield from _chart(view, name, known, said)
        elif kind == "shape" and (town := TOWN.match(name)):
            yield StatedNumber(view, name, f"town.{town[1]}", str(said["fill"]), name.rpartition("｜")[0])


class Recounts:
    """One recount a view of a deck: as it was known on the day of the view, or (newest) as it is known now."""

    def __init__(
        self, reader: Reader, deck_record: record.Record, journal: Path | None = None, *, newest: bool = False
    ) -> None:
        self.reader = reader
        self.newest = newest
        self.journal = journal
        self.deck_record = deck_record
        self._by_view: dict[str, RecountContext] = {}

    def context_of(self, view: str) -> RecountContext:
        if view not in self._by_view:
            asked = self.deck_record["views"].get(view, {}).get("asked", {})
            scope = scope_of(asked)
            day = asked.get("as_of")
            reader = self.reader if self.newest or not day else self.reader.at(date.fromisoformat(str(day)))
            self._by_view[view] = RecountContext(reader, scope, int(asked["resolved_year"]), self.journal)
        return self._by_view[view]

    def agrees(self, number: StatedNumber) -> tuple[bool, float | str | None]:
        """Whether a number is as recounted, and what the recount gives."""
        try:
            value = registry.recounted(number.key, self.context_of(number.view))
        except (UnknownNumberError, StopIteration, KeyError, ZeroDivisionError):
            return False, None
        return (number.text == value if isinstance(value, str) else close(number.text, value)), value


def close(text: str, value: float) -> bool:
    """Whether a number as written is the value, rounded to the decimals that are written; a word may say that it is 0."""
    if text in words.NOTHING:
        return value == 0
    plain = (
        text.replace(",", "")
        .replace("％", "")
        .replace("%", "")
        .replace("＋", "")
        .replace("−", "-")
        .replace("±", "")
    )
    try:
        written = float(plain)
    except ValueError:
        return False
    decimals = len(plain.partition(".")[2])
    return bool(abs(written - value) <= 0.5 * 10**-decimals + 1e-9)


def _chart(view: str, name: str, known: dict[str, Any], said: dict[str, Any]) -> Iterator[StatedNumber]:
    for keys, (label, values) in zip(known.get("keys", []), said["series"], strict=False):
        for place, (key, value) in enumerate(zip(keys, values, strict=False)):
            if value is not None:
                category = said["categories"][place] if place < len(said["categories"]) else ""
                yield StatedNumber(view, name, key, f"{value}", f"グラフ {category}・{label}")


def row_name(cells: list[str], place: int) -> str:
    """The first words of a row; a number or a mark of one letter (A, B) names none."""
    return next(
        (text for text in cells if len(text) > 1 and not re.fullmatch(r"[\d,.]+", text)), place_name(place)
    )


def place_name(place: int) -> str:
    return f"{place}行目" if place else HEADINGS


def _table(view: str, name: str, said: dict[str, Any]) -> Iterator[StatedNumber]:
    """Each number under its row and column."""
    cells = said["cells"]
    for place, line in enumerate(said["numbers"]):
        row = row_name(cells[place], place)
        for column, cell in enumerate(line):
            for key, text in cell:
                heading = cells[0][column] if column < len(cells[0]) else ""
                where = (
                    f"{row}・{heading}" if row != cells[place][column] else f"{place_name(place)}・{heading}"
                )
                yield StatedNumber(
                    view, name, key, text, f"{name.rpartition('｜')[0]} {where.replace(chr(10), ' ')}"
                )
