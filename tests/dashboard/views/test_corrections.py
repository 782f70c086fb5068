"""What is typed or chosen in the drawer of 訂正 becomes the one text that the record holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dashboard.pages.town import answers, contact
from dashboard.queries import town_sheet
from dashboard.views.corrections import (
    START_YEAR,
    STATUS_CODE,
    CorrectableValue,
    ValueKey,
    gather,
    new_text,
    read_key,
    status_key,
    total_key,
)
from dashboard.warehouse.reader import Reader, Warehouse

KEY = ValueKey("answer", "01452", 2023, "q")


def value(kind: str, text: str = "", unit: str = "", options: tuple[str, ...] = ()) -> CorrectableValue:
    return CorrectableValue(KEY, "鷹栖町", "問1", kind, text, "", unit, options, {}, False, ())


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        ("integer", {"": "５"}, "5人"),
        ("integer", {"": "5人"}, "5人"),
        ("multiple", {"": ["乙", "甲"]}, "甲、乙"),
        ("ranked", {"1": "乙", "2": None, "3": "甲"}, "1位 乙、3位 甲"),
        ("contact", {"担当課・係": " 福祉課 ", "電話": ""}, "担当課・係：福祉課"),
        ("date", {"": "Ｒ５．１１．１"}, "2023-11-01"),
        ("fiscal_year", {"": "令和6年度"}, "令和6年度"),
        ("free_text", {"": "一行目\n二行目"}, "一行目\n二行目"),
    ],
)
def test_what_is_entered_is_one_text(kind: str, parts: dict[str, Any], expected: str) -> None:
    assert new_text(value(kind, "元", "人", ("甲", "乙")), parts, is_blank=False) == expected


@pytest.mark.parametrize(
    ("kind", "text", "parts", "word"),
    [
        ("integer", "3人", {"": "3"}, "訂正前と同じ"),
        ("integer", "3人", {"": " "}, "値を入れて"),
        ("ranked", "1位 甲", {"1": "甲", "2": "甲"}, "2つの順位"),
        ("date", "空欄", {"": "きのう"}, "日付として読めません"),
    ],
)
def test_what_is_no_new_value_is_said(kind: str, text: str, parts: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        new_text(value(kind, text, "人", ("甲", "乙")), parts, is_blank=False)


def test_a_key_is_read_back_and_nothing_else_is_one() -> None:
    assert read_key(str(KEY)) == KEY
    figure = ValueKey("figure", "01452", None, "area_km2")
    assert read_key(str(figure)) == figure
    total = total_key("hk_2022_plan_implementing")
    assert read_key(str(total)) == total
    for text in ("", "answer|01452||q", "other|01452|2023|q", "answer|01452|2023|"):
        assert read_key(text) is None


def test_a_blank_is_called_so() -> None:
    assert new_text(value("single", "甲"), {"": "乙"}, is_blank=True) == "空欄"


def test_a_published_total_can_be_corrected_and_an_unknown_one_not(reader: Reader) -> None:
    found = gather(reader, total_key("hk_2022_plan_implementing"))
    assert found is not None
    assert found.heading == "公表値 令和4年度 実施中（令和4年11月30日時点）"
    assert (found.text, found.unit, found.place.startswith("公表された市町村数の一覧 セル ")) == (
        "7",
        "市町村",
        True,
    )
    assert new_text(found, {"": "8"}, is_blank=False) == "8"
    assert gather(reader, total_key("of_nobody")) is None


@pytest.mark.parametrize(("basis", "year"), [("stated", 2024), ("carried", 2023), ("none", 2024)])
def test_a_state_is_corrected_in_the_year_that_says_it_and_told_where_none_does(
    basis: str, year: int
) -> None:
    row = {"municipality_code": "01452", "basis": basis, "fiscal_year": 2024, "stated_fiscal_year": 2023}
    assert status_key(row, STATUS_CODE) == ValueKey("status", "01452", year, STATUS_CODE)
    assert (status_key(row, START_YEAR) is None) == (basis == "none")


def test_the_state_of_a_year_without_records_is_shown_as_unknown_and_can_be_chosen(reader: Reader) -> None:
    found = gather(reader, ValueKey("status", "01637", 2023, STATUS_CODE))  # 芽室町
    assert found is not None
    assert (found.text, found.place) == ("データなし", "")
    assert "実施予定なし" in found.options
    assert gather(reader, ValueKey("status", "01637", 2023, START_YEAR)) is None


def test_each_question_of_a_round_can_be_told_by_a_town_whose_return_has_not_come(demo_curated: Path) -> None:
    reader = Warehouse(demo_curated).reader()
    waiting = reader.frame(
        "select municipality_code, fiscal_year from mart_return_status where state = 'waiting'"
    )
    code, year = str(waiting["municipality_code"].iloc[0]), int(waiting["fiscal_year"].iloc[0])
    questions = town_sheet.questions(reader)
    of_round = questions[questions["fiscal_year"] == year]
    for question in of_round["question_id"]:
        found = gather(reader, ValueKey("answer", code, year, str(question)))
        assert found is not None
        assert (found.text, found.place, found.is_untold) == ("空欄", "", True)
    rounds, said = town_sheet.rounds(reader, code), town_sheet.answers(reader, code)
    shown = [
        answers.every_answer(said, rounds, questions, code),
        answers.functions(said, town_sheet.functions(reader), rounds, questions, code),
        contact.block(said, rounds, questions, code),
    ]
    offered = set(re.findall(rf"answer\|{code}\|{year}\|([a-z0-9_]+)", repr(shown)))
    assert offered == set(of_round["question_id"])


def test_a_state_that_is_what_the_town_answered_is_corrected_as_that_answer(demo_curated: Path) -> None:
    reader = Warehouse(demo_curated).reader()
    rows = reader.frame(
        "select y.municipality_code, y.fiscal_year from mart_status_by_year as y inner join mart_answer as a "
        "on a.source_id = y.source_id and a.question_id = 'status' and a.fiscal_year = y.fiscal_year "
        "where y.start_fiscal_year is not null order by all limit 1"
    )
    code, year = str(rows["municipality_code"].iloc[0]), int(rows["fiscal_year"].iloc[0])
    for item, question in ((STATUS_CODE, "status"), (START_YEAR, "start_year")):
        found = gather(reader, ValueKey("status", code, year, item))
        assert found is not None
        assert found.key == ValueKey("answer", code, year, question)
        assert "答えと状態が一緒に変わります" in found.beside
        own = gather(reader, found.key)
        assert own is not None
        assert (own.text, own.beside) == (found.text, found.beside)
