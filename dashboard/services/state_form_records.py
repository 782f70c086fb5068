"""The forms of the state as they are on record: which figures their cells take, and which form was sent the year before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboard import journal as journals
from dashboard.frames import records
from dashboard.intake.pipeline import IntakeError
from dashboard.intake.state_forms import StateForms
from dashboard.services import state_forms
from dashboard.services.state_forms import FormFacts, FormValue
from dashboard.warehouse.reader import Reader
from dashboard.words import raw_files, words


def form_of(journal: Path | None, record_id: str) -> dict[str, Any]:
    """The record of a form that stands. Raises IntakeError, JournalError."""
    rows = journals.current(journal, "state_form")
    found = records(rows[rows["record_id"] == record_id])
    if not found:
        raise IntakeError("この様式はありません。「国の様式」の画面で選び直してください。")
    return found[0]


def values(reader: Reader, forms: StateForms, form: dict[str, Any], journal: Path | None) -> list[FormValue]:
    """What goes into the cells of a form. Raises IntakeError, JournalError, WarehouseError."""
    cells = journals.current(journal, "form_cell")
    mapping = records(cells[cells["form_id"] == form["record_id"]])
    last = last_file(form, journal)
    return state_forms.evaluate(
        FormFacts(reader, int(form["fiscal_year"])),
        mapping,
        forms.look(str(form["file"])),
        forms.look(last) if last else None,
    )


def last_file(form: dict[str, Any], journal: Path | None) -> str:
    """The form of the year before as it was sent: the file that was given, else the copy that was filled here last."""
    if form["last_file"]:
        return str(form["last_file"])
    others = journals.current(journal, "state_form")
    earlier = others[others["fiscal_year"].astype("Int64") < int(form["fiscal_year"])]
    filled = journals.current(journal, "filled_form")
    filled = filled[filled["form_id"].isin(earlier["record_id"])]
    return "" if filled.empty else str(filled.iloc[-1]["file"])


def source(one: FormValue) -> str:
    """The first cells of what a value was counted from; the rest is in the other list."""
    cells = [place for row in records(one.behind) if (place := raw_files.of_row(row))]
    more = f" ほか{words.count(len(cells) - 1)}" if len(cells) > 1 else ""
    return f"{cells[0]}{more}" if cells else "―"


def to_check(one: FormValue) -> str:
    """What an officer should look at before the form goes out."""
    if one.value is None:
        return f"書き入れていません（{one.basis}）"
    return f"{words.KNOWN_SO_FAR}の数です" if one.is_so_far else ""
