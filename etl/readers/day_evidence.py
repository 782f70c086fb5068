"""The days in the rows of a table against what the table says of its year, and against what is seen of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from etl import fiscal_year
from etl.findings import Finding
from etl.readers import list_year, year_evidence
from etl.readers.cell_year import hides_year, is_near, unseen_year, year_of
from etl.readers.grid import CellRef
from etl.readers.year_evidence import Expected, Mention
from etl.sources import RegisteredFile

# The day in a row of tables that may name their year above it.
DAY_COLUMNS = {
    "activities": "held_on",
    "figures": "reference_date",
    "published_totals": "as_of",
    "status_announcement": "known_on",
    "status_list": "known_on",
}
# Tables whose rows say by a year of their own what they are of; their day is that of a web page.
OWN_YEAR = frozenset({"status_announcement", "status_list"})
# Tables whose source may say as of when it counts.
SOURCED = frozenset({"published_totals"})
CELLS_NAMED = 5

Row = Mapping[str, CellRef]


@dataclass
class DayEvidence:
    """`mentions`: what the title, the sheet and the printed margins say, where no day was given for the file."""

    source: RegisteredFile
    kind: str
    mentions: Sequence[Mention] = ()
    unseen: list[tuple[CellRef, str]] = field(default_factory=list)
    without_year: list[CellRef] = field(default_factory=list)
    other_year: list[tuple[CellRef, str]] = field(default_factory=list)

    def refusal(self, row: Row) -> Mention | None:
        """What says that the row is of another year than its day; notes also what is only to be asked."""
        day = row.get(DAY_COLUMNS.get(self.kind, ""))
        if self.kind in OWN_YEAR:
            self._note_own_year(row)
        if day is None:
            return None
        wrong = None
        if self.kind not in OWN_YEAR:
            wrong = list_year.wrong_day(self.mentions, day)
        source = row.get("source")
        if wrong is None and self.kind in SOURCED and source is not None:
            wrong = list_year.wrong_day(list_year.as_of_in(source.text), day)
        if wrong is None and hides_year(day):
            self._note_unseen(row, day)
        return wrong

    def findings(self) -> list[Finding]:
        """What is to be asked of all the rows together."""
        found = [_finding("DATE-YEAR-UNSEEN", message, ref) for ref, message in self.unseen]
        if self.without_year:
            first = self.without_year[0]
            message = (
                f"日付が年なしで表示されていて（{_cells(self.without_year)}）、表のどこにも年度が書かれていません。"
                f"中の値のとおり読みました（{first.cell}「{first.text.strip()}」は{_day(first)}）。その年でよいか確かめてください。"
            )
            found.append(_finding("DATE-YEAR-UNSEEN", message, first))
        if self.other_year:
            ref, said = self.other_year[0]
            message = (
                f"表には「{said}」とありますが、年度が「{ref.text.strip()[:40]}」の行があります"
                f"（{_cells([ref for ref, _ in self.other_year])}）。行に書かれた年度のものとして読みました。"
                "どちらの年度か確かめてください。"
            )
            found.append(_finding("ROW-TITLE-YEAR", message, ref))
        return found

    def _note_own_year(self, row: Row) -> None:
        ref = row.get("fiscal_year")
        year = year_of(ref).fiscal_year if ref is not None and self.mentions else None
        if ref is None or year is None:
            return
        other = year_evidence.contradiction(self.mentions, Expected(year))
        if other is not None:
            self.other_year.append((ref, other.text))

    def _note_unseen(self, row: Row, day: CellRef) -> None:
        stored = fiscal_year.parse_date(day.value).value
        if stored is None:
            return
        if self.source.as_of is not None:
            # A list is put on the web after its day, too.
            if not is_near(stored, self.source.as_of):
                self.unseen.append((day, unseen_year(day, self.source.as_of)))
            return
        expected = Expected(fiscal_year.of_date(stored), stored)
        said = [one for ref in row.values() if ref is not day for one in _said(ref, expected)]
        wrong = year_evidence.contradiction(said, expected)
        if wrong is not None:
            message = (
                f"日付は「{day.text.strip()}」と年なしで表示されていますが、中の値は{stored}で、行には「{wrong.text}」とあります。"
                f"{stored}と読みました。その年でよいか確かめてください。"
            )
            self.unseen.append((day, message))
        elif not said and not self.mentions:
            self.without_year.append(day)


def _said(ref: CellRef, expected: Expected) -> list[Mention]:
    return year_evidence.of_text(ref.text, expected) if isinstance(ref.value, str) else []


def _day(ref: CellRef) -> str:
    day = fiscal_year.parse_date(ref.value).value
    return day.isoformat() if day is not None else ""


def _cells(refs: Sequence[CellRef]) -> str:
    return "、".join(ref.cell for ref in refs[:CELLS_NAMED]) + ("ほか" if len(refs) > CELLS_NAMED else "")


def _finding(rule: str, message: str, ref: CellRef) -> Finding:
    return Finding("warning", rule, message, sheet=ref.sheet, cell=ref.cell, value=ref.text[:200])
