"""確認済 and 注記: what people say of one chart of one view, and whether its numbers are still those that they saw."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from dashboard import journal as journals
from dashboard.chart_data import registry
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.table import NoNumbersError
from dashboard.frames import records
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import words

KIND = "figure_note"
CONFIRMED = journals.FIGURE_NOTE_KINDS[0]
CHANGED = "その後、数が変わりました。確かめ直してください"


def noted_view(scope: Scope, fiscal_year: int, as_of: date | None) -> str:
    """What tells one view of a chart from another, as an address: ?fy=2023&sub=03."""
    lists = {field: getattr(scope, field) for field in view.LISTS.values()}
    plan = f"&plan={scope.plan}" if scope.plan else ""
    return view.address(View(fiscal_year, as_of, **lists)) + plan


def lines(reader: Reader, chart_id: str, scope: Scope, as_of: date | None, journal: Path | None) -> list[str]:
    """What stands beside the chart in this view: 確認済 令和8年11月30日 架空（…）.

    reader: of today. Raises JournalError.
    """
    return [row["line"] for row in standing(reader, chart_id, scope, as_of, journal) if not row["is_removed"]]


def standing(
    reader: Reader, chart_id: str, scope: Scope, as_of: date | None, journal: Path | None
) -> list[dict[str, Any]]:
    """The records of the chart in this view, those that were taken back too, each with line and is_changed.

    Raises JournalError.
    """
    notes = journals.current(journal, KIND, with_removed=True)
    notes = notes[notes["chart"] == chart_id]
    if notes.empty:
        return []
    asked = _asked(reader, scope, as_of)
    notes = notes[notes["view"] == noted_view(scope, asked.fiscal_year, as_of)]
    if notes.empty:
        return []
    now = digest(reader, chart_id, scope, as_of, journal)
    rows = []
    for row in records(notes):
        is_changed = bool(row["numbers"]) and row["numbers"] != now
        rows.append({**row, "is_changed": is_changed, "line": line(row, is_changed=is_changed)})
    return rows


def line(row: dict[str, Any], *, is_changed: bool) -> str:
    """確認済 令和8年11月30日 架空: 公表資料と突き合わせた（その後、数が変わりました。…）."""
    said = f": {row['text']}" if row["text"] else ""
    changed = f"（{CHANGED}）" if is_changed and row["note_kind"] == CONFIRMED else ""
    changed = changed or ("（書いた後に数が変わりました）" if is_changed else "")
    return f"{row['note_kind']} {words.day_short(row['noted_on'])} {row['written_by']}{said}{changed}"


def write(
    reader: Reader,
    chart_id: str,
    scope: Scope,
    as_of: date | None,
    journal: Path,
    values: dict[str, str],
    by: str,
) -> None:
    """values: title, note_kind, noted_on, text. Raises journal.InvalidRecordError, journal.JournalError."""
    if values["note_kind"] != CONFIRMED and not values["text"].strip():
        raise journals.InvalidRecordError({"text": "「内容」に、図のそばに書くことを入れてください。"})
    about = {
        "chart": chart_id,
        "view": noted_view(scope, _asked(reader, scope, as_of).fiscal_year, as_of),
        "numbers": digest(reader, chart_id, scope, as_of, journal),
    }
    journals.write(journal, KIND, "", {**values, **about}, by)


def digest(reader: Reader, chart_id: str, scope: Scope, as_of: date | None, journal: Path | None) -> str:
    """Changes as soon as a number of the chart does; "" where it has no table."""
    numbers = registry.chart(chart_id).table
    if numbers is None:
        return ""
    asked = _asked(reader, scope, as_of)
    try:
        table = numbers(TableRequest(reader.at(as_of), asked, "/", journal, scope.plan))
    except NoNumbersError:
        return "nothing"
    said = json.dumps([table.rows], ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _asked(reader: Reader, scope: Scope, as_of: date | None) -> View:
    """The view of a scope, with the municipalities that its filters leave."""
    if scope.fiscal_year is None:
        plain = view.parse_address("", reader.at(as_of))
        return _asked(reader, Scope(**{**scope.__dict__, "fiscal_year": plain.fiscal_year}), as_of)
    lists = {field: getattr(scope, field) for field in view.LISTS.values()}
    return view.parse_address(view.address(View(scope.fiscal_year, as_of, **lists)), reader)
