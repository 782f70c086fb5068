"""The route to take along: a calendar that calendars read, a workbook that Excel reads, the same bytes each time."""

import io
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import openpyxl

from dashboard.export import visit_files
from dashboard.export.visit_files import RouteFile
from dashboard.planning import visits
from dashboard.planning.distances import Times
from dashboard.planning.timetable import TravelDay, timetable
from dashboard.planning.visits import VisitRules
from dashboard.words import words
from tests.office_schema import faults

NAMES = {"01581": "厚真町", "01303": "当別町", "01304": "新篠津村"}
NOTE = "移動時間は推計です、係数は仮;の値\nです"


def days(on: date = date(2024, 1, 10)) -> list[TravelDay]:
    codes = ("office", *NAMES)
    minutes = np.array([[0, 60, 70, 90], [60, 0, 30, 50], [70, 30, 0, 40], [90, 50, 40, 0]], dtype=float)
    route = visits.route(
        Times(codes, minutes, frozenset()), "office", dict.fromkeys(NAMES, 0.5), VisitRules(1)
    )
    return timetable(route, [on], 60)


def route_file(**more: object) -> RouteFile:
    given = {
        "plan_id": "a" * 32,
        "title": "計画,その1",
        "note": NOTE,
        "days": days(),
        "names": NAMES,
        "left_out": [{"code": "01304", "name": "新篠津村", "reason": "1日に入りきりませんでした"}],
        "made_at": datetime(2024, 1, 5, 9, 30, tzinfo=UTC),
        "is_synthetic": True,
    }
    return RouteFile(**{**given, **more})  # type: ignore[arg-type]


def test_times_follow_from_the_start_the_travel_and_one_lunch() -> None:
    day = days()[0]
    assert day.begins == datetime.fromisoformat("2024-01-10T08:45")
    assert [f"{visit.arrive:%H:%M}" for visit in day.visits] == ["09:55", "11:35", "14:25"]
    assert f"{day.back:%H:%M}" == "16:25"
    worked = (day.back - day.begins).total_seconds() / 60 - 60
    assert worked == day.minutes <= 465


def test_the_calendar_has_an_event_a_visit_in_japanese_time_with_escaped_and_folded_lines() -> None:
    content = visit_files.calendar(route_file())
    assert content == visit_files.calendar(route_file())
    lines = content.decode("utf-8").split("\r\n")
    assert all(len(line.encode("utf-8")) <= 75 for line in lines)
    plain = content.decode("utf-8").replace("\r\n ", "")
    assert plain.count("BEGIN:VEVENT") == 3
    assert "DTSTART;TZID=Asia/Tokyo:20240110T095500" in plain
    assert "計画\\,その1" in plain
    assert "仮\\;の値\\nです" in plain
    assert plain.count(f"【{words.SYNTHETIC}】訪問") == 3


def test_a_route_made_anew_takes_the_place_of_the_one_in_the_calendar() -> None:
    def said(file: RouteFile, name: str) -> list[str]:
        lines = visit_files.calendar(file).decode("utf-8").split("\r\n")
        return sorted(line for line in lines if line.startswith(name))

    first = route_file()
    later = route_file(days=days(date(2024, 1, 11)), made_at=first.made_at + timedelta(minutes=2))
    assert (
        said(first, "UID")
        == said(later, "UID")
        == sorted(f"UID:{'a' * 32}-{code}@kasanari" for code in NAMES)
    )
    assert said(first, "DTSTART") != said(later, "DTSTART")
    assert said(first, "DTSTAMP") == ["DTSTAMP:20240105T093000Z"] * 3, (
        "when it was made, not when the visit is"
    )
    numbers = [int(said(file, "SEQUENCE")[0].partition(":")[2]) for file in (first, later)]
    assert numbers[1] == numbers[0] + 2
    assert said(route_file(plan_id="b" * 32), "UID") != said(first, "UID")


def test_the_workbook_is_plain_tables_without_a_formula_and_names_the_towns_left_out(tmp_path: Path) -> None:
    content = visit_files.workbook(route_file(title="=cmd()"))
    assert faults(content, tmp_path, ".xlsx") == []
    assert content == visit_files.workbook(route_file(title="=cmd()"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = list(book["訪問経路"].iter_rows(values_only=True))
    assert len(rows) == 4
    assert rows[1][4:10] == (rows[1][4], NAMES[rows[1][4]], 70, time(9, 55), time(10, 55), time(16, 25))
    assert rows[1][2] == "令和6年1月10日"
    left = list(book["入らなかった市町村"].iter_rows(values_only=True))
    assert left == [
        ("標準地域コード", "市町村", "入らなかった理由"),
        ("01304", "新篠津村", "1日に入りきりませんでした"),
    ]
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert book["説明"]["B2"].value == "=cmd()"
    assert book["説明"]["B4"].value == "1市町村"
    assert not book["訪問経路"].merged_cells.ranges
    whole = openpyxl.load_workbook(io.BytesIO(visit_files.workbook(route_file(left_out=[]))))
    assert whole.sheetnames == ["訪問経路", "説明"]
