"""A route to take along: .ics for the calendar, .xlsx for the officer's own tables. The same route, the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from dashboard import words
from dashboard.export.plain_text import visible
from dashboard.planning.timetable import TravelDay

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
STARTS_A_FORMULA = ("=", "+", "-", "@")


def calendar(
    days: Sequence[TravelDay], names: dict[str, str], title: str, note: str, *, is_synthetic: bool
) -> bytes:
    """RFC 5545: one event a visit, in the time of Japan, each with the note on what the times rest on."""
    mark = f"【{words.SYNTHETIC}】" if is_synthetic else ""
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
    for day in days:
        for visit in day.visits:
            stamp = visit.arrive.replace(tzinfo=words.JST).astimezone(UTC)
            about = f"{title}　{day.day}日目 {visit.order}か所目。{note}"
            lines += [
                "BEGIN:VEVENT",
                f"UID:{visit.arrive:%Y%m%dT%H%M}-{visit.code}@kasanari",
                f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
                f"DTSTART;TZID=Asia/Tokyo:{visit.arrive:%Y%m%dT%H%M%S}",
                f"DTEND;TZID=Asia/Tokyo:{visit.leave:%Y%m%dT%H%M%S}",
                f"SUMMARY:{_escaped(f'{mark}訪問 {names[visit.code]}（到着は推計）')}",
                f"LOCATION:{_escaped(f'{names[visit.code]}役場')}",
                f"DESCRIPTION:{_escaped(about)}",
                "END:VEVENT",
            ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode("utf-8")


def workbook(
    days: Sequence[TravelDay], names: dict[str, str], title: str, note: str, *, is_synthetic: bool
) -> bytes:
    """One table a sheet, one row a visit, no formula and no merged cell; a second sheet says what it rests on."""
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(
        saved, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    created = days[0].begins if days else datetime(2021, 4, 1)  # noqa: DTZ001 - Excel's time has no zone
    book.set_properties({"title": title, "created": created.replace(hour=0, minute=0)})
    sheet = book.add_worksheet("訪問経路")
    look = {"font_name": "游ゴシック", "border": 1, "border_color": "#BFBFBF"}
    plain, quoted = book.add_format(look), book.add_format({**look, "quote_prefix": True})
    date_look = book.add_format({**look, "num_format": "yyyy-mm-dd", "align": "left"})
    time_look = book.add_format({**look, "num_format": "hh:mm", "align": "left"})
    head = book.add_format({**look, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864"})
    rows = [_row(day, number, names, is_synthetic) for day in days for number in range(len(day.visits))]
    sheet.add_table(
        0,
        0,
        max(len(rows), 1),
        len(COLUMNS) - 1,
        {
            "name": "T_訪問経路",
            "style": "Table Style Light 1",
            "columns": [{"header": name, "header_format": head} for name, _ in COLUMNS],
        },
    )
    for place, (_, width) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            _put(sheet, line, place, value, plain, quoted, date_look, time_look)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    mark = f"&R{words.SYNTHETIC}" if is_synthetic else ""
    sheet.set_header(f"&L訪問経路（{ESTIMATE}）{mark}")
    about = book.add_worksheet("説明")
    about.set_column(0, 0, 20)
    about.set_column(1, 1, 100)
    for line, (name, text) in enumerate([("項目", "内容"), ("計画", title), ("時間の根拠", note)]):
        about.write_string(line, 0, name, head if line == 0 else plain)
        look_of = head if line == 0 else quoted if text.startswith(STARTS_A_FORMULA) else plain
        about.write_string(line, 1, visible(text), look_of)
    book.close()
    return saved.getvalue()


def _row(day: TravelDay, number: int, names: dict[str, str], is_synthetic: bool) -> list[object]:
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
    parts, part = [], ""
    for character in line:
        if len((part + character).encode("utf-8")) > LINE_BYTES - bool(parts):
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])
