"""Issuing to all municipalities: file names, the zip, stable bytes, nothing overwritten."""

import shutil
import zipfile
from copy import deepcopy
from pathlib import Path

import pytest

from etl.names import MunicipalityName
from etl.survey import issue
from etl.survey.form.questions import Form, PlainAnswer
from etl.survey.sheet import workbook

RAW = Path(__file__).resolve().parents[3] / "data" / "raw"


def test_issue_writes_one_workbook_a_municipality_and_a_zip(
    tmp_path: Path, last_year: dict[str, PlainAnswer]
) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(RAW / "survey", raw / "survey", ignore=shutil.ignore_patterns("demo", "returns"))
    (raw / "reference").mkdir()
    lines = (RAW / "reference" / "municipalities.csv").read_text(encoding="utf-8-sig").splitlines()[:6]
    (raw / "reference" / "municipalities.csv").write_text("\n".join(lines), encoding="utf-8")
    report = issue.run(raw, 2023, tmp_path / "out", tmp_path / "all.zip", {"01100": last_year})
    assert len(report.files) == 5
    assert (report.form_version, report.deadline, report.with_previous) == ("R5-1", "2023-12-15", 1)
    assert report.files[0].name == "01100_札幌市_重層調査票_R5.xlsx"
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.namelist() == [path.name for path in report.files]
        assert archive.read(report.files[0].name) == report.files[0].read_bytes()


def test_a_year_without_a_form_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="令和7年度の調査票がありません"):
        issue.run(tmp_path, 2025, tmp_path / "out")


def test_the_same_input_gives_the_same_bytes(
    r4: Form, r5: Form, tmp_path: Path, town: MunicipalityName, last_year: dict[str, PlainAnswer]
) -> None:
    first, second = (
        issue.issue_workbook(r5, town, last_year, tmp_path / name, previous_form=r4).read_bytes()
        for name in ("a.xlsx", "b.xlsx")
    )
    assert first == second


def test_issuing_again_does_not_overwrite_a_workbook_that_was_filled_in(
    r5: Form, tmp_path: Path, town: MunicipalityName
) -> None:
    (path,) = issue.issue_all(r5, [town], {}, tmp_path)
    assert issue.issue_all(r5, [town], {}, tmp_path) == (path,)
    path.write_bytes(b"filled in by hand")
    with pytest.raises(issue.IssueRefusedError, match="別のフォルダ"):
        issue.issue_all(r5, [town], {}, tmp_path)
    assert path.read_bytes() == b"filled in by hand"


def test_the_first_workbook_of_a_process_is_like_all_others(
    r4: Form, town: MunicipalityName, tmp_path: Path
) -> None:
    before = deepcopy(workbook.BOOK_OPTIONS)
    issue.issue_workbook(r4, town, {}, tmp_path / "first.xlsx")
    assert before == workbook.BOOK_OPTIONS
