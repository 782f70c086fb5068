"""An officer decides on a received file: set apart with a reason, taken back, or taken as the return of a town."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.refusal import Refusal
from etl.survey.receive import RegisterError, load_returns, receive
from etl.survey.returned.decision import decide_day, decide_file, redate
from etl.survey.returned.register import State
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
    decide_file(raw, 2023, report.received[0].stored, "loaded", "隣町の回答", "東川町", "鷹栖町")
    assert [one.municipality_code for one in load_returns(raw).returns] == [HIGASHIKAWA]
    with pytest.raises(RegisterError, match="受け取っていません"):
        decide_file(raw, 2023, "survey/R5/returns/nothing.xlsx", "loaded", "")
    with pytest.raises(RegisterError, match="東京町"):
        decide_file(raw, 2023, place, "loaded", "", "東京町")


def test_a_day_of_receipt_is_put_right_for_one_file_or_for_all_of_its_day(raw: Path, mail: Path) -> None:
    first = receive([made.hand_in(mail, TAKASU), made.hand_in(mail, HIGASHIKAWA)], raw, 2023, DAY)
    right, later = date(2023, 12, 10), date(2023, 12, 11)
    assert len(redate(raw, 2023, first.received[0].stored, right, whole_day=True)) == 2
    assert {one.received_on for one in load_returns(raw).returns} == {right}
    redate(raw, 2023, first.received[0].stored, later)
    days = {one.municipality_code: one.received_on for one in load_returns(raw).returns}
    assert days == {TAKASU: later, HIGASHIKAWA: right}


def test_a_whole_reception_is_taken_back_and_taken_up_again(raw: Path, mail: Path) -> None:
    first = receive([made.hand_in(mail, TAKASU), made.hand_in(mail, HIGASHIKAWA)], raw, 2023, DAY)
    place = first.received[0].stored
    assert len(decide_day(raw, 2023, place, "quarantined", "別の課の回答だった")) == 2
    assert {one.state for one in load_returns(raw).returns} == {"quarantined"}
    with pytest.raises(RegisterError, match="すべてそうなっています"):
        decide_day(raw, 2023, place, "quarantined", "もう一度")
    decide_day(raw, 2023, place, "loaded", "")
    assert {one.state for one in load_returns(raw).returns} == {"loaded"}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2022, 12, 10), "令和5年度の調査が始まる前です"),
        (date(2999, 1, 1), "今日より後です"),
        (DAY, "受領日はすでに令和5年12月12日です"),
    ],
)
def test_a_day_of_receipt_that_cannot_be_is_refused(day: date, said: str, raw: Path, mail: Path) -> None:
    report = receive([made.hand_in(mail, TAKASU)], raw, 2023, DAY)
    with pytest.raises(Refusal, match=said):
        redate(raw, 2023, report.received[0].stored, day)


@pytest.mark.parametrize("state", ["loaded", "quarantined"])
@pytest.mark.parametrize("instead_of", ["", "東神楽町", "東川町"])
def test_a_town_left_in_the_box_does_not_reassign_a_file_that_says_whose_it_is(
    state: State, instead_of: str, raw: Path, mail: Path
) -> None:
    report = receive([made.hand_in(mail, TAKASU)], raw, 2023, DAY)
    with pytest.raises(RegisterError, match=r"鷹栖町（01452）.*東川町（01458）"):
        decide_file(raw, 2023, report.received[0].stored, state, "取り下げ", "東川町", instead_of)
    assert [(one.municipality_code, one.state) for one in load_returns(raw).returns] == [(TAKASU, "loaded")]


@pytest.mark.parametrize("name", ["鷹栖町", "01452", "鷹栖", ""])
def test_the_town_that_the_file_says_may_be_written_too(name: str, raw: Path, mail: Path) -> None:
    report = receive([made.hand_in(mail, TAKASU)], raw, 2023, DAY)
    decide_file(raw, 2023, report.received[0].stored, "quarantined", "取り下げ", name)
    assert [one.municipality_code for one in load_returns(raw).returns] == [TAKASU]


def test_a_file_that_says_nobodys_name_is_given_to_a_town_by_one_name(raw: Path, mail: Path) -> None:
    (mail / "回答.xlsx").write_bytes(b"no workbook")
    report = receive([mail], raw, 2023, DAY)
    decide_file(raw, 2023, report.received[0].stored, "quarantined", "開けない", "東川町")
    assert [one.municipality_code for one in load_returns(raw).returns] == [HIGASHIKAWA]


def test_what_an_officer_sets_apart_is_marked_as_decided(raw: Path, mail: Path) -> None:
    """So that no letter to the town quotes the reason."""
    report = receive([made.hand_in(mail, TAKASU)], raw, 2023, DAY)
    decide_file(raw, 2023, report.received[0].stored, "quarantined", "電話で取り下げの連絡")
    [row] = load_returns(raw).returns
    assert (row.state, row.is_decided) == ("quarantined", True)
