"""A meeting that its attendance list brings along: the one row of a list of activities, registered with it."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.ledger import Ledger
from etl.readers import activities, meetings, vocabulary
from etl.readers.context import ReadContext
from etl.readers.grid import CellRef, Sheet, cell_at, is_blank
from etl.readers.headings import Header
from etl.sources import RegisteredFile

HEAD = ("取組番号", "取組みの種類", "題名", "開催日")
_ABOUT_THE_LIST = re.compile(
    r"[（(【][^）)】]*[）)】]|(?:出席|参加)(?:者)?(?:簿|名簿|一覧|状況)|名簿|一覧表?"
)


@dataclass(frozen=True)
class NewMeeting:
    """`measure`: code of the measure; empty: by the title."""

    title: str
    held_on: date
    measure: str = ""

    @property
    def measure_code(self) -> str:
        return self.measure or activities.measure_in(self.title) or ""


def problem(meeting: NewMeeting) -> str:
    """Why no activity can be made of it, in Japanese; empty where one can."""
    if not meeting.title.strip():
        return "新しい取組みの題名を入れてください。"
    if meeting.measure_code not in vocabulary.labels("measure"):
        return "新しい取組みの種類を選んでください。"
    return ""


def number(
    meeting: NewMeeting, registered: Sequence[RegisteredFile], context: ReadContext
) -> tuple[str, bool]:
    """Its activity number, and whether it is registered under it already."""
    quiet = ReadContext(Ledger(), directory=context.directory, learned=context.learned)
    events, _ = activities.read_activities(
        quiet, [one for one in registered if one.kind == activities.ACTIVITIES]
    )
    taken = {
        str(one["activity_id"]): (date.fromisoformat(str(one["held_on"])), str(one["title"]))
        for one in events
    }
    same = next((key for key, held in taken.items() if held == (meeting.held_on, meeting.title)), "")
    return (same, True) if same else (activities.number_of(meeting.held_on, meeting.title, taken), False)


def write(meeting: NewMeeting, activity_id: str, folder: Path) -> Path:
    """The list of this one activity."""
    path = folder / f"取組み_{activity_id}.csv"
    label = vocabulary.labels("measure")[meeting.measure_code]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([HEAD, (activity_id, label, meeting.title, meeting.held_on.isoformat())])
    return path


def proposed(sheet: Sheet, header: Header) -> dict[str, str]:
    """What the lines above a list say of its meeting: title, on (ISO) and measure, each "" where they do not."""
    above = [
        cell_at(sheet, row, column)
        for row in range(header.row)
        for column in range(len(sheet.rows[row]))
        if not is_blank(sheet, row, column)
    ]
    days = list(meetings.days_of([*above, CellRef(sheet.name, "", sheet.name, sheet.name)]))
    title = " ".join(_ABOUT_THE_LIST.sub(" ", above[0].text).split()) if above else ""
    return {
        "title": title,
        "on": days[0].isoformat() if len(days) == 1 else "",
        "measure": activities.measure_in(title) or "",
    }
