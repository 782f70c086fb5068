"""Takes a registered file back, puts it in again, or puts right what the register says of it: the file itself stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from etl import add, clock, learned_headings, raw_writes, sources
from etl.add import AddRefusedError, Details
from etl.add_kinds import KINDS, OUR_BOUNDARIES
from etl.findings import Finding
from etl.japanese_date import day_label
from etl.readers import meetings
from etl.sources import OWN_RECORDS, RegisteredFile

LONGEST_REASON = 300
# What the system falls back on, and what the office writes itself.
OURS = OWN_RECORDS | {OUR_BOUNDARIES}


@dataclass(frozen=True)
class ChangedEntry:
    """What became of an entry. `rows`, `findings`: what the file gives now (none of one that was taken back)."""

    file: str
    rows: int
    findings: list[Finding]


@dataclass(frozen=True)
class Amendment:
    """What is put right; None: stays as it is."""

    as_of: date | None = None
    coverage: str | None = None
    title: str | None = None
    received_on: date | None = None
    activity: str | None = None


def withdraw(raw: Path, file: str, reason: str, by: str, on: date) -> ChangedEntry:
    """From that day on nothing is read from the file; builds as of an earlier day still read it.

    Raises AddRefusedError where it is not registered, was taken back before, or no reason is given.
    """
    reason = _reason(reason, "取り消す")
    if on > clock.today():
        raise AddRefusedError(
            f"取り消す日（{day_label(on)}）が今日（{day_label(clock.today())}）より後です。日付を確かめてください。"
        )
    with raw_writes.locked(raw):
        known = _entry(raw, file)
        if known.withdrawn_on is not None:
            raise AddRefusedError(f"「{known.title}」は{day_label(known.withdrawn_on)}に取り消されています。")
        if on < known.known_on:
            raise AddRefusedError(
                f"取り消す日（{day_label(on)}）が、資料を受け取った日（{day_label(known.known_on)}）より前です。日付を確かめてください。"
            )
        sources.put_right(
            raw, replace(known, withdrawn_on=on, withdrawn_reason=reason, withdrawn_by=_one_line(by))
        )
    return ChangedEntry(known.file, 0, [])


def restore(raw: Path, file: str, reason: str, by: str) -> ChangedEntry:
    """The file is read again, as if it had never been taken back; the register's note keeps that it was.

    Raises AddRefusedError where it was not taken back, has changed or cannot be read.
    """
    with raw_writes.locked(raw):
        known = _entry(raw, file)
        if known.withdrawn_on is None:
            raise AddRefusedError(f"「{known.title}」は取り消されていません。")
        told = f"{known.withdrawn_on}に取り消し（{known.withdrawn_reason}）、{clock.today()}に元に戻した"
        told += f"（{'、'.join(filter(None, [_one_line(reason), _one_line(by)]))}）" if reason or by else ""
        entry = replace(
            known,
            withdrawn_on=None,
            withdrawn_reason="",
            withdrawn_by="",
            note="。".join(filter(None, [known.note, told])),
        )
        return _put_right(raw, entry)


def amend(raw: Path, file: str, changes: Amendment, reason: str, by: str) -> ChangedEntry:
    """Another day, coverage, title, day of receipt or activity; what it was and why is noted in the register.

    Raises AddRefusedError where nothing changes, no reason is given, or nothing could be read from the file then.
    """
    reason = _reason(reason, "直す")
    with raw_writes.locked(raw):
        known = _entry(raw, file)
        received_on = changes.received_on or known.received_on
        moved = received_on != known.received_on and known.known_on == known.received_on
        entry = replace(
            known,
            as_of=changes.as_of or known.as_of,
            coverage=known.coverage if changes.coverage is None else changes.coverage,
            title=changes.title or known.title,
            received_on=received_on,
            known_on=received_on if moved else known.known_on,
        )
        told = [
            f"{label}を「{before}」から「{after}」に"
            for label, before, after in (
                ("時点", known.as_of or "", entry.as_of or ""),
                ("範囲", known.coverage, entry.coverage),
                ("題名", known.title, entry.title),
                ("受領日", known.received_on, entry.received_on),
            )
            if before != after
        ]
        note = known.note
        if changes.activity:
            activity = meetings.normal_id(changes.activity)
            before = meetings.noted_activity(note)
            if activity != before:
                note = meetings.note_of(activity, meetings.without_activity(note))
                told.append(f"取組みを「{before}」から「{activity}」に")
        if not told:
            raise AddRefusedError("変えるところがありません。いまの登録と同じです。")
        add.check_details(
            entry.kind,
            known.path,
            Details(
                received_on=entry.received_on,
                as_of=entry.as_of,
                coverage=entry.coverage,
                activity=changes.activity or "",
            ),
        )
        said = (
            f"{clock.today()}に{'、'.join(told)}直した（{'、'.join(filter(None, [reason, _one_line(by)]))}）"
        )
        return _put_right(raw, replace(entry, note="。".join(filter(None, [note, said]))))


def _put_right(raw: Path, entry: RegisteredFile) -> ChangedEntry:
    registered, _ = sources.read_register(raw)
    if not entry.intact:
        raise AddRefusedError(
            f"「{entry.file}」の中身が、登録した時と違います。元のファイルに戻してから、もう一度行ってください。"
        )
    found = add.readable(entry, entry.path, registered, learned_headings.read(raw))
    sources.put_right(raw, entry)
    return ChangedEntry(entry.file, found.rows, found.findings)


def _entry(raw: Path, file: str) -> RegisteredFile:
    place = file.replace("\\", "/").removeprefix("data/raw/")
    registered, _ = sources.read_register(raw)
    known = next((one for one in registered if one.file == place), None)
    if known is None:
        raise AddRefusedError(f"「{file}」は台帳に登録されていません。一覧を更新して、選びなおしてください。")
    if known.kind not in KINDS or known.file in OURS:
        raise AddRefusedError(
            f"「{known.title}」は本システムが使う資料なので、ここでは取り消しも変更もできません。"
        )
    return known


def _reason(text: str, what: str) -> str:
    reason = _one_line(text)
    if not reason:
        raise AddRefusedError(f"{what}理由を書いてください。記録に残ります。")
    return reason


def _one_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_REASON]
