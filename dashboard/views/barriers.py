"""What 課題 shows of a view: the round, its answers, changes, support and words of towns, narrowed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import pandas as pd

from dashboard.frames import record, records
from dashboard.queries import barriers as queries
from dashboard.queries import filters, overview
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader

# Name in the address → column, word.
DIMENSIONS = {
    "group": ("group_code", "状態"),
    "size": ("size_class", "人口規模"),
    "sub": ("subprefecture_code", "振興局"),
    "fy": ("fiscal_year", "年度"),
}
OWN = ("by", "show", "q", "ask")


@dataclass(frozen=True)
class BarrierChoices:
    """What the page itself puts into the address: by (the heat table), show (the number that was pressed), q, ask
    (the search in free text).
    """

    by: str = "group"
    show: str = ""
    q: str = ""
    ask: str = ""


@dataclass(frozen=True, eq=False)
class BarrierView:
    """The frames of dashboard.queries.barriers, only of the towns of the view.

    answers, changes, support: of the round shown; series: answers of every round; year: the row of the round.
    """

    reader: Reader
    view: View
    rounds: pd.DataFrame
    year: dict[str, Any]
    series: pd.DataFrame
    answers: pd.DataFrame
    changes: pd.DataFrame
    between: pd.DataFrame
    support: pd.DataFrame
    texts: pd.DataFrame

    @property
    def is_synthetic(self) -> bool:
        frames = (self.series, self.changes, self.support, self.texts)
        return any(bool(frame["is_synthetic"].any()) for frame in frames)

    @property
    def label(self) -> str:
        return str(self.year["label_ja"])


def choices(search: str | None) -> BarrierChoices:
    """The page's own part of an address; what it does not know is left out."""
    given = {name: values[0] for name, values in parse_qs((search or "").removeprefix("?")).items()}
    by = given.get("by", "")
    return BarrierChoices(
        by if by in DIMENSIONS else "group",
        given.get("show", "")[:120],
        given.get("q", "")[:80],
        given.get("ask", "")[:60],
    )


def gather(reader: Reader, asked: View) -> BarrierView | None:
    """The round of the year asked for, else the newest before it, else the first; None without any return."""
    rounds = queries.rounds(reader)
    if rounds.empty:
        return None
    up_to = rounds[rounds["fiscal_year"] <= asked.fiscal_year]
    year = record(up_to.iloc[-1] if len(up_to) else rounds.iloc[0])
    series = view.narrow(queries.answers(reader), asked)
    own = int(year["fiscal_year"])
    changes = view.narrow(queries.changes(reader), asked)
    wanted = view.narrow(queries.support(reader), asked)
    return BarrierView(
        reader=reader,
        view=asked,
        rounds=rounds,
        year=year,
        series=series,
        answers=series[series["fiscal_year"] == own],
        changes=changes[changes["fiscal_year"] == own],
        between=queries.between(reader),
        support=wanted[wanted["fiscal_year"] == own],
        texts=view.narrow(queries.texts(reader), asked),
    )


def dimension_values(facts: BarrierView, by: str) -> list[tuple[str, str]]:
    """Values of a dimension in their order, as code and words."""
    frames: dict[str, tuple[pd.DataFrame, str, str]] = {
        "group": (overview.groups(facts.reader), "code", "label_ja"),
        "size": (filters.size_classes(facts.reader), "code", "label_ja"),
        "sub": (filters.subprefectures(facts.reader), "code", "short_name"),
        "fy": (facts.rounds, "fiscal_year", "label_ja"),
    }
    frame, code, label = frames[by]
    return [(str(row[code]), str(row[label])) for row in records(frame)]
