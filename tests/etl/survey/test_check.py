"""check: what would be found, in a form that others rely on, changing nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dashboard.intake import reports
from dashboard.intake.uploads import StoredFile
from etl import sandbox
from etl.survey import issue
from etl.survey.annotate import annotate
from etl.survey.check import CheckReport, check
from etl.survey.form.questions import PlainAnswer
from etl.survey.receive import load_returns, receive
from etl.survey.sheet.layout import Layout, make_layout
from tests import messes
from tests.etl.survey import received as made
from tests.etl.survey import return_truth as truth
from tests.etl.survey import zips
from tests.etl.survey.received import HIGASHIKAWA, KUTCHAN, TAKASU

CASES = Path(__file__).parents[1] / "cases"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return made.make_raw(tmp_path / "raw")


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder


def found(report: CheckReport) -> list[tuple[str, str, str]]:
    return [(one.file, one.municipality, one.status) for one in report.files]


def test_the_report_is_one_json_object_of_files_and_findings(raw: Path, mail: Path) -> None:
    good, doubtful = made.hand_in(mail, TAKASU), made.hand_in(mail, HIGASHIKAWA, staff_full_time=99)
    bad = messes.truncated_xlsx(mail / "途中まで.xlsx")
    made.hand_in(mail / "前年", HIGASHIKAWA, seed=2, year=2022, staff_full_time=3)
    receive([mail / "前年"], raw, 2022, date(2022, 12, 1))
    report = json.loads(json.dumps(check([good, doubtful, bad], raw, 2023).as_json(), ensure_ascii=False))
    assert list(report) == ["files"]
    assert all(list(one) == ["file", "municipality", "status", "findings"] for one in report["files"])
    by_file = {one["file"]: one for one in report["files"]}
    assert by_file[good.name] == {
        "file": good.name,
        "municipality": TAKASU,
        "status": "ok",
        "findings": [],
    }
    assert (by_file[bad.name]["municipality"], by_file[bad.name]["status"]) == ("", "rejected")
    assert by_file[doubtful.name]["status"] == "findings"
    [jump] = [one for one in by_file[doubtful.name]["findings"] if one["rule"] == "LARGE-JUMP"]
    assert jump == {
        "severity": "warning",
        "sheet": "調査票",
        "cell": "C41",
        "question": "staff_full_time",
        "rule": "LARGE-JUMP",
        "value": "99",
        "message": jump["message"],
    }
    assert "令和4年度の3人から99人に" in jump["message"]


def test_checking_changes_nothing(raw: Path, mail: Path, tmp_path: Path) -> None:
    made.hand_in(mail, TAKASU)
    zips.write_zip(mail / "上川.zip", {"a.xlsx": made.hand_in(tmp_path / "x", KUTCHAN).read_bytes()})
    messes.empty_file(mail / "空.xlsx")
    before = made.tree(tmp_path)
    check([mail], raw, 2023)
    assert made.tree(tmp_path) == before


def test_findings_name_the_file_as_it_was_handed_over(raw: Path, mail: Path, tmp_path: Path) -> None:
    sent = made.hand_in(tmp_path / "x", TAKASU, meeting_support="none")
    zips.write_zip(mail / "上川.zip", {"回答/鷹栖町.xlsx": sent.read_bytes()})
    made.hand_in(mail / "後志", KUTCHAN)
    assert found(check([mail], raw, 2023)) == [
        ("上川.zip/回答/鷹栖町.xlsx", TAKASU, "ok"),
        ("後志/01400_倶知安町_重層調査票_R5.xlsx", KUTCHAN, "ok"),
    ]


def test_a_form_saved_as_opendocument_is_a_return_to_be_saved_otherwise(raw: Path) -> None:
    [one] = check([CASES / "package" / "01204_form_saved_as_opendocument.ods"], raw, 2023).files
    assert one.status == "rejected"
    [finding] = one.findings
    assert (finding.severity, finding.rule) == ("error", "FILE-NOT-A-TABLE")
    assert "名前を付けて保存" in finding.message
    assert "調査票ではありません" not in finding.message


def test_a_blank_cell_far_out_does_not_stop_a_return(raw: Path) -> None:
    [one] = check([CASES / "package" / "01455_blank_cell_at_XFD1048000.xlsx"], raw, 2023).files
    assert one.municipality == "01455"
    assert not [finding for finding in one.findings if finding.rule == "FILE-FAR-CELL"]


def test_a_compiled_table_is_reported_town_by_town(raw: Path, mail: Path) -> None:
    rows = [
        ["市町村名", "実施状況", "専任職員数"],
        ["鷹栖町", "実施予定なし", 1],
        ["東川町", "たぶん実施", 1],
        ["どこか町", "検討中", 1],
    ]
    report = check([messes.workbook(mail / "上川.xlsx", rows)], raw, 2023)
    assert found(report) == [
        ("上川.xlsx", "", "rejected"),
        ("上川.xlsx", TAKASU, "ok"),
        ("上川.xlsx", HIGASHIKAWA, "findings"),
    ]
    [told] = [one for one in report.files if one.municipality == HIGASHIKAWA]
    assert [(finding.rule, finding.cell, finding.question_id) for finding in told.findings] == [
        ("ANSWER-UNKNOWN", "B3", "status")
    ]


def test_what_was_received_before_is_said(raw: Path, mail: Path) -> None:
    sent = made.hand_in(mail, TAKASU)
    receive([sent], raw, 2023, date(2023, 12, 1))
    again = made.hand_in(mail / "差替", TAKASU, seed=2, name="鷹栖町（差替）.xlsx")
    report = check([sent, again], raw, 2023)
    assert [(one.file, [finding.rule for finding in one.findings]) for one in report.files] == [
        (sent.name, ["RETURN-ALREADY"]),
        (again.name, ["RETURN-REPLACES"]),
    ]
    assert [one.status for one in report.files] == ["ok", "findings"]


def test_the_same_file_twice_in_a_batch_is_told_with_its_town(raw: Path, mail: Path) -> None:
    sent = made.hand_in(mail, TAKASU, name="回答.xlsx")
    twin = Path(shutil.copy(sent, mail / "回答（控）.xlsx"))
    files = check([sent, twin], raw, 2023).as_json()["files"]
    stored = [StoredFile(name, name, 1) for name in (sent.name, twin.name)]
    lines = reports.lines(stored, {"files": files}, {})
    assert [one.towns for one in lines] == [(TAKASU,), (TAKASU,)]
    assert sorted(one.is_already for one in lines) == [False, True]
    [reason] = [one.reason for one in lines if one.is_already]
    assert "中身がまったく同じです" in reason


def test_a_file_that_came_before_keeps_its_own_findings_and_its_red_pen(
    raw: Path, mail: Path, tmp_path: Path
) -> None:
    sent = made.hand_in(mail, TAKASU, barriers=("none", "staff_shortage"))
    before = check([sent], raw, 2023).findings
    receive([sent], raw, 2023, date(2023, 12, 1))
    after = check([sent], raw, 2023).findings
    assert [one for one in after if one.rule != "RETURN-ALREADY"] == before != []
    assert [one.severity for one in after if one.rule == "RETURN-ALREADY"] == ["info"]
    done = annotate(sent, after, tmp_path / "赤ペン.xlsx")
    assert (done.commented, done.not_placed) == (len({one.cell for one in before}), [])


def test_a_copy_of_a_broken_file_is_rejected_with_the_same_reason(raw: Path, mail: Path) -> None:
    bad = messes.truncated_xlsx(mail / "途中まで.xlsx")
    (mail / "途中まで（控え）.xlsx").write_bytes(bad.read_bytes())
    report = check([mail], raw, 2023)
    assert [one.status for one in report.files] == ["rejected", "rejected"]
    [twin] = [finding for finding in report.findings if finding.rule == "RETURN-TWIN"]
    [broken] = [finding for finding in report.findings if finding.rule != "RETURN-TWIN"]
    assert broken.message in twin.message


def test_an_answer_in_the_column_of_last_year_or_of_reasons_is_said_where_the_answer_is_blank(
    raw: Path, mail: Path
) -> None:
    sent = made.hand_in(mail, TAKASU)
    book = openpyxl.load_workbook(sent)
    sheet = book["調査票"]
    sheet["C16"], sheet["D16"], sheet["E16"] = None, "実施予定なし", "首長が交代"
    book.save(sent)
    told = {one.rule: one for one in check([sent], raw, 2023).findings}
    assert (told["STRAY-PREVIOUS"].cell, told["STRAY-PREVIOUS"].value) == ("D16", "実施予定なし")
    assert told["REASON-ALONE"].cell == "E16"
    assert told["REQUIRED-BLANK"].cell == "C16"


def test_last_years_answer_as_it_was_issued_is_no_finding_beside_a_blank(raw: Path, mail: Path) -> None:
    receive([made.hand_in(mail / "前年", TAKASU, year=2022, status="no_plan")], raw, 2022, date(2022, 12, 1))
    sent = made.hand_in(mail, TAKASU)
    book = openpyxl.load_workbook(sent)
    book["調査票"]["C16"], book["調査票"]["D16"] = None, "実施予定なし"
    book.save(sent)
    assert "STRAY-PREVIOUS" not in {one.rule for one in check([sent], raw, 2023).findings}


def issued_and_filled(raw: Path, folder: Path, given: Mapping[str, PlainAnswer]) -> tuple[Path, Layout]:
    """東川町's workbook of R5 as it is issued after its return of R4, filled in with these answers."""
    [path] = [one for one in issue.run(raw, 2023, folder).files if one.name.startswith(HIGASHIKAWA)]
    book, layout = openpyxl.load_workbook(path), make_layout(made.form())
    for key, entry in truth.entries(made.form(), given).items():
        [slot] = [one for one in layout.slots_of(key[0]) if one.key == key]
        book["調査票"].cell(slot.row + 1, slot.col + 1).value = entry
    book.save(path)
    return path, layout


