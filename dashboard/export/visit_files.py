"""A route to take along: .ics for the calendar, .xlsx for the officer's own tables. The same RouteFile, the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard.export import excel
from dashboard.export.excel import DATE_AT_LEFT, RULED, TIME_AT_LEFT, ExcelList, ListColumn, PrintSetup
from dashboard.export.plain_text import visible
from dashboard.export.table_shape import REAL
from dashboard.planning.timetable import TravelDay
from dashboard.words import words

LINE_BYTES = 75
ESTIMATE = "移動時間と到着時刻は推計です"
COLUMNS = (
    ListColumn("日目", "day", 7, "integer"),
    ListColumn("日付（西暦）", "date", 14, "date", DATE_AT_LEFT),
    ListColumn("日付（和暦）", "date_reiwa", 18),
    ListColumn("順", "order", 6, "integer"),
    ListColumn("標準地域コード", "code", 15),
    ListColumn("市町村", "name", 14),
    ListColumn("移動（分、推計）", "travel_minutes", 14, "integer"),
    ListColumn("到着（推計）", "arrive", 12, "time", TIME_AT_LEFT),
    ListColumn("終了（推計）", "leave", 12, "time", TIME_AT_LEFT),
    ListColumn("帰着（推計）", "back", 12, "time", TIME_AT_LEFT),
    ListColumn("データの種類", "data_kind", 14),
)
LEFT = (
    ListColumn("標準地域コード", "code", 15),
    ListColumn("市町村", "name", 14),
    ListColumn("入らなかった理由", "reason", 60),
)
ABOUT = (ListColumn("項目", 0, 20), ListColumn("内容", 1, 100))
COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class RouteFile:
    """A route as it is handed out. left_out: code, name, reason of each town not visited; made_at: when, in UTC."""

    plan_id: str
    title: str
    note: str
    days: Sequence[TravelDay]
    names: Mapping[str, str]
    left_out: Sequence[Mapping[str, str]]
    made_at: datetime
    is_synthetic: bool


def calendar(file: RouteFile) -> bytes:
    """RFC 5545: one event a visit, in the time of Japan, each with the note on what the times rest on.

    The event of a town in a plan keeps its UID: a route made anew takes the place of the one in the calendar.
    """
    mark = f"【{words.SYNTHETIC}】" if file.is_synthetic else ""
    stamp = f"{file.made_at:%Y%m%dT%H%M%SZ}"
    version = int((file.made_at - COUNTED_FROM).total_seconds() // 60)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kasanari//plan//JA", "CALSCALE:GREGORIAN"]
    lines += [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Tokyo",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0900",
        "TZOFFSETTO:+0900",
        "TZNAME:JST",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
    for day in file.days:
        for visit in day.visits:
            name = file.names[visit.code]
            about = f"{file.title}　{day.day}日目 {visit.order}か所目。{file.note}"
            lines += [
                "BEGIN:VEVENT",
                f"UID:{file.plan_id}-{visit.code}@kasanari",
                f"DTSTAMP:{stamp}",
                f"LAST-MODIFIED:{stamp}",
                f"SEQUENCE:{version}",
                f"DTSTART;TZID=Asia/Tokyo:{visit.arrive:%Y%m%dT%H%M%S}",
                f"DTEND;TZID=Asia/Tokyo:{visit.leave:%Y%m%dT%H%M%S}",
                f"SUMMARY:{_escaped(f'{mark}訪問 {name}（到着は推計）')}",
                f"LOCATION:{_escaped(f'{name}役場')}",
                f"DESCRIPTION:{_escaped(about)}",
                "END:VEVENT",
            ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode("utf-8")


def workbook(file: RouteFile) -> bytes:
    """One table a sheet, one row per visit, no formula and no merged cell; then the towns left out, and what it rests on."""
    saved = io.BytesIO()
    with excel.open_workbook(saved) as book:
        created = file.days[0].begins if file.days else datetime(2021, 4, 1)  # noqa: DTZ001 - Excel's time has no zone
        book.set_properties({"title": file.title, "created": created.replace(hour=0, minute=0)})
        mark = f"&R{words.SYNTHETIC}" if file.is_synthetic else ""
        on_paper = PrintSetup(header=f"&L訪問経路（{ESTIMATE}）{mark}")
        excel.write_list(
            book,
            ExcelList("訪問経路", COLUMNS, _rows(file), RULED, table="T_訪問経路", print_setup=on_paper),
        )
        if file.left_out:
            name = "入らなかった市町村"
            excel.write_list(book, ExcelList(name, LEFT, file.left_out, RULED, table=f"T_{name}"))
        about = (
            ("計画", file.title),
            ("時間の根拠", file.note),
            ("入らなかった市町村", f"{len(file.left_out)}市町村"),
        )
        excel.write_list(book, ExcelList("説明", ABOUT, about, RULED, is_frozen=False))
    return saved.getvalue()


def _rows(file: RouteFile) -> list[dict[str, object]]:
    return [
        {
            "day": day.day,
            "date": day.on,
            "date_reiwa": words.day_short(day.on),
            "order": visit.order,
            "code": visit.code,
            "name": file.names[visit.code],
            "travel_minutes": visit.travel_minutes,
            "arrive": visit.arrive.time(),
            "leave": visit.leave.time(),
            "back": day.back.time(),
            "data_kind": words.SYNTHETIC if file.is_synthetic else REAL,
        }
        for day in file.days
        for visit in day.visits
    ]


def _escaped(text: str) -> str:
    flat = visible(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return flat.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 bytes, never broken inside a character."""
    parts: list[str] = []
    part = ""
    for character in line:
        if len((part + character).encode("utf-8")) > LINE_BYTES - bool(parts):
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])
