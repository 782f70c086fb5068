"""Issued workbooks are reopened: by openpyxl as Excel would, by calamine as the reading side does."""

import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from etl.names import MunicipalityName
from etl.survey import issue
from etl.survey.entries import Entries, entries_of, previous_entries, text_of
from etl.survey.form import load_form
from etl.survey.layout import make_layout
from etl.survey.manifest import MANIFEST_SHEET, make_manifest, manifest_rows, read_manifest
from etl.survey.progress import progress
from etl.survey.questions import REASON_SLOT, UNDECIDED, Answer, Form

ROOT = Path(__file__).resolve().parents[3]
RAW = ROOT / "data" / "raw"
TOWN = MunicipalityName("01452", "鷹栖町", "たかすちょう", "町", "上川総合振興局", "上川郡")
CONTACT = {
    "department": "福祉課",
    "person": "係長　道野",
    "phone": "0166-00-0000",
    "email": "a@example.lg.jp",
}
LAST_YEAR: dict[str, Answer] = {
    "status": "undecided",
    "barriers": ("staff_shortage", "effect_unclear"),
    "barriers_top": ("staff_shortage",),
    "function_f1_i": "existing",
    "participation": ("briefing_session",),
    "handbook_use": "used",
    "staff_full_time": 0,
    "staff_concurrent": 2,
    "contact": CONTACT,
}
FUNCTIONS = {("function_" + code, ""): "ある" for code in ("f1_i", "f1_ro", "f2", "f6")}
FILLED: dict[str, Entries] = {
    "nothing": {},
    "implementing": {("status", ""): "実施中", ("start_year", ""): "令和3年度", **FUNCTIONS},
    "no plan": {
        ("status", ""): "実施予定なし",
        ("barriers", "staff_shortage"): "○",
        ("barriers", "other"): "レ",
        ("barriers_top", "1"): "人材不足",
        ("staff_full_time", ""): 0,
        ("staff_concurrent", ""): 3,
    },
    "nothing hinders": {("status", ""): "終了", ("barriers", "none"): "○", ("status", REASON_SLOT): "終えた"},
    "a status that is no option": {("status", ""): "やっている", ("meeting_internal", ""): "設置している"},
}


@pytest.fixture(scope="module")
def r4() -> Form:
    return load_form(RAW / "survey" / "R4" / "form.toml")


@pytest.fixture(scope="module")
def r5() -> Form:
    return load_form(RAW / "survey" / "R5" / "form.toml")


@pytest.fixture(scope="module")
def issued(r4: Form, r5: Form, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("issued") / issue.file_name(r5, TOWN)
    return issue.issue_workbook(r5, TOWN, LAST_YEAR, path, previous_form=r4)


@pytest.fixture(scope="module")
def sheet(issued: Path) -> Worksheet:
    found = openpyxl.load_workbook(issued)["調査票"]
    assert isinstance(found, Worksheet)
    return found


def row_of(sheet: Worksheet, number: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == number)


def cell_of(form: Form, question_id: str, slot: str = "") -> str:
    manifest = make_manifest(make_layout(form), TOWN.code, TOWN.name)
    return next(c.cell for c in manifest.cells if (c.question_id, c.slot) == (question_id, slot))


# ------------------------------------------------------------------ the sheet


def test_the_file_carries_code_and_name_of_the_municipality(issued: Path) -> None:
    assert issued.name == "01452_鷹栖町_重層調査票_R5.xlsx"


def test_the_sheet_says_for_whom_it_is_and_until_when(sheet: Worksheet) -> None:
    card = {sheet.cell(row, 3).value: sheet.cell(row, 4).value for row in range(4, 13)}
    assert sheet["A1"].value == "令和5年度 重層的支援体制整備事業 実施状況調査票"
    assert card["市町村名"] == "鷹栖町"
    assert card["市町村コード"] == "01452"
    assert card["（総合）振興局"] == "上川総合振興局"
    assert card["回答期限"] == "令和5年12月15日（金）"
    assert card["様式"] == "R5-1"


def test_only_the_cells_of_the_manifest_can_be_filled_in(sheet: Worksheet, r5: Form) -> None:
    cells = {cell.cell for cell in make_manifest(make_layout(r5), TOWN.code, TOWN.name).cells}
    merged = {str(area).split(":")[0]: area for area in sheet.merged_cells.ranges}
    unlocked = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and type(cell).__name__ != "MergedCell"
    }
    assert unlocked == cells
    assert set(merged) <= cells
    assert sheet.protection.sheet
    assert sheet.protection.password is None


def test_every_answer_cell_has_a_name_that_is_no_cell_address(issued: Path, r5: Form) -> None:
    names = openpyxl.load_workbook(issued).defined_names
    for cell in make_manifest(make_layout(r5), TOWN.code, TOWN.name).cells:
        assert re.fullmatch(r"(ans|rsn)_[a-z][a-z0-9_]*", cell.name)
        assert names[cell.name].attr_text.replace("$", "") == f"調査票!{cell.cell}"


