"""An attendance list brings its meeting along, and a list of activities needs no numbers: offices have neither."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from etl import add, sources
from etl.ledger import Ledger
from etl.new_meeting import NewMeeting
from etl.readers import activities
from etl.readers.context import Fact, ReadContext
from tests.etl.raw_copy import copy_raw, run_etl
from tests.etl.read_list import directory
from tests.etl.test_attendance_of_one_meeting import CASE, listed

DAY = date(2026, 8, 1)
MEETING = NewMeeting("令和8年度 連携促進説明会", date(2026, 6, 18))
OFFICE_LIST = [
    ["令和8年度 道の取組み一覧（地域福祉課）"],
    ["番号", "取組名", "開催年月日", "開催方法", "備考"],
    [1, "連携促進説明会", "R8.6.18", "オンライン", ""],
    [2, "人材養成研修（基礎）", "令和8年9月3日", "集合", ""],
    [3, "人材養成研修（応用）", "令和8年9月3日", "集合", ""],
]


def read(raw: Path) -> tuple[list[Fact], list[Fact]]:
    return activities.read_activities(
        ReadContext(Ledger(), directory=directory()), sources.read_register(raw)[0]
    )


def test_a_list_is_registered_with_the_meeting_that_it_is_of(tmp_path: Path) -> None:
    raw = copy_raw(tmp_path / "raw")
    add.add("attendance", CASE, raw, add.Details(DAY, meeting=MEETING))
    [event], taken_part = read(raw)
    assert (event["activity_id"], event["held_on"], event["measure_code"]) == (
        "R8-0618",
        "2026-06-18",
        "briefing_session",
    )
    assert {one["activity_id"] for one in taken_part} == {"R8-0618"}


def test_a_second_list_of_the_same_meeting_makes_no_second_meeting(tmp_path: Path) -> None:
    raw = copy_raw(tmp_path / "raw")
    rows = [["市町村", "出席者数"], ["函館市", 3], ["奥尻町", 2]]  # 函館市 stands in the first as well
    add.add("attendance", CASE, raw, add.Details(DAY, meeting=MEETING))
    add.add("attendance", listed(tmp_path, rows), raw, add.Details(DAY, meeting=MEETING))
    events, taken_part = read(raw)
    assert len(events) == 1
    towns = [one["municipality_code"] for one in taken_part]
    assert len(towns) == len(set(towns))
    assert "01367" in towns


def test_a_list_that_cannot_be_read_leaves_no_meeting_behind(tmp_path: Path) -> None:
    raw = copy_raw(tmp_path / "raw")
    path = listed(tmp_path, [["市町村", "出席者数"], ["なし町", 2]])
    with pytest.raises(add.AddRefusedError):
        add.add("attendance", path, raw, add.Details(DAY, meeting=MEETING))
    assert read(raw) == ([], [])


def test_the_look_at_a_list_proposes_its_meeting_and_shows_who_came(
    real_raw: Path, real_curated: Path
) -> None:
    places = ("--raw", real_raw, "--curated", real_curated, "--json")
    [first] = json.loads(run_etl("inspect", CASE, *places).stdout)["files"]
    assert (first["meeting"]["on"], first["meeting"]["measure"]) == ("2026-06-18", "briefing_session")
    assert "連携促進説明会" in first["meeting"]["title"]
    assert first["refused"]
    said = ("--meeting-title", first["meeting"]["title"], "--meeting-on", first["meeting"]["on"])
    [then] = json.loads(run_etl("inspect", CASE, *said, *places).stdout)["files"]
    assert then["refused"] == ""
    assert then["counts"]["new"] == then["rows"] > 0


def test_a_list_of_activities_without_numbers_is_numbered_by_its_days(tmp_path: Path) -> None:
    raw = copy_raw(tmp_path / "raw")
    done = add.add("activities", listed(tmp_path, OFFICE_LIST), raw, add.Details(DAY))
    assert done.rows == 3
    assert [(one["activity_id"], one["measure_code"]) for one in read(raw)[0]] == [
        ("R8-0618", "briefing_session"),
        ("R8-0903", "training"),
        ("R8-0903-2", "training"),
    ]


def test_a_heading_that_is_passed_over_can_be_given_a_meaning(
    tmp_path: Path, real_raw: Path, real_curated: Path
) -> None:
    path = listed(tmp_path, OFFICE_LIST)
    places = ("--raw", real_raw, "--curated", real_curated, "--json")
    [found] = json.loads(run_etl("inspect", path, *places).stdout)["files"]
    assert [(one["heading"], one["is_optional"]) for one in found["headings"]] == [("番号", True)]
    raw = copy_raw(tmp_path / "raw")
    add.add("activities", path, raw, add.Details(DAY, headings=(("番号", "activity_id"),)))
    learned = add.learned_headings.read(raw)
    context = ReadContext(Ledger(), directory=directory(), learned=learned)
    events, _ = activities.read_activities(context, sources.read_register(raw)[0])
    assert [one["activity_id"] for one in events] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["市町村名", "所属", "職", "氏名"],
            ["函館市", "福祉課", "主査", "北海 太郎"],
            ["函館市", "福祉課", "係長", "北海 次郎"],
            ["奥尻町", "住民課", "主事", "北海 花子"],
        ],
        [["市町村名", "氏名"], ["函館市", "北海 太郎"], ["奥尻町", "北海 花子"], ["函館市", "北海 次郎"]],
        [
            ["No", "市町村", "氏名", "出欠"],
            [1, "函館市", "北海 太郎", "出席"],
            [2, "函館市", "北海 次郎", "出席"],
            [3, "函館市", "北海 三郎", "欠席"],
            [4, "奥尻町", "北海 花子", "出席"],
            [5, "渡島総合振興局", "道庁 一郎", "出席"],
            [6, "長万部町", "", ""],
        ],
    ],
    ids=["office", "plain", "absent"],
)
def test_the_rows_of_a_list_of_persons_are_counted_and_no_name_is_kept(
    tmp_path: Path, rows: list[list[object]]
) -> None:
    raw = copy_raw(tmp_path / "raw")
    above = [["令和８年度 連携促進説明会 出席者名簿"], ["日時：令和8年6月18日 13時30分"], []]
    path = listed(tmp_path, [*above, *rows])
    looked = run_etl("inspect", path, "--raw", raw, "--json")
    found = json.loads(looked.stdout)
    [seen] = found["files"]
    assert (seen["kind"], seen["meeting"]["on"], seen["missing"]) == ("attendance", "2026-06-18", [])
    add.add("attendance", path, raw, add.Details(DAY, meeting=MEETING))
    context = ReadContext(Ledger(), directory=directory())
    _, came = activities.read_activities(context, sources.read_register(raw)[0])
    assert {one["municipality_code"]: one["persons"] for one in came} == {"01202": 2, "01367": 1}
    assert "北海" not in repr(came) + repr(context.findings) + repr(context.ledger.__dict__)
