"""Canonical answers become what a person would type; last year's are carried into this year's form."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from etl.names import MunicipalityName
from etl.survey import issue
from etl.survey.form.entries import entries_of, previous_entries, text_of
from etl.survey.form.loading import FormError, load_form
from etl.survey.form.questions import UNDECIDED, Form, PlainAnswer


def test_answers_become_what_a_person_would_type(r5: Form) -> None:
    asked = r5.by_id
    assert entries_of(asked["start_year"], 2024) == {("start_year", ""): "令和6年度"}
    assert entries_of(asked["start_year"], UNDECIDED) == {("start_year", ""): "未定"}
    assert entries_of(asked["barriers_top"], ("other", "funding")) == {
        ("barriers_top", "1"): "その他",
        ("barriers_top", "2"): "財源の確保が困難",
    }
    assert entries_of(asked["comments"], "") == {}
    assert text_of(asked["staff_full_time"], 3) == "3人"
    assert text_of(asked["meeting_internal_date"], date(2023, 10, 5)) == "2023年10月5日"
    assert text_of(asked["barriers"], ("staff_shortage", "other")) == "人材不足、その他"


def form_with(tmp_path: Path, year: str, questions: str, previous: str = "") -> Form:
    path = tmp_path / year / "form.toml"
    path.parent.mkdir()
    path.write_text(
        f'[form]\nversion = "{year}-1"\nfiscal_year = {2018 + int(year[1:])}\n{previous}\n'
        'title = "調査票"\nfile_label = "調査票"\nsender = "道"\nreply_to = "局"\ninstructions = ["一"]\n'
        f"as_of = {2018 + int(year[1:])}-11-30\nissued_on = 2023-12-01\ndeadline = 2023-12-15\n" + questions,
        encoding="utf-8",
    )
    return load_form(path)


def test_merged_questions_and_renamed_options_are_carried_over(
    tmp_path: Path, town: MunicipalityName
) -> None:
    count = '[[question]]\nid = "{}"\nkind = "integer"\nunit = "人"\nwording = "職員"\n'
    choice = '[[question]]\nid = "{}"\nkind = "{}"\nwording = "選択"\noptions = [{}]\n'
    before = form_with(
        tmp_path,
        "R4",
        count.format("full")
        + count.format("part")
        + choice.format("a", "single", '{ code = "old", label = "旧" }, { code = "gone", label = "廃止" }')
        + choice.format("b", "multiple", '{ code = "old", label = "旧" }, { code = "gone", label = "廃止" }'),
    )
    renamed = '{ code = "new", label = "新", replaces = ["old"] }'
    now = form_with(
        tmp_path,
        "R5",
        count.format("staff")
        + 'previous = ["full", "part"]\n'
        + choice.format("a", "single", renamed)
        + choice.format("b", "multiple", renamed),
        'previous = "R4"',
    )
    answers: dict[str, PlainAnswer] = {"full": 1, "part": 2, "a": "old", "b": ("old", "gone")}
    assert previous_entries(now, before, answers) == {
        ("staff", ""): "1人／2人",
        ("a", ""): "新",
        ("b", "new"): "○",
        ("b", "others"): "ほか：廃止",
    }
    assert previous_entries(now, before, {"a": "gone"}) == {("a", ""): "廃止"}
    path = issue.issue_workbook(now, town, answers, tmp_path / "x.xlsx", previous_form=before)
    texts = [c.value for row in openpyxl.load_workbook(path)["調査票"].iter_rows() for c in row]
    assert {"1人／2人", "新", "ほか：廃止"} <= set(texts)


def test_a_dropdown_too_long_for_a_rule_stands_on_a_hidden_sheet(
    tmp_path: Path, town: MunicipalityName
) -> None:
    options = ", ".join(f'{{ code = "c{n}", label = "とても長い選択肢の名前その{n}" }}' for n in range(30))
    form = form_with(
        tmp_path, "R5", f'[[question]]\nid = "q"\nkind = "single"\nwording = "問"\noptions = [{options}]\n'
    )
    path = issue.issue_workbook(form, town, {}, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    (rule,) = [r for r in book["調査票"].data_validations.dataValidation if r.type == "list"]
    assert rule.formula1 == "_lists!$A$1:$A$30"
    assert book["_lists"]["A30"].value == "とても長い選択肢の名前その29"


def test_more_conditions_than_excel_can_hold_are_refused(tmp_path: Path, town: MunicipalityName) -> None:
    choice = '[[question]]\nid = "a"\nkind = "single"\nwording = "選択"\noptions = [{options}]\n'
    options = ", ".join(f'{{ code = "c{n}", label = "選択肢{n}" }}' for n in range(60))
    codes = ", ".join(f'"c{n}"' for n in range(60))
    asked = "".join(
        f'[[question]]\nid = "q{n}"\nkind = "date"\nwording = "日"\nrequired = true\n'
        f'only_if = [{{ question = "a", in = [{codes}] }}]\n'
        for n in range(12)
    )
    form = form_with(tmp_path, "R5", choice.replace("{options}", options) + asked)
    with pytest.raises(FormError, match="数式が長すぎます"):
        issue.issue_workbook(form, town, {}, tmp_path / "x.xlsx")