def test_a_dropdown_offers_the_options_of_the_form(sheet: Worksheet, r5: Form) -> None:
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    status = rules[cell_of(r5, "status")]
    assert status.formula1 == '"' + ",".join(o.label for o in r5.by_id["status"].options) + '"'
    assert status.errorStyle in (None, "stop")
    assert "令和3年度" in rules[cell_of(r5, "start_year")].formula1
    assert rules[cell_of(r5, "start_year")].formula1.endswith('未定"')
    assert rules[cell_of(r5, "barriers", "other")].formula1 == '"○"'
    assert rules[cell_of(r5, "staff_full_time")].type == "whole"
    assert rules[cell_of(r5, "meeting_internal_date")].type == "date"


def test_last_years_answers_stand_beside_this_years(sheet: Worksheet) -> None:
    def previous(number: str) -> object:
        return sheet.cell(row_of(sheet, number), 4).value

    assert previous("問1") == "実施予定・検討中（時期未定）"
    assert (previous("問4-1"), previous("問4-2"), previous("問4-3")) == (None, "○", "○")
    assert previous("問5-1") == "人材不足"
    assert (previous("問8"), previous("問8-1")) == (0, 2)
    assert previous("問3") is None


def test_the_contact_of_last_year_is_filled_in_already(sheet: Worksheet, r5: Form) -> None:
    assert sheet[cell_of(r5, "contact", "phone")].value == "0166-00-0000"


def test_it_prints_on_a4_one_page_wide_with_the_heading_repeated(sheet: Worksheet) -> None:
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$14:$14"
    assert sheet["A14"].value == "問"
    assert "R5-1" in (sheet.oddFooter.left.text or "")


def test_number_and_label_together_name_a_cell_even_without_the_manifest(r4: Form, r5: Form) -> None:
    for form in (r4, r5):
        lines = [line for line in make_layout(form).lines if line.number]
        assert len({line.number for line in lines}) == len(lines)
        assert all(line.text.startswith(line.label) and line.label for line in lines)


def test_a_first_year_has_no_column_for_the_year_before(r4: Form, tmp_path: Path) -> None:
    path = issue.issue_workbook(r4, TOWN, {}, tmp_path / "r4.xlsx")
    found = openpyxl.load_workbook(path)["調査票"]
    assert [found.cell(14, column).value for column in range(1, 6)] == ["問", "設問", "回答", "補足", None]


# ------------------------------------------------------------------ the manifest


def test_calamine_reads_the_manifest_back(issued: Path, r5: Form) -> None:
    book = CalamineWorkbook.from_path(issued)
    assert book.sheet_names == ["調査票", MANIFEST_SHEET]
    manifest, problem = read_manifest(book.get_sheet_by_name(MANIFEST_SHEET).to_python())
    assert problem == ""
    assert manifest == make_manifest(make_layout(r5), "01452", "鷹栖町")
    assert openpyxl.load_workbook(issued)[MANIFEST_SHEET].sheet_state == "veryHidden"


def test_each_cell_of_the_manifest_stands_beside_its_number_and_text(issued: Path, r5: Form) -> None:
    rows = CalamineWorkbook.from_path(issued).get_sheet_by_name("調査票").to_python()
    for cell in make_manifest(make_layout(r5), TOWN.code, TOWN.name).cells:
        row = int(re.sub(r"\D", "", cell.cell)) - 1
        assert (rows[row][0], rows[row][1]) == (cell.number, cell.text)


@pytest.mark.parametrize(
    ("row", "column", "value", "problem"),
    [
        (0, 0, "", "absent"),
        (0, 1, "2", "unknown_version"),
        (4, 1, "01100", "damaged"),
        (12, 2, "Z9", "damaged"),
    ],
)
def test_an_altered_manifest_is_not_trusted(
    row: int, column: int, value: str, problem: str, r5: Form
) -> None:
    rows = manifest_rows(make_manifest(make_layout(r5), TOWN.code, TOWN.name))
    rows[row][column] = value
    assert read_manifest(rows) == (None, problem)


def test_a_cut_manifest_is_not_trusted(r5: Form) -> None:
    rows = manifest_rows(make_manifest(make_layout(r5), TOWN.code, TOWN.name))
    for length in range(len(rows)):
        assert read_manifest(rows[:length])[0] is None


# ------------------------------------------------------------------ the completeness line


def test_the_completeness_line_counts_what_applies(r5: Form) -> None:
    layout = make_layout(r5)
    nothing = progress(layout, {}, {})
    assert (nothing.answered, nothing.required) == (0, 21)
    started = progress(layout, FILLED["implementing"], {})
    assert (started.answered, started.required) == (6, 23)
    assert 4 not in started.missing
    hindered = progress(layout, FILLED["no plan"], {})
    assert (hindered.answered, hindered.required) == (5, 24)
    assert "未記入： 問4 問6" in hindered.text


