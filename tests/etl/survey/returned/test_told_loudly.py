"""What may change an answer is a warning: corrections in comments and notes, later days, formulas of the day, 前年度の回答を記載."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl.comments import Comment

from etl.readers.comment_year import says_other_year
from etl.readers.correcting_words import changes_an_answer
from etl.readers.year_evidence import Expected
from etl.survey.answers.words import points_to_last_year
from tests.etl.survey.messes_sheets import Sheet
from tests.etl.survey.returned import changed_forms as forms
from tests.etl.survey.returned.changed_forms import put, read, told

CHANGING = (
    "「終了」に訂正します",
    "5人に",
    "5人に訂正",
    "令和6年度に延期",
    "→終了",
    "終了に",
    "取消",
    "誤りでした",
    "問8のみ訂正します",
)
CHANGING += (
    "3人ではなく5人です",
    "この回答は無効",
    "実施中へ変更",
    "正：5",
    "差替版",
    "3→5",
    "５名に修正願います",
    "取り消します",
)
CHANGING += ("○に", "前年度の回答を記載しています", "再提出", "決裁前", "仮の回答です", "間違いです")
HARMLESS = (
    "議会の議決が前提です",
    "変更なし",
    "訂正箇所はありません",
    "前年度から変更はありません",
    "修正なし",
    "担当: 山田",
)
HARMLESS += (
    "専任は3人（うち1人再任用）",
    "令和5年10月に開催",
    "5人体制です",
    "関係課に確認済み",
    "年度末に",
    "前年度と同様",
    "誤りなし",
)
LAST_YEARS = (
    "前年度の回答を記載",
    "前回と同じ",
    "前年度と同様です",
    "昨年度の内容を転記しました",
    "前年のまま",
    "R4の回答を記載",
    "前回のとおり",
)
OWN = (
    "前年度から検討しています",
    "前年度に比べて職員が増えた",
    "令和6年度に向けて検討中です",
    "前年度の会議で決定",
    "変更なし",
)


@pytest.mark.parametrize("text", CHANGING)
def test_words_that_change_an_answer(text: str, tmp_path: Path) -> None:
    def comment(sheet: Sheet) -> None:
        sheet["C16"].comment = Comment(text, "担当")

    assert changes_an_answer(text)
    rule = "COMMENT-OTHER-YEAR" if says_other_year(text, Expected(2023)) else "CELL-COMMENT"
    assert told(forms.changed(tmp_path / "comment", comment)) == [(rule, "C16", "status")]
    assert told(forms.changed(tmp_path / "note", put(C1=text))) == [("HEAD-NOTE", "C1", "")]


@pytest.mark.parametrize("text", HARMLESS)
def test_words_that_change_nothing_are_only_told(text: str, tmp_path: Path) -> None:
    def change(sheet: Sheet) -> None:
        sheet["C16"].comment = Comment(text, "担当")
        sheet["C1"].value = text

    path = forms.changed(tmp_path, change)
    assert told(path) == []
    assert {"CELL-COMMENT", "HEAD-NOTE"} <= {finding.rule for finding in forms.findings(read(path))}


@pytest.mark.parametrize("cell", ["C1", "E2", "F4", "G9", "E12", "H14"])
def test_a_correction_is_found_anywhere_in_the_head(cell: str, tmp_path: Path) -> None:
    assert told(forms.changed(tmp_path, put(**{cell: "問8は9人に訂正します"}))) == [("HEAD-NOTE", cell, "")]


def test_another_day_in_the_card_and_another_year_in_a_note_are_asked(tmp_path: Path) -> None:
    path = forms.changed(tmp_path, put(D7="令和4年11月30日（水）", C1="令和4年度の状況"))
    assert told(path) == [("HEAD-NOTE", "C1", ""), ("HEAD-BASIS", "D7", "")]
    assert told(forms.changed(tmp_path / "same", put(D7="令和5年11月30日"))) == []


@pytest.mark.parametrize(
    ("day", "is_after"), [(date(2023, 11, 30), False), (date(2023, 12, 1), True), (date(2024, 10, 5), True)]
)
def test_a_day_after_the_basis_day_is_asked(day: date, is_after: bool, tmp_path: Path) -> None:
    path = forms.changed(tmp_path, put(C38="設置している", C39=day))
    expected = [("DATE-AFTER-AS-OF", "C39", "meeting_internal_date")] if is_after else []
    assert told(path) == expected


@pytest.mark.parametrize(
    "formula", ["TODAY()", "NOW()", "TODAY()-60", "DATE(YEAR(TODAY()),10,5)", "RANDBETWEEN(1,5)"]
)
def test_a_formula_that_gives_another_day_tomorrow_is_asked(formula: str, tmp_path: Path) -> None:
    """Excel stores the day of its last calculation beside the formula."""
    path = forms.changed(tmp_path, put(C38="設置している", C39=date(2023, 10, 5)))
    forms.with_formula(path, "C39", formula)
    assert told(path) == [("CELL-VOLATILE", "C39", "meeting_internal_date")]
    assert read(path).returns[0].plain["meeting_internal_date"] == date(2023, 10, 5)


@pytest.mark.parametrize("text", LAST_YEARS)
def test_an_answer_that_points_to_last_years_is_asked(text: str, tmp_path: Path) -> None:
    assert points_to_last_year(text)
    [(rule, cell, question)] = told(forms.changed(tmp_path, put(C76=text)))
    assert (rule in ("ANSWER-LAST-YEAR", "ANSWER-ELSEWHERE"), cell, question) == (True, "C76", "comments")
    assert told(forms.changed(tmp_path / "reason", put(E16=text))) == [("ANSWER-LAST-YEAR", "E16", "status")]


@pytest.mark.parametrize("text", OWN)
def test_a_text_of_the_towns_own_is_not_accused(text: str, tmp_path: Path) -> None:
    assert not points_to_last_year(text)
    assert told(forms.changed(tmp_path, put(E16=text))) == []
