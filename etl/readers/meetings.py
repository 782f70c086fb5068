"""Attendance lists of one meeting, without activity numbers: which registered activity they are of, and who was there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from etl import fiscal_year, names
from etl.findings import Finding
from etl.japanese_date import day_label
from etl.readers import list_year, vocabulary, year_evidence
from etl.readers.context import Fact, OpenTable, ReadContext, Row, RowRefusedError, refuse, text_of
from etl.readers.grid import CellRef, Document, cell_at, is_blank
from etl.readers.headings import ColumnMap, Header, find_header
from etl.readers.town import municipality_of
from etl.readers.year_evidence import Expected
from etl.sources import RegisteredFile

NUMBERED, MEETING, PEOPLE = "attendance", "attendance_meeting", "attendance_people"
READ_AS = "ATTENDANCE-MEETING"
PLACES_NAMED = 10
_NOTED = re.compile(r"取組番号[:：]\s*([^\s。、]+)")
_PERSONS = re.compile(
    r"(?:計|合計)?(\d{1,4})(?:\.0)?(?:人|名)?(?:[(](?:オンライン|会場|対面|web|zoom|現地|リモート)[)])?",
    re.IGNORECASE,
)
ABSENT = re.compile(
    r"|0(?:\.0)?(?:人|名)?|[×✕✖xX╳-]|[-‐‑–—―ー－]+|(?:全員)?欠席?|不参加|不出席|出席(?:なし|せず)|なし|無|未参加|辞退"
)
_THERE = re.compile(r"[○〇◯●◎✓✔レ]|出席?|参加|出席あり|有|あり")
_KANJI = str.maketrans("一二三四五六七八九", "123456789")
PREFECTURE = re.compile(r".*(?:総合)?振興局|北海道(?:庁)?|道(?:庁|職員)?")


def noted_activity(note: str) -> str:
    """The activity number that the register's note names for a list without one: 「取組番号: R8-1」."""
    match = _NOTED.search(note)
    return normal_id(match[1]) if match else ""


def note_of(activity_id: str, note: str) -> str:
    """A note that names the activity, before whatever it said."""
    return "。".join(filter(None, [f"取組番号: {activity_id}", note]))


def without_activity(note: str) -> str:
    """The rest of a note that names the activity."""
    return _NOTED.sub("", note).strip("。、 ")


