"""Corrections (正誤): records of what was wrong, which complain when they no longer match what they correct."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from etl import clock, fiscal_year, names
from etl.ledger import Ledger
from etl.municipality_code import read_code
from etl.readers import reference
from etl.readers.context import Fact, ReadContext
from etl.readers.grid import CellRef
from etl.sources import OWN_RECORDS, REGISTER_NAME, RegisteredFile, in_use, read_register

ANSWER, STATUS, FIGURE, TOTAL = "answer", "status", "figure", "published_total"
# What can be corrected: how it is called, and how else people may write it in the column 表.
TABLES = {ANSWER: "回答", STATUS: "実施状況", FIGURE: "統計", TOTAL: "公表値"}
TABLE_WORDS = {
    **{code: code for code in TABLES},
    **{label: code for code, label in TABLES.items()},
    "調査票": ANSWER,
    "調査票の回答": ANSWER,
    "状態": STATUS,
    "統計値": FIGURE,
}
STALE_ADVICE = "すでに直っていればこの訂正の行を消し、そうでなければ訂正前の値を書き直してください。"
NOT_DEMO = "架空データについての訂正です。今は実際の資料があるので使いません。この行は消してかまいません。"
NOT_REAL = "この値は架空データです。実際の資料の訂正としては使いません。"
KIND = "corrections"
ID_LENGTH = 8
_READABILITY = re.compile(r"L\d-\d\d")


@dataclass(frozen=True)
class Correction:
    """One row of a record of corrections. `row_id`: the same as long as nobody rewrites the row.

    `item`: the question, column or figure as written; `ref`: the cell of the corrected value; `file_id`: of the
    record. `corrected_on` is None where the day cannot be read; `withdrawn_on`: from when on it does not hold.
    """

    row_id: str
    table: str
    municipality_code: str
    fiscal_year: int | None
    item: str
    before: str
    after: str
    reason: str
    told_by: str
    corrected_on: date | None
    withdrawn_on: date | None
    withdrawn_reason: str
    is_synthetic: bool
    file_id: str
    ref: CellRef
    is_intact: bool = True
    withdrawn_text: str = ""

    @property
    def source_id(self) -> str:
        return f"{self.file_id}!{self.ref.sheet}!{self.ref.cell}"

    def holds_on(self, day: date) -> bool:
        """Whether it was known on a day and not withdrawn by then."""
        if self.corrected_on is None or self.corrected_on > day:
            return False
        return self.withdrawn_on is None or self.withdrawn_on > day


@dataclass(frozen=True)
class CorrectionOutcome:
    """What became of one correction: why it does not hold ("": it does), what it is about, the cell of the old value.

    `old_ref`: that cell, where nothing else may cite it any more.
    """

    problem: str = ""
    item: str = ""
    item_label: str = ""
    old_source_id: str = ""
    old_ref: CellRef | None = None


def known_until_newest_entry(source: RegisteredFile) -> RegisteredFile:
    """The office's own record, known on the newest day that is written in it (no later than today).

    Who writes a line there is not made to write that day into SOURCES.csv too.
    """
    if source.file not in OWN_RECORDS:
        return source
    written = read(ReadContext(Ledger()), source)
    told = [day for one in written for day in (one.corrected_on, one.withdrawn_on) if day is not None]
    return replace(source, known_on=max([source.known_on, *(day for day in told if day <= clock.today())]))


def registered(raw: Path) -> list[Correction]:
    """The corrections of every registered record under data/raw; none where nothing is registered at all."""
    if not (raw / REGISTER_NAME).is_file():
        return []
    files, _ = read_register(raw)
    context = ReadContext(Ledger())
    return [one for source in in_use(files) if source.kind == KIND for one in read(context, source)]


def read(context: ReadContext, source: RegisteredFile) -> list[Correction]:
    """The rows of one registered record of corrections, in their order.

    Values stand there as people see them (3人): how well a machine reads them is not remarked on.
    """
    known = len(context.findings)
    found: list[Correction] = []
    seen: dict[str, int] = {}
    for row in reference.read_plain(context, source, "to"):
        one = _correction(row, source)
        seen[one.row_id] = seen.get(one.row_id, 0) + 1
        again = seen[one.row_id]
        found.append(replace(one, row_id=f"{one.row_id}-{again}") if again > 1 else one)
    told = context.findings[known:]
    context.findings[known:] = [finding for finding in told if not _READABILITY.fullmatch(finding.rule)]
    return found


def row_id_of(values: Mapping[str, str]) -> str:
    """The id of a row by what it says (under our names of the columns), but for its withdrawal."""
    columns = (
        "table",
        "municipality_code",
        "fiscal_year",
        "column",
        "from",
        "to",
        "reason",
        "told_by",
        "date",
    )
    text = "\x1f".join(names.normalise(values.get(column, "")) for column in columns)
    return hashlib.sha256(text.encode()).hexdigest()[:ID_LENGTH]


def _correction(row: Fact, source: RegisteredFile) -> Correction:
    text = {key: str(value).strip() for key, value in row.items()}
    written = text.get("municipality_code", "")  # of a published total it is the name of the total
    code = read_code(written)
    file_id, sheet, cell = str(row["source_id"]).split("!")
    after = text.get("to", "")
    return Correction(
        row_id=row_id_of(text),
        table=TABLE_WORDS.get(text.get("table", ""), text.get("table", "")),
        municipality_code=written if code.fault else code.code,
        fiscal_year=fiscal_year.parse(text.get("fiscal_year", "")).fiscal_year,
        item=text.get("column", ""),
        before=text.get("from", ""),
        after=after,
        reason=text.get("reason", ""),
        told_by=text.get("told_by", ""),
        corrected_on=fiscal_year.parse_date(text.get("date", "")).value,
        withdrawn_on=fiscal_year.parse_date(text.get("withdrawn_on", "")).value,
        withdrawn_reason=text.get("withdrawn_reason", ""),
        is_synthetic=text.get("synthetic", "") in {"1", "架空"},
        file_id=file_id,
        ref=CellRef(sheet, cell, after, after),
        is_intact=source.intact,
        withdrawn_text=text.get("withdrawn_on", ""),
    )


def invalid(correction: Correction) -> str:
    """Why a row says nothing that could be done, whatever it is about; empty where it does."""
    if correction.table not in TABLES:
        return f"訂正の対象の表「{correction.table}」がありません。{'、'.join(TABLES.values())} のどれかを書いてください。"
    if correction.corrected_on is None:
        return "訂正の日付が読めません。2023-05-01 の形で書いてください。"
    if not correction.reason:
        return "訂正の理由が空です。誰から何を聞いて直したかを書いてください。"
    if correction.withdrawn_text and correction.withdrawn_on is None:
        return f"取消日「{correction.withdrawn_text}」が読めません。2023-05-01 の形で書いてください。"
    if not correction.is_intact:
        return "訂正の記録が登録時と違うため、この訂正は使いません。登録し直してください。"
    return ""


def stale_message(before: str, now: str) -> str:
    """The complaint about a correction whose old value is not (or no longer) what is recorded."""
    return f"訂正前の値が「{before}」となっていますが、今の記録は「{now}」です。{STALE_ADVICE}"


def wrong_kind(one: Correction, *, is_synthetic: bool) -> str:
    """Why a correction is not for a value that is the demo's, or is not; empty where it is."""
    if one.is_synthetic == is_synthetic:
        return ""
    if one.is_synthetic:
        return (
            "架空データについての訂正です。今は実際の資料があるので使いません。この行は消してかまいません。"
        )
    return "この値は架空データです。実際の資料の訂正としては使いません。"
