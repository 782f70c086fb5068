"""Which column holds the answers: the one whose heading says so, and no other wherever it stands."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from etl.survey.form.questions import PlainAnswer
from etl.survey.returned.column_headings import Role, role_of
from etl.survey.returned.plan import key
from etl.survey.returned.reading import FileRead, read_here
from etl.survey.returned.setting import Setting
from tests.etl.survey import return_truth as truth
from tests.etl.survey.messes_sheets import form_sheet, header_row, insert_column

CODE = "01452"
ANSWERS = (
    "回答",
    "ご回答",
    "今年度の回答",
    "本年度回答",
    "回答欄",
    "今回の回答",
    "令和5年度の回答",
    "R5回答",
    "2023年度の回答",
)
ANSWERS += (
    "回答（○をつけてください）",
    "【回答】",
    "回答※",
    "当町の回答",
    "記入欄",
    "ご回答をご記入ください",
    "回答（訂正後）",
    "今年度",
)
EARLIER = (
    "前年度の回答\n（令和4年度）",
    "前回の回答",
    "R4回答",
    "昨年度の回答",
    "前年度",
    "令和4年度の回答",
    "2022年度回答",
    "旧回答",
)
EARLIER += (
    "回答（前年度）",
    "回答（R4）",
    "前年度の回答【架空データ】\n（令和4年度）",
    "H31の回答",
    "一昨年の回答",
    "回答 令和４年度",
)
ELSEWHERE = (
    "参考",
    "記入例",
    "回答例",
    "回答（記入例）",
    "回答（訂正前）",
    "次年度の予定",
    "令和6年度の回答",
    "選択肢",
)
REASONS = ("変わった理由・補足", "補足", "理由", "変更の理由", "補足説明")
OTHERS = ("回答者", "回答日", "回答期限", "備考", "担当課", "確認")


@pytest.fixture(scope="module")
def setting() -> Setting:
    return truth.make_setting()


@pytest.fixture(scope="module")
def answers(setting: Setting) -> dict[str, PlainAnswer]:
    return truth.random_answers(setting.forms[2023], random.Random(62))


@pytest.fixture(scope="module")
def last_year(setting: Setting) -> dict[str, PlainAnswer]:
    return truth.random_answers(setting.forms[2023], random.Random(12))


@pytest.fixture(scope="module")
def issued(
    setting: Setting,
    answers: dict[str, PlainAnswer],
    last_year: dict[str, PlainAnswer],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    town = next(one for one in truth.towns() if one.code == CODE)
    template = truth.template_of(setting.forms[2023])
    return truth.filled_workbook(template, town, answers, tmp_path_factory.mktemp("issued"), last_year)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        *((heading, "answer") for heading in ANSWERS),
        *((heading, "earlier") for heading in EARLIER),
        *((heading, "elsewhere") for heading in ELSEWHERE),
        *((heading, "reason") for heading in REASONS),
        *((heading, "other") for heading in OTHERS),
    ],
)
def test_a_heading_is_what_it_says(heading: str, role: Role) -> None:
    assert role_of(key(heading), 2023) == role


def rewritten(path: Path, folder: Path, changes: Mapping[int, str | None], *, swap: bool = False) -> Path:
    """The form with other headings from column A on (1), its columns of this and of last year swapped if asked."""
    book = openpyxl.load_workbook(path)
    sheet = form_sheet(book)
    header = header_row(sheet)
    if swap:
        _swap(sheet, header)
    for column, text in changes.items():
        sheet.cell(header, column).value = text
    target = folder / path.name
    book.save(target)
    return target


def _swap(sheet: openpyxl.worksheet.worksheet.Worksheet, header: int) -> None:
    merged = {row for area in sheet.merged_cells.ranges for row in range(area.min_row, area.max_row + 1)}
    for row in range(header, sheet.max_row + 1):
        if row not in merged:
            first, second = sheet.cell(row, 3), sheet.cell(row, 4)
            first.value, second.value = second.value, first.value


def read(path: Path, setting: Setting) -> FileRead:
    return read_here(path, path.name, path.name, "", setting)


def rules(found: FileRead) -> list[str]:
    findings = [*found.findings, *(finding for one in found.returns for finding in one.findings)]
    return [finding.rule for finding in findings if finding.severity != "info"]


@pytest.mark.parametrize("heading", ANSWERS)
def test_swapped_columns_are_read_by_their_headings(
    heading: str, issued: Path, answers: dict[str, PlainAnswer], setting: Setting, tmp_path: Path
) -> None:
    found = read(rewritten(issued, tmp_path, {4: heading}, swap=True), setting)
    verdict = truth.judge(setting.forms[2023], answers, CODE, found)
    assert (verdict.wrong, verdict.reported, rules(found)) == (frozenset(), frozenset(), [])


@pytest.mark.parametrize("heading", [*EARLIER, *ELSEWHERE, *OTHERS, *REASONS])
@pytest.mark.parametrize("holds_last_year", [False, True])
def test_a_column_that_says_something_else_is_never_the_answer(
    heading: str,
    holds_last_year: bool,
    issued: Path,
    last_year: dict[str, PlainAnswer],
    setting: Setting,
    tmp_path: Path,
) -> None:
    """As where the column 回答 was deleted, or its heading written over."""
    held = Setting(setting.forms, setting.directory, 2023, {CODE: last_year} if holds_last_year else {})
    found = read(rewritten(issued, tmp_path, {3: heading}), held)
    [one] = found.returns
    assert (one.municipality_code, one.answers, rules(found)) == (CODE, [], ["COLUMN-MISSING"])
    assert "発出した調査票に書きなおして" in one.rejected


def test_a_deleted_answer_column_does_not_make_last_years_the_answer(
    issued: Path, setting: Setting, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(issued)
    sheet = form_sheet(book)
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(area.coord)
    sheet.delete_cols(3)
    for column in (1, 2, 4):  # nothing but the heading of last year's answers is left of the header
        sheet.cell(14, column).value = None
    target = tmp_path / issued.name
    book.save(target)
    assert read(target, setting).returns[0].rejected.startswith("「回答」という見出しの列がありません")


def test_an_erased_heading_is_said_and_the_answers_are_read(
    issued: Path, answers: dict[str, PlainAnswer], setting: Setting, tmp_path: Path
) -> None:
    found = read(rewritten(issued, tmp_path, {3: None}), setting)
    assert rules(found) == ["HEADER-MISSING"]
    assert truth.judge(setting.forms[2023], answers, CODE, found).wrong == frozenset()


@pytest.mark.parametrize("heading", ["前年度の補足", "R4の理由", "備考"])
def test_reasons_are_read_from_a_column_of_reasons_only(
    heading: str, issued: Path, setting: Setting, tmp_path: Path
) -> None:
    path = rewritten(issued, tmp_path, {5: heading})
    book = openpyxl.load_workbook(path)
    form_sheet(book)["E16"].value = "議会で決まったため"
    book.save(path)
    [one] = read(path, setting).returns
    assert one.reasons == []
    assert not one.rejected
    told = [finding for finding in one.findings if finding.severity == "warning"]
    assert [(finding.rule, finding.cell) for finding in told] in (
        [("STRAY", "E16")],
        [("COLUMN-FOREIGN", "E14")],
    )


def test_an_example_in_a_column_of_its_own_is_said_once(
    issued: Path, answers: dict[str, PlainAnswer], setting: Setting, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(issued)
    sheet = form_sheet(book)
    insert_column(sheet, 3)
    sheet["C14"].value = "記入例"
    for row in range(16, 60):
        sheet.cell(row, 3).value = "○"
    target = tmp_path / issued.name
    book.save(target)
    found = read(target, setting)
    assert rules(found) == ["COLUMN-FOREIGN"]
    assert truth.judge(setting.forms[2023], answers, CODE, found).wrong == frozenset()
