"""What a 控え holds, in numbers that an officer knows, against what stands there now: compared by what it says."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from etl import add_kinds, csv_bytes, fiscal_year, unfinished_restore
from etl.backup.reading import OpenedBackup
from etl.corrections import KIND as CORRECTIONS
from etl.corrections_file import CorrectionRefusedError, CorrectionsFile
from etl.japanese_date import day_label
from etl.sources import REGISTER_NAME, sha256_of
from etl.survey.returned import round_record
from etl.unfinished_restore import BASKETS, READY_BASKETS, READY_JOURNAL, READY_RAW

RETURNS, REGISTER, FORM, PUBLISHED, DEMO = "returns", "REGISTER.csv", "form.toml", "published", "demo"
# What the journal holds, as an officer calls it, and the kinds of its records.
RECORDS: dict[str, tuple[str, ...]] = {
    "対応の記録": ("contact",),
    "確認事項と、次にすること": ("promise", "step"),
    "計画と、計画に入れた市町村": ("plan", "item", "draw"),
    "差出人と宛先": ("office", "address"),
    "発出の記録": ("sending",),
    "目標と、1人当たりの額・決算額": ("target", "grant_amount", "settlement"),
    "できごとと、図の確認・注記": ("event", "figure_note"),
    "国の様式と、書き入れるセル": ("state_form", "form_cell", "filled_form"),
    "加えた事例と直した言葉": ("case", "wording"),
    "支援の実績の区分": ("support_kind",),
    "ほかの調べの設問": ("known_question",),
    "自由記述の分類": ("text_code", "coding"),
    "作業の記録": ("act",),
}
NEWEST = """
    select kind, record_id, municipality_code || body from record as r
    where not is_removed and version = (select max(version) from record where record_id = r.record_id)
