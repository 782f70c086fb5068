"""What the parts of a 市町村カルテ on paper share: one town's rows, its sources, marks of fiction, columns a 調査.

Rows are plain records, None where there is nothing: frames of one town each would make 179 sheets four times as slow.
A cell is written [2]C16: the file of that number at the end of the sheet, and the cell in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard.export.docx_sheet import Bit, TableBlock, line
from dashboard.export.profile_docx import COLUMN_MM
from dashboard.words import eras, raw_files, words

FUNCTION_WIDTH = 44.5
MOST_ROUNDS = 3
# Forms write 令和 short; what is older stands in full.
SHORT_FROM = pd.Timestamp(eras.ENTERED["令和"].first_day)
Row = Mapping[str, Any]
Rows = Sequence[Row]


@dataclass(frozen=True)
class ProfileTown:
    """All that is known of one town; rows as those of queries.profiles and queries.town_sheet.

    town: the row of queries.profiles.towns. medians: rows of columns of town_words.FIGURES: area, alike, all;
    sizes: how many towns each is of. place: the sentence on its place in 働きかけ and whether that is fictional;
    reasons, measures, peers: as of priorities.ranking, empty where they do not apply.
    """

    town: Row
    years: Rows
    figures: Rows
    medians: Mapping[str, Row]
    sizes: tuple[int, int, int]
    rounds: Rows
    answers: Rows
    activities: Rows
    case: Rows
    functions: Rows
    rank_summary: tuple[str, bool]
    reasons: list[str]
    measures: list[dict[str, Any]]
    peers: list[dict[str, Any]]


@dataclass
class Sources:
    """Files in the order in which they are first named. files: by name, its title, as_of and is_synthetic."""

    files: Mapping[str, Row]
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def cell(self, row: Row) -> Bit | None:
        """[2]C16; None where the value has no cell."""
        if not row.get("cell"):
            return None
        key = (str(row["file"]), str(row.get("sheet") or ""))
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        return Bit(f" [{number}]{row['cell']}", "soft")

    def block(self) -> TableBlock:
        """The list of the files, with 時点 and whether they are fictional."""
        rows = []
        for (file, sheet), number in self.numbers.items():
            known = self.files.get(file, {})
            day = known.get("as_of")
            when = "" if day is None else f"　時点 {words.day_short(day)}"
            place = f"（{sheet}）" if sheet else ""
            shown = raw_files.file_words(file)
            rows.append((line(f"[{number}] {shown}{place}{when}", mark(known)),))
        return TableBlock("出典のファイル（[番号]セル番地）", (COLUMN_MM,), tuple(rows))


def mark(row: Row) -> Bit | None:
    """The mark of a value that rests on fictional data."""
    return Bit(words.SYNTHETIC_MARK, "mark") if bool(row.get("is_synthetic")) else None


def day(value: Any) -> str:
    """R5.11.30, short as on forms; 2018-03-31 before 令和."""
    return eras.short_day(value) if value >= SHORT_FROM else f"{value:%Y-%m-%d}"


def all_fictional(rows: Rows) -> Bit | None:
    """The mark of a column or block of which every value is fictional, so that it stands once."""
    return mark({"is_synthetic": bool(rows) and all(row["is_synthetic"] for row in rows)})


@dataclass(frozen=True)
class ProfileRound:
    """A 調査 as the head of a column; mark where every value under it is fictional."""

    fiscal_year: int
    label: str
    mark: Bit | None


def rounds_of(town: ProfileTown, answers: Rows) -> list[ProfileRound]:
    """The newest 調査 that there is room for."""
    made = []
    for sent in town.rounds[-MOST_ROUNDS:]:
        year = int(sent["fiscal_year"])
        mine = [row for row in answers if row["fiscal_year"] == year]
        made.append(ProfileRound(year, str(sent["year_label"]), all_fictional(mine)))
    return made


def beside(columns: int) -> tuple[float, ...]:
    """Widths of a table of what is asked and the answers of so many 調査."""
    return (FUNCTION_WIDTH, *([(COLUMN_MM - FUNCTION_WIDTH) / columns] * columns))
