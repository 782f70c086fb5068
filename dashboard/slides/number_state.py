"""What became of each number of a shape since we wrote it: it stands, something was typed over it, or it is gone."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from dashboard.export.deck import read_back, record, refresh_text
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
    said = str(now.get("text", ""))
    if now.get("kind") != known.get("kind") or not _is_same_grid(now, known):
        return NumberStates([], [], numbers, said)
    there: dict[str, list[str]] = {}
    for one in stated_numbers({**deck_record, "shapes": {name: known}}, {name: now}):
        there.setdefault(one.key, []).append(one.text)
    untouched, rest = [], []
    for one in numbers:
        if one.text in there.get(one.key, []):
            there[one.key].remove(one.text)
            untouched.append(one)
        else:
            rest.append(one)
    typed = refresh_text.typed(str(known.get("skeleton", "")), said)
    over, gone = [], []
    for one in rest:
        if there.get(one.key):
            over.append((one, there[one.key].pop(0)))
        elif one.key in typed:
            over.append((one, typed[one.key]))
        else:
            gone.append(one)
    return NumberStates(untouched, over, gone, said)


def brief(text: str, most: int = 40) -> str:
    plain = re.sub(r"\s+", " ", text).strip()
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def _is_same_grid(now: dict[str, Any], known: dict[str, Any]) -> bool:
    """Whether a chart still has our categories and series; of other shapes each number speaks for itself."""
    if known.get("kind") != "chart":
        return True
    names = [[name for name, _ in state["series"]] for state in (now, known)]
    return bool(now["categories"] == known["categories"] and names[0] == names[1])
