"""An attendance list with a row per person: the rows of each municipality are counted. No name of a person is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from etl.findings import Finding
from etl.readers.context import Fact, ReadContext, Row, RowRefusedError, refuse, text_of
from etl.readers.grid import CellRef
from etl.readers.meetings import ABSENT, PREFECTURE
from etl.readers.repeated import ReadFact
from etl.readers.town import municipality_of
from etl.sources import RegisteredFile

# 佐藤（欠席）, or as the only word of the note
_MISSED = re.compile("欠席|不参加|辞退")
# 佐藤、鈴木 / ①佐藤 ②鈴木 / 佐藤ほか1名: more than one person.
_SEVERAL = re.compile(
    r"[、,，;；]\s*\S|①.*②|(?:ほか|他|外)\s*[0-9０-９一二三四五六七八九数]+\s*[名人]", re.DOTALL
)


@dataclass
class PeopleReading:
    """The rows of one meeting's list; `absent` collects the cells that say that somebody did not come."""

    context: ReadContext
    source: RegisteredFile
    activity_id: str
    absent: list[CellRef] = field(default_factory=list)

    def fact(self, row: Row) -> Fact:
        """One person. Raises RowRefusedError where nobody came, or nobody can tell from where."""
        if PREFECTURE.fullmatch(_plain(row, "name")):
            raise _passed_over(
                row, "ATTENDANCE-NO-TOWN", "市町村ではなく道・振興局の行なので、読んでいません。"
            )
        code = municipality_of(self.context, self.source, row)
        if _SEVERAL.search(text_of(row, "person")):
            message = "1つのセルに2人以上の名前があるようです。1行に1人ずつにするか、市町村ごとの人数の表にしてください。"
            raise refuse(row, "name", "ATTENDANCE-SEVERAL", message)
        marks = [column for column in ("person", "presence") if column in row]
        is_missed = _MISSED.search(_plain(row, "person")) or (
            "note" in row and _MISSED.fullmatch(_plain(row, "note").strip("()"))
        )
        if is_missed or any(ABSENT.fullmatch(_plain(row, column)) for column in marks):
            self.absent.append(row["name"])
            raise _passed_over(row, "ATTENDANCE-NONE", "参加していないものとしました。", code)
        return {
            "activity_id": self.activity_id,
            "municipality_code": code,
            "persons": 1,
            "is_synthetic": self.source.is_synthetic,
            "source_id": self.context.ledger.cite(self.source, row["name"]),
        }


def by_town(people: Sequence[ReadFact]) -> list[ReadFact]:
    """One attendance per municipality, at the place of its first row."""
    rows: dict[str, list[ReadFact]] = {}
    for one in people:
        rows.setdefault(str(one.fact["municipality_code"]), []).append(one)
    return [
        replace(first, fact={**first.fact, "persons": len(own)}) for own in rows.values() for first in own[:1]
    ]


def notes(counted: Sequence[ReadFact], absent: Sequence[CellRef]) -> list[Finding]:
    """That the rows were counted, and how many of them did not come."""
    if not counted:
        return []
    came = sum(int(str(one.fact["persons"])) for one in counted)
    missed = f"出欠や氏名の欄から出席していないとわかる{len(absent)}行は数えていません。" if absent else ""
    message = f"1行に1人の出席簿なので、市町村ごとに行を数えました（{len(counted)}市町村、{came}人）。{missed}氏名は取り込みません。"
    place = counted[0].row["name"]
    return [
        Finding("info", "ATTENDANCE-PEOPLE", message, sheet=place.sheet, cell=place.cell, value=place.text)
    ]


def _plain(row: Row, column: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text_of(row, column)).split())


def _passed_over(row: Row, rule: str, message: str, code: str = "") -> RowRefusedError:
    found = replace(refuse(row, "name", rule, message).finding, severity="info", municipality_code=code)
    return RowRefusedError(found)