def test_a_change_without_reason_is_pointed_at(r4: Form, r5: Form) -> None:
    layout, previous = make_layout(r5), previous_entries(r5, r4, LAST_YEAR)
    assert progress(layout, FILLED["no plan"], previous).reasons_missing == (1, 4, 8)
    assert 1 not in progress(layout, FILLED["nothing hinders"], previous).reasons_missing


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_the_values_that_were_written(r4: Form, r5: Form, tmp_path: Path) -> None:
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
        '<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>',
        encoding="utf-8",
    )
    files = [
        issue.issue_workbook(r5, TOWN, LAST_YEAR, tmp_path / f"{n}.xlsx", previous_form=r4, entries=entries)
        for n, entries in enumerate(FILLED.values())
    ]
    command = ["soffice", f"-env:UserInstallation={profile.parent.as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "back"), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for path in files:
        written, computed = (
            CalamineWorkbook.from_path(p).get_sheet_by_name("調査票").to_python()
            for p in (path, tmp_path / "back" / path.name)
        )
        assert [computed[1][1], computed[1][2]] == [written[1][1], written[1][2]]
        assert [computed[10][3], computed[11][3]] == [written[10][3], written[11][3]]


# ------------------------------------------------------------------ last year's answers


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


def test_merged_questions_and_renamed_options_are_carried_over(tmp_path: Path) -> None:
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
    answers: dict[str, Answer] = {"full": 1, "part": 2, "a": "old", "b": ("old", "gone")}
    assert previous_entries(now, before, answers) == {
        ("staff", ""): "1人／2人",
        ("a", ""): "新",
        ("b", "new"): "○",
        ("b", "others"): "ほか：廃止",
    }
    assert previous_entries(now, before, {"a": "gone"}) == {("a", ""): "廃止"}
    path = issue.issue_workbook(now, TOWN, answers, tmp_path / "x.xlsx", previous_form=before)
    texts = [c.value for row in openpyxl.load_workbook(path)["調査票"].iter_rows() for c in row]
    assert {"1人／2人", "新", "ほか：廃止"} <= set(texts)


def test_a_dropdown_too_long_for_a_rule_stands_on_a_hidden_sheet(tmp_path: Path) -> None:
    options = ", ".join(f'{{ code = "c{n}", label = "とても長い選択肢の名前その{n}" }}' for n in range(30))
    form = form_with(
        tmp_path, "R5", f'[[question]]\nid = "q"\nkind = "single"\nwording = "問"\noptions = [{options}]\n'
    )
    path = issue.issue_workbook(form, TOWN, {}, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    (rule,) = [r for r in book["調査票"].data_validations.dataValidation if r.type == "list"]
    assert rule.formula1 == "_lists!$A$1:$A$30"
    assert book["_lists"]["A30"].value == "とても長い選択肢の名前その29"


# ------------------------------------------------------------------ issuing to all


def test_issue_writes_one_workbook_a_municipality_and_a_zip(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(RAW / "survey", raw / "survey", ignore=shutil.ignore_patterns("demo", "returns"))
    (raw / "reference").mkdir()
    lines = (RAW / "reference" / "municipalities.csv").read_text(encoding="utf-8-sig").splitlines()[:6]
    (raw / "reference" / "municipalities.csv").write_text("\n".join(lines), encoding="utf-8")
    report = issue.run(raw, 2023, tmp_path / "out", tmp_path / "all.zip", {"01100": LAST_YEAR})
    assert len(report.files) == 5
    assert (report.form_version, report.deadline, report.with_previous) == ("R5-1", "2023-12-15", 1)
    assert report.files[0].name == "01100_札幌市_重層調査票_R5.xlsx"
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.namelist() == [path.name for path in report.files]
        assert archive.read(report.files[0].name) == report.files[0].read_bytes()


def test_a_year_without_a_form_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="令和7年度の調査票がありません"):
        issue.run(tmp_path, 2025, tmp_path / "out")


def test_the_same_input_gives_the_same_bytes(r4: Form, r5: Form, tmp_path: Path) -> None:
    first, second = (
        issue.issue_workbook(r5, TOWN, LAST_YEAR, tmp_path / name, previous_form=r4).read_bytes()
        for name in ("a.xlsx", "b.xlsx")
    )
    assert first == second


def test_issuing_again_does_not_overwrite_a_workbook_that_was_filled_in(r5: Form, tmp_path: Path) -> None:
    (path,) = issue.issue_all(r5, [TOWN], {}, tmp_path)
    assert issue.issue_all(r5, [TOWN], {}, tmp_path) == (path,)
    path.write_bytes(b"filled in by hand")
    with pytest.raises(issue.IssueRefusedError, match="別のフォルダ"):
        issue.issue_all(r5, [TOWN], {}, tmp_path)
    assert path.read_bytes() == b"filled in by hand"
