"""SOURCES.csv: which files were received, from whom, when, and whether they are still the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from etl import csv_bytes, fiscal_year, raw_writes
from etl.findings import Finding

REGISTER_NAME = "SOURCES.csv"
LEARNED_HEADINGS = "HEADINGS.csv"
COLUMNS = (
    "file",
    "sha256",
    "kind",
    "title",
    "publisher",
    "from",
    "received_on",
    "known_on",
    "as_of",
    "coverage",
    "licence",
    "url",
    "synthetic",
    "note",
    "withdrawn_on",
    "withdrawn_reason",
    "withdrawn_by",
    "source_group",
)
DATES = {"received_on": "受領日", "known_on": "把握日", "as_of": "時点", "withdrawn_on": "取消日"}
# Registers that were written before these columns came are read all the same.
NEEDED = COLUMNS[: COLUMNS.index("withdrawn_on")]
# Written by ourselves or by the PC, not received; form.toml is the questionnaire, which its owner edits.
UNREGISTERED_NAMES = frozenset({REGISTER_NAME, LEARNED_HEADINGS}) | frozenset(
    ("README.md", "ORIGIN.md", "form.toml", "round.csv", ".gitkeep", ".DS_Store", "Thumbs.db")
)
# Received from nobody: the office writes on in it, so it has no bytes that it must keep.
OWN_RECORDS = frozenset({"corrections/corrections.csv"})
UNREGISTERED_FOLDERS = frozenset(
    {"boundaries", "returns", "demo", "versions", "removed", "published", "state_forms"}
)


@dataclass(frozen=True)
class RegisteredFile:
    """One received file. `known_on` is the day from which we count as having known what it says.

    `withdrawn_on`: the day on which somebody took it back; from then on nothing is read from it. `source_group`: the
    document that it was typed from; two files of one document never confirm each other.
    """

    file: str
    path: Path
    sha256: str
    kind: str
    title: str
    publisher: str
    received_from: str
    received_on: date
    known_on: date
    as_of: date | None
    coverage: str
    licence: str
    url: str
    is_synthetic: bool
    note: str
    intact: bool
    withdrawn_on: date | None = None
    withdrawn_reason: str = ""
    withdrawn_by: str = ""
    source_group: str = ""

    def is_withdrawn(self, by: date | None = None) -> bool:
        """Whether it was taken back by a day (None: at all)."""
        return self.withdrawn_on is not None and (by is None or self.withdrawn_on <= by)

    @cached_property
    def file_id(self) -> str:
        """First 12 hex digits of the registered sha256 and the file's place: stable from build to build."""
        return hashlib.sha256(f"{self.sha256}|{self.file}".encode()).hexdigest()[:12]


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_register(raw: Path) -> tuple[list[RegisteredFile], list[Finding]]:
    """The registered files in the order of the register, and what is wrong with the register.

    Raises FileNotFoundError when there is no register at all, CsvBytesError when it cannot be read.
    """
    path = raw / REGISTER_NAME
    if not path.is_file():
        raise FileNotFoundError(
            f"「{path}」がありません。受領資料のフォルダーを動かしたときは元の場所に戻し、なくなったときは控えから戻してください。"
        )
    records = csv_bytes.read_records(path, NEEDED)
    files: list[RegisteredFile] = []
    findings: list[Finding] = []
    listed_files: set[str] = set()
    for number, row in zip(records.numbers, records.rows, strict=True):
        entry, problems = _entry(raw, row, number, listed_files)
        findings += problems
        if entry is not None:
            listed_files.add(entry.file)
            files.append(entry)
    findings += _unregistered(raw, {entry.file for entry in files} | {row["file"] for row in records.rows})
    return files, findings


def in_use(files: Iterable[RegisteredFile], by: date | None = None) -> list[RegisteredFile]:
    """Without those that were taken back by a day (None: at all)."""
    return [source for source in files if not source.is_withdrawn(by)]


def row_of(source: RegisteredFile) -> dict[str, str]:
    """The line of the register that says all of this."""
    return {
        "file": source.file,
        "sha256": source.sha256,
        "kind": source.kind,
        "title": source.title,
        "publisher": source.publisher,
        "from": source.received_from,
        "received_on": source.received_on.isoformat(),
        "known_on": source.known_on.isoformat(),
        "as_of": source.as_of.isoformat() if source.as_of else "",
        "coverage": source.coverage,
        "licence": source.licence,
        "url": source.url,
        "synthetic": "1" if source.is_synthetic else "0",
        "note": source.note,
        "withdrawn_on": source.withdrawn_on.isoformat() if source.withdrawn_on else "",
        "withdrawn_reason": source.withdrawn_reason,
        "withdrawn_by": source.withdrawn_by,
        "source_group": source.source_group,
    }


def put_right(raw: Path, source: RegisteredFile) -> None:
    """Write the line of a registered file anew. To be called under `raw_writes.locked`."""
    rows = read_rows(raw)
    write_rows(raw, [{**row, **row_of(source)} if row["file"] == source.file else row for row in rows])


def append_row(raw: Path, row: dict[str, str]) -> None:
    """Add one line to the register. To be called under `raw_writes.locked`."""
    write_rows(raw, [*read_rows(raw), row])


