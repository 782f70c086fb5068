"""A route to take along: .ics for the calendar, .xlsx for the officer's own tables. The same RouteFile, the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from dashboard.export.plain_text import visible
from dashboard.planning.timetable import TravelDay
from dashboard.words import words

LINE_BYTES = 75
ESTIMATE = "移動時間と到着時刻は推計です"
COLUMNS = (
    ("日目", 7),
    ("日付（西暦）", 14),
    ("日付（和暦）", 18),
    ("順", 6),
    ("標準地域コード", 15),
    ("市町村", 14),
    ("移動（分、推計）", 14),
    ("到着（推計）", 12),
    ("終了（推計）", 12),
    ("帰着（推計）", 12),
    ("データの種類", 14),
)
LEFT = (("標準地域コード", 15), ("市町村", 14), ("入らなかった理由", 60))
STARTS_A_FORMULA = ("=", "+", "-", "@")
COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class RouteFile:
    """A route as it is handed out. left: code, name, reason of each town that it leaves out; made_at: when, in UTC."""

    plan_id: str
    title: str
    note: str
    days: Sequence[TravelDay]
    names: Mapping[str, str]
    left: Sequence[Mapping[str, str]]
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
    days = file.days
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(
        saved, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    created = days[0].begins if days else datetime(2021, 4, 1)  # noqa: DTZ001 - Excel's time has no zone
    book.set_properties({"title": file.title, "created": created.replace(hour=0, minute=0)})
    sheet = book.add_worksheet("訪問経路")
    look = {"font_name": "游ゴシック", "border": 1, "border_color": "#BFBFBF"}
    plain, quoted = book.add_format(look), book.add_format({**look, "quote_prefix": True})
    date_look = book.add_format({**look, "num_format": "yyyy-mm-dd", "align": "left"})
    time_look = book.add_format({**look, "num_format": "hh:mm", "align": "left"})
    head = book.add_format({**look, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864"})
    rows = [
        _row(day, number, file.names, file.is_synthetic) for day in days for number in range(len(day.visits))
    ]
    left: list[list[object]] = [[str(row[name]) for name in ("code", "name", "reason")] for row in file.left]
    tables: list[tuple[str, Any, Sequence[tuple[str, int]], list[list[object]]]] = [
        ("訪問経路", sheet, COLUMNS, rows)
    ]
    if left:
        tables.append(("入らなかった市町村", book.add_worksheet("入らなかった市町村"), LEFT, left))
    for called, on, columns, lines in tables:
        on.add_table(
            *(0, 0, max(len(lines), 1), len(columns) - 1),
            {
                "name": f"T_{called}",
                "style": "Table Style Light 1",
                "columns": [{"header": name, "header_format": head} for name, _ in columns],
            },
        )
        for place, (_, width) in enumerate(columns):
            on.set_column(place, place, width)
        for line, row in enumerate(lines, 1):
            for place, value in enumerate(row):
                _put(on, line, place, value, plain, quoted, date_look, time_look)
        on.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    mark = f"&R{words.SYNTHETIC}" if file.is_synthetic else ""
    sheet.set_header(f"&L訪問経路（{ESTIMATE}）{mark}")
    about = book.add_worksheet("説明")
    about.set_column(0, 0, 20)
    about.set_column(1, 1, 100)
    for line, (name, text) in enumerate(
        [
            ("項目", "内容"),
            ("計画", file.title),
            ("時間の根拠", file.note),
            ("入らなかった市町村", f"{len(left)}市町村"),
        ]
    ):
        about.write_string(line, 0, name, head if line == 0 else plain)
        look_of = head if line == 0 else quoted if text.startswith(STARTS_A_FORMULA) else plain
        about.write_string(line, 1, visible(text), look_of)
    book.close()
    return saved.getvalue()


def _row(day: TravelDay, number: int, names: Mapping[str, str], is_synthetic: bool) -> list[object]:
    visit = day.visits[number]
    return [
        day.day,
        datetime(day.on.year, day.on.month, day.on.day),  # noqa: DTZ001
        words.day_short(day.on),
        visit.order,
        visit.code,
        names[visit.code],
        visit.travel_minutes,
        visit.arrive.time(),
        visit.leave.time(),
        day.back.time(),
        words.SYNTHETIC if is_synthetic else "実データ",
    ]


def _put(
    sheet: Any, line: int, place: int, value: Any, plain: Any, quoted: Any, day: Any, clock: Any
) -> None:
    if isinstance(value, int):
        sheet.write_number(line, place, value, plain)
    elif isinstance(value, str):
        text = visible(value)
        sheet.write_string(line, place, text, quoted if text.startswith(STARTS_A_FORMULA) else plain)
    else:
        sheet.write_datetime(line, place, value, day if isinstance(value, datetime) else clock)


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
