"""What the prefecture did for the towns, and which town took part with how many persons: two lists by one number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from etl import fiscal_year, names, sources
from etl.findings import Finding
from etl.readers import meetings, people_of_meeting, vocabulary
from etl.readers.cell_year import day_of
from etl.readers.context import (
    Fact,
    ReadContext,
    Row,
    RowRefusedError,
    open_table,
    refuse,
    refuse_all,
    remark,
    text_of,
)
from etl.readers.correcting_words import changes_an_answer
from etl.readers.repeated import ReadFact, read_with_place, set_aside, with_place, without_repeats
from etl.readers.town import municipality_of
from etl.sources import RegisteredFile

ACTIVITIES, ATTENDANCE = "activities", "attendance"
KINDS = (ACTIVITIES, ATTENDANCE)
DEMO_FOLDER = "activities/demo"
# What makes two rows the same, and in what the same must agree.
ACTIVITY_KEY = (("activity_id",), ("measure_code", "held_on", "title"))
ATTENDANCE_KEY = (("activity_id", "municipality_code"), ("persons",))
PERSONS = re.compile(r"(\d{1,5})(人|名)?")
NOT_STATED = frozenset({"", "不明"})
DASHES = frozenset("-‐‑–—―ー－")


def demo_files(raw: Path) -> tuple[list[RegisteredFile], list[Finding]]:
    """The fictional lists by the register that `etl demo` wrote beside them; none where there is no demo."""
    folder = raw / DEMO_FOLDER
    if not (folder / sources.REGISTER_NAME).is_file():
        return [], []
    files, findings = sources.read_register(folder)
    placed = [replace(one, file=f"{DEMO_FOLDER}/{one.file}", is_synthetic=True) for one in files]
    return placed, [one.located(file=f"{DEMO_FOLDER}/{one.file}") for one in findings]


def read_activities(context: ReadContext, files: Sequence[RegisteredFile]) -> tuple[list[Fact], list[Fact]]:
    """Rows of core_activity and of core_attendance (columns as there, dates as ISO text) from all lists.

    An activity: activity_id, measure_code, title, held_on, fiscal_year, place, is_synthetic, source_id (cell
    of the title). An attendance: activity_id, municipality_code, persons (None: not stated), is_synthetic,
    source_id (cell of the number). What stands twice and agrees counts once; what disagrees is set aside, and
    so are the fictional activities of a fiscal year of which real ones are registered.
    """
    listed = [
        activity
        for source in files
        if source.kind == ACTIVITIES
        for activity in read_with_place(context, source, partial(_activity, context, source, {}))
    ]
    used = without_repeats(context, _without_demo(context, listed), *ACTIVITY_KEY, "activity_id")
    ids = frozenset(str(activity.fact["activity_id"]) for activity in listed)
    registered = [activity.fact for activity in used]
    taken_part = [
        activity
        for source in files
        if source.kind == ATTENDANCE
        for activity in _taken_part(context, source, ids, registered)
    ]
    of_used = _of_used_activities(context, taken_part, used)
    attendance = without_repeats(context, of_used, *ATTENDANCE_KEY, "activity_id")
    return [activity.fact for activity in used], [activity.fact for activity in attendance]


def _taken_part(
    context: ReadContext, source: RegisteredFile, ids: frozenset[str], activities: Sequence[Fact]
) -> list[ReadFact]:
    """Who took part by one list: each row by its activity number, or all rows of the one meeting that the list is of."""
    opened = open_table(context, source, partial(meetings.choose, context.columns))
    if opened is None:
        return []
    if opened.kind == meetings.NUMBERED:
        numbered = with_place(context, source, opened, partial(_attendance, context, source, ids))
        context.add(meetings.other_years(opened, [one.fact for one in numbered], activities), source)
        return numbered
    activity_id, findings = meetings.activity_of(opened, source, activities)
    if not activity_id:
        refuse_all(context, source, opened, findings[0])
        return []
    context.add(findings, source)
    if opened.kind == meetings.PEOPLE:
        people = people_of_meeting.PeopleReading(context, source, activity_id)
        counted = people_of_meeting.by_town(with_place(context, source, opened, people.fact))
        context.add(people_of_meeting.notes(counted, people.absent), source)
        return counted
    reading = meetings.MeetingReading(context, source, activity_id)
    rows = with_place(context, source, opened, reading.fact)
    context.add(reading.notes(), source)
    return rows


def _activity(
    context: ReadContext, source: RegisteredFile, numbers: dict[str, tuple[date, str]], row: Row
) -> Fact:
    """`numbers`: those that were given so far to activities of a list without a column for them."""
    activity_id = _number(row) if "activity_id" in row else ""
    title = _needed(row, "title")
    written = text_of(row, "measure")
    measure = (
        vocabulary.spellings("measure").get(names.normalise(written))
        if "measure" in row
        else measure_in(title)
    )
    if measure is None:
        known = "、".join(vocabulary.labels("measure").values())
        message = (
            f"取組みの種類「{written}」が分かりません。次のどれかで書いてください: {known}"
            if "measure" in row
            else f"題名「{title[:60]}」からは、取組みの種類が分かりません。「取組みの種類」の列を足し、次のどれかを書いてください: {known}"
        )
        raise refuse(row, "measure", "ACTIVITY-MEASURE", message)
    day = day_of(row["held_on"])
    if day.value is None:
        raise refuse(
            row, "held_on", "DATE-UNREADABLE", day.warning or "開催日が空欄です。日付を書いてください。"
        )
    if day.warning:
        finding = Finding("warning", "DATE-SPELLING", day.warning, value=text_of(row, "held_on"))
        remark(context, source, row, "held_on", finding)
    if not activity_id:
        if not numbers:
            message = "取組番号の列がないので、開催日から番号を付けました。出席簿は、題名と開催日で結びます。"
            remark(context, source, row, "title", Finding("info", "ACTIVITY-NUMBERED", message))
        activity_id = number_of(day.value, title, numbers)
        numbers[activity_id] = (day.value, title)
    source_id = context.ledger.cite(source, row["title"])
    for column, cell in (("held_on", "held_on"), ("measure_code", "measure")):
        if cell not in row:
            continue
        cited = context.ledger.cite(source, row[cell])
        context.ledger.link("core_activity", source_id, column, cited)
    method, venue = text_of(row, "method"), text_of(row, "place")
    return {
        "activity_id": activity_id,
        "measure_code": measure,
        "title": title,
        "held_on": day.value.isoformat(),
        "fiscal_year": fiscal_year.of_date(day.value),
        "place": f"{method}（{venue}）" if method and venue else method or venue,
        "is_synthetic": source.is_synthetic,
        "source_id": source_id,
    }


def _attendance(context: ReadContext, source: RegisteredFile, ids: frozenset[str], row: Row) -> Fact:
    activity_id = _number(row)
    if activity_id not in ids:
        message = (
            f"取組番号「{activity_id}」が、取組みの一覧にないか、一覧のその行を読めていません。"
            "番号を直すか、一覧を直してください。"
        )
        raise refuse(row, "activity_id", "ATTENDANCE-ACTIVITY", message)
    code = municipality_of(context, source, row)
    persons = _persons(row, code)
    note = " ".join(text_of(row, "note").split())
    if changes_an_answer(note):
        message = (
            f"備考に「{note[:60]}」とあります。参加は書かれたとおりに読みました。"
            "参加していない、または人数が違うのなら、行を直したものを登録してください。"
        )
        remark(
            context,
            source,
            row,
            "note",
            Finding("warning", "ATTENDANCE-NOTE", message, municipality_code=code, value=note[:200]),
        )
    cell = "persons" if text_of(row, "persons") else "name"
    return {
        "activity_id": activity_id,
        "municipality_code": code,
        "persons": persons,
        "is_synthetic": source.is_synthetic,
        "source_id": context.ledger.cite(source, row[cell]),
    }


def measure_in(title: str) -> str | None:
    """The measure that a title names, by the longest of its spellings that stands there."""
    text = names.normalise(title)
    spelt = [known for known in vocabulary.spellings("measure") if known in text]
    return vocabulary.spellings("measure")[max(spelt, key=len)] if spelt else None


def number_of(day: date, title: str, taken: Mapping[str, tuple[date, str]]) -> str:
    """A number by the day: R8-0618; of a second activity on that day R8-0618-2."""
    first = f"{fiscal_year.short_label(fiscal_year.of_date(day))}-{day:%m%d}"
    number, place = first, 1
    while taken.get(number, (day, title)) != (day, title):
        place += 1
        number = f"{first}-{place}"
    return number


def _number(row: Row) -> str:
    return meetings.normal_id(_needed(row, "activity_id"))


def _needed(row: Row, column: str) -> str:
    text = text_of(row, column)
    if not text:
        heading = {"activity_id": "取組番号", "title": "題名"}[column]
        raise refuse(row, column, "ACTIVITY-EMPTY", f"{heading}が空欄です。書いてください。")
    return text


def _persons(row: Row, code: str) -> int | None:
    """Persons who took part; None where the list does not say. A town with 0 did not take part."""
    text = unicodedata.normalize("NFKC", text_of(row, "persons")).replace(",", "").strip()
    if text in NOT_STATED:
        return None
    if text in DASHES:
        message = (
            f"参加人数が「{text}」で、参加していないのか、人数が分からないのか決められません。"
            "参加していなければ行を除き、人数が分からなければ「不明」と書いてください。"
        )
        raise refuse(row, "persons", "ATTENDANCE-PERSONS", message, municipality_code=code)
    match = PERSONS.fullmatch(text.removesuffix(".0"))
    if match is None:
        message = f"参加人数「{text}」が1つの数ではありません。人数だけを数字で書いてください。"
        raise refuse(row, "persons", "ATTENDANCE-PERSONS", message, municipality_code=code)
    if int(match[1]) == 0:
        message = "参加人数が0なので、参加していないものとしました。"
        refusal = refuse(row, "persons", "ATTENDANCE-NONE", message, municipality_code=code)
        raise RowRefusedError(replace(refusal.finding, severity="info"))
    return int(match[1])


def _without_demo(context: ReadContext, facts: list[ReadFact]) -> list[ReadFact]:
    """Without the fictional activities of the fiscal years of which real ones are registered."""
    real = {read_fact.fact["fiscal_year"] for read_fact in facts if not read_fact.fact["is_synthetic"]}
    selected: list[ReadFact] = []
    reported_years: set[object] = set()
    for read_fact in facts:
        year = read_fact.fact["fiscal_year"]
        if not read_fact.fact["is_synthetic"] or year not in real:
            selected.append(read_fact)
            continue
        label = fiscal_year.label(int(str(year)))
        message = f"{label}の道の取組みが登録されたので、{label}の架空の取組みは使っていません。"
        if year not in reported_years:
            remark(
                context,
                read_fact.source,
                read_fact.row,
                "activity_id",
                Finding("info", "DEMO-LEFT-OUT", message),
            )
        reported_years.add(year)
        set_aside(context, read_fact, message)
    return selected


def _of_used_activities(context: ReadContext, facts: list[ReadFact], used: list[ReadFact]) -> list[ReadFact]:
    """Without those whose activity was set aside: what was found there says why."""
    ids = {one.fact["activity_id"] for one in used}
    for one in facts:
        if one.fact["activity_id"] not in ids:
            message = f"取組み「{one.fact['activity_id']}」を使っていないため、その参加も使っていません。"
            set_aside(context, one, message)
    return [one for one in facts if one.fact["activity_id"] in ids]
