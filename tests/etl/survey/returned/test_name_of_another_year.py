"""A form of this year under a file name of another: read, and asked about; days and versions in a name are neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.etl.survey.returned import changed_forms


@pytest.mark.parametrize(
    "name",
    [
        "01452_鷹栖町_重層調査票_R4.xlsx",
        "令和4年度調査票（鷹栖町）.xlsx",
        "2022年度_鷹栖町.xlsx",
        "鷹栖町（前年度）.xlsx",
        "R6年度_鷹栖町.xlsx",
    ],
)
def test_a_name_of_another_year_is_asked_about(name: str, tmp_path: Path) -> None:
    path = changed_forms.changed(tmp_path, changed_forms.put(), name=name)
    assert [rule for rule, _, _ in changed_forms.told(path)] == ["FORM-NAME-YEAR"]
    assert [one.plain for one in changed_forms.read(path).returns] == [changed_forms.answers()]


@pytest.mark.parametrize(
    "name",
    [
        "01452_鷹栖町_重層調査票_R5.xlsx",
        "令和5年度調査票（鷹栖町）.xlsx",
        "20231210_鷹栖町.xlsx",
        "R5.12.10 鷹栖町.xlsx",
        "R6.1.5_鷹栖町.xlsx",
        "鷹栖町（訂正版）.xlsx",
        "鷹栖町(2).xlsx",
        "調査票.xlsx",
    ],
)
def test_a_name_of_this_year_or_of_none_is_not(name: str, tmp_path: Path) -> None:
    path = changed_forms.changed(tmp_path, changed_forms.put(), name=name)
    assert changed_forms.told(path) == []
