"""REGISTER.csv: which returns were received, when, under what name, and whether they are loaded. Lines are only added."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal

from etl import csv_bytes, fiscal_year, municipality_code, raw_writes, sources
from etl.findings import Finding
from etl.refusal import Refusal

REGISTER = "REGISTER.csv"
RETURNS, DEMO, QUARANTINE = "returns", "demo", "quarantine"
State = Literal["loaded", "quarantined"]
Use = Literal["", "replace", "amend"]
"""What an officer decided on a return that leaves blank what was answered before; "" while nobody has."""
USES: tuple[Use, ...] = ("", "replace", "amend")
LONGEST_NAME = 80
# How the reason begins of what came after its round was closed, until somebody decides on it.
AFTER_CLOSING = "この調査は確定しています。"
# What Windows refuses in file names; a name is kept as it came in `original_name`.
_REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


class RegisterError(Refusal):
    """The register cannot be read; the message says so in Japanese."""


@dataclass(frozen=True)
class RegisteredReturn:
    """One line: one received file, or a later decision about it (same sha256: the last line holds).

    `file` is its place beside the register, with /. `archive`: the zip that it came in. `municipality_code`
    is empty for compiled tables and where it could not be told. `decided`: "1" where a person decided.
    """

    file: str
    sha256: str
    received_on: str
    original_name: str
    municipality_code: str = ""
    route: str = ""
    state: State = "loaded"
    reason: str = ""
    synthetic: str = "0"
    archive: str = ""
    use: Use = ""
    decided: str = "0"

    @property
    def is_loaded(self) -> bool:
        return self.state == "loaded"

    @property
    def is_decided(self) -> bool:
        """Whether a person, not the program, said what becomes of the file."""
        return self.decided == "1"

    @property
    def waits(self) -> bool:
        """Whether it came after its round was closed and nobody has decided on it."""
        return not self.is_loaded and not self.is_decided and self.reason.startswith(AFTER_CLOSING)

    @property
    def is_synthetic(self) -> bool:
        return self.synthetic == "1"

    @property
    def received(self) -> date:
        return date.fromisoformat(self.received_on)


COLUMNS = tuple(field.name for field in fields(RegisteredReturn))
NEEDED = frozenset(COLUMNS) - {"archive", "use", "decided"}


def returns_folder(raw: Path, year: int, *, demo: bool = False) -> Path:
    """data/raw/survey/R5/returns, or …/R5/demo/returns."""
    survey = raw / "survey" / fiscal_year.short_label(year)
    return survey / DEMO / RETURNS if demo else survey / RETURNS


def years_received(raw: Path) -> list[int]:
    """The fiscal years of which anything was received."""
    found = set()
    for path in (raw / "survey").glob(f"*/**/{REGISTER}"):
        parsed = fiscal_year.parse(path.relative_to(raw / "survey").parts[0]).fiscal_year
        if parsed is not None:
            found.add(parsed)
    return sorted(found)


def read_lines(folder: Path) -> list[RegisteredReturn]:
    """Every line in the order of receipt; none where there is no register. Raises RegisterError."""
    path = folder / REGISTER
    if not path.is_file():
        return []
    try:
        records = csv_bytes.read_records(path, [name for name in COLUMNS if name in NEEDED])
    except csv_bytes.CsvBytesError as problem:
        raise RegisterError(f"「{path}」が読めません。{problem}") from problem
    return [_line(row, path, number) for number, row in zip(records.numbers, records.rows, strict=True)]


def current(lines: list[RegisteredReturn]) -> list[RegisteredReturn]:
    """The line that holds of each file, in the order in which the files first came."""
    latest: dict[str, RegisteredReturn] = {}
    for line in lines:
        latest[line.sha256] = line
    return list(latest.values())


def append(folder: Path, added: list[RegisteredReturn]) -> None:
    """Add lines, put in place at once. To be called under `raw_writes.locked`."""
    lines = [*read_lines(folder), *added]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(COLUMNS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(line) for line in lines)
    raw_writes.replace_file(folder / REGISTER, text.getvalue().encode("utf-8-sig"))


def safe_name(name: str) -> str:
    """A file name that every system takes, as like the one that came as can be."""
    plain = _REFUSED.sub("_", unicodedata.normalize("NFC", name)).strip(" .") or "無題"
    stem, dot, suffix = plain.rpartition(".")
    stem, suffix = (stem, suffix) if dot else (plain, "")
    stem = f"_{stem}" if _RESERVED.fullmatch(plain) else stem
    stem = stem[:LONGEST_NAME].rstrip(" .") or "無題"
    return f"{stem}.{suffix[:10]}" if suffix else stem


def store(content_of: Path, folder: Path, relative_path: str, digest: str) -> str:
    """Copy a file as it is to `relative_path` in the folder; under another name where that one is taken by other bytes.

    Put in place at once. Returns where it is now. To be called under `raw_writes.locked`.
    """
    stem, dot, suffix = relative_path.rpartition(".")
    stem, suffix = (stem, f".{suffix}") if dot and "/" not in suffix else (relative_path, "")
    number, at = 1, relative_path
    while (folder / at).exists() and sources.sha256_of(folder / at) != digest:
        number += 1
        at = f"{stem}_{number}{suffix}"
    target = folder / at
    if not target.exists():
        raw_writes.copy_file(content_of, target)
    return at


def unregistered(folder: Path, lines: list[RegisteredReturn]) -> list[Finding]:
    """Files that lie among the returns without a line: left by a crash, or put there by hand."""
    known = {line.file for line in lines}
    findings = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        relative_path = path.relative_to(folder).as_posix()
        if not path.is_file() or relative_path in known or path.name.startswith((".", "REGISTER", "README")):
            continue
        message = (
            "受け取りの台帳にないファイルなので、読んでいません。"
            "別の場所に移してから、「回収・点検」の画面に入れてください。"
        )
        findings.append(Finding("warning", "RETURN-UNREGISTERED", message, file=relative_path))
    return findings


def _line(row: dict[str, str], path: Path, number: int) -> RegisteredReturn:
    values = {name: row.get(name, "") for name in COLUMNS}
    state, use = values.pop("state"), values.pop("use")
    place = Path(values["file"])
    if (
        state not in ("loaded", "quarantined")
        or use not in USES
        or place.is_absolute()
        or ".." in place.parts
    ):
        raise RegisterError(f"「{path}」の{number}行目が読めません。控えから戻してください。")
    received_on = fiscal_year.parse_date(values["received_on"]).value
    if received_on is None:
        raise RegisterError(
            f"「{path}」の{number}行目の受領日「{values['received_on']}」が日付ではありません。控えから戻してください。"
        )
    values["received_on"] = received_on.isoformat()
    code = municipality_code.read_code(values["municipality_code"])
    values["municipality_code"] = values["municipality_code"] if code.fault else code.code
    kept: Use = next((known for known in USES if known == use), "")
    return RegisteredReturn(**values, state="loaded" if state == "loaded" else "quarantined", use=kept)
