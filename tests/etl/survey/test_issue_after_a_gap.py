"""A survey that follows an older round than last year's: the round is named, its answers stand beside, and nothing takes them for this year's."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from etl import fiscal_year
from etl.findings import Finding
from etl.survey import check, issue
from etl.survey.form.loading import FormError, form_path, load_form
from etl.survey.receive import load_returns, receive
from etl.survey.returned.column_headings import role_of
from etl.survey.returned.plan import key
from etl.survey.sheet.layout import Layout, make_layout
from tests.etl.survey import received as made

CASES = Path(__file__).parents[1] / "cases"
FORM = CASES / "versions" / "form_R8_previous_R5.toml"
SHARI = "01545"


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """斜里町 answered in 2023; the next survey is of 2026."""
    raw = made.make_raw(tmp_path_factory.mktemp("gap") / "raw")
    made.keep_towns(raw, SHARI)
    received = receive([CASES / "office" / "01545_return_of_2023.xlsx"], raw, 2023, date(2023, 12, 14))
    assert received.loaded == 1
    form_path(raw, 2026).parent.mkdir()
    shutil.copyfile(FORM, form_path(raw, 2026))
    return raw


@pytest.fixture(scope="module")
def issued(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    report = issue.run(raw, 2026, tmp_path_factory.mktemp("out"))
    assert (report.with_previous, report.previous_word) == (1, "前回")
    return report.files[0]


@pytest.fixture(scope="module")
def layout() -> Layout:
    return make_layout(load_form(FORM))


def previous_of(sheet: Worksheet, layout: Layout, question: str) -> list[object]:
    return [sheet.cell(slot.row + 1, layout.previous_col + 1).value for slot in layout.slots_of(question)]


def findings_on(raw: Path, path: Path) -> list[Finding]:
    return check.check([path], raw, 2026).findings


def test_the_round_is_named_and_its_answers_stand_beside(issued: Path, layout: Layout) -> None:
    sheet = openpyxl.load_workbook(issued)["調査票"]
    assert sheet.cell(layout.header_row + 1, layout.previous_col + 1).value == "前回の回答\n（令和5年度）"
    assert previous_of(sheet, layout, "status") == ["実施予定なし"]
    assert previous_of(sheet, layout, "staff_full_time") == [1]
    chosen = dict(
        zip(
            [slot.slot for slot in layout.slots_of("barriers")],
            previous_of(sheet, layout, "barriers"),
            strict=True,
        )
    )
    assert {code for code, mark in chosen.items() if mark == "○"} == {"staff_shortage", "effect_unclear"}
    assert [sheet.cell(slot.row + 1, slot.col + 1).value for slot in layout.slots_of("status")] == [None]


def test_no_text_of_the_sheet_speaks_of_last_year(issued: Path) -> None:
    sheet = openpyxl.load_workbook(issued)["調査票"]
    texts = [str(cell.value) for row in sheet for cell in row if cell.value is not None]
    texts += [str(rule.prompt) for rule in sheet.data_validations.dataValidation]
    assert not [text for text in texts if "前年度" in text or "令和7年度" in text]
    assert any("前回の回答から変わったとき" in text for text in texts)


def test_a_form_sent_back_empty_has_no_answer_of_the_earlier_round(raw: Path, issued: Path) -> None:
    [file] = check.check([issued], raw, 2026).files
    assert file.municipality == SHARI
    assert {finding.rule for finding in file.findings} == {"RETURN-EMPTY"}


def test_the_earlier_column_is_not_read_where_the_answer_column_lost_its_heading(
    raw: Path, issued: Path, layout: Layout, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(issued)
    book["調査票"].cell(layout.header_row + 1, 3).value = None
    book["調査票"].delete_cols(3)
    book.save(tmp_path / issued.name)
    [file] = check.check([tmp_path / issued.name], raw, 2026).files
    assert file.status != "ok"
    received = made.make_raw(tmp_path / "raw")
    made.keep_towns(received, SHARI)
    form_path(received, 2026).parent.mkdir()
    shutil.copyfile(FORM, form_path(received, 2026))
    receive([tmp_path / issued.name], received, 2026, date(2026, 11, 20))
    assert not [row for row in load_returns(received, [2026]).answers if row.value == "実施予定なし"]


def test_findings_speak_of_the_round_that_stands_beside(
    raw: Path, issued: Path, layout: Layout, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(issued)
    sheet = book["調査票"]
    status, staff = layout.slots_of("status")[0], layout.slots_of("staff_full_time")[0]
    sheet.cell(status.row + 1, status.col + 1).value = "実施予定・検討中（時期未定）"
    sheet.cell(staff.row + 1, staff.col + 1).value = 30
    sheet.cell(status.row + 1, layout.previous_col + 1).value = "実施中"
    book.save(tmp_path / issued.name)
    findings = findings_on(raw, tmp_path / issued.name)
    messages = {(finding.rule, finding.question_id): finding.message for finding in findings}
    assert "令和5年度の1人から30人" in messages["LARGE-JUMP", "staff_full_time"]
    assert "令和5年度の「実施予定なし」から" in messages["REASON-MISSING", "status"]
    changed = messages["PREVIOUS-CHANGED", "status"]
    assert "前回の回答の欄が、発出したときと違う" in changed
    assert "控えている令和5年度の回答は「実施予定なし」" in changed
    assert not [message for message in messages.values() if "前年度" in message or "令和7年度" in message]


def test_the_build_compares_with_the_same_round(
    raw: Path, issued: Path, layout: Layout, tmp_path: Path
) -> None:
    own = tmp_path / "raw"
    shutil.copytree(raw, own)
    book = openpyxl.load_workbook(issued)
    staff = layout.slots_of("staff_full_time")[0]
    book["調査票"].cell(staff.row + 1, staff.col + 1).value = 30
    book.save(tmp_path / issued.name)
    receive([tmp_path / issued.name], own, 2026, date(2026, 11, 20))
    for years in (None, [2026]):
        jumps = [one.message for one in load_returns(own, years).findings if one.rule == "LARGE-JUMP"]
        assert len(jumps) == 1
        assert "令和5年度の1人から30人" in jumps[0]


@given(year=st.integers(2022, 2060), gap=st.integers(1, 12))
def test_whatever_the_round_its_heading_is_never_an_answer_column(year: int, gap: int) -> None:
    before = max(2019, year - gap)
    form = replace(load_form(FORM), fiscal_year=year, previous=fiscal_year.short_label(before))
    heading = make_layout(form).header[3]
    word = "前年度" if before == year - 1 else "前回"
    assert heading == f"{word}の回答\n（{fiscal_year.label(before)}）"
    assert role_of(key(heading), year) == "earlier"
    assert role_of(key(heading.partition("\n")[0]), year) == "earlier"
    assert role_of(key(heading.partition("\n")[2] + "の回答"), year) == "earlier"


@pytest.mark.parametrize("named", ["R8", "R9", "前年", "2030"])
def test_a_round_that_is_not_earlier_is_refused(named: str, tmp_path: Path) -> None:
    path = tmp_path / "form.toml"
    path.write_text(FORM.read_text("utf-8").replace('previous = "R5"', f'previous = "{named}"'), "utf-8")
    with pytest.raises(FormError) as refused:
        load_form(path)
    assert f"previous（前回の調査票のフォルダ名）「{named}」" in str(refused.value)
