"""A return after another one of the same municipality: a blank never erases an answer unless somebody says so."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from etl.__main__ import main
from etl.survey.check import check
from etl.survey.receive import LoadedReturns, RegisterError, load_returns, receive
from etl.survey.returned import register
from etl.survey.returned.decision import decide_file
from etl.survey.returned.previous import previous_answers
from tests.etl.survey import received as made
from tests.etl.survey import return_truth as truth
from tests.etl.survey.received import TAKASU

CASES = Path(__file__).resolve().parents[2] / "cases" / "amended"
DAY, LATER, LAST = date(2023, 12, 1), date(2023, 12, 8), date(2023, 12, 11)
HAKODATE = "01202"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return made.make_raw(tmp_path / "raw")


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder


def counting(loaded: LoadedReturns) -> dict[str, tuple[str, str, str]]:
    """Question → value, cell and file (its name alone) of the first answer that counts."""
    files = {file.file_id: Path(file.file).name for file in loaded.files}
    [used] = made.in_use(loaded)
    found: dict[str, tuple[str, str, str]] = {}
    for row in loaded.answers:
        if row.return_id == used and row.answer_state != "blank":
            file = files[row.file_id or row.return_id.partition("-")[0]]
            found.setdefault(row.question_id, (row.value, row.cell, file))
    return found


def answered(loaded: LoadedReturns) -> dict[str, set[tuple[str, str]]]:
    """Question → option and value of every answer that counts."""
    [used] = made.in_use(loaded)
    found: dict[str, set[tuple[str, str]]] = {}
    for row in loaded.answers:
        if row.return_id == used and row.answer_state != "blank":
            found.setdefault(row.question_id, set()).add((row.option_code, row.value))
    return found


def places(raw: Path) -> list[str]:
    return [line["file"] for line in made.lines(raw)]


def partial(mail: Path, *keep: str, seed: int = 1, **changed: object) -> Path:
    """The form of 鷹栖町 with only some questions answered."""
    given = made.answers(seed) | changed
    chosen = {question: value for question, value in given.items() if question in keep or question in changed}
    return truth.filled_workbook(made.template(), made.TOWNS[TAKASU], chosen, mail / "訂正")  # type: ignore[arg-type]


def test_the_corrected_form_of_hakodate_waits_and_erases_nothing(raw: Path) -> None:
    receive([CASES / "01202_complete.xlsx"], raw, 2023, DAY)
    before = answered(load_returns(raw))
    report = receive([CASES / "01202_one_answer_corrected.xlsx"], raw, 2023, LATER)
    assert (report.loaded, report.held) == (0, 1)
    loaded = load_returns(raw)
    assert answered(loaded) == before
    assert sorted(row.state for row in loaded.returns) == ["held", "loaded"]
    [waiting] = [finding for finding in loaded.findings if finding.rule == "RETURN-HELD"]
    assert (waiting.severity, waiting.municipality_code) == ("warning", HAKODATE)
    assert "問8「包括的な支援体制の整備を担当する職員（専任）」" in waiting.message
    assert "空欄の設問: 問1「" in waiting.message
    assert all((raw / "survey/R5/returns" / place).is_file() for place in places(raw))


def test_amended_the_corrected_answer_lies_over_the_earlier_ones_each_with_its_cell(raw: Path) -> None:
    receive([CASES / "01202_complete.xlsx"], raw, 2023, DAY)
    before = counting(load_returns(raw))
    receive([CASES / "01202_one_answer_corrected.xlsx"], raw, 2023, LATER)
    decide_file(raw, 2023, places(raw)[1], "loaded", "電話で確認", use="amend")
    loaded = load_returns(raw)
    after = counting(loaded)
    assert after.keys() == before.keys()
    changed = {question for question in after if after[question] != before[question]}
    assert changed == {"staff_full_time"}
    assert after["staff_full_time"][1:] == ("C41", "01202_one_answer_corrected.xlsx")
    assert before["status"][1:] == after["status"][1:] == ("C16", "01202_complete.xlsx")
    [row] = [row for row in loaded.returns if row.return_id in made.in_use(loaded)]
    assert (row.answered, row.required, row.version) == (row.required, row.required, 2)
    assert "REQUIRED-BLANK" not in {finding.rule for finding in loaded.findings}


def test_the_command_line_says_how_and_takes_the_answer(
    raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = ["--fiscal-year", "2023", "--raw", str(raw)]
    assert main(["receive", str(CASES / "01202_complete.xlsx"), *survey, "--on", "2023-12-01"]) == 0
    assert (
        main(["receive", str(CASES / "01202_one_answer_corrected.xlsx"), *survey, "--on", "2023-12-08"]) == 0
    )
    shown = capsys.readouterr().out
    assert f"decide {places(raw)[1]} --state loaded --use amend" in shown
    assert "決めるのを待つ 1" in shown
    assert main(["decide", places(raw)[1], *survey, "--state", "loaded", "--use", "amend"]) == 0
    assert made.lines(raw)[-1]["use"] == "amend"


def test_replaced_only_the_corrected_answer_is_left(raw: Path) -> None:
    receive([CASES / "01202_complete.xlsx"], raw, 2023, DAY)
    receive([CASES / "01202_one_answer_corrected.xlsx"], raw, 2023, LATER)
    decide_file(raw, 2023, places(raw)[1], "loaded", "", use="replace")
    assert set(counting(load_returns(raw))) == {"staff_full_time"}


def test_a_form_that_waits_is_not_taken_without_an_answer_to_the_question(raw: Path) -> None:
    receive([CASES / "01202_complete.xlsx"], raw, 2023, DAY)
    receive([CASES / "01202_one_answer_corrected.xlsx"], raw, 2023, LATER)
    with pytest.raises(RegisterError, match="「置き換える」か「訂正として重ねる」か"):
        decide_file(raw, 2023, places(raw)[1], "loaded", "")
    decide_file(raw, 2023, places(raw)[1], "quarantined", "取り下げ")
    assert [row.state for row in load_returns(raw).returns].count("held") == 0


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_left_blank_every_answer_is_in_use_or_replaced(seed: int, raw: Path, mail: Path) -> None:
    """Any subset of questions, answered again: amended gives the earlier answers under the later ones."""
    rng = random.Random(seed)
    first = made.answers(1)
    receive([made.hand_in(mail, TAKASU, 1)], raw, 2023, DAY)
    before = answered(load_returns(raw))
    keep = rng.sample(sorted(first), rng.randint(1, 6))
    later = partial(mail, *keep, seed=1, staff_full_time=rng.randint(41, 60))
    receive([later], raw, 2023, LATER)
    assert answered(load_returns(raw)) == before
    assert previous_answers(raw, 2023).answers[TAKASU].keys() == before.keys()
    decide_file(raw, 2023, places(raw)[1], "loaded", "", use="amend")
    after = answered(load_returns(raw))
    assert after.keys() == before.keys() | {"staff_full_time"}
    assert {question for question in after if after[question] != before.get(question)} == {"staff_full_time"}


def test_two_corrections_one_after_the_other_both_count(raw: Path, mail: Path) -> None:
    receive([made.hand_in(mail, TAKASU, 1)], raw, 2023, DAY)
    receive([partial(mail, staff_full_time=51)], raw, 2023, LATER)
    receive([partial(mail, staff_concurrent=52)], raw, 2023, LAST)
    for place in places(raw)[1:3]:
        decide_file(raw, 2023, place, "loaded", "", use="amend")
    after = counting(load_returns(raw))
    assert (after["staff_full_time"][0], after["staff_concurrent"][0]) == ("51", "52")
    assert after["status"][1] == "C16"
    loaded = load_returns(raw)
    used = [
        row for row in loaded.answers if row.return_id in made.in_use(loaded) and row.answer_state != "blank"
    ]
    assert len({row.file_id or row.return_id.partition("-")[0] for row in used}) == 3


def test_a_complete_later_form_replaces_without_a_question(raw: Path, mail: Path) -> None:
    receive([made.hand_in(mail, TAKASU, 1)], raw, 2023, DAY)
    again = made.hand_in(mail / "再", TAKASU, 1, staff_full_time=3)
    rules = {finding.rule for finding in check([again], raw, 2023).findings}
    assert rules == {"RETURN-REPLACES"}
    assert receive([again], raw, 2023, LATER).held == 0
    assert counting(load_returns(raw))["staff_full_time"][0] == "3"


def test_what_no_longer_is_asked_may_be_blank_and_an_optional_answer_that_goes_is_said(
    raw: Path, mail: Path
) -> None:
    first = made.hand_in(mail, TAKASU, 1, comments="関係課と協議しています。", meeting_internal="established")
    receive([first], raw, 2023, DAY)
    again = made.hand_in(mail / "再", TAKASU, 1, meeting_internal="none")
    book = openpyxl.load_workbook(again)
    book["調査票"]["C39"], book["調査票"]["C76"] = None, None
    book.save(again)
    told = {finding.rule: finding for finding in check([again], raw, 2023).findings}
    assert "RETURN-HELD" not in told
    assert "問12「" in told["RETURN-WITHDRAWS"].message
    assert "問6" not in told["RETURN-WITHDRAWS"].message


def test_the_first_return_of_a_town_never_waits(raw: Path, mail: Path) -> None:
    report = receive([partial(mail, "status")], raw, 2023, DAY)
    assert (report.loaded, report.held) == (1, 0)


def test_a_register_from_before_is_read_as_undecided(raw: Path, mail: Path) -> None:
    receive([made.hand_in(mail, TAKASU, 1)], raw, 2023, DAY)
    path = raw / "survey/R5/returns" / register.REGISTER
    lines = [line.rsplit(",", 2)[0] for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("\n".join(lines), encoding="utf-8")
    [line] = register.read_lines(path.parent)
    assert (line.use, line.is_decided) == ("", False)
