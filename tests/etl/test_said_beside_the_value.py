"""What stands beside a value and takes it back: names of parts of a town, units, formats with words of their own."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from etl import add, sources
from etl.readers import number_format
from etl.readers.correcting_words import changes_an_answer
from etl.survey.check import check
from tests.etl.raw_copy import run_etl
from tests.etl.survey import received

TOWN = "01362"
DAY = date(2026, 8, 1)
FIGURES = ("code", "figure_code", "reference_date", "value", "unit", "source")


@pytest.fixture
def survey_raw(tmp_path: Path) -> Path:
    return received.make_raw(tmp_path / "raw")


def rules_of(raw: Path, path: Path) -> set[tuple[str, str]]:
    [report] = check([path], raw, 2023).files
    return {(finding.severity, finding.rule) for finding in report.findings}


@pytest.mark.parametrize(
    "remark",
    [
        "荻伏地区のみ",
        "旧常呂町の区域のみ",
        "隣町分を含む",
        "旧町部のみ",
        "厚沢部町分含む",
        "常呂自治区分",
        "一部を除く",
    ],
)
def test_a_name_that_means_a_part_of_the_town_or_more_is_asked(
    tmp_path: Path, survey_raw: Path, remark: str
) -> None:
    path = received.hand_in(tmp_path, TOWN)
    book = openpyxl.load_workbook(path)
    sheet = book["調査票"]
    [cell] = [cell for row in sheet.iter_rows(max_row=12) for cell in row if cell.value == "上ノ国町"]
    cell.value = f"上ノ国町（{remark}）"
    book.save(path)
    found = rules_of(survey_raw, path)
    assert {severity for severity, rule in found if rule.startswith("TOWN")} & {"warning", "error"}, found


@pytest.mark.parametrize(
    "remark", ["檜山振興局", "かみのくにちょう", "渡島・檜山地域", "上ノ国町分", "令和5年度"]
)
def test_a_remark_that_takes_nothing_from_the_town_is_not_asked(
    tmp_path: Path, survey_raw: Path, remark: str
) -> None:
    path = received.hand_in(tmp_path, TOWN)
    book = openpyxl.load_workbook(path)
    [cell] = [c for row in book["調査票"].iter_rows(max_row=12) for c in row if c.value == "上ノ国町"]
    cell.value = f"上ノ国町（{remark}）"
    book.save(path)
    assert not {rule for severity, rule in rules_of(survey_raw, path) if severity == "error"}


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [(30000, "0,", "30"), (1234567, "#,##0,,", "1"), (2500, "0.0,", "2.5"), (-4000, "0,", "-4")],
)
def test_a_format_that_leaves_out_thousands_shows_the_smaller_number(
    value: int, code: str, shown: str
) -> None:
    assert number_format.displayed_text(value, code) == shown
    assert number_format.adds_text(code)


def test_a_thousand_separator_is_no_other_number() -> None:
    assert not number_format.wants_a_look("#,##0")


@pytest.mark.parametrize("code", ['0;0;0;"実施中"', 'General;General;General;"予定なし"', ";;;実施中"])
def test_a_text_under_a_format_with_words_of_its_own_is_asked(
    tmp_path: Path, survey_raw: Path, code: str
) -> None:
    path = received.hand_in(tmp_path, TOWN, status="undecided")
    book = openpyxl.load_workbook(path)
    book["調査票"]["C16"].number_format = code
    book.save(path)
    assert ("warning", "CELL-UNSEEN") in rules_of(survey_raw, path)


@pytest.mark.parametrize("code", ["@", 'General;General;General;@"（済）"', "0;0;0;@"])
def test_a_text_that_is_itself_shown_is_not_asked(tmp_path: Path, survey_raw: Path, code: str) -> None:
    path = received.hand_in(tmp_path, TOWN, status="undecided")
    book = openpyxl.load_workbook(path)
    book["調査票"]["C16"].number_format = code
    book.save(path)
    assert "CELL-UNSEEN" not in {rule for _, rule in rules_of(survey_raw, path)}


def figures_file(folder: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (FIGURES, *rows):
        sheet.append(row)
    path = folder / "figures.xlsx"
    book.save(path)
    return path


def test_a_figure_in_another_unit_and_two_that_contradict_each_other_are_not_loaded(
    raw: Path, tmp_path: Path
) -> None:
    path = figures_file(
        tmp_path,
        ("01203", "population_jumin", "2026-01-01", 103, "千人", "x"),
        ("01209", "population_jumin", "2026-01-01", 6000, "世帯", "x"),
        ("01207", "population_jumin", "2026-01-01", 160000, "人", "x"),
        ("01207", "population_jumin", "2026-01-01", 161000, "人", "x"),
        ("01208", "area_km2", "2026-01-01", 1427.41, "㎢", "x"),
        ("01208", "population_jumin", "2026-01-01", 110000, "人", "x"),
    )
    added = add.add("figures", path, raw, add.Details(DAY))
    told = {(finding.cell, finding.severity) for finding in added.findings}
    assert {("E2", "error"), ("E3", "error")} <= told
    assert {cell for cell, severity in told if cell in ("D4", "D5") and severity == "error"}
    assert added.rows == 2
    assert any(row["kind"] == "figures" for row in sources.read_rows(raw))


@pytest.mark.parametrize(
    "text",
    [
        "令和6年度から実施を取りやめ",
        "令和6年3月末で終了",
        "キャンセル",
        "当日欠席",
        "兼任とあわせて6人が正",
        "R4の人数です",
        "この町は未提出。昨年の値",
        "事業は休止",
    ],
)
def test_a_remark_that_takes_a_value_back_is_known(text: str) -> None:
    assert changes_an_answer(text)


@pytest.mark.parametrize(
    "text", ["特になし", "変更なし", "電話で確認", "担当は福祉課", "正職員のみ", "3人体制", "適正に実施"]
)
def test_a_remark_that_takes_nothing_back_is_left_alone(text: str) -> None:
    assert not changes_an_answer(text)


def test_a_text_that_corrects_another_answer_is_asked(tmp_path: Path, survey_raw: Path) -> None:
    form = received.form()
    texts = [
        question.id
        for question in form.questions
        if question.kind == "free_text" and question.id != "barriers_other"
    ]
    chosen = random.Random(1).choice(texts)
    said = {chosen: "問8の専任は1人ではなく5人です。訂正をお願いします。"}
    assert ("warning", "TEXT-CORRECTS") in rules_of(survey_raw, received.hand_in(tmp_path, TOWN, **said))


def test_the_other_list_of_columns_beside_the_answers_is_read_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("市町村名", "団体コード", "実施状況", "面積k㎡", "前年度からの変化", "摘要"))
    sheet.append(("函館市", "01202", "実施中", 677.87, "なし", "電話で確認"))
    path = tmp_path / "取りまとめ表.xlsx"
    book.save(path)
    done = run_etl("check", path, "--fiscal-year", "2023")
    assert "見出しが合わない" not in done.stdout + done.stderr


def test_a_file_that_is_named_as_one_not_to_be_used_is_asked(tmp_path: Path, survey_raw: Path) -> None:
    named = "01362_上ノ国町_重層調査票_R5（旧・使わないでください）.xlsx"
    path = received.hand_in(tmp_path, TOWN, name=named)
    assert ("warning", "FORM-NAME-WITHDRAWN") in rules_of(survey_raw, path)


@pytest.mark.parametrize("written", ["-", "－", "―", "ー"])
def test_a_dash_for_the_persons_who_took_part_is_asked(raw: Path, tmp_path: Path, written: str) -> None:
    events = tmp_path / "取組み.csv"
    events.write_text(
        "取組番号,取組み,題名,開催日\nR6-1,連携促進説明会,説明会,2024-06-01\n", encoding="utf-8"
    )
    assert add.add("activities", events, raw, add.Details(DAY)).rows == 1
    attendance = tmp_path / "参加.csv"
    attendance.write_text(
        f"取組番号,市町村名,参加人数,備考\nR6-1,函館市,{written},\nR6-1,小樽市,2,当日欠席\n", encoding="utf-8"
    )
    added = add.add("attendance", attendance, raw, add.Details(DAY))
    assert added.rows == 1
    assert {(finding.severity, finding.rule) for finding in added.findings} >= {
        ("error", "ATTENDANCE-PERSONS"),
        ("warning", "ATTENDANCE-NOTE"),
    }


@pytest.mark.parametrize(
    ("note", "is_loud"),
    [("※昨年度の調査票に記入したものです", True), ("旧版です", True), ("前年度と同様", False)],
)
def test_a_note_above_the_form_that_speaks_of_another_round_is_a_warning(
    tmp_path: Path, survey_raw: Path, note: str, is_loud: bool
) -> None:
    path = received.hand_in(tmp_path, TOWN)
    book = openpyxl.load_workbook(path)
    book["調査票"]["G2"].value = note
    book.save(path)
    assert (("warning", "HEAD-NOTE") in rules_of(survey_raw, path)) is is_loud
