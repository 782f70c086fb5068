"""What became of each number of a shape since we wrote it: it stands, something was typed over it, or it is gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from dashboard.export.deck import ink, locate, ownership, read_back, record, table_grid
from dashboard.export.deck.ink import A
from dashboard.export.deck.ownership import WrittenLine
from dashboard.export.deck.read_back import Found
from dashboard.slides.check import StatedNumber, stated_numbers


class NumberStates(NamedTuple):
    """untouched: as we wrote them; overwritten: typed over, with the text that replaced them; removed: reworded by people, or deleted."""

    untouched: list[StatedNumber]
    overwritten: list[tuple[StatedNumber, str]]
    removed: list[StatedNumber]
    text: str


def number_states(
    name: str, numbers: list[StatedNumber], shape: Any, deck_record: record.Record
) -> NumberStates:
    """numbers: those of the shape of that name, by the record; shape: as it is in the file now."""
    known = deck_record["shapes"][name]
    now = (read_back.sketch if known.get("is_sketch") else read_back.state)(shape)
    states = NumberStates([], [], [], str(now.get("text", "")))
    if now.get("kind") != known.get("kind"):
        states.removed.extend(numbers)
    elif known["kind"] == "text":
        _of_text(states, numbers, shape, known)
    elif known["kind"] == "table":
        _of_table(states, numbers, shape, known)
    elif known["kind"] == "chart" and read_back.is_same_chart(now, known):
        states.untouched.extend(numbers)
    elif known["kind"] == "chart":
        _of_chart(states, numbers, now, known)
    else:
        there = _by_key(
            (one.key, one.text)
            for one in stated_numbers({**deck_record, "shapes": {name: known}}, {name: now})
        )
        _sort(states, numbers, there, {})
    return states


class CarriedNumber(NamedTuple):
    """A number of ours in a text that was not written with it: people carried it there.

    stated: as the record has it, at this place; None where no slide of the deck has it.
    """

    found: Found
    key: str
    text: str
    stated: StatedNumber | None


def carried_numbers(found: dict[str, list[Found]], deck_record: record.Record) -> Iterator[CarriedNumber]:
    """Each of them, in the order of the record."""
    by_key: dict[str, list[StatedNumber]] = {}
    for number in stated_numbers(deck_record):
        by_key.setdefault(number.key, []).append(number)
    for name, copies in found.items():
        known = deck_record["shapes"][name]
        own = {key for key, _ in locate.recorded_numbers(known)}
        for one in copies if known.get("kind") == "text" else ():
            for key, field in ink.fields(one.shape._element) if one.shape.has_text_frame else ():
                if key in own:
                    continue
                text, same = field.findtext(f"{A}t") or "", by_key.get(key, [])
                match = next((number for number in same if number.text == text), next(iter(same), None))
                place = name.rpartition("｜")[0]
                stated = replace(match, text=text, location=place) if match else None
                yield CarriedNumber(one, key, text, stated)


def brief(text: str, most: int = 40) -> str:
    plain = re.sub(r"\s+", " ", text).strip()
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def _of_text(states: NumberStates, numbers: list[StatedNumber], shape: Any, known: dict[str, Any]) -> None:
    now = [ownership.standing(one) for one in shape.text_frame._txBody.findall(f"{A}p")]
    written = ownership.recorded(known)
    pairing = ownership.pair(now, written)
    stray = _by_key(number for place in pairing.own for number in now[place].numbers)
    edited = {last: place for place, last in pairing.edited.items()}
    rest = iter(numbers)
    for place, line in enumerate(written):
        ours = [next(rest) for _ in line.numbers]
        if place in pairing.untouched.values():
            states.untouched.extend(ours)
        elif place in edited:
            _of_line(states, ours, line, now[edited[place]])
        else:
            _sort(states, ours, stray, {})


def _of_table(states: NumberStates, numbers: list[StatedNumber], shape: Any, known: dict[str, Any]) -> None:
    there = table_grid.standing_cells(shape.table, known)
    rest = iter(numbers)
    for row, cells in enumerate(known["numbers"]):
        for column, cell in enumerate(cells):
            ours = [next(rest) for _ in cell]
            now = there.get((row, column))
            line = WrittenLine(known["cells"][row][column], "", tuple((key, text) for key, text in cell))
            if now is None:
                states.removed.extend(ours)
            elif now.text == line.text:
                states.untouched.extend(ours)
            else:
                _of_line(states, ours, line, now)


def _of_chart(
    states: NumberStates, numbers: list[StatedNumber], now: dict[str, Any], known: dict[str, Any]
) -> None:
    """Each number by its series and category, where these stand; a category under another name by its place."""
    series = {str(name): values for name, values in now["series"]}
    names = [str(label) for label in now["categories"]]
    is_as_long = len(names) == len(known["categories"])
    rest = iter(numbers)
    for keys, (name, values) in zip(known.get("keys", []), known["series"], strict=False):
        for place, (_, value) in enumerate(zip(keys, values, strict=False)):
            if value is None:
                continue
            one, label = next(rest), str(known["categories"][place])
            at = names.index(label) if label in names else place if is_as_long else None
            stands = series[str(name)][at] if at is not None and str(name) in series else None
            if stands is None:
                states.removed.append(one)
            elif read_back.is_same_value(stands, value):
                states.untouched.append(one)
            else:
                states.overwritten.append((one, f"{stands}"))


def _of_line(states: NumberStates, numbers: list[StatedNumber], line: WrittenLine, now: WrittenLine) -> None:
    _sort(states, numbers, _by_key(now.numbers), ownership.typed(line.skeleton, now.text))


def _sort(
    states: NumberStates, numbers: list[StatedNumber], there: dict[str, list[str]], typed: dict[str, str]
) -> None:
    """there: what stands in the fields of each key; typed: what stands in place of a number as plain words."""
    rest = []
    for one in numbers:
        if one.text in there.get(one.key, []):
            there[one.key].remove(one.text)
            states.untouched.append(one)
        elif not there.get(one.key) and typed.get(one.key) == one.text:
            states.untouched.append(one)
        else:
            rest.append(one)
    for one in rest:
        if there.get(one.key):
            states.overwritten.append((one, there[one.key].pop(0)))
        elif one.key in typed:
            states.overwritten.append((one, typed[one.key]))
        else:
            states.removed.append(one)


def _by_key(numbers: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    there: dict[str, list[str]] = {}
    for key, text in numbers:
        there.setdefault(key, []).append(text)
    return there
