"""load_returns: every registered return of every year as rows, with the cell of each value."""

from __future__ import annotations

import csv
import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from etl.survey.receive import LoadedReturns, load_returns, receive
from tests import messes
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


def make_demo(raw: Path, year: str) -> None:
    """The real returns of a year become its demo, with the register that a demo writes."""
    real, demo = raw / "survey" / year / "returns", raw / "survey" / year / "demo" / "returns"
    shutil.move(real, demo)
    lines = [
        line | {"synthetic": "1"}
        for line in csv.DictReader((demo / "REGISTER.csv").read_text(encoding="utf-8").splitlines())
    ]
    with (demo / "REGISTER.csv").open("w", encoding="utf-8", newline="") as stream:
        columns = [name for name in lines[0] if name != "archive"]
        writer = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def rules(loaded: LoadedReturns) -> list[str]:
    return [finding.rule for finding in loaded.findings]


def test_a_return_becomes_rows_with_the_cell_of_every_value(raw: Path, mail: Path) -> None:
    answers = made.answers(1)
    receive([made.hand_in(mail, TAKASU)], raw, 2023, DAY)
    loaded = load_returns(raw)
    [row] = loaded.returns
    [source] = loaded.files
    assert (row.municipality_code, row.fiscal_year, row.form_version, row.route) == (
        TAKASU,
        2023,
        "R5-1",
        "manifest",
    )
    assert (row.version, made.in_use(loaded), row.state, row.is_synthetic) == (
        1,
        {row.return_id},
        "loaded",
        False,
    )
    assert row.required == row.answered > 20
    assert (source.file, source.kind, source.file_id) == (row.file, "return", row.file_id)
    assert row.return_id == f"{source.file_id}-{TAKASU}"
    status = [one for one in loaded.answers if one.question_id == "status"]
    assert [(one.option_code, one.answer_state, one.sheet, one.cell) for one in status] == [
        (answers["status"], "answered", "調査票", "C16")
    ]
    assert status[0].ref.text == status[0].value
    barriers = [one.option_code for one in loaded.answers if one.question_id == "barriers"]
    assert tuple(barriers) == answers["barriers"]
    ranked = [(one.rank, one.option_code) for one in loaded.answers if one.question_id == "barriers_top"]
    assert ranked == list(enumerate(answers["barriers_top"], 1))
    states = {one.question_id: one.answer_state for one in loaded.answers}
    assert set(states) == {question.id for question in made.form().questions}
    assert states["start_year"] == "blank"


def test_nothing_received_gives_no_rows(raw: Path) -> None:
    assert load_returns(raw) == LoadedReturns()


def test_the_demo_of_a_year_is_left_out_once_a_real_return_came(raw: Path, mail: Path) -> None:
    receive([made.hand_in(mail, TAKASU)], raw, 2023, date(2023, 12, 5))
    make_demo(raw, "R5")
    receive([made.hand_in(mail, HIGASHIKAWA, seed=3, year=2022)], raw, 2022, date(2022, 12, 5))
    make_demo(raw, "R4")
    before = load_returns(raw)
    assert [(row.municipality_code, row.is_synthetic) for row in before.returns] == [
        (HIGASHIKAWA, True),
        (TAKASU, True),
    ]
    assert all(source.is_synthetic for source in before.files)
    receive([made.hand_in(mail, HIGASHIKAWA, seed=2)], raw, 2023, DAY)
    after = load_returns(raw)
    assert [(row.fiscal_year, row.municipality_code, row.is_synthetic) for row in after.returns] == [
        (2022, HIGASHIKAWA, True),
        (2023, HIGASHIKAWA, False),
    ]
    assert (rules(after), after.years_without_demo) == (["DEMO-LEFT-OUT"], [2023])
    assert [row.is_synthetic for row in load_returns(raw, as_of=date(2023, 12, 8)).returns] == [True, True]


def test_last_years_real_answers_are_compared_and_the_demos_are_not(raw: Path, mail: Path) -> None:
    receive([made.hand_in(mail, TAKASU, year=2022, staff_full_time=2)], raw, 2022, date(2022, 12, 5))
    receive([made.hand_in(mail, TAKASU, staff_full_time=90)], raw, 2023, DAY)
    assert "LARGE-JUMP" in rules(load_returns(raw))
    make_demo(raw, "R4")
    assert "LARGE-JUMP" not in rules(load_returns(raw))


def test_one_year_alone_can_be_loaded_and_is_still_compared(raw: Path, mail: Path) -> None:
    receive([made.hand_in(mail, TAKASU, year=2022, staff_full_time=2)], raw, 2022, date(2022, 12, 5))
    receive([made.hand_in(mail, TAKASU, staff_full_time=90)], raw, 2023, DAY)
    loaded = load_returns(raw, [2023])
    assert {row.fiscal_year for row in loaded.returns} == {2023}
    assert "LARGE-JUMP" in rules(loaded)