def test_last_years_answer_changed_beside_this_years_is_told_and_not_taken(raw: Path, mail: Path) -> None:
    made.keep_towns(raw, HIGASHIKAWA)
    before = made.answers(3, 2022) | {"staff_full_time": 3, "meeting_internal_date": date(2022, 10, 3)}
    before |= {"meeting_internal": "established"}
    sent = truth.filled_workbook(made.template(2022), made.TOWNS[HIGASHIKAWA], before, mail / "前年")
    receive([sent], raw, 2022, date(2022, 12, 1))
    given = made.answers(1) | {"staff_full_time": 3, "meeting_internal_date": date(2023, 11, 1)}
    given |= {"meeting_internal": "established"}
    path, layout = issued_and_filled(raw, mail / "発出", given)

    def told() -> list[tuple[str, str, str]]:
        found = [one for one in check([path], raw, 2023).findings if one.rule == "PREVIOUS-CHANGED"]
        return [(one.severity, one.cell, one.value) for one in found]

    assert told() == []
    book = openpyxl.load_workbook(path)
    cell = {
        question: book["調査票"].cell(layout.slots_of(question)[0].row + 1, layout.previous_col + 1)
        for question in ("status", "staff_full_time", "meeting_internal", "meeting_internal_date")
    }
    assert cell["meeting_internal_date"].is_date
    cell["status"].value, cell["staff_full_time"].value = "移行準備事業を実施", "３人"
    cell["meeting_internal"].value = None
    book.save(path)
    assert told() == [
        ("warning", cell["status"].coordinate, "移行準備事業を実施"),
        ("info", cell["meeting_internal"].coordinate, ""),
    ]
    cell["staff_full_time"].value, cell["meeting_internal_date"].value = 30, date(2022, 11, 3)
    book.save(path)
    assert {one[1] for one in told()} == {one.coordinate for one in cell.values()}
    [message] = [
        one.message for one in check([path], raw, 2023).findings if one.cell == cell["status"].coordinate
    ]
    assert "「移行準備事業を実施」になっています" in message
    assert "控えている令和4年度の回答は" in message
    assert "そのまま使います" in message


