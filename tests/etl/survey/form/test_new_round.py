"""A new round is made from the last one, however many years back."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from etl.survey.form.document import read_document
from etl.survey.form.loading import load_form, read_form
from etl.survey.form.new_round import NoRoundError, new_round

RAW = Path(__file__).resolve().parents[4] / "data" / "raw"
ADDED_IN_R8 = {
    *("alternative_year", "plan_goals", "plan_evaluation", "plan_last_year", "plan_next_revision"),
    *("cases_cooperation", "cases_participation", "reference_consent"),
    *("system_consultation", "system_community", "livelihood_provider"),
}


def test_the_round_of_r8_follows_that_of_r5_three_years_before() -> None:
    form = read_form(new_round(RAW, 2026), "R8/form.toml")
    assert (form.version, form.fiscal_year, form.previous, form.previous_word) == ("R8-1", 2026, "R5", "前回")
    assert form.title == "令和8年度 重層的支援体制整備事業 実施状況調査票"
    assert (form.as_of, form.issued_on, form.deadline) == (
        date(2026, 11, 30),
        date(2026, 12, 1),
        date(2026, 12, 15),
    )
    assert form.by_id["start_year"].maximum == 2033
    asked_before = {question.id for question in load_form(RAW / "survey" / "R5" / "form.toml").questions}
    assert {question.id for question in form.questions} == asked_before | ADDED_IN_R8


def test_days_of_an_office_are_moved_off_a_weekend_and_the_reference_date_is_not() -> None:
    form = read_form(new_round(RAW, 2024), "R6/form.toml")
    assert (form.as_of, form.issued_on, form.deadline) == (
        date(2024, 11, 30),
        date(2024, 12, 2),
        date(2024, 12, 16),
    )


def test_a_status_that_exists_from_r8_is_an_option_from_r8_where_its_like_is_asked() -> None:
    r8, r7 = (read_document(new_round(RAW, year))["questions"] for year in (2026, 2025))
    status = {entry["id"]: entry for entry in r8}
    order = ["implementing", "preparing", "planned", "undecided", "alternative", "no_plan", "ended"]
    assert status["status"]["only"] == order
    assert status["barriers"]["only_if"] == [{"question": "status", "in": order[1:]}]
    assert status["start_year"]["only_if"] == [{"question": "status", "in": order[:3]}]
    assert "alternative" not in r7[0]["only"]


def test_what_ties_the_earlier_form_to_its_own_past_is_left_behind(tmp_path: Path) -> None:
    shutil.copytree(RAW / "survey" / "R5", tmp_path / "survey" / "R5", ignore=lambda *_: ["demo", "returns"])
    path = tmp_path / "survey" / "R5" / "form.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('id = "comments"\n', 'id = "comments"\nprevious = ["opinion"]\n')
    text = text.replace('label = "策定した",', 'label = "策定した", replaces = ["done"],')
    path.write_text(text, encoding="utf-8")
    made = new_round(tmp_path, 2026)
    assert "R4 から変えたところ" not in made
    assert "replaces" not in made
    assert 'previous = ["' not in made
    assert "# ---------------------------------------------------------------- 5" in made


def test_without_an_earlier_form_there_is_nothing_to_begin_from(tmp_path: Path) -> None:
    with pytest.raises(NoRoundError, match="令和8年度より前"):
        new_round(tmp_path, 2026)
    with pytest.raises(
        NoRoundError, match="（令和5年度）が、つくる調査（令和2年度）より前の年度ではありません"
    ):
        new_round(RAW, 2020, 2023)
    with pytest.raises(NoRoundError, match="令和3年度"):
        new_round(RAW, 2026, 2021)


def test_what_r8_adds_stands_beside_its_like_and_is_asked_of_those_it_is_about() -> None:
    document = read_document(new_round(RAW, 2026))
    ids = [entry["id"] for entry in document["questions"]]
    assert ids.index("plan_goals") == ids.index("implementation_plan") + 1
    assert ids.index("system_consultation") == ids.index("staff_concurrent") + 1
    entries = {entry["id"]: entry for entry in document["questions"]}
    for name in ("system_consultation", "system_community"):  # of every municipality, adopting or not
        assert "only_if" not in entries[name]
        assert entries[name]["section"] == "３　連携の体制"
    for name in ("cases_cooperation", "cases_participation"):  # 0 is an answer
        assert entries[name]["required"]
        assert "0 を入力" in entries[name]["help"]
        assert entries[name]["only_if"] == [{"question": "status", "in": ["implementing"]}]
    assert "案" in document["form"]["note"]


def test_a_round_before_r8_has_none_of_it_and_one_after_r8_keeps_it_as_it_is(tmp_path: Path) -> None:
    assert not ADDED_IN_R8 & {entry["id"] for entry in read_document(new_round(RAW, 2025))["questions"]}
    text = new_round(RAW, 2026)
    (tmp_path / "survey" / "R8").mkdir(parents=True)
    (tmp_path / "survey" / "R8" / "form.toml").write_text(text, encoding="utf-8")
    r8, r9 = (read_document(one)["questions"] for one in (text, new_round(tmp_path, 2027)))
    assert [entry["id"] for entry in r9] == [entry["id"] for entry in r8]
