"""`etl inspect`: what a file is, what it says of itself, what is found in it, and what registering it would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from etl import add, clock, learned_headings, names, new_meeting, sources, trial
from etl.add import AddRefusedError, Details
from etl.add_kinds import DATED, KINDS, LABELS, table_kinds
from etl.findings import Finding
from etl.inspection import candidates, effect, own_words, recognition, with_meeting
from etl.inspection.candidates import UnknownHeading
from etl.inspection.effect import Effect
from etl.inspection.own_words import OwnWords, Said
from etl.inspection.recognition import FIGURE_COLUMNS, RETURN, Recognition
from etl.learned_headings import LearnedHeading
from etl.ledger import Ledger
from etl.readers import document as documents
from etl.readers import meetings, vocabulary
from etl.readers.context import Fact, ReadContext
from etl.sources import RegisteredFile

RETURN_HELP = "調査票です。「回収・点検」の画面に入れてください。"
UNKNOWN_HELP = "何の資料か分かりません。種類を選んでください。どの種類でもないときは、見出しの行がある表かを確かめてください。"
NO_WORDS = OwnWords(Said("", ""), Said("", ""), Said("", ""))
CERTAINTY_LABELS: dict[recognition.Certainty, str] = {
    "sure": "確か",
    "likely": "おそらく",
    "unsure": "不確か",
    "unknown": "不明",
}
CHANGE_LABELS: dict[effect.ChangeKind, str] = {
    "changed": "変わる",
    "new": "新しい",
    "gone": "なくなる",
    "older": "使わない",
    "same": "同じ",
}
# The details that each kind needs or may have, beside title, day of receipt and sender.
FIELDS = {
    "status_list": ("as_of", "coverage"),
    "figures": ("as_of",),
    "named_implementers": ("as_of",),
    "attendance": ("activity", "meeting"),
}


@dataclass(frozen=True)
class Asked:
    """What an officer said of the file; empty: nothing yet. `headings`: what unknown ones mean, each with our column."""

    kind: str = ""
    details: Details | None = None
    headings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class InspectedFile:
    """One file. `refused`: why it could not be registered as it is; "" where it could.

    `already`: the place under which the same bytes are registered; `activities`: those that a list of one meeting may be of; `meeting`: what it says of its own; `between`: what stands between it and other files.
    """

    file: str
    recognised: Recognition
    words: OwnWords
    as_of: str
    coverage: str
    title: str
    activity: str = ""
    rows: int = 0
    refused: str = ""
    already: str = ""
    headings: tuple[UnknownHeading, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    activities: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    changes: tuple[Effect, ...] = ()
    meeting: dict[str, str] = field(default_factory=dict)
    towns: dict[str, str] = field(default_factory=dict)
    between: tuple[Finding, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The object that `inspect --json` prints of a file."""
        found = self.recognised
        return {
            "file": self.file,
            "kind": found.kind,
            "kind_label": LABELS.get(found.kind, "調査票" if found.kind == RETURN else ""),
            "certainty": found.certainty,
            "why": found.why,
            "others": [{"kind": kind, "label": LABELS[kind]} for kind in found.others],
            "fields": list(FIELDS.get(found.kind, ())),
            "as_of": self.as_of,
            "as_of_where": self.words.as_of.where,
            "coverage": self.coverage,
            "coverage_where": self.words.coverage.where,
            "title": self.title,
            "activity": self.activity,
            "activities": [
                {
                    "id": fact["activity_id"],
                    "label": f"{fact['held_on']}　{fact['title']}（{fact['activity_id']}）",
                }
                for fact in self.activities
            ],
            "meeting": self.meeting,
            "measures": [
                {"value": code, "label": label} for code, label in vocabulary.labels("measure").items()
            ],
            "contradictions": list(self.words.contradictions),
            "missing": [
                self.columns.get(column, FIGURE_COLUMNS.get(column, column)) for column in found.missing
            ],
            "headings": [asdict(heading) for heading in self.headings],
            "columns": [{"column": column, "label": label} for column, label in self.columns.items()],
            "rows": self.rows,
            "refused": self.refused,
            "already": self.already,
            "findings": [finding.as_dict() for finding in self.findings],
            "between": [finding.message for finding in self.between],
            "counts": effect.counts(self.changes),
            "changes": [
                asdict(one) | {"name": self.towns.get(one.municipality_code, "")} for one in self.changes
            ],
        }

    def lines(self) -> list[str]:
        """What the terminal says of a file."""
        label = self.as_json()["kind_label"] or "（分からない）"
        counted = effect.counts(self.changes)
        said = "、".join(f"{CHANGE_LABELS[kind]} {counted[kind]}" for kind in effect.CHANGES)
        return [
            f"{self.file}: {label}（{CERTAINTY_LABELS[self.recognised.certainty]}。{self.recognised.why}）",
            f"  時点 {self.as_of or '―'}　範囲 {self.coverage or '―'}　題名「{self.title}」　{self.rows}行",
            *(f"  食い違い: {one}" for one in self.words.contradictions),
            *(f"  {one.label}: {one.cell}「{one.heading}」" for one in self.headings),
            f"  登録できません: {self.refused}" if self.refused else f"  登録すると: {said}",
        ]


