"""An attendance list with a row per person: its headings in all spellings, and what a name's cell may say."""

from pathlib import Path

import pytest

from etl import add
from etl.ledger import Ledger
from etl.readers import composed_heading
from etl.readers.context import ReadContext
from etl.readers.grid import Sheet
from etl.readers.headings import PERSON, columns_by_spelling, find_header
from tests.etl.test_attendance_of_one_meeting import (
    BRIEFING,
    DAY,
    TITLE,
    Rows,
    built,
    listed,
    persons,
    with_activities,
)

POSTS, NAMES, OFFICES = ("職", "職名", "役職"), ("氏名", "お名前"), ("所属", "課名", "部署")
JOINED = ("{a}・{b}", "{a}／{b}", "{a}、{b}", "{a}及び{b}", "{a}（{b}）", "{a}{b}", "{a}\n{b}", "{a} ・ {b}")
OF_TWO = [
    way.format(a=one, b=other)
    for way in JOINED
    for one, other in (
        *((post, name) for post in POSTS for name in NAMES),
        *((name, post) for post in POSTS for name in NAMES),
        *((office, name) for office in OFFICES for name in NAMES),
    )
]
OF_MORE = (
    *("所属・職・氏名", "所属職氏名", "課名／職名／氏名", "所属・職名（氏名）", "職・氏名（敬称略）"),
    *(
        "出席者職・氏名",
        "出席者の職・氏名",
        "出席者（職・氏名）",
        "参加者職氏名",
        "ご出席者の所属・役職・氏名",
    ),
    *("職　氏　名", "職･氏名", "職名・ 氏名"),
)
RULES = ReadContext(Ledger()).columns["attendance_people"]
PEOPLE: Rows = [(1, "札幌市", "課長　佐藤　花子"), (2, "札幌市", "主事　鈴木"), (3, "函館市", "係長 高橋")]


def kind_of_heading(heading: str) -> str | None:
    header = find_header(Sheet("名簿", [["市町村名", heading]]), RULES)
    return header.columns.get(1) if header else None


def test_a_heading_that_names_persons_among_other_things_is_that_of_persons() -> None:
    read = {heading: kind_of_heading(heading) for heading in (*OF_TWO, *OF_MORE)}
    assert {heading: column for heading, column in read.items() if column != PERSON} == {}
    for heading in ("所属・職名", "職（役職）", "課・係"):
        assert kind_of_heading(heading) in ("post", "office")


@pytest.mark.parametrize("heading", ["氏名・開始年度", "職・人数", "名前のない欄"])
def test_one_with_anything_else_in_it_is_not_put_together(heading: str) -> None:
    known = columns_by_spelling(RULES)
    assert composed_heading.parts(heading, lambda part: part in known) == ()


@pytest.mark.parametrize("heading", ["職・氏名", "氏名（職名）", "所属・氏名"])
def test_a_plain_list_with_one_column_of_post_and_name_is_counted(tmp_path: Path, heading: str) -> None:
    raw = with_activities(tmp_path, BRIEFING)
    rows: Rows = [[TITLE], ("No", "市町村名", heading), *PEOPLE]
    report = add.add("attendance", listed(tmp_path, rows), raw, add.Details(DAY))
    assert not [one for one in report.findings if one.severity == "error"]
    assert persons(built(raw)[0]) == {"01100": 2, "01202": 1}


@pytest.mark.parametrize(
    ("written", "counted"), [("欠席", {}), ("－", {}), ("佐藤（欠席）", {}), ("課長", {"01202": 1})]
)
def test_who_did_not_come_by_the_cell_of_the_name_is_not_counted(
    tmp_path: Path, written: str, counted: dict[str, int]
) -> None:
    raw = with_activities(tmp_path, BRIEFING)
    rows: Rows = [[TITLE], ("No", "市町村名", "職・氏名"), *PEOPLE[:2], (3, "函館市", written)]
    add.add("attendance", listed(tmp_path, rows), raw, add.Details(DAY))
    assert persons(built(raw)[0]) == {"01100": 2} | counted


def test_who_did_not_come_by_the_note_is_not_counted(tmp_path: Path) -> None:
    raw = with_activities(tmp_path, BRIEFING)
    people: Rows = [(*PEOPLE[0], ""), (*PEOPLE[1], "（欠席）"), (*PEOPLE[2], "前回は欠席")]
    rows: Rows = [[TITLE], ("No", "市町村名", "職・氏名", "備考"), *people]
    add.add("attendance", listed(tmp_path, rows), raw, add.Details(DAY))
    assert persons(built(raw)[0]) == {"01100": 1, "01202": 1}


@pytest.mark.parametrize("written", ["佐藤、鈴木", "①佐藤 ②鈴木", "課長 佐藤 ほか1名", "佐藤，鈴木"])
def test_two_names_in_one_cell_are_asked_about(tmp_path: Path, written: str) -> None:
    raw = with_activities(tmp_path, BRIEFING)
    rows: Rows = [[TITLE], ("No", "市町村名", "職・氏名"), *PEOPLE[:2], (3, "函館市", written)]
    report = add.add("attendance", listed(tmp_path, rows), raw, add.Details(DAY))
    assert [one.cell for one in report.findings if one.rule == "ATTENDANCE-SEVERAL"] == ["B5"]
    assert persons(built(raw)[0]) == {"01100": 2}


def test_a_plain_list_without_persons_lacks_their_number_and_no_number_of_an_activity(tmp_path: Path) -> None:
    raw = with_activities(tmp_path, BRIEFING)
    rows: Rows = [[TITLE], ("No", "市町村名", "顔ぶれ"), *PEOPLE]
    with pytest.raises(add.AddRefusedError) as refused:
        add.add("attendance", listed(tmp_path, rows), raw, add.Details(DAY))
    said = "".join(one.message for one in refused.value.findings)
    assert "参加人数" in said
    assert "足りない見出し: 「取組番号」" not in said