def read_rows(raw: Path) -> list[dict[str, str]]:
    """The lines of the register as written. Raises FileNotFoundError, CsvBytesError."""
    return csv_bytes.read_records(raw / REGISTER_NAME, NEEDED).rows


def write_rows(raw: Path, rows: list[dict[str, str]]) -> None:
    """Write the whole register, with the mark by which Excel knows UTF-8. To be called under `raw_writes.locked`."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(COLUMNS), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    raw_writes.replace_file(raw / REGISTER_NAME, text.getvalue().encode("utf-8-sig"))


def received_files(raw: Path) -> list[str]:
    """Every file under data/raw that the register has to name.

    Boundaries are found by their reader, returns have a register of their own, forms of the state hold nothing received, demo files are made by us.
    """
    names: list[str] = []
    for path in sorted(raw.rglob("*")):
        place = path.relative_to(raw)
        is_hidden = any(part.startswith(("~$", ".")) for part in place.parts)
        is_left_out = path.name in UNREGISTERED_NAMES or UNREGISTERED_FOLDERS.intersection(place.parts)
        if path.is_file() and not (is_hidden or is_left_out):
            names.append(place.as_posix())
    return names


def _entry(
    raw: Path, row: dict[str, str], number: int, listed_files: set[str]
) -> tuple[RegisteredFile | None, list[Finding]]:
    cell = f"A{number}"
    name = (row["file"] or "").strip()

    def refuse(rule: str, message: str, value: str = name) -> tuple[None, list[Finding]]:
        finding = Finding("error", rule, message, file=REGISTER_NAME, cell=cell, value=value)
        return None, [finding]

    path = raw / name
    if not name or Path(name).is_absolute() or ".." in Path(name).parts:
        return refuse(
            "SRC-PATH",
            f"受領資料の台帳に書かれた場所「{name}」が、受領資料のフォルダーの中になっていません。台帳を控えから戻してください。",
        )
    if name in listed_files:
        return refuse("SRC-TWICE", f"「{name}」が台帳に2回書かれています。1行だけ残してください。")
    if not path.is_file():
        return refuse(
            "SRC-MISSING",
            f"台帳にある「{name}」が見つかりません。ファイルを元の場所に戻すか、控えから戻してください。",
        )
    dates: dict[str, date | None] = {}
    for column in DATES:
        text = row.get(column, "").strip()
        parsed = fiscal_year.parse_date(text) if text else None
        value = parsed.value if parsed else None
        if text and value is None:
            return refuse(
                "SRC-DATE",
                f"台帳の{DATES[column]}「{text}」が日付として読めません。2022-04-01 の形で書いてください。",
                text,
            )
        dates[column] = value
    received_on = dates["received_on"]
    if received_on is None:
        return refuse("SRC-DATE", f"「{name}」の受領日が空です。2022-04-01 の形で書いてください。")
    findings: list[Finding] = []
    known_on = dates["known_on"] or received_on
    if known_on != received_on and not (row["note"] or "").strip():
        findings.append(
            Finding(
                "warning",
                "SRC-KNOWN",
                f"「{name}」は受領日（{received_on}）と「いつ知ったか」（{known_on}）が違いますが、理由が書かれていません。"
                "note 列に理由を書いてください。",
                file=REGISTER_NAME,
                cell=cell,
            )
        )
    actual = sha256_of(path)
    sha256 = actual if name in OWN_RECORDS else row["sha256"].strip().lower()
    intact = actual == sha256
    if not intact:
        findings.append(
            Finding(
                "error",
                "SRC-CHANGED",
                f"「{name}」の中身が、登録した時と違います。このファイルの値は読み込みません。元のファイルに戻すか、"
                "直したものを別の名前で保存し、「登録」の画面に入れてください（点検の結果は続けて示します）。",
                file=name,
                value=actual,
            )
        )
    return (
        RegisteredFile(
            file=name,
            path=path,
            sha256=sha256,
            kind=row["kind"].strip(),
            title=row["title"].strip(),
            publisher=row["publisher"].strip(),
            received_from=row["from"].strip(),
            received_on=received_on,
            known_on=known_on,
            as_of=dates["as_of"],
            coverage=row["coverage"].strip(),
            licence=row["licence"].strip(),
            url=row["url"].strip(),
            is_synthetic=row["synthetic"].strip() in {"1", "true", "TRUE"},
            note=row["note"].strip(),
            intact=intact,
            withdrawn_on=dates["withdrawn_on"],
            withdrawn_reason=row.get("withdrawn_reason", "").strip(),
            withdrawn_by=row.get("withdrawn_by", "").strip(),
            source_group=row.get("source_group", "").strip(),
        ),
        findings,
    )


def _unregistered(raw: Path, registered: set[str]) -> list[Finding]:
    findings: list[Finding] = []
    for name in received_files(raw):
        if name in registered:
            continue
        findings.append(
            Finding(
                "warning",
                "SRC-UNREGISTERED",
                f"「{name}」は台帳に登録されていないので読み込みません。使うときは「登録」の画面に入れ、"
                "使わないときはフォルダから外してください。",
                file=name,
            )
        )
    return findings
