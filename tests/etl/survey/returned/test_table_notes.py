"""Remarks beside the rows of a compiled table: those that may change an answer are warnings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import messes
from tests.etl.survey import return_truth as truth
from tests.etl.survey.returned.test_table_year import HEAD, ROW, loaded, read


@pytest.mark.parametrize(
    ("note", "severity"),
    [
        ("専任は5人に訂正", "warning"),
        ("→ 兼任2人", "warning"),
        ("令和4年度から検討", "info"),
        ("訂正箇所なし", "info"),
    ],
)
def test_a_remark_that_may_change_an_answer_is_a_warning(note: str, severity: str, tmp_path: Path) -> None:
    result = read(
        messes.workbook(tmp_path / "表.xlsx", [[*HEAD, "備考"], [*ROW, note]]), truth.make_setting()
    )
    findings = [finding for one in result.returns for finding in one.findings if finding.rule == "TABLE-NOTE"]
    assert [(finding.severity, finding.cell) for finding in findings] == [(severity, "E2")]
    assert loaded(result) == ["01452"]