def normal_id(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().upper()


def choose(columns: ColumnMap, document: Document) -> tuple[str, ColumnMap]:
    """Whether a list numbers its activities, or is of one meeting: with a row per municipality, or per person."""
    sheets = [sheet for sheet in document.sheets if sheet.visible]
    headers = {
        kind: [header for sheet in sheets if (header := find_header(sheet, columns[kind]))]
        for kind in (NUMBERED, MEETING, PEOPLE)
    }
    found = {
        kind: {column for header in own for column in header.columns.values()}
        for kind, own in headers.items()
    }
    if "activity_id" in found[NUMBERED]:
        return NUMBERED, columns
    if {"name", "person"} <= found[PEOPLE] and not _has_numbers(headers[MEETING], headers[PEOPLE]):
        return PEOPLE, columns
    # a plain list: what it lacks is how many came, not the number of an activity
    return (MEETING if "name" in found[MEETING] else NUMBERED), columns


def _has_numbers(of_towns: Sequence[Header], of_people: Sequence[Header]) -> bool:
    """Whether a column holds how many came; 出欠 of persons holds whether each did."""
    presence = {
        (header.row, place)
        for header in of_people
        for place, column in header.columns.items()
        if column == "presence"
    }
    return any(
        column == "persons" and (header.row, place) not in presence
        for header in of_towns
        for place, column in header.columns.items()
    )


def other_years(opened: OpenTable, rows: Sequence[Fact], activities: Sequence[Fact]) -> list[Finding]:
    """A warning where a list with activity numbers names another year above its rows than that of its activities."""
    held_on = {str(one["activity_id"]): date.fromisoformat(str(one["held_on"])) for one in activities}
    ids = [one for one in dict.fromkeys(str(row["activity_id"]) for row in rows) if one in held_on]
    mentions = list_year.stated(opened.document, opened.table)
    wrong = [
        (one, other)
        for one in ids
        if (other := year_evidence.contradiction(mentions, _of_day(held_on[one]))) is not None
    ]
    if not wrong:
        return []
    first, other = wrong[0]
    listed = "、".join(f"「{one}」" for one, _ in wrong[:PLACES_NAMED])
    message = (
        f"表には「{other.text}」とありますが、取組番号{listed}の開催日は違う年度です（「{first}」は{day_label(held_on[first])}）。"
        "書かれた取組番号の出席として読みました。取組番号を確かめてください。"
    )
    ref = other.ref or CellRef(opened.table.sheet, "", other.text, other.text)
    return [_finding("warning", "ATTENDANCE-DAY", message, ref)]


def _of_day(day: date) -> Expected:
    return Expected(fiscal_year.of_date(day), day)


def activity_of(
    opened: OpenTable, source: RegisteredFile, activities: Sequence[Fact]
) -> tuple[str, list[Finding]]:
    """The number of the activity that a list is of, and how it was found; empty with an error where it is not certain."""
    sheet = next(one for one in opened.document.sheets if one.name == opened.table.sheet)
    header_row = opened.table.header.row if opened.table.header else 0
    above = [
        cell_at(sheet, row, column)
        for row in range(header_row)
        for column in range(len(sheet.rows[row]))
        if not is_blank(sheet, row, column)
    ]
    refs = [*above, *(CellRef(sheet.name, "", text, text) for text in (sheet.name, source.title))]
    days = days_of(refs)
    own = [one for one in activities if one["is_synthetic"] == source.is_synthetic]
    chosen = noted_activity(source.note)
    title = above[0] if above else refs[0]
    if chosen:
        printed_texts = (CellRef(sheet.name, "", text, text) for text in sheet.printed)
        return _chosen(chosen, own, days, title, [*refs, *printed_texts])
    text = _plain(" ".join(ref.text for ref in refs))
    by_day = [one for one in own if date.fromisoformat(str(one["held_on"])) in days]
    by_name = [one for one in own if _plain(str(one["title"])) in text]
    by_kind = [one for one in own if _plain(vocabulary.labels("measure")[str(one["measure_code"])]) in text]
    both = [one for one in by_day if one in by_name] or [one for one in by_day if one in by_kind]
    if len(both) == 1:
        [found] = both
        message = (
            f"取組番号の列がないので、題名「{title.text.strip()[:60]}」の名前と日付から、"
            f"{_label(found)}の出席簿として読みました。違うときは、取組番号を選んで登録してください。"
        )
        return str(found["activity_id"]), [
            _finding("info", READ_AS, message, title, str(found["activity_id"]))
        ]
    candidates = both or [one for one in own if one in by_day or one in by_name] or by_kind
    listed = "、".join(map(_label, candidates[:PLACES_NAMED]))
    why = (
        f"当てはまりそうな取組みは、{listed}です。"
        if listed
        else "名前と日付の合う取組みが登録されていません。"
    )
    example = f"（例 {candidates[0]['activity_id']}）" if candidates else ""
    message = (
        f"取組番号の列がなく、題名「{title.text.strip()[:60]}」の名前と日付からは、どの取組みの出席簿か1つに決められません。"
        f"{why}取組みを選ぶか、「新しい取組み」を選んで題名と開催日を入れてください{example}。"
    )
    return "", [_finding("error", "ATTENDANCE-WHICH", message, title)]


def _chosen(
    chosen: str,
    activities: Sequence[Fact],
    days: Mapping[date, CellRef],
    title: CellRef,
    refs: Sequence[CellRef],
) -> tuple[str, list[Finding]]:
    found = next((one for one in activities if one["activity_id"] == chosen), None)
    if found is None:
        known = "、".join(_label(one) for one in activities[-PLACES_NAMED:]) or "まだありません"
        message = f"取組番号「{chosen}」の取組みが登録されていません。登録されている取組み: {known}。"
        return "", [_finding("error", "ATTENDANCE-ACTIVITY", message, title)]
    held_on = date.fromisoformat(str(found["held_on"]))
    findings = [_finding("info", READ_AS, f"{_label(found)}の出席簿として読みました。", title, chosen)]
    if days and held_on not in days:
        day, ref = next(iter(days.items()))
        message = (
            f"「{ref.text.strip()[:60]}」とあり、{_label(found)}の開催日と違います（{day_label(day)}）。"
            "この取組みの出席簿として読みました。取組番号を確かめてください。"
        )
        findings.append(_finding("warning", "ATTENDANCE-DAY", message, ref))
        return chosen, findings
    expected = _of_day(held_on)
    said = [replace(one, ref=ref) for ref in refs for one in year_evidence.of_text(ref.text, expected)]
    other = year_evidence.contradiction(said, expected)
    if other is not None and other.ref is not None:
        message = (
            f"「{other.text}」とあり、{_label(found)}の年度と違います。この取組みの出席簿として読みました。"
            "取組番号を確かめてください。"
        )
        findings.append(_finding("warning", "ATTENDANCE-DAY", message, other.ref))
    return chosen, findings


@dataclass
class MeetingReading:
    """The rows of one meeting's list; `absent` collects the cells that say that nobody came."""

    context: ReadContext
    source: RegisteredFile
    activity_id: str
    absent: list[CellRef] = field(default_factory=list)

    def fact(self, row: Row) -> Fact:
        """The attendance of one municipality. Raises RowRefusedError where nobody came, or nobody can tell."""
        name = "".join(unicodedata.normalize("NFKC", text_of(row, "name")).split())
        if PREFECTURE.fullmatch(name):
            message = "市町村ではなく道・振興局の行なので、読んでいません。"
            raise _passed_over(row, "name", "ATTENDANCE-NO-TOWN", message)
        ref = row["persons"]
        text = "".join(unicodedata.normalize("NFKC", ref.text).split()).replace(",", "").translate(_KANJI)
        code = municipality_of(self.context, self.source, row)
        if ABSENT.fullmatch(text):
            self.absent.append(ref)
            raise _passed_over(row, "persons", "ATTENDANCE-NONE", "参加していないものとしました。", code)
        match = _PERSONS.fullmatch(text)
        if match is None and not _THERE.fullmatch(text):
            message = f"参加人数「{ref.text.strip()[:40]}」が1つの数ではありません。人数だけを数字で書いてください。"
            raise refuse(row, "persons", "ATTENDANCE-PERSONS", message, municipality_code=code)
        return {
            "activity_id": self.activity_id,
            "municipality_code": code,
            "persons": int(match[1]) if match else None,
            "is_synthetic": self.source.is_synthetic,
            "source_id": self.context.ledger.cite(self.source, ref),
        }

    def notes(self) -> list[Finding]:
        """How many rows say that nobody came."""
        if not self.absent:
            return []
        blank = [ref for ref in self.absent if not ref.text.strip()]
        cells = "、".join(ref.cell for ref in self.absent[:PLACES_NAMED]) + (
            "ほか" if len(self.absent) > PLACES_NAMED else ""
        )
        message = (
            f"{len(self.absent)}市町村（うち空欄{len(blank)}）は、出席者数が空欄、0、×、欠席などなので、"
            f"参加していないものとしました（{cells}）。"
        )
        return [_finding("info", "ATTENDANCE-ABSENT", message, self.absent[0])]


def _passed_over(row: Row, column: str, rule: str, message: str, code: str = "") -> RowRefusedError:
    found = refuse(row, column, rule, message).finding
    return RowRefusedError(
        Finding(
            "info",
            rule,
            message,
            sheet=found.sheet,
            cell=found.cell,
            value=found.value,
            municipality_code=code,
        )
    )


def days_of(refs: Iterable[CellRef]) -> dict[date, CellRef]:
    """The days that the lines above a list name, but for those on which it was written."""
    found: dict[date, CellRef] = {}
    for ref in refs:
        if isinstance(ref.value, date):
            found.setdefault(date(ref.value.year, ref.value.month, ref.value.day), ref)
            continue
        for one in year_evidence.days_named(ref.text):
            if one.first is not None and one.first == one.last and one.kind != "written":
                found.setdefault(one.first, ref)
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\s・（）()「」【】]+", "", names.normalise(text))


def _label(activity: Fact) -> str:
    day = day_label(date.fromisoformat(str(activity["held_on"])))
    return f"取組番号「{activity['activity_id']}」（{activity['title']}、{day}）"


def _finding(severity: str, rule: str, message: str, ref: CellRef, value: str = "") -> Finding:
    return Finding(
        "error" if severity == "error" else "warning" if severity == "warning" else "info",
        rule,
        message,
        sheet=ref.sheet,
        cell=ref.cell,
        value=value or ref.text,
    )
