"""On which days the acts of a round of the 調査 can have been done, and which follows which: one rule for etl and dashboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Act = Literal["made", "sent", "reminded", "received", "asked", "closed", "reopened", "told"]
End = Literal["first", "last"]


@dataclass(frozen=True)
class ActDays:
    """The first and the last day of an act of a round; None where it is not known."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class DayProblem:
    """Why an act cannot have been on its day, in Japanese. `against`: the act whose day it contradicts, or ""."""

    text: str
    against: Act | Literal[""] = ""


# Each act, with those that it follows, and from which of their days on.
FOLLOWS: Mapping[Act, Mapping[Act, End]] = {
    "made": {},
    "sent": {"made": "first"},
    "reminded": {"made": "first", "sent": "first"},
    "received": {"sent": "first"},
    "asked": {"sent": "first", "received": "first"},
    # what is published holds all that came until then
    "closed": {"sent": "first", "received": "last"},
    "reopened": {"closed": "first"},
    "told": {"sent": "first", "received": "first", "closed": "first"},
}
NAMES: Mapping[tuple[Act, End], str] = {
    ("made", "first"): "調査票を最初に作った日",
    ("sent", "first"): "「発出」に記録した、調査票を送った日",
    ("reminded", "first"): "「発出」に記録した、提出のお願い（再）を送った日",
    ("received", "first"): "最初に受け取った調査票の受領日",
    ("received", "last"): "最後に受け取った調査票の受領日",
    ("asked", "first"): "「発出」に記録した、疑義照会を送った日",
    ("closed", "first"): "最初に速報か確定にした日",
    ("reopened", "first"): "最初に受付中に戻した日",
    ("told", "first"): "「発出」に記録した、結果のお知らせを送った日",
}


def problem(
    act: Act,
    label: str,
    day: date,
    known: Mapping[Act, ActDays],
    *,
    fiscal_year: int,
    year_label: str,
    today: date,
    write: Callable[[date], str],
) -> DayProblem | None:
    """Why the act cannot have been on that day; None where it can.

    label: what the day is called where it is entered; known: the days of the acts of the round so far; write: a day in words.
    """
    if day > today:
        return DayProblem(f"{label}の{write(day)}は、今日より後です。日付を確かめてください。")
    if day < date(fiscal_year, 1, 1):  # a form may go out a few months before its year begins
        return DayProblem(
            f"{label}の{write(day)}は、{year_label}の調査が始まる前です。年を確かめてください。"
        )
    for before, end in FOLLOWS[act].items():
        since = getattr(known.get(before), end, None)
        if since is not None and day < since:
            name = NAMES[before, end]
            return DayProblem(
                f"{label}の{write(day)}は、{name}（{write(since)}）より前です。日付を確かめてください。",
                before,
            )
    if known.get(act) is not None:
        return None
    # the first of its kind: what follows it may have been entered already
    for after, follows in FOLLOWS.items():
        until = getattr(known.get(after), "first", None)
        if follows.get(act) == "first" and until is not None and day > until:
            name = NAMES[after, "first"]
            return DayProblem(
                f"{label}の{write(day)}は、{name}（{write(until)}）より後です。日付を確かめ、先に行った分があれば先に記録してください。",
                after,
            )
    return None