"""
# What there is of one sort: by name what it says. None: it cannot be read, or the 控え does not hold it.
Held = dict[str, str] | None


@dataclass(frozen=True)
class HeldCount:
    """How many there are in the 控え and now, and what a restore would bring back, take away and change.

    None: they cannot be counted.
    """

    label: str
    in_backup: int | None
    now: int | None
    added: int | None
    removed: int | None
    changed: int | None


@dataclass(frozen=True)
class FileChanges:
    """Files that a restore would leave as they are, replace, bring back, or take away.

    replaced_names: of those that it would replace, in their order.
    """

    same: int
    replaced: int
    added: int
    removed: int
    replaced_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class StageChange:
    """The stage of a round in the 控え and now, in words ("": there is no such round)."""

    label: str
    in_backup: str
    now: str


def compare(
    backup: OpenedBackup, unpacked: Path, raw: Path, journal: Path, brought: Sequence[str] = ()
) -> tuple[list[HeldCount], FileChanges]:
    """What is in the 控え, whose files stand unpacked in a folder, against what stands there now.

    `brought`: files of data/raw in the folder that are beside those of the 控え; its register lists them.
    """
    in_backup = {entry.path: entry.sha256 for entry in backup.manifest.files}
    held_files = _below(in_backup, READY_RAW)
    for name in [*brought, REGISTER_NAME] if brought else []:
        held_files[name] = sha256_of(unpacked / READY_RAW / name)
    now_files = {name: sha256_of(raw / name) for name in unfinished_restore.kept_files(raw)}
    baskets = {path.name: sha256_of(path) for path in (journal.parent / BASKETS).glob("*.json")}
    had_journal = READY_JOURNAL in in_backup
    held = _held(
        unpacked / READY_RAW,
        held_files,
        _records(unpacked / READY_JOURNAL) if had_journal else dict.fromkeys(RECORDS),
        _below(in_backup, READY_BASKETS),
    )
    now = _held(raw, now_files, _records(journal), baskets)
    return [_count(label, held[label], now[label]) for label in held], _file_changes(held_files, now_files)


def _count(label: str, held: Held, now: Held) -> HeldCount:
    if held is None or now is None:
        in_backup, at_present = (None if part is None else len(part) for part in (held, now))
        return HeldCount(label, in_backup, at_present, None, None, None)
    changed = sum(held[name] != now[name] for name in held.keys() & now.keys())
    return HeldCount(
        label, len(held), len(now), len(held.keys() - now.keys()), len(now.keys() - held.keys()), changed
    )


def _file_changes(held: Mapping[str, str], now: Mapping[str, str]) -> FileChanges:
    replaced = tuple(sorted(name for name in held.keys() & now.keys() if held[name] != now[name]))
    return FileChanges(
        len(now.keys() & held.keys()) - len(replaced),
        len(replaced),
        len(held.keys() - now.keys()),
        len(now.keys() - held.keys()),
        replaced,
    )


def stages(unpacked: Path, raw: Path) -> list[StageChange]:
    """Of every round that is in the 控え or there now, its stage in both; the 控え stands unpacked in a folder."""
    held, now = _stages(unpacked / READY_RAW), _stages(raw)
    return [
        StageChange(f"{fiscal_year.label(year)}の調査の段階", held.get(year, ""), now.get(year, ""))
        for year in sorted(held.keys() | now.keys())
    ]


def _stages(raw: Path) -> dict[int, str]:
    """By fiscal year the stage of its round, in words."""
    found: dict[int, str] = {}
    for path in sorted((raw / "survey").glob(f"*/{FORM}")):
        year = fiscal_year.parse(path.parent.name).fiscal_year
        if year is None:
            continue
        try:
            entries = round_record.read(raw, year)
        except round_record.RoundRefusedError:
            found[year] = "読めません"
            continue
        last = f"（{day_label(date.fromisoformat(entries[-1].entered_on))}）" if entries else ""
        found[year] = f"{round_record.STATES[round_record.state_of(entries)]}{last}"
    return found


def _held(
    folder: Path, hashes: Mapping[str, str], records: Mapping[str, Held], baskets: Mapping[str, str]
) -> dict[str, Held]:
    """All that there is, by its label; hashes: of the files of data/raw in the folder."""
    places = {name: PurePosixPath(name) for name in hashes}
    published: dict[str, str] = {}
    for name, path in sorted(places.items()):
        if PUBLISHED in path.parent.parts:
            published[str(path.parent)] = published.get(str(path.parent), "") + path.name + hashes[name]
    return {
        "登録した資料": _registered(folder, hashes),
        "届いた調査票": {
            name: hashes[name]
            for name, path in places.items()
            if RETURNS in path.parent.parts and path.name != REGISTER
        },
        "調査の様式": {
            name: hashes[name]
            for name, path in places.items()
            if path.name == FORM and path.parts[0] == "survey"
        },
        "訂正": _corrections(folder),
        "公表した資料": dict(published),
        **records,
        "保存したスライドの組": dict(baskets),
    }


def _registered(folder: Path, hashes: Mapping[str, str]) -> Held:
    """The files that the page 登録 lists, those that were taken back included."""
    register = folder / REGISTER_NAME
    if not register.is_file():
        return {}
    try:
        rows = csv_bytes.read_records(register).rows
    except (csv_bytes.CsvBytesError, OSError):
        return None
    found: dict[str, str] = {}
    for row in rows:
        file = row.get("file", "")
        is_listed = row.get("kind") in add_kinds.KINDS.keys() - {CORRECTIONS}
        if is_listed and file != add_kinds.OUR_BOUNDARIES and DEMO not in PurePosixPath(file).parts:
            said = sorted(f"{column}={value}" for column, value in row.items() if value)
            found[file] = "|".join([hashes.get(file, ""), *said])
    return found


def _corrections(folder: Path) -> Held:
    """Those that were not withdrawn."""
    try:
        return CorrectionsFile(folder).standing()
    except (CorrectionRefusedError, csv_bytes.CsvBytesError, OSError):
        return None


def _records(journal: Path) -> dict[str, Held]:
    """The records that were not removed, in their newest versions."""
    if not journal.is_file():
        return {label: {} for label in RECORDS}
    try:
        with closing(unfinished_restore.opened_journal(journal)) as connection:
            rows = connection.execute(NEWEST).fetchall()
    except sqlite3.Error:
        return dict.fromkeys(RECORDS)
    return {
        label: {record_id: said for kind, record_id, said in rows if kind in kinds}
        for label, kinds in RECORDS.items()
    }


def _below(hashes: Mapping[str, str], folder: str) -> dict[str, str]:
    start = f"{folder}/"
    return {name.removeprefix(start): sha for name, sha in hashes.items() if name.startswith(start)}
