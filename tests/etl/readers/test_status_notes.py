"""A remark in a status list that may change what its row says is a warning; any other is kept and not told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import messes
from tests.etl import read_list

HEAD = ["団体コード", "市町村名", "実施状況", "実施開始年度", "備考"]


@pytest.mark.parametrize(
    ("note", "rules"),
    [
        ("令和6年度に延期", [("warning", "STATUS-NOTE", "E2")]),
        ("終了に訂正", [("warning", "STATUS-NOTE", "E2")]),
        ("開始年度の誤り", [("warning", "STATUS-NOTE", "E2")]),
        ("令和4年度から準備", []),
        ("変更なし", []),
        ("", []),
    ],
)
def test_a_remark_that_may_change_a_row_is_told(
    note: str, rules: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    row = ["01337", "七飯町", "実施中", "令和5年度", note]
    facts, findings = read_list.status_list(messes.workbook(tmp_path / "一覧.xlsx", [HEAD, row]))
    assert [(fact["status_code"], fact["start_fiscal_year"]) for fact in facts] == [("implementing", 2023)]
    assert [(finding.severity, finding.rule, finding.cell) for finding in findings] == rules
