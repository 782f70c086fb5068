"""今年の仕事: each step says how it stands, what is missing, and where it is done; none claims more than is known."""

from datetime import date
from pathlib import Path

import pytest

from dashboard import journal
from dashboard.intake.survey_forms import heads, state_of_forms
from dashboard.views import year_work
from dashboard.views.open_points import POINTS
from dashboard.views.work_step import WorkStep
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.returns_warehouse import publish_round

SAVED = """[form]
version = "R8-1"
fiscal_year = 2026
title = "令和8年度 実施状況調査票"
as_of = 2026-11-30
issued_on = 2026-12-01
deadline = 2026-12-15
"""
OFFICE = {
    "head": "課長",
    "section": "係",
    "person": "北海",
    "phone": "011-000-0000",
    "mail": "a@pref.example.jp",
    "seal": "公印省略",
}


@pytest.fixture(scope="module")
def round_reader(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A warehouse of which three towns answered R5."""
    return Warehouse(publish_round(built_curated, tmp_path_factory.mktemp("round"))).reader()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def steps(reader: Reader, path: Path, today: date) -> dict[str, WorkStep]:
    return {step.key: step for step in year_work.gather(reader, path, today).steps}


def test_with_facts_alone_the_first_thing_is_the_form_of_this_year(reader: Reader, path: Path) -> None:
    work = year_work.gather(reader, path, date(2026, 11, 30))
    assert (work.fiscal_year, work.choice.fiscal_year) == (2026, 2023)
    assert work.now is not None
    assert (work.now.key, work.now.button) == ("make", "令和8年度の調査票を作る")
    assert [step.state for step in work.steps] == [
        "now",
        "later",
        "later",
        "later",
        "later",
        "later",
        "now",
        "later",
    ]


def test_a_form_that_no_build_knows_yet_is_the_round_that_is_worked_on(
    reader: Reader, path: Path, tmp_path: Path
) -> None:
    broken, saved = (tmp_path / "survey" / folder / "form.toml" for folder in ("R9", "R8"))
    for form, text in ((broken, "[form"), (saved, SAVED)):
        form.parent.mkdir(parents=True)
        form.write_text(text, encoding="utf-8")
    work = year_work.gather(reader, path, date(2026, 11, 30), heads(tmp_path))
    assert (work.choice.fiscal_year, work.title) == (2026, "令和8年度 実施状況調査票")
    assert [step.state for step in work.steps[:2]] == ["done", "now"]
    assert work.steps[0].facts.startswith("令和8年度の調査票（R8-1）があります。")
    assert work.steps[1].when == "発出予定日 令和8年12月1日"
    assert {step.href for step in work.steps[1:5]} >= {"/sending?round=2026", "/returns?round=2026"}
    for damaged in (SAVED.encode("cp932"), SAVED.replace("2026-12-01", '"12/1"').encode(), b"form = 1"):
        saved.write_bytes(damaged)
        assert heads(tmp_path) == []
    saved.unlink()
    assert heads(tmp_path) == []
    assert state_of_forms(tmp_path)[0][0] == "R9"


def test_a_round_under_way_says_who_is_missing_and_what_is_to_be_asked(
    round_reader: Reader, path: Path
) -> None:
    found = steps(round_reader, path, date(2023, 12, 20))
    assert found["make"].state == "done"
    assert found["send"].facts == "送った記録はありませんが、調査票が届いています。"
    assert found["collect"].missing == ("未着の176市町村に、提出のお願い（再）を送る（期限超過 5日）",)
    assert found["check"].missing == (
        "どの市町村のものか分からないファイルが1件あります",
        "エラーのある1市町村に確かめる（疑義照会）",
        "警告だけのある1市町村の指摘を見て、要るものを確かめる",
    )
    assert found["check"].facts == "確かめることが3つ残っています。"
    assert found["close"].facts == "いまは「受付中」です。"


def test_nobody_is_asked_again_before_the_deadline_has_passed(round_reader: Reader, path: Path) -> None:
    for day, left in ((13, 2), (15, 0)):
        [missing] = steps(round_reader, path, date(2023, 12, day))["collect"].missing
        assert missing == f"届いた調査票を入れる（未着 176市町村、期限まで{left}日）"


@pytest.mark.parametrize("key", ["held", "unassigned", "with_errors", "with_warnings"])
def test_what_is_open_before_closing_is_open_in_the_step_that_checks(key: str) -> None:
    numbers = dict.fromkeys(("municipalities", *(point.key for point in POINTS)), 0) | {key: 1, "waiting": 3}
    sent = journal.sendings(None)
    step = year_work.check_step(2023, numbers, sent, "open")
    assert (step.state, len(step.missing)) == ("now", 1)
    closed = year_work.check_step(2023, numbers, sent, "final")
    if key == "held":  # it may have come after the closing
        assert (closed.state, len(closed.missing)) == ("now", 1)
    else:
        assert (closed.state, closed.missing) == ("done", ())
        assert closed.facts.startswith("残したまま確定したもの: ")
    assert year_work.check_step(2023, numbers | {key: 0}, sent, "open").state == "done"


def test_what_was_entered_is_no_longer_missing(reader: Reader, path: Path) -> None:
    before = steps(reader, path, date(2023, 12, 2))["send"]
    assert before.missing[0] == "文書の差出人を入れる"
    journal.write(path, "office", "", OFFICE, "佐藤")
    journal.write(path, "address", "01452", {"mail": "b@town.example.jp"}, "佐藤")
    assert steps(reader, path, date(2023, 12, 2))["send"].missing == (
        "宛先のメールを入れる（まだ178市町村。郵送なら要りません）",
        "調査票を作って送り、送った日を記録する",
    )
    sent = {"fiscal_year": 2023, "what": "調査票と依頼文", "sent_on": "2023-12-01", "means": "メール"}
    written = journal.write(path, "sending", "", {**sent, "codes": "01452 01581"}, "佐藤")
    found = steps(reader, path, date(2023, 12, 2))["send"]
    assert (found.state, found.facts) == ("done", "2市町村に送りました（最後は令和5年12月1日）。")
    assert found.when == "発出日 令和5年12月1日"
    later = {**sent, "sent_on": "2023-12-04", "codes": "01202"}
    written = journal.revise(path, written.record_id, 1, later, "佐藤")
    assert steps(reader, path, date(2023, 12, 4))["send"].when == (
        "発出日 令和5年12月4日（予定 令和5年12月1日）"
    )
    journal.revise(path, written.record_id, 2, {}, "佐藤", is_removed=True)
    assert steps(reader, path, date(2023, 12, 2))["send"].state == "now"


def test_what_went_out_of_an_older_version_of_the_form_is_to_go_out_again(
    reader: Reader, path: Path, tmp_path: Path
) -> None:
    form = tmp_path / "survey" / "R8" / "form.toml"
    form.parent.mkdir(parents=True)
    form.write_text(SAVED.replace("R8-1", "R8-2"), encoding="utf-8")
    today = date(2026, 12, 2)

    def send(drawn: str) -> WorkStep:
        return year_work.gather(reader, path, today, heads(tmp_path), None, {2026: drawn}).steps[1]

    assert send("R8-1").missing[-1] == "R8-2 の調査票を作り直して送り、送った日を記録する"
    assert send("R8-2").missing[-1] == "作ってある調査票（R8-2）を送り、送った日を記録する"
    sent = {"fiscal_year": 2026, "what": "調査票と依頼文", "sent_on": "2026-12-01", "means": "メール"}
    old = {**sent, "codes": "01452 01581", "form_version": "R8-1"}
    journal.write(path, "sending", "", old, "佐藤")
    step = send("R8-1")
    assert step.state == "now"
    assert step.facts.endswith("送ったのは前の様式（R8-1）です。様式は R8-2 になっています。")
    assert step.missing[-1] == "送り直さないときは、「調査をつくる」で R8-2 を取り除く"
    journal.write(path, "sending", "", {**sent, "codes": "01581", "form_version": "R8-2"}, "佐藤")
    step = send("R8-2")
    assert (step.state, step.missing) == ("done", ())
    assert step.facts.endswith("うち1市町村に送ったのは、前の様式（R8-1）だけです。")


def test_the_handover_is_due_at_the_end_of_the_year(reader: Reader, path: Path) -> None:
    assert steps(reader, path, date(2027, 2, 28))["hand_over"].state == "later"
    assert steps(reader, path, date(2027, 3, 1))["hand_over"].state == "now"
