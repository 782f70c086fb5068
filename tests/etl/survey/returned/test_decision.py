"""An officer decides on a received file: set apart with a reason, taken back, or taken as the return of a town."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.survey.receive import RegisterError, load_returns, receive
from etl.survey.returned.decision import decide_file
from tests.etl.survey import received as made
from tests.etl.survey.received import HIGASHIKAWA, TAKASU

DAY = date(2023, 12, 12)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return made.make_raw(tmp_path / "raw")


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder


def test_an_officer_sets_a_received_file_apart_and_takes_it_back(raw: Path, mail: Path) -> None:
    report = receive([made.hand_in(mail, TAKASU)], raw, 2023, DAY)
    place = f"survey/R5/returns/{report.received[0].stored}"
    with pytest.raises(RegisterError, match="理由を書いてください"):
        decide_file(raw, 2023, place, "quarantined", " ")
    decide_file(raw, 2023, place, "quarantined", "電話で取り下げの連絡（12月13日）")
    [row] = load_returns(raw).returns
    assert (row.state, row.reason, row.municipality_code) == (
        "quarantined",
        "電話で取り下げの連絡（12月13日）",
        TAKASU,
    )
    decide_file(raw, 2023, place, "loaded", "取り下げは誤り")
    assert [one.state for one in load_returns(raw).returns] == ["loaded"]
    decide_file(raw, 2023, report.received[0].stored, "loaded", "隣町の回答", "東川町")
    assert [one.municipality_code for one in load_returns(raw).returns] == [HIGASHIKAWA]
    with pytest.raises(RegisterError, match="受け取っていません"):
        decide_file(raw, 2023, "survey/R5/returns/nothing.xlsx", "loaded", "")
    with pytest.raises(RegisterError, match="東京町"):
        decide_file(raw, 2023, place, "loaded", "", "東京町")
