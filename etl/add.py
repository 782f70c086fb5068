"""`etl add`: take in one more file: checked first, copied as it is, registered with hash and dates."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from etl import clock, sources
from etl.add_kinds import KINDS
from etl.findings import Finding
from etl.ledger import Ledger
from etl.readers import activities, figures, meetings, reference, status, travel
from etl.readers.context import ReadContext
from etl.refusal import Refusal
from etl.sources import RegisteredFile

NO_ROWS = "見出しだけで、行がありません。送られたファイルが様式だけでないか確かめ、行の入ったファイルを登録してください。"
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

    `activity`: the number of the activity that an attendance list without such a column is of.
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
    synthetic: bool = False


def add(kind: str, path: Path, raw: Path, details: Details) -> AddedFile:
    """Check, copy and register one file. Raises AddRefusedError; nothing is written then."""
    _check_details(kind, path, details)
    registered, _ = sources.read_register(raw)
    digest = sources.sha256_of(path)
    for known in registered:
        if known.sha256 == digest and known.kind == kind:
            if details.activity and meetings.normal_id(details.activity) != meetings.noted_activity(
                known.note
            ):
                return _with_other_activity(known, path, raw, details, registered)
            if details.as_of in (None, known.as_of):
                return AddedFile(known.file, 0, [], already=True)
            return _with_other_day(known, path, raw, details, registered)
    entry = _entry(kind, path, raw, details, digest)
    rows, findings = _readable(entry, path, registered)
    found = next((one.value for one in findings if one.rule == meetings.READ_AS), "")
    if found and not meetings.noted_activity(entry.note):
        # What was certain today stays so when another activity of that day and name is registered.
        entry = replace(entry, note=meetings.note_of(found, entry.note))
    target = raw / entry.file
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    sources.append_row(raw, _row(entry))
    return AddedFile(entry.file, rows, findings, already=False)


def _readable(
    entry: RegisteredFile, path: Path, registered: list[RegisteredFile]
) -> tuple[int, list[Finding]]:
    """How many rows the file gives, and what is found. Raises AddRefusedError where it gives none."""
    rows, findings = _try_reading(replace(entry, path=path), registered)
    if rows == 0:
        raise AddRefusedError(
            f"「{path.name}」から読み取れた行がないため、登録しませんでした。次の指摘を直してから、もう一度登録してください。",
            findings,
        )
    return rows, findings


def _with_other_day(
    known: RegisteredFile, path: Path, raw: Path, details: Details, registered: list[RegisteredFile]
) -> AddedFile:
    """The file is registered already, for another day: the register gets the day given now, and says so."""
    others = [one for one in registered if one.file != known.file]
    told = f"{details.received_on}に時点を{known.as_of or '（なし）'}から{details.as_of}に直した"
    entry = replace(
        known,
        as_of=details.as_of,
        coverage=details.coverage or known.coverage,
        title=details.title or known.title,
        note="。".join(filter(None, [known.note, details.note, told])),
    )
    rows, findings = _readable(entry, path, others)
    _rewrite(raw, entry)
    return AddedFile(known.file, rows, findings, already=False, as_of_before=known.as_of or date.min)


def _with_other_activity(
    known: RegisteredFile, path: Path, raw: Path, details: Details, registered: list[RegisteredFile]
) -> AddedFile:
    """The list is registered already, for another meeting: the register gets the one given now, and says so."""
    others = [one for one in registered if one.file != known.file]
    before = meetings.noted_activity(known.note)
    kept = meetings.without_activity(known.note)
    told = f"{details.received_on}に取組を{before or '（なし）'}から直した"
    note = meetings.note_of(meetings.normal_id(details.activity), "。".join(filter(None, [kept, told])))
    entry = replace(known, note=note)
    rows, findings = _readable(entry, path, others)
    _rewrite(raw, entry)
    return AddedFile(known.file, rows, findings, already=False)


def _rewrite(raw: Path, entry: RegisteredFile) -> None:
    """Put the register's row of this file right."""
    rows = sources.read_rows(raw)
    sources.write_rows(raw, [{**row, **_row(entry)} if row["file"] == entry.file else row for row in rows])


