"""`etl add`: take in one more file: checked first, copied as it is, registered with hash and dates."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from etl import clock, learned_headings, new_meeting, raw_writes, sources, trial
from etl.add_kinds import DATED, KINDS, table_kinds
from etl.findings import Finding
from etl.learned_headings import LearnedHeading
from etl.ledger import Ledger
from etl.new_meeting import NewMeeting
from etl.readers import activities, meetings, vocabulary
from etl.readers.beside import SKIPPED
from etl.readers.context import ReadContext
from etl.readers.figure_headings import known_headings
from etl.readers.figure_table import WIDE
from etl.refusal import Refusal
from etl.sources import RegisteredFile
from etl.trial import Trial

COVERAGES = ("implementers", "plan", "partial", "all", "")


class AddRefusedError(Refusal):
    """The file is not registered; the message says why, in Japanese, and `findings` where."""

    def __init__(self, message: str, findings: list[Finding] | None = None) -> None:
        super().__init__(message)
        self.findings = findings or []


@dataclass(frozen=True)
class AddedFile:
    """`already`: the same bytes were registered before and nothing was done.

    `as_of_before`: the same bytes were registered with another day, which was put right in the register.
    """

    file: str
    rows: int
    findings: list[Finding]
    already: bool
    as_of_before: date | None = None


@dataclass(frozen=True)
class Details:
    """Metadata that the officer enters for the file. `known_on` other than `received_on` needs a note.

    `activity`: the number of the activity that an attendance list without such a column is of. `headings`: headings
    that we do not know, each with our column; they are remembered, and who said so (`by`). `meeting`: the activity that
    the list is of, where none is registered yet.
    """

    received_on: date
    known_on: date | None = None
    as_of: date | None = None
    title: str = ""
    publisher: str = ""
    received_from: str = ""
    coverage: str = ""
    licence: str = ""
    url: str = ""
    note: str = ""
    activity: str = ""
    meeting: NewMeeting | None = None
    synthetic: bool = False
    headings: tuple[tuple[str, str], ...] = ()
    by: str = ""


def add(kind: str, path: Path, raw: Path, details: Details) -> AddedFile:
    """Check, copy and register one file. Raises AddRefusedError; nothing is written then.

    The same bytes once more put their entry right: another day, another activity, or back after a withdrawal.
    """
    check_details(kind, path, details)
    if details.meeting is not None:
        return _with_meeting(kind, path, raw, details, details.meeting)
    with raw_writes.locked(raw):
        registered, _ = sources.read_register(raw)
        digest = sources.sha256_of(path)
        known = next((one for one in registered if one.sha256 == digest and one.kind == kind), None)
        if known is not None:
            return _once_more(known, path, raw, details, registered)
        entry = new_entry(kind, path, raw, details, digest)
        said = headings_said(kind, path, details)
        learned = [*learned_headings.read(raw), *said]
        found = readable(entry, path, registered, learned)
        if found.activity and not meetings.noted_activity(entry.note):
            # What was certain today stays so when another activity of that day and name is registered.
            entry = replace(entry, note=meetings.note_of(found.activity, entry.note))
        if said:
            learned_headings.append(raw, said)
        if not (raw / entry.file).exists():
            raw_writes.copy_file(path, raw / entry.file)
        sources.append_row(raw, sources.row_of(entry))
    return AddedFile(entry.file, found.rows, found.findings, already=False)


def _with_meeting(kind: str, path: Path, raw: Path, details: Details, meeting: NewMeeting) -> AddedFile:
    """Register the activity and then its list, once the list is known to be readable."""
    registered, _ = sources.read_register(raw)
    learned = [*learned_headings.read(raw), *headings_said(kind, path, details)]
    with tempfile.TemporaryDirectory() as folder:
        known = pending_meeting(meeting, raw, registered, learned, Path(folder), details.received_on)
        told = replace(details, meeting=None, activity=known.activity_id)
        entry = new_entry(kind, path, raw, told, sources.sha256_of(path))
        readable(entry, path, [*registered, *known.entries], learned)
        for one in known.entries:
            add(
                activities.ACTIVITIES,
                one.path,
                raw,
                Details(details.received_on, title=meeting.title, by=details.by),
            )
    return add(kind, path, raw, told)


@dataclass(frozen=True)
class PendingMeeting:
    """The number of an activity, and the entry that would register it; none where it is registered."""

    activity_id: str
    entries: tuple[RegisteredFile, ...]


def pending_meeting(
    meeting: NewMeeting,
    raw: Path,
    registered: Sequence[RegisteredFile],
    learned: Sequence[LearnedHeading],
    folder: Path,
    received_on: date,
) -> PendingMeeting:
    """The activity as it would be registered, its list written to the folder."""
    context = ReadContext(Ledger(), learned=learned)
    activity_id, is_known = new_meeting.number(meeting, sources.in_use(registered), context)
    if is_known:
        return PendingMeeting(activity_id, ())
    path = new_meeting.write(meeting, activity_id, folder)
    details = Details(received_on, title=meeting.title)
    entry = new_entry(activities.ACTIVITIES, path, raw, details, sources.sha256_of(path))
    return PendingMeeting(activity_id, (entry,))


def headings_said(kind: str, path: Path, details: Details) -> list[LearnedHeading]:
    """What an officer says of unknown headings, as the rows that remember it. Raises AddRefusedError."""
    rows = []
    for heading, column in details.headings:
        fitting = [one for one in table_kinds(kind) if column in columns_of(one)]
        if not fitting:
            raise AddRefusedError(
                f"「{heading}」の意味として書かれた「{column}」は、この種類の資料の列ではありません。"
            )
        day = details.received_on.isoformat()
        rows += [LearnedHeading(one, heading, column, day, details.by, path.name) for one in fitting]
    return rows


def columns_of(table_kind: str) -> set[str]:
    """Our columns of a kind of table that a heading may mean."""
    figures = set(known_headings().values()) if table_kind == WIDE else set()
    return (
        {row["column"] for row in vocabulary.rows("columns") if row["kind"] == table_kind}
        | figures
        | {SKIPPED}
    )


def readable(
    entry: RegisteredFile,
    path: Path,
    registered: Sequence[RegisteredFile],
    learned: Sequence[LearnedHeading],
) -> Trial:
    """What the file gives. Raises AddRefusedError where it gives no row."""
    others = [one for one in registered if one.file != entry.file]
    found = trial.read(replace(entry, path=path), others, learned)
    if found.rows == 0:
        raise AddRefusedError(
            f"「{path.name}」から読み取れた行がないため、登録しませんでした。次の指摘を直してから、もう一度登録してください。",
            found.findings,
        )
    return found


def _once_more(
    known: RegisteredFile, path: Path, raw: Path, details: Details, registered: list[RegisteredFile]
) -> AddedFile:
    """The same bytes are registered already: what the details say otherwise is put right in the register, and noted."""
    entry, said = known, [known.note]
    if known.withdrawn_on is not None:
        said.append(
            f"{known.withdrawn_on}に取り消し（{known.withdrawn_reason}）、{details.received_on}に登録しなおした"
        )
        entry = replace(entry, withdrawn_on=None, withdrawn_reason="", withdrawn_by="")
    if details.as_of not in (None, known.as_of):
        said.append(details.note)
        said.append(f"{details.received_on}に時点を{known.as_of or '（なし）'}から{details.as_of}に直した")
        entry = replace(
            entry,
            as_of=details.as_of,
            coverage=details.coverage or known.coverage,
            title=details.title or known.title,
        )
    before = meetings.noted_activity(known.note)
    if details.activity and meetings.normal_id(details.activity) != before:
        said = [meetings.without_activity(known.note), *said[1:]]
        said.append(f"{details.received_on}に取組を{before or '（なし）'}から直した")
        said = [meetings.note_of(meetings.normal_id(details.activity), "。".join(filter(None, said)))]
    note = "。".join(filter(None, said))
    if note == known.note:
        return AddedFile(known.file, 0, [], already=True)
    entry = replace(entry, note=note)
    meanings = headings_said(known.kind, path, details)
    found = readable(entry, path, registered, [*learned_headings.read(raw), *meanings])
    if meanings:
        learned_headings.append(raw, meanings)
    sources.put_right(raw, entry)
    changed = entry.as_of != known.as_of
    return AddedFile(
        known.file,
        found.rows,
        found.findings,
        already=False,
        as_of_before=(known.as_of or date.min) if changed else None,
    )


def check_details(kind: str, path: Path, details: Details) -> None:
    if kind not in KINDS:
        raise AddRefusedError(
            f"資料の種類「{kind}」はありません。{'、'.join(KINDS)} のどれかを書いてください。"
        )
    if not path.is_file():
        raise AddRefusedError(f"ファイル「{path}」が見つかりません。場所と名前を確かめてください。")
    if kind in DATED and details.as_of is None:
        what = "名簿" if kind == "status_list" else "資料"
        raise AddRefusedError(f"{what}の時点（いつ現在のものか）を「令和○年4月1日」のように書いてください。")
    if details.as_of is not None and details.as_of > details.received_on:
        raise AddRefusedError(
            f"資料の時点（{details.as_of}）が、受領日（{details.received_on}）より後です。"
            "まだ来ていない日の状態は書けないので、日付を確かめてください。"
        )
    if details.received_on > clock.today():
        raise AddRefusedError(
            f"受領日（{details.received_on}）が今日（{clock.today()}）より後です。日付を確かめてください。"
        )
    if details.activity and kind != activities.ATTENDANCE:
        raise AddRefusedError("取組番号を書くのは、出席簿だけです。")
    if details.meeting is not None and kind != activities.ATTENDANCE:
        raise AddRefusedError("新しい取組みを作るのは、出席簿だけです。")
    if details.meeting is not None and (problem := new_meeting.problem(details.meeting)):
        raise AddRefusedError(problem)
    if details.coverage not in COVERAGES:
        raise AddRefusedError(
            "範囲は implementers（実施市町村が全て載っている）、plan（翌年度の開始予定も全て載っている）、"
            "partial（一部）、all（全市町村）のどれかです。"
        )
    if details.known_on not in (None, details.received_on) and not details.note:
        raise AddRefusedError(
            "受領日と違う「知っていたと数える日」を書くときは、その理由を注記に書いてください。"
        )


def new_entry(kind: str, path: Path, raw: Path, details: Details, digest: str) -> RegisteredFile:
    """The entry of a file that is not registered as this kind. A copy of it that no entry names is taken up again."""
    folder = KINDS[kind][0]
    name = f"{folder}/{details.received_on}_{path.name}"
    named = {row["file"] for row in sources.read_rows(raw)}
    number = 1
    while name in named or ((raw / name).exists() and sources.sha256_of(raw / name) != digest):
        number += 1
        name = f"{folder}/{details.received_on}_{path.stem}_{number}{path.suffix}"
    return RegisteredFile(
        file=name,
        path=path,
        sha256=digest,
        kind=kind,
        title=details.title or path.stem,
        publisher=details.publisher,
        received_from=details.received_from,
        received_on=details.received_on,
        known_on=details.known_on or details.received_on,
        as_of=details.as_of,
        coverage=details.coverage,
        licence=details.licence,
        url=details.url,
        is_synthetic=details.synthetic,
        note=meetings.note_of(details.activity, details.note) if details.activity else details.note,
        intact=True,
    )
