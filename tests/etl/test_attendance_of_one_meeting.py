"""An attendance list of one meeting, without activity numbers: read when the meeting is certain, asked about when it is not."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from etl import add, sources, trial
from etl.findings import Finding
from etl.ledger import Ledger
from etl.readers import activities
from etl.readers.context import Fact, ReadContext
from tests.etl.raw_copy import copy_raw, run_etl
from tests.etl.read_list import directory

CASE = Path(__file__).parent / "cases" / "office" / "attendance_of_one_meeting_without_number.xlsx"
DAY = date(2026, 8, 1)
HEAD = "取組番号,取組み,題名,開催日"
BRIEFING = "R8-1,連携促進説明会,令和8年度連携促進説明会,令和8年6月18日"
EXCHANGE = "R8-2,情報共有の場づくり,情報共有会議,令和8年6月18日"
SECOND = "R8-3,連携促進説明会,第2回連携促進説明会,令和8年7月9日"
TITLE = "令和8年度 連携促進説明会（令和8年6月18日・オンライン）出席簿"
HEADINGS = ("No", "振興局", "市町村", "出席者数")

Rows = Sequence[Sequence[object]]


def with_activities(folder: Path, *lines: str) -> Path:
    raw = copy_raw(folder / "raw")
    path = folder / "取組.csv"
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    add.add("activities", path, raw, add.Details(DAY))
    return raw


def listed(folder: Path, rows: Rows, name: str = "出席簿.xlsx") -> Path:
    path = folder / name
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return path
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def built(raw: Path) -> tuple[list[Fact], list[Finding]]:
    """The attendances as a build reads them from the register."""
    context = ReadContext(Ledger(), directory=directory())
    _, found = activities.read_activities(context, sources.read_register(raw)[0])
    return found, context.findings


def persons(facts: Sequence[Fact]) -> dict[str, object]:
    return {str(one["municipality_code"]): one["persons"] for one in facts}


def test_the_handed_list_is_matched_by_its_title_and_day(tmp_path: Path) -> None:
    raw = with_activities(tmp_path, BRIEFING, EXCHANGE, SECOND)
    done = run_etl("add", "attendance", CASE, "--raw", raw, "--received-on", "2026-08-01")
    assert done.returncode == 0, done.stderr
    assert "20行" in done.stdout
    assert (
        "取組番号「R8-1」（令和8年度連携促進説明会、令和8年6月18日）の出席簿として読みました" in done.stderr
    )
    facts, _ = built(raw)
    assert {one["activity_id"] for one in facts} == {"R8-1"}
    assert persons(facts)["01100"] == 2
    assert (len(facts), sum(int(str(one["persons"])) for one in facts)) == (20, 41)


def test_what_was_matched_stays_when_another_activity_of_that_day_comes(tmp_path: Path) -> None:
    raw = with_activities(tmp_path, BRIEFING)
    add.add("attendance", CASE, raw, add.Details(DAY, note="所管から"))
    later = tmp_path / "後.csv"
    later.write_text(f"{HEAD}\n{BRIEFING.replace('R8-1', 'R8-9')}", encoding="utf-8")
    add.add("activities", later, raw, add.Details(DAY))
    assert {one["activity_id"] for one in built(raw)[0]} == {"R8-1"}
    assert [row["note"] for row in sources.read_rows(raw) if row["kind"] == "attendance"] == [
        "取組番号: R8-1。所管から"
    ]


def test_a_list_added_again_for_another_meeting_moves_there_and_the_register_says_so(tmp_path: Path) -> None:
    raw = with_activities(tmp_path, BRIEFING, SECOND)
    add.add("attendance", CASE, raw, add.Details(DAY, note="所管から"))
    moved = add.add("attendance", CASE, raw, add.Details(DAY, activity="R8-3"))
    assert (moved.already, moved.rows) == (False, 20)
    facts, _ = built(raw)
    assert {one["activity_id"] for one in facts} == {"R8-3"}
    assert [row["note"] for row in sources.read_rows(raw) if row["kind"] == "attendance"] == [
        f"取組番号: R8-3。所管から。{DAY}に取組をR8-1から直した"
    ]
    assert add.add("attendance", CASE, raw, add.Details(DAY, activity="r8-3")).already


@pytest.mark.parametrize(
    ("registered", "title", "named"),
    [
        ([BRIEFING, BRIEFING.replace("R8-1", "R8-5")], TITLE, ["R8-1", "R8-5"]),
        ([SECOND], TITLE, ["R8-3"]),
        ([EXCHANGE], TITLE, ["R8-2"]),
        ([BRIEFING], "令和8年度 連携促進説明会 出席簿", ["R8-1"]),
        ([BRIEFING], "出席簿（令和8年6月18日）", ["R8-1"]),
        ([BRIEFING], "令和8年度 連携促進説明会（令和8年6月19日）", ["R8-1"]),
        ([], TITLE, ["登録されていません"]),
    ],
)
def test_an_uncertain_meeting_is_refused_with_its_candidates(
    tmp_path: Path, registered: list[str], title: str, named: list[str]
) -> None:
    raw = with_activities(tmp_path, *(registered or ["R7-1,連携促進説明会,別の回,令和7年6月1日"]))
    path = listed(tmp_path, [[title], HEADINGS, (1, "石狩振興局", "札幌市", "2名")], "list.xlsx")
    before = (raw / "SOURCES.csv").read_bytes()
    with pytest.raises(add.AddRefusedError) as refused:
        add.add("attendance", path, raw, add.Details(DAY))
    [asked] = [one for one in refused.value.findings if one.rule == "ATTENDANCE-WHICH"]
    assert "新しい取組み" in asked.message
    assert not registered or all(f"「{one}」" in asked.message for one in named)
    assert (raw / "SOURCES.csv").read_bytes() == before


def test_the_officer_says_which_meeting_it_is(tmp_path: Path) -> None:
    raw = with_activities(tmp_path, BRIEFING, SECOND)
    path = listed(tmp_path, [["出席簿"], HEADINGS, (1, "石狩振興局", "札幌市", "2名")])
    report = add.add("attendance", path, raw, add.Details(DAY, activity="ｒ8-3"))
    assert report.rows == 1
    facts, findings = built(raw)
    assert [(one["activity_id"], one["persons"]) for one in facts] == [("R8-3", 2)]
    assert not [one for one in findings if one.severity != "info"]


def test_a_chosen_meeting_of_another_day_is_read_with_a_warning(tmp_path: Path) -> None:
    raw = with_activities(tmp_path, BRIEFING, SECOND)
    report = add.add("attendance", CASE, raw, add.Details(DAY, activity="R8-3"))
    assert [one.rule for one in report.findings if one.severity == "warning"] == ["ATTENDANCE-DAY"]
    assert report.rows == 20


def test_an_activity_that_is_not_registered_or_another_kind_is_refused(tmp_path: Path) -> None:
    raw = with_activities(tmp_path, BRIEFING)
    done = run_etl("add", "attendance", CASE, "--raw", raw, "--activity", "R9-1")
    assert done.returncode == 1
    assert "「R9-1」の取組みが登録されていません" in done.stderr
    assert "「R8-1」" in done.stderr
    done = run_etl("add", "figures", CASE, "--raw", raw, "--activity", "R8-1")
    assert "出席簿だけ" in done.stderr


NUMBERS = st.integers(1, 99)
SPELLINGS = ("{}名", "{}人", "{}", " {} 名 ", "{}名（オンライン）", "計{}名")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
ABSENT = ("", " ", "×", "✕", "欠席", "欠", "0", "０名", "-", "－", "不参加", "なし")


@pytest.fixture(scope="module")
def raw_with_briefing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_activities(tmp_path_factory.mktemp("briefing"), BRIEFING)


@given(data=st.data(), number=NUMBERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
def test_persons_are_read_however_they_are_written_and_absence_is_counted(
    tmp_path: Path, raw_with_briefing: Path, data: st.DataObject, number: int
) -> None:
    text = data.draw(st.sampled_from(SPELLINGS)).format(number)
    text = text.translate(WIDE) if data.draw(st.booleans()) else text
    absent = data.draw(st.lists(st.sampled_from(ABSENT), min_size=1, max_size=3))
    towns = ["函館市", "小樽市", "旭川市"]
    rows: Rows = [
        [TITLE],
        HEADINGS,
        (1, "石狩振興局", "札幌市", text),
        *((n, "", town, said) for n, (town, said) in enumerate(zip(towns, absent, strict=False), 2)),
        ("", "", "合計", "99名"),
    ]
    path = listed(tmp_path, rows, data.draw(st.sampled_from(["出席簿.xlsx", "出席簿.csv"])))
    found = trial.read(
        add.new_entry("attendance", path, raw_with_briefing, add.Details(DAY), "0" * 64),
        sources.read_register(raw_with_briefing)[0],
    )
    assert found.rows == 1
    [told] = [one for one in found.findings if one.rule == "ATTENDANCE-ABSENT"]
    assert told.message.startswith(f"{len(absent)}市町村")
    assert not [one for one in found.findings if one.severity == "error"]


@pytest.mark.parametrize(("written", "read"), [("○", None), ("出席", None), ("二名", 2), (3, 3), (3.0, 3)])
def test_a_mark_is_attendance_of_an_unknown_number(tmp_path: Path, written: object, read: int | None) -> None:
    raw = with_activities(tmp_path, BRIEFING)
    add.add(
        "attendance", listed(tmp_path, [[TITLE], HEADINGS, (1, "", "札幌市", written)]), raw, add.Details(DAY)
    )
    assert persons(built(raw)[0]) == {"01100": read}


@pytest.mark.parametrize("written", ["2〜3名", "会場1名、オンライン2名", "数名", "2名（うち1名欠席）", "2組"])
def test_what_is_not_one_number_is_asked_about(tmp_path: Path, written: str) -> None:
    raw = with_activities(tmp_path, BRIEFING)
    rows: Rows = [[TITLE], HEADINGS, (1, "", "札幌市", written), (2, "", "函館市", "1名")]
    report = add.add("attendance", listed(tmp_path, rows), raw, add.Details(DAY))
    assert [one.cell for one in report.findings if one.rule == "ATTENDANCE-PERSONS"] == ["D3"]
    assert persons(built(raw)[0]) == {"01202": 1}


def test_a_list_with_numbers_is_read_as_before(tmp_path: Path) -> None:
    raw = with_activities(tmp_path, BRIEFING, SECOND)
    rows: Rows = [
        ("取組番号", "市町村名", "参加人数"),
        ("R8-1", "札幌市", 2),
        ("R8-3", "札幌市", ""),
        ("R8-3", "函館市", 1),
    ]
    add.add("attendance", listed(tmp_path, rows), raw, add.Details(DAY))
    assert sorted(
        (one["activity_id"], one["municipality_code"], one["persons"])
        for one in built(raw)[0]
        if one["persons"]
    ) == [
        ("R8-1", "01100", 2),
        ("R8-3", "01202", 1),
    ]
    assert len(built(raw)[0]) == 3
