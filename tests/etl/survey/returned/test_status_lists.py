"""Lists of states (実施状況一覧) handed in among the returns: refused with the words that lead to `etl add`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from etl.survey.returned.reading import read_here
from tests import messes
from tests.etl.survey import return_truth as truth

Rows = Sequence[Sequence[object]]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["団体コード", "市町村名", "振興局", "実施状況", "開始年度", "備考"],
            ["01452", "鷹栖町", "上川", "実施中", "令和3年度", None],
        ],
        [["市町村名", "開始予定年度"], ["鷹栖町", "令和8年度"]],
        [
            ["市町村名", "重層的支援体制整備事業", None],
            [None, "実施状況", "開始年度"],
            ["鷹栖町", "実施中", 2021],
        ],
    ],
)
def test_a_list_of_states_is_not_taken_for_answers_to_the_survey(rows: Rows, tmp_path: Path) -> None:
    """Of such a list of R5 all other questions would stand unanswered, and its date is not the survey's."""
    path = messes.workbook(tmp_path / "令和5年度一覧.xlsx", rows)
    found = read_here(path, path.name, path.name, "", truth.make_setting())
    [finding] = [one for one in found.findings if one.severity == "error"]
    assert (found.returns, finding.rule) == ([], "TABLE-STATUS-LIST")
    assert finding.cell
    assert finding.value in finding.message
    assert "実施状況一覧" in finding.message
    assert "「登録」の画面に入れてください" in finding.message


def test_a_list_of_states_with_a_heading_unknown_to_the_survey_is_told_both_ways(tmp_path: Path) -> None:
    rows = [["市町村名", "実施状況", "予算額"], ["鷹栖町", "実施中", "千円"]]
    path = messes.workbook(tmp_path / "表.xlsx", rows)
    found = read_here(path, path.name, path.name, "", truth.make_setting())
    [finding] = [one for one in found.findings if one.severity == "error"]
    assert (found.returns, finding.rule, finding.cell) == ([], "TABLE-HEADINGS", "C1")
    assert "「登録」の画面に入れてください" in finding.message
