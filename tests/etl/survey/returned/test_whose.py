"""Whose return it is: every name on the sheet is a claim that must agree with the code and the manifest."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.name_directory import FormerName, read_former_names
from etl.survey.returned.model import ReturnRead
from tests.etl.survey.returned import changed_forms as forms
from tests.etl.survey.returned.changed_forms import CODE, put, read, told

NAME, CELL_CODE, BUREAU = "D4", "D5", "D6"
FORMER = [old for old in read_former_names() if old.code != CODE]


def rules(found: ReturnRead) -> set[str]:
    return {finding.rule for finding in found.findings if finding.severity != "info"}


# Names that several towns share, without 市 町 村, or of a village in the north: none of them is 鷹栖町.
AMBIGUOUS = ("泊村", "泊", "釧路", "伊達", "留別村", "色丹村", "砂川", "札幌市中央区")


@pytest.mark.parametrize("name", AMBIGUOUS)
@pytest.mark.parametrize("is_code_left", [True, False])
def test_an_ambiguous_name_still_contradicts(name: str, is_code_left: bool) -> None:
    found = forms.in_memory(D4=name, D5=CODE if is_code_left else None)
    assert (found.rejected != "", "TOWN-CONTRADICTION" in rules(found)) == (True, True)


@pytest.mark.parametrize("old", FORMER, ids=[old.former_name for old in FORMER])
def test_a_name_of_the_past_is_the_town_of_today(old: FormerName) -> None:
    assert "TOWN-CONTRADICTION" in rules(forms.in_memory(D4=old.former_name))
    own = forms.in_memory(old.code, D4=old.former_name)
    assert (own.municipality_code, own.rejected) == (old.code, "")


@pytest.mark.parametrize(
    "name",
    [
        "歌志内市（砂川市分）",
        "歌志内市・砂川市",
        "歌志内市(赤平市)",
        "歌志内市【砂川市を含む】",
        "歌志内市（砂川分）",
    ],
)
def test_a_second_town_in_the_card_is_asked(name: str) -> None:
    found = forms.in_memory("01227", D4=name)
    assert (found.municipality_code, found.rejected) == ("01227", "")
    assert ("TOWN-NOTE", NAME) in {(finding.rule, finding.cell) for finding in found.findings}


@pytest.mark.parametrize(
    "name",
    [
        "鷹栖町",
        "上川郡鷹栖町",
        "北海道鷹栖町",
        "鷹栖",
        "鷹栖町（上川）",
        "鷹栖町役場",
        "たかすちょう",
        "鷹栖町（福祉課）",
    ],
)
def test_the_towns_own_name_is_not_accused(name: str) -> None:
    assert rules(forms.in_memory(D4=name)) == set()


@pytest.mark.parametrize(
    "note",
    [
        "※この調査票は上砂川町の分です",
        "上砂川町",
        "上砂川町分",
        "上砂川の分",
        "上砂川町　福祉課",
        "団体コード 01425",
        "（上砂川町の回答）",
    ],
)
@pytest.mark.parametrize("cell", ["C1", "F4", "E3", "F14"])
def test_a_note_that_names_another_town_contradicts(note: str, cell: str) -> None:
    found = forms.in_memory(**{cell: note})
    assert ("TOWN-CONTRADICTION", cell) in {(finding.rule, finding.cell) for finding in found.findings}
    assert found.rejected


def test_a_note_behind_the_title_counts_too(tmp_path: Path) -> None:
    def change(sheet: object) -> None:
        sheet["A1"].value += "（上砂川町の分）"  # type: ignore[index]

    assert ("TOWN-CONTRADICTION", "A1", "") in told(forms.changed(tmp_path, change))


def test_the_name_of_the_sheet_counts_too(tmp_path: Path) -> None:
    def change(sheet: object) -> None:
        sheet.title = "上砂川町"  # type: ignore[attr-defined]

    assert "TOWN-CONTRADICTION" in {rule for rule, _, _ in told(forms.changed(tmp_path, change))}


@pytest.mark.parametrize(
    "note", ["鷹栖町福祉課", "鷹栖町の分です", "決裁 12月5日", "受付番号 12", "福祉課長 確認済"]
)
def test_a_note_of_the_towns_own_is_not_accused(note: str) -> None:
    assert rules(forms.in_memory(C1=note)) == set()


@pytest.mark.parametrize("note", ["鷹栖町と東川町の共同回答", "鷹栖町・東川町", "東川町（鷹栖町と連名）"])
def test_a_note_that_names_the_town_and_another_is_asked(note: str) -> None:
    found = forms.in_memory(C1=note)
    assert (found.rejected, rules(found)) == ("", {"TOWN-NOTE"})


def test_a_partner_in_a_note_is_asked_and_the_answers_are_read(tmp_path: Path) -> None:
    path = forms.changed(tmp_path, put(C1="東神楽町と協議して記入"))
    assert [rule for rule, _, _ in told(path)] == ["TOWN-NOTE"]
    assert not read(path).returns[0].rejected


def test_another_bureau_and_a_contact_of_another_town_are_asked(tmp_path: Path) -> None:
    path = forms.changed(tmp_path, put(D6="空知総合振興局", C78="上砂川町 福祉課"))
    assert told(path) == [("TOWN-NOTE", BUREAU, ""), ("TOWN-NOTE", "C78", "contact")]