def test_what_was_checked_is_received_and_loaded_without_a_second_reading(
    raw: Path, mail: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = made.hand_in(mail, TAKASU, name="鷹栖町.xlsx", barriers=("none", "staff_shortage"))
    [first] = check([sent], raw, 2023).files
    workers = sandbox.run_many
    monkeypatch.setattr(sandbox, "run_many", None)
    receive([sent], raw, 2023, date(2023, 12, 12))
    loaded = load_returns(raw)
    assert {finding.file for finding in loaded.findings} == {"survey/R5/returns/2023-12-12/鷹栖町.xlsx"}
    assert [one.message for one in loaded.findings] == [one.message for one in first.findings] != []
    monkeypatch.setattr(sandbox, "run_many", workers)
    sent.unlink()
    made.hand_in(mail, TAKASU, name="鷹栖町.xlsx")
    assert check([sent], raw, 2023).files[0].findings != first.findings


def test_every_cell_finding_carries_its_sheet_and_cell(raw: Path, mail: Path) -> None:
    made.hand_in(mail, TAKASU, barriers=("none", "staff_shortage"), start_year=2030)
    findings = check([mail], raw, 2023).findings
    assert findings
    assert all(finding.sheet == "調査票" and finding.cell and finding.question_id for finding in findings)
    assert {finding.municipality_code for finding in findings} == {TAKASU}
