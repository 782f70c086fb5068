"""`correct`, `uncorrect`: one row of the record of corrections is tried on what is received, then written or withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from etl import clock, fiscal_year, load, load_returns, names, raw_writes, sources
from etl.corrections import (
    ANSWER,
    FIGURE,
    KIND,
    NOT_REAL,
    STALE_ADVICE,
    STATUS,
    TABLES,
    TOTAL,
    Correction,
    registered,
)
from etl.corrections_file import PLACE, CorrectionRefusedError, CorrectionsFile
from etl.japanese_date import day_label
from etl.ledger import Ledger
from etl.readers.context import Fact, ReadContext
from etl.readers.grid import CellRef
from etl.sources import RegisteredFile
from etl.state import Build
from etl.survey.form.loading import form_path, load_form
from etl.survey.form.municipalities import MUNICIPALITIES, read_municipalities
from etl.survey.form.naming import item_of, question_named

LONGEST_TEXT = 2_000
# The row that is tried, as a correction of what is real and of the demo.
TRIED, TRIED_ON_DEMO = "tried", "tried-demo"
# What has to be read to try a correction: an answer needs no list, a figure no return.
STEPS: dict[str, tuple[Callable[[Build], None], ...]] = {
    ANSWER: (),
    STATUS: (load.read_status_lists, load_returns.read_returns),
    FIGURE: (load.read_figures,),
    TOTAL: (load.read_totals,),
}
LOOK_AGAIN = "表示を新しくして、今の値を確かめてください。"
# Findings of a return that was received and is not what was received.
LOST = {"RETURN-MISSING", "RETURN-CHANGED"}
INPUTS = ("status_fact", "figures", "figure_definitions", "published_total")


@dataclass(frozen=True)
class Wish:
    """What somebody wants corrected. `municipality`: code or name (of a published total its code)."""

    table: str
    municipality: str
    fiscal_year: int | None
    item: str
    before: str
    after: str
    reason: str
    told_by: str
    on: date


@dataclass(frozen=True)
class CorrectedRow:
    """One row of the record as it now stands. `item_label`: what it corrects, in words."""

    row_id: str
    municipality_code: str
    item_label: str
    before: str
    after: str
    state: str

    def as_json(self) -> dict[str, str]:
        return {
            "row_id": self.row_id,
            "municipality": self.municipality_code,
            "item": self.item_label,
            "from": self.before,
            "to": self.after,
            "state": self.state,
        }


def correct(raw: Path, wish: Wish) -> CorrectedRow:
    """Write one correction. Raises CorrectionRefusedError, with nothing written, where it would not hold."""
    _check_day(wish.on, "連絡日")
    if not wish.reason.strip():
        raise CorrectionRefusedError("理由を書いてください。誰から何を聞いて直すのかを残します。")
    if max(map(len, (wish.before, wish.after, wish.reason, wish.told_by))) > LONGEST_TEXT:
        raise CorrectionRefusedError(f"長すぎます。{LONGEST_TEXT}字までで書いてください。")
    if names.normalise(wish.before) == names.normalise(wish.after):
        raise CorrectionRefusedError("訂正前と訂正後が同じです。")
    with raw_writes.locked(raw):
        record, source = CorrectionsFile(raw), _source(raw)
        after = wish.after.strip()
        one = Correction(
            row_id=TRIED,
            table=wish.table,
            municipality_code=_code_of(raw, wish),
            fiscal_year=wish.fiscal_year,
            item=wish.item.strip(),
            before=wish.before.strip(),
            after=after,
            reason=wish.reason.strip(),
            told_by=" ".join(wish.told_by.split()),
            corrected_on=wish.on,
            withdrawn_on=None,
            withdrawn_reason="",
            is_synthetic=False,
            file_id=source.file_id,
            ref=CellRef("", TRIED, after, after),
        )
        found, tried = _try(raw, source, one)
        row_id = record.append(_values(raw, found, str(tried["item_label"])))
        record.save()
        if all(row["file"] != PLACE for row in sources.read_rows(raw)):
            sources.append_row(raw, sources.row_of(source))
    return CorrectedRow(
        row_id, found.municipality_code, str(tried["item_label"]), found.before, found.after, "applied"
    )


def uncorrect(raw: Path, row_id: str, reason: str, on: date) -> CorrectedRow:
    """Withdraw one correction from a day on; the row stays. Raises CorrectionRefusedError where it cannot be."""
    _check_day(on, "取消日")
    if not reason.strip():
        raise CorrectionRefusedError("取り消す理由を書いてください。記録に残ります。")
    with raw_writes.locked(raw):
        record = CorrectionsFile(raw)
        written = _written(raw)
        place = next((place for place, one in enumerate(written) if one.row_id == row_id), None)
        if place is None or row_id not in record.row_ids():
            raise CorrectionRefusedError(
                "その訂正は記録にありません。一覧を更新してから選びなおしてください。"
            )
        one = written[place]
        if one.withdrawn_on is not None:
            raise CorrectionRefusedError(f"この訂正は{day_label(one.withdrawn_on)}に取り消されています。")
        if one.corrected_on is not None and on < one.corrected_on:
            raise CorrectionRefusedError(
                f"取消日（{day_label(on)}）が、訂正の連絡日（{day_label(one.corrected_on)}）より前です。日付を確かめてください。"
            )
        rows = _loaded(raw, one, []).inputs["correction"]
        labels = {str(row["row_id"]): row for row in rows}
        mine = labels[row_id]
        later = [
            other
            for other in written[place + 1 :]
            if other.withdrawn_on is None and _subject(labels[other.row_id]) == _subject(mine)
        ]
        if later:
            raise CorrectionRefusedError(
                f"この訂正のあとに「{later[-1].before}」から「{later[-1].after}」への訂正があります。"
                "先にそちらを取り消してください。"
            )
        record.withdraw(row_id, on.isoformat(), reason.strip())
        record.save()
    return CorrectedRow(
        row_id, one.municipality_code, str(mine["item_label"]), one.before, one.after, "withdrawn"
    )


def _check_day(day: date, label: str) -> None:
    if day > clock.today():
        raise CorrectionRefusedError(
            f"{label}（{day_label(day)}）が今日（{day_label(clock.today())}）より後です。日付を確かめてください。"
        )


def _subject(row: Fact) -> tuple[str, ...]:
    columns = ("table_name", "municipality_code", "fiscal_year", "column_name")
    return tuple(str(row[column]) for column in columns)


def _try(raw: Path, source: RegisteredFile, one: Correction) -> tuple[Correction, Fact]:
    """The row as it would hold (of what is real, else of the demo), and its record. Raises CorrectionRefusedError."""
    demo = replace(one, row_id=TRIED_ON_DEMO, is_synthetic=True, ref=one.ref._replace(cell=TRIED_ON_DEMO))
    state = _loaded(raw, one, [one, demo], source)
    rows = {str(row["row_id"]): row for row in state.inputs["correction"]}
    _want_files(state, one)
    for tried in (one, demo):
        if rows[tried.row_id]["state"] == "applied":
            return tried, rows[tried.row_id]
    told = {
        finding.cell: finding.message
        for finding in state.context.findings
        if finding.rule == "CORRECTION-STALE"
    }
    problem = told[TRIED_ON_DEMO] if told[TRIED] == NOT_REAL else told[TRIED]
    raise CorrectionRefusedError(problem.replace(STALE_ADVICE, LOOK_AGAIN))


def _want_files(state: Build, one: Correction) -> None:
    """What stands in a file that is lost can be told by nobody. Raises CorrectionRefusedError."""
    folder = (
        f"{form_path(state.raw, one.fiscal_year).parent.relative_to(state.raw).as_posix()}/"
        if one.fiscal_year
        else ""
    )
    for finding in state.context.findings:
        is_of_round = one.table in (ANSWER, STATUS) and folder and finding.file.startswith(folder)
        if finding.rule in LOST and finding.municipality_code == one.municipality_code and is_of_round:
            raise CorrectionRefusedError(
                f"この市町村の調査票「{Path(finding.file).name}」を読めないので、訂正できません。{finding.message}"
            )


def _loaded(
    raw: Path, one: Correction, proposed: list[Correction], source: RegisteredFile | None = None
) -> Build:
    """What is known that a correction like this one is about, with the corrections of it."""
    state = Build(raw, duckdb.connect(), ReadContext(Ledger()), clock.today())
    state.proposed = proposed
    state.proposed_source = source
    state.only = one.municipality_code
    state.inputs = {name: [] for name in INPUTS}
    for step in (load.read_register, load.read_municipalities, *STEPS[one.table], load.read_corrections):
        step(state)
    unread = next(
        (one for one in state.context.findings if one.file == PLACE and one.severity == "error"), None
    )
    if unread is not None:
        raise CorrectionRefusedError(f"正誤の記録（{PLACE}）が読めません。{unread.message}")
    return state


def _written(raw: Path) -> list[Correction]:
    source = _source(raw)
    return [one for one in registered(raw) if one.file_id == source.file_id]


def _source(raw: Path) -> RegisteredFile:
    """The record as it is registered, or as it will be."""
    files, _ = sources.read_register(raw)
    known = next((source for source in files if source.file == PLACE), None)
    if known is not None and known.is_withdrawn():
        raise CorrectionRefusedError("正誤の記録の登録が取り消されています。元に戻してください。")
    if known is not None:
        return known
    path, today = raw / PLACE, clock.today()
    return RegisteredFile(
        file=PLACE,
        path=path,
        sha256=sources.sha256_of(path) if path.is_file() else "",
        kind=KIND,
        title="正誤の記録",
        publisher="（本システムで作成）",
        received_from="道の担当が書き加える",
        received_on=today,
        known_on=today,
        as_of=None,
        coverage="",
        licence="本システムで作成",
        url="",
        is_synthetic=False,
        note="書き方は README.md。",
        intact=True,
    )


def _code_of(raw: Path, wish: Wish) -> str:
    text = wish.municipality.strip()
    if wish.table == TOTAL:
        return text
    by_code = names.normalise(text).isdigit()
    directory = names.make_directory(read_municipalities(raw / MUNICIPALITIES))
    found = names.resolve(directory, text if by_code else "", "" if by_code else text)
    if found.code is None:
        raise CorrectionRefusedError(found.note)
    return found.code


def _values(raw: Path, one: Correction, label: str) -> dict[str, str]:
    """The row as it is written, in words that a person reads."""
    item = label
    if one.table == ANSWER and one.fiscal_year is not None:
        form = load_form(form_path(raw, one.fiscal_year))
        question, _ = question_named(form, one.item)
        item = item_of(question, form) if question is not None else one.item
    return {
        "table": TABLES[one.table],
        "municipality_code": one.municipality_code,
        "fiscal_year": "" if one.fiscal_year is None else fiscal_year.label(one.fiscal_year),
        "column": "値" if one.table == TOTAL else item,
        "from": one.before,
        "to": one.after,
        "reason": one.reason,
        "told_by": one.told_by,
        "date": one.corrected_on.isoformat() if one.corrected_on else "",
        "synthetic": "1" if one.is_synthetic else "",
    }
