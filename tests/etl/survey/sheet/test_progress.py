"""The completeness line is computed from the cells, here and by the workbook itself alike."""

import shutil
import subprocess
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from etl.names import MunicipalityName
from etl.survey import issue
from etl.survey.form.entries import Entries, previous_entries
from etl.survey.form.questions import REASON_SLOT, Form, PlainAnswer
from etl.survey.sheet.layout import make_layout
from etl.survey.sheet.progress import progress

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


def test_a_change_without_reason_is_pointed_at(r4: Form, r5: Form, last_year: dict[str, PlainAnswer]) -> None:
    layout, previous = make_layout(r5), previous_entries(r5, r4, last_year)
    assert progress(layout, FILLED["no plan"], previous).reasons_missing == (1, 4, 8)
    assert 1 not in progress(layout, FILLED["nothing hinders"], previous).reasons_missing


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_the_values_that_were_written(
    r4: Form, r5: Form, tmp_path: Path, town: MunicipalityName, last_year: dict[str, PlainAnswer]
) -> None:
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
        '<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>',
        encoding="utf-8",
    )
    files = [
        issue.issue_workbook(r5, town, last_year, tmp_path / f"{n}.xlsx", previous_form=r4, entries=entries)
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