def inspect(path: Path, raw: Path, curated: Path, asked: Asked) -> InspectedFile:
    """What the file is and would do; changes nothing. Raises AddRefusedError where there is no such file or register."""
    if not path.is_file():
        raise AddRefusedError(f"ファイル「{path.name}」が見つかりません。場所と名前を確かめてください。")
    if asked.kind and asked.kind not in KINDS:
        raise AddRefusedError(
            f"資料の種類「{asked.kind}」はありません。{'、'.join(KINDS)} のどれかを書いてください。"
        )
    registered, _ = sources.read_register(raw)
    learned = [*learned_headings.read(raw), *_said(asked)]
    context = ReadContext(Ledger(), learned=learned)
    of_file: Sequence[Finding] = ()
    recognised = recognition.of_boundary_file(path)
    if recognised is None or asked.kind not in ("", recognised.kind):
        document, of_file = documents.read_document(path, path.name)
        if document is None:
            unknown = Recognition(asked.kind, "unknown", "ファイルを読めません。")
            return _without_reading(path, unknown, of_file)
        recognised = recognition.of_document(document, context.columns, asked.kind, path.name)
    if recognised.kind == RETURN:
        return _without_reading(path, recognised, (), RETURN_HELP)
    if not recognised.kind:
        return _without_reading(path, recognised, of_file, UNKNOWN_HELP)
    return _of_kind(path, raw, curated, asked, recognised, registered, learned)


def _said(asked: Asked) -> list[LearnedHeading]:
    """What unknown headings mean, for whatever kind of table they turn out to stand in."""
    kinds = [table for kind in ([asked.kind] if asked.kind else KINDS) for table in table_kinds(kind)]
    return [
        LearnedHeading(kind, heading, column, "")
        for heading, column in asked.headings
        for kind in kinds
        if column in add.columns_of(kind)
    ]


def _without_reading(
    path: Path, recognised: Recognition, findings: Sequence[Finding], refused: str = ""
) -> InspectedFile:
    errors = [one.message for one in findings if one.severity == "error"]
    why = refused or (errors[0] if errors else "")
    return InspectedFile(
        path.name, recognised, NO_WORDS, "", "", path.stem, refused=why, findings=tuple(findings)
    )


def _of_kind(
    path: Path,
    raw: Path,
    curated: Path,
    asked: Asked,
    recognised: Recognition,
    registered: Sequence[RegisteredFile],
    learned: Sequence[LearnedHeading],
) -> InspectedFile:
    kind = recognised.kind
    words = (
        own_words.of_table(recognised.sheet, recognised.header, path.name)
        if recognised.sheet is not None and recognised.header is not None
        else NO_WORDS
    )
    details = _details(kind, asked.details, words, path)
    digest = sources.sha256_of(path)
    known = next((one for one in registered if one.sha256 == digest and one.kind == kind), None)
    entry = add.new_entry(kind, path, raw, details, digest)
    others = [one for one in registered if one is not known]
    found = with_meeting.tried(replace(entry, path=path), others, learned, details, raw)
    refused = _refusal(kind, path, details, found)
    is_same = known is not None and not known.is_withdrawn() and details.as_of in (None, known.as_of)
    context = found.context
    headings, columns = _headings(recognised, context)
    towns = town_names(context.directory)
    listed = [one for one in others if one.kind == "activities" and not one.is_withdrawn()]
    changes, between = (
        effect.of_trial(found, entry, curated, known.file_id if known is not None else "")
        if found.rows
        else ([], [])
    )
    return InspectedFile(
        path.name,
        recognised,
        words,
        details.as_of.isoformat() if details.as_of else _only_day(found),
        details.coverage,
        details.title,
        meetings.normal_id(details.activity) if details.activity else found.activity,
        found.rows,
        refused,
        known.file if known is not None and is_same else "",
        tuple(headings),
        columns,
        tuple(_activities(listed, context)) if kind == "attendance" else (),
        tuple(found.findings),
        tuple(effect.named(changes, towns)),
        new_meeting.proposed(recognised.sheet, recognised.header)
        if kind == "attendance" and recognised.sheet is not None and recognised.header is not None
        else {},
        towns,
        tuple(between),
    )


def _details(kind: str, given: Details | None, words: OwnWords, path: Path) -> Details:
    """What the officer said, filled up by the file's own words."""
    details = given or Details(received_on=clock.today())
    is_asked = FIELDS.get(kind, ())
    return replace(
        details,
        as_of=details.as_of
        or (date.fromisoformat(words.as_of.value) if kind in DATED and words.as_of.value else None),
        coverage=details.coverage or (words.coverage.value if "coverage" in is_asked else ""),
        title=details.title or words.title.value or path.stem,
        activity=details.activity if kind == "attendance" else "",
    )


def _only_day(found: trial.Trial) -> str:
    """The one day that all figures of a table are of."""
    days = {str(fact["reference_date"]) for fact in found.facts if "reference_date" in fact}
    return days.pop() if len(days) == 1 else ""


def _refusal(kind: str, path: Path, details: Details, found: trial.Trial) -> str:
    try:
        add.check_details(kind, path, details)
    except AddRefusedError as refusal:
        return str(refusal)
    errors = [one.message for one in found.findings if one.severity == "error"]
    if found.rows:
        return ""
    return errors[0] if errors else trial.NO_ROWS


def _headings(recognised: Recognition, context: ReadContext) -> tuple[list[UnknownHeading], dict[str, str]]:
    if recognised.sheet is None or recognised.header is None or context.directory is None:
        return [], {}
    table_kind = recognised.table_kind
    unknown = candidates.of_table(
        recognised.sheet, recognised.header, table_kind, context.columns, context.directory
    )
    return unknown, candidates.column_labels(table_kind, context.columns)


def _activities(listed: Sequence[RegisteredFile], context: ReadContext) -> list[Fact]:
    """The registered activities, the newest first."""
    from etl.readers import activities

    quiet = ReadContext(Ledger(), directory=context.directory, learned=context.learned)
    events, _ = activities.read_activities(quiet, listed)
    return sorted(events, key=lambda fact: str(fact["held_on"]), reverse=True)


def town_names(directory: names.Directory | None) -> dict[str, str]:
    """Name by code."""
    return {code: town.name for code, town in directory.by_code.items()} if directory else {}