def _check_details(kind: str, path: Path, details: Details) -> None:
    if kind not in KINDS:
        raise AddRefusedError(
            f"資料の種類「{kind}」はありません。{'、'.join(KINDS)} のどれかを書いてください。"
        )
    if not path.is_file():
        raise AddRefusedError(f"ファイル「{path}」が見つかりません。場所と名前を確かめてください。")
    if kind == "status_list" and details.as_of is None:
        raise AddRefusedError("名簿がいつ時点のものかを --as-of 2023-04-01 の形で書いてください。")
    if details.as_of is not None and details.as_of > details.received_on:
        raise AddRefusedError(
            f"資料がいつ時点のものか（--as-of {details.as_of}）が、受領日（{details.received_on}）より後です。"
            "まだ来ていない日の状態は書けないので、日付を確かめてください。"
        )
    if details.received_on > clock.today():
        raise AddRefusedError(
            f"受領日（{details.received_on}）が今日（{clock.today()}）より後です。日付を確かめてください。"
        )
    if details.activity and kind != activities.ATTENDANCE:
        raise AddRefusedError("--activity は参加の一覧（attendance）だけに書きます。")
    if details.coverage not in COVERAGES:
        raise AddRefusedError(
            "--coverage は implementers（実施市町村が全て載っている）、plan（翌年度の開始予定も全て載っている）、"
            "partial（一部）、all（全市町村）のどれかです。"
        )
    if details.known_on not in (None, details.received_on) and not details.note:
        raise AddRefusedError("受領日と違う --known-on を書くときは、その理由を --note に書いてください。")


def _entry(kind: str, path: Path, raw: Path, details: Details, digest: str) -> RegisteredFile:
    folder = KINDS[kind][0]
    name = f"{folder}/{details.received_on}_{path.name}"
    number = 1
    while (raw / name).exists():
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


def _try_reading(entry: RegisteredFile, registered: list[RegisteredFile]) -> tuple[int, list[Finding]]:
    """How many facts the file gives, and what is found in it, read just as the build will read it."""
    context = ReadContext(Ledger())
    reading = {source.kind: source for source in registered}
    towns = reference.read_plain(context, reading["municipalities"], "name")
    areas = reference.read_plain(context, reading["subprefectures"], "name")
    context.directory = reference.make_directory(towns, areas)
    context.findings.clear()
    listed = replace(entry, file=entry.path.name)
    if entry.kind in activities.KINDS:
        # The one list is read against the other, and against what was registered before.
        before = [source for source in registered if source.kind in activities.KINDS]
        activities.read_activities(context, [*before, listed])
        findings = [finding for finding in context.findings if finding.file == listed.file]
        return context.ledger.count(listed).loaded, _or_no_rows(context, listed, findings)
    if entry.kind in status.KINDS:
        facts = status.read_status(context, listed)
    elif entry.kind == "figures":
        facts = figures.read_figures(context, listed)
    elif entry.kind == "road_times":
        facts = travel.read_road_times(context, listed)
    else:
        facts = reference.read_plain(context, listed, KINDS[entry.kind][1])
    return len(facts), _or_no_rows(context, listed, context.findings)


def _or_no_rows(context: ReadContext, source: RegisteredFile, findings: list[Finding]) -> list[Finding]:
    """The findings, plus an error if headings were read but no rows follow them."""
    if context.ledger.count(source).read or any(finding.severity == "error" for finding in findings):
        return findings
    return [*findings, Finding("error", "TABLE-NO-ROWS", NO_ROWS, file=source.file)]


def _row(entry: RegisteredFile) -> dict[str, str]:
    return {
        "file": entry.file,
        "sha256": entry.sha256,
        "kind": entry.kind,
        "title": entry.title,
        "publisher": entry.publisher,
        "from": entry.received_from,
        "received_on": entry.received_on.isoformat(),
        "known_on": entry.known_on.isoformat(),
        "as_of": entry.as_of.isoformat() if entry.as_of else "",
        "coverage": entry.coverage,
        "licence": entry.licence,
        "url": entry.url,
        "synthetic": "1" if entry.is_synthetic else "0",
        "note": entry.note,
    }
