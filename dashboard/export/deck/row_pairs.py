"""Which row of the table before a row of today's table was: by the numbers it holds, else by a column that tells rows apart."""

from __future__ import annotations

from typing import Any

from dashboard.export.deck import ink
from dashboard.export.deck.ink import A


def numbers(row: Any) -> dict[str, str]:
    """Key and text of each of our numbers in a row."""
    return {key: field.findtext(f"{A}t") or "" for cell in row.cells for key, field in ink.fields(cell._tc)}


def paired(before: list[Any], now: list[Any]) -> list[Any | None]:
    """For each row of now the one of before, None where it was not there or cannot be told. No row stands for two."""
    free = list(range(len(before)))
    found: list[Any | None] = [None] * len(now)
    own = _own_keys(before), _own_keys(now)
    names = _names(before), _names(now)
    for tells in (own, names) if all(any(side) for side in own) else (names,):
        for place, wanted in enumerate(tells[1]):
            if found[place] is not None or not wanted:
                continue
            match = next((other for other in free if tells[0][other] & wanted), None)
            if match is not None:
                free.remove(match)
                found[place] = before[match]
    return found


def have_keys(before: list[Any], now: list[Any]) -> bool:
    """Whether rows of both tables can be told apart: only then is a row without another a new one."""
    return all(any(_own_keys(rows)) or any(_names(rows)) for rows in (before, now))


def _own_keys(rows: list[Any]) -> list[set[str]]:
    """The keys of numbers that stand in one row alone."""
    keys = [set(numbers(row)) for row in rows]
    return [{key for key in mine if sum(key in other for other in keys) == 1} for mine in keys]


def _names(rows: list[Any]) -> list[set[str]]:
    """The text of the first column that is another in each row, for rows of a number or a name."""
    columns = min((len(row.cells) for row in rows), default=0)
    for column in range(columns):
        texts = [row.cells[column].text_frame.text for row in rows]
        if len(set(texts)) == len(texts) and all(text.strip() for text in texts):
            return [{f"{column}:{text}"} for text in texts]
    return [set() for _ in rows]
