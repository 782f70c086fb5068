"""What a town says by phone before its return comes: any question of the round, until the return or its withdrawal."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from etl import build, correct
from etl.corrections_file import CorrectionRefusedError
from etl.survey.form.naming import item_of
from etl.survey.receive import receive
from tests.etl.raw_copy import copy_raw
from tests.etl.survey import return_truth as truth
from tests.etl.survey.received import HIGASHIKAWA, KUTCHAN, TAKASU, form, hand_in
from tests.etl.test_corrected_answers import _said, _text, ask, build_with, line, write

TOLD, CAME = date(2023, 12, 5), date(2023, 12, 8)
STATE = f"select status_code from mart_status_by_year where fiscal_year = 2023 and municipality_code = '{HIGASHIKAWA}'"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """data/raw with the return of one other municipality."""
    raw = copy_raw(tmp_path / "raw")
    assert receive([hand_in(tmp_path, KUTCHAN, seed=1)], raw, 2023, date(2023, 12, 1)).loaded == 1
    return raw


def test_every_question_can_be_told_and_is_as_if_never_said_once_withdrawn(raw: Path, tmp_path: Path) -> None:
    asked = form(2023)
    wanted = truth.random_answers(asked, random.Random(4711))
    told = {one.id: _text(one, wanted[one.id]) for one in asked.questions if one.id in wanted}
    lines = [[item_of(one, asked), "空欄", told[one.id]] for one in asked.questions if one.id in told]
    write(raw, lines)
    findings = build.build(raw, tmp_path / "made").findings
    assert [one.message for one in findings if one.rule == "CORRECTION-STALE"] == []
    assert _said(tmp_path / "made", only=told) == told
    place = f"select count(*), bool_and(s.file = 'corrections/corrections.csv') from mart_answer inner join core_source as s using (source_id) where municipality_code = '{TAKASU}'"
    [(count, is_cited)] = ask(tmp_path / "made", place)
    assert count >= len(told)
    assert is_cited
    state = (
        f"select state from mart_return_status where fiscal_year = 2023 and municipality_code = '{TAKASU}'"
    )
    assert ask(tmp_path / "made", state) == [("waiting",)]
    states = f"select question_id from mart_question_state where fiscal_year = 2023 and municipality_code = '{TAKASU}' and state <> 'no_return'"
    contacts = {one.id for one in asked.questions if one.kind == "contact"}
    assert {row[0] for row in ask(tmp_path / "made", states)} == set(told) - contacts
    write(raw, lines, "2023-12-09,聞き違い")
    build.build(raw, tmp_path / "back")
    assert ask(tmp_path / "back", f"from mart_answer where municipality_code = '{TAKASU}'") == []
    on_the_day = (
        f"select count(*) > 0 from mart_answer_at(date '2023-12-06') where municipality_code = '{TAKASU}'"
    )
    assert ask(tmp_path / "back", on_the_day) == [(True,)]


def test_a_told_status_is_the_state_of_the_year_until_the_return_says_another(
    raw: Path, tmp_path: Path
) -> None:
    told = line("問1", "空欄", "実施予定・検討中（時期未定）", TOLD, code=HIGASHIKAWA)
    assert build_with(raw, tmp_path / "told", told) == []
    assert ask(tmp_path / "told", STATE) == [("undecided",)]
    came = hand_in(tmp_path, HIGASHIKAWA, seed=1, status="no_plan", staff_full_time=3)
    assert receive([came], raw, 2023, CAME).loaded == 1
    [finding] = build_with(raw, tmp_path / "came", told)
    assert "受け取った調査票では「実施予定なし」です" in finding.message
    assert ask(tmp_path / "came", STATE) == [("no_plan",)]
    before = STATE.replace("mart_status_by_year", "mart_status_by_year_at(date '2023-12-07')")
    assert ask(tmp_path / "came", before) == [("undecided",)]


def test_what_was_told_and_then_returned_alike_is_settled_and_can_be_corrected(
    raw: Path, tmp_path: Path
) -> None:
    came = hand_in(tmp_path, TAKASU, seed=1, status="no_plan", staff_full_time=3)
    assert receive([came], raw, 2023, CAME).loaded == 1
    lines = [
        line("staff_full_time", "空欄", "2人", date(2023, 12, 4)),
        line("staff_full_time", "2人", "3人", TOLD),
        line("staff_full_time", "3人", "5人", date(2023, 12, 9)),
    ]
    assert build_with(raw, tmp_path / "cur", *lines) == []
    value = (
        "select value from mart_answer{} where question_id = 'staff_full_time' and municipality_code = '{}'"
    )
    days = ("2023-12-04", "2023-12-06", "2023-12-08", "2023-12-09")
    said = [ask(tmp_path / "cur", value.format(f"_at(date '{day}')", TAKASU)) for day in days]
    assert said == [[("2",)], [("3",)], [("3",)], [("5",)]]
    assert ask(tmp_path / "cur", "select distinct state from core_correction") == [("applied",)]


def test_a_wrong_old_value_a_question_that_is_not_asked_and_a_day_to_come_are_refused(raw: Path) -> None:
    wish = correct.Wish(
        "answer", TAKASU, 2023, "staff_full_time", "空欄", "3人", "電話で確認", "担当者", TOLD
    )
    assert correct.correct(raw, wish).state == "applied"
    for change, words in (
        ({"before": "空欄", "after": "4人"}, "今の記録は「3人」"),
        ({"item": "no_such"}, "この年度の調査票にありません"),
        ({"fiscal_year": 2019}, "2019年度|令和元年度"),
    ):
        with pytest.raises(CorrectionRefusedError, match=words):
            correct.correct(raw, correct.Wish(**{**vars(wish), **change}))