def test_only_what_was_received_by_the_day_is_loaded(raw: Path, mail: Path) -> None:
    receive([made.hand_in(mail, TAKASU, seed=1)], raw, 2023, date(2023, 12, 5))
    receive([made.hand_in(mail, TAKASU, seed=2)], raw, 2023, DAY)
    then = load_returns(raw, as_of=date(2023, 12, 6))
    [early] = then.returns
    assert (early.received_on, made.in_use(then)) == (date(2023, 12, 5), {early.return_id})
    assert load_returns(raw, as_of=date(2023, 12, 1)).returns == []


def test_a_return_that_was_changed_or_lost_afterwards_is_reported(raw: Path, mail: Path) -> None:
    receive([made.hand_in(mail, TAKASU), made.hand_in(mail, HIGASHIKAWA)], raw, 2023, DAY)
    folder = raw / "survey/R5/returns/2023-12-12"
    (folder / "01452_鷹栖町_重層調査票_R5.xlsx").write_bytes(b"changed")
    (folder / "01458_東川町_重層調査票_R5.xlsx").unlink()
    loaded = load_returns(raw)
    assert loaded.returns == []
    assert sorted(rules(loaded)) == ["RETURN-CHANGED", "RETURN-MISSING"]
    assert {finding.municipality_code for finding in loaded.findings} == {TAKASU, HIGASHIKAWA}


def test_a_file_laid_among_the_returns_by_hand_is_reported_not_read(raw: Path, mail: Path) -> None:
    receive([made.hand_in(mail, TAKASU)], raw, 2023, DAY)
    made.hand_in(raw / "survey/R5/returns/2023-12-12", HIGASHIKAWA)
    loaded = load_returns(raw)
    assert [row.municipality_code for row in loaded.returns] == [TAKASU]
    assert [(f.rule, f.file) for f in loaded.findings] == [
        (
            "RETURN-UNREGISTERED",
            "survey/R5/returns/2023-12-12/01458_東川町_重層調査票_R5.xlsx",
        )
    ]


def test_a_compiled_table_that_says_more_replaces_an_earlier_one_and_both_stay(raw: Path, mail: Path) -> None:
    less = messes.workbook(mail / "速報.xlsx", [["市町村名", "専任職員数"], ["鷹栖町", 2]])
    receive([less], raw, 2023, date(2023, 12, 5))
    more = messes.workbook(
        mail / "上川.xlsx", [["市町村名", "実施状況", "専任職員数"], ["鷹栖町", "実施中", 3]]
    )
    receive([more], raw, 2023, DAY)
    loaded = load_returns(raw)
    current = made.in_use(loaded)
    assert [(row.route, row.version, row.return_id in current) for row in loaded.returns] == [
        ("table", 1, False),
        ("table", 2, True),
    ]


@pytest.mark.parametrize("together", [True, False])
def test_a_table_of_few_answers_never_replaces_a_fuller_return(raw: Path, mail: Path, together: bool) -> None:
    sent = made.hand_in(mail, TAKASU)
    table = messes.workbook(
        mail / "一覧.xlsx", [["市町村名", "実施状況", "専任職員数"], ["鷹栖町", "実施中", 3]]
    )
    os.utime(table, (sent.stat().st_mtime + 60,) * 2)
    if together:
        told = receive([mail], raw, 2023, DAY).findings
    else:
        receive([sent], raw, 2023, date(2023, 12, 5))
        told = receive([table], raw, 2023, DAY).findings
    loaded = load_returns(raw)
    current = made.in_use(loaded)
    states = {row.route: (row.state, row.return_id in current) for row in loaded.returns}
    assert states == {"manifest": ("loaded", True), "table": ("quarantined", False)}
    assert {row.value for row in loaded.answers if row.question_id == "status"} != {"実施中"}
    [said] = [one for one in told if one.rule == "RETURN-LESS"]
    [row] = [row for row in loaded.returns if row.state == "quarantined"]
    assert all(name in text for text in (said.message, row.reason) for name in (sent.name, table.name))
    assert not [one for one in told if one.rule in ("RETURN-TWICE", "RETURN-REPLACES")]


def test_without_the_form_of_its_year_a_return_is_reported(raw: Path, mail: Path) -> None:
    receive([made.hand_in(mail, TAKASU)], raw, 2023, DAY)
    (raw / "survey/R5/form.toml").unlink()
    loaded = load_returns(raw)
    assert (loaded.returns, rules(loaded)) == ([], ["FORM-UNKNOWN"])
