"""A reason beside an answer that corrects it is asked about; one that explains last year's answer is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.etl.survey.returned import changed_forms


@pytest.mark.parametrize(
    "text", ["終了に訂正", "正しくは実施中", "取り消します", "5人の誤記です", "差し替えをお願いします"]
)
def test_a_reason_that_corrects_the_answer_is_a_warning(text: str, tmp_path: Path) -> None:
    path = changed_forms.changed(tmp_path, changed_forms.put(E16=text))
    assert changed_forms.told(path) == [("REASON-CORRECTS", "E16", "status")]


@pytest.mark.parametrize(
    "text",
    [
        "前年度の誤りを訂正",
        "昨年度の回答を訂正したため",
        "令和4年度の回答の誤記のため",
        "訂正はありません",
        "組織の変更による",
        "担当者が代わったため",
    ],
)
def test_a_reason_for_a_change_from_last_year_is_not(text: str, tmp_path: Path) -> None:
    path = changed_forms.changed(tmp_path, changed_forms.put(E16=text))
    assert changed_forms.told(path) == []
