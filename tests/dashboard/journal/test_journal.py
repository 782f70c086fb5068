"""The journal keeps every version, tells the second writer, and asks back what cannot be."""

import shutil
import sqlite3
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard import journal
from dashboard.journal import journal_file, kinds, schema

CALL = {"contacted_on": "2023-06-01", "means": "電話", "owner": "佐藤", "said": "6月議会の後に検討する"}
CONTACT = kinds.FIELDS["contact"]
PROMISE = {
    "promised_on": "2023-06-01",
    "promise_kind": "decide",
    "text": "R6の調査までに決める",
    "owner": "佐藤",
    "state": "進行中",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal" / "journal.sqlite"


def test_without_a_file_there_are_no_contacts_and_no_file_is_made(path: Path) -> None:
    frame = journal.contacts(path)
    assert list(frame.columns[:4]) == ["municipality_code", "contacted_on", "means", "owner"]
    assert frame.empty
    assert journal.contacts(None).empty
    assert journal.version_of(path) == ""
    assert not path.exists()


def test_the_state_has_another_name_after_every_write_and_where_another_file_took_its_place(
    path: Path, tmp_path: Path
) -> None:
    first = journal.write(path, "contact", "01581", CALL, "佐藤")
    seen = [journal.version_of(path)]
    assert journal.version_of(path) == seen[0], "reading changes nothing"
    with journal_file.reading(path) as held:  # a reader that stays keeps the log from being folded in
        held.execute("select count(*) from record").fetchone()
        for number in range(20):
            journal.revise(path, first.record_id, number + 1, {"said": str(number)}, "鈴木")
            seen.append(journal.version_of(path))
    copy = tmp_path / "copy.sqlite"
    shutil.copy(path, copy)
    journal.revise(path, first.record_id, 21, {}, "佐藤", is_removed=True)
    seen.append(journal.version_of(path))
    journal.write(copy, "contact", "01582", CALL, "佐藤")
    copy.replace(path)
    seen.append(journal.version_of(path))
    assert len(set(seen)) == len(seen) == 23


def test_a_contact_comes_back_as_it_was_entered(path: Path) -> None:
    journal.write(path, "contact", "01581", CALL, "佐藤　花子")
    row = journal.contacts(path).to_dict("records")[0]
    assert row["municipality_code"] == "01581"
    assert row["contacted_on"] == date(2023, 6, 1)
    assert (row["means"], row["owner"], row["said"]) == ("電話", "佐藤", "6月議会の後に検討する")
    assert row["written_by"] == "佐藤 花子"


def test_an_edit_is_a_new_version_and_the_old_one_stays_with_who_and_when(path: Path) -> None:
    first = journal.write(path, "contact", "01581", CALL, "佐藤")
    journal.revise(path, first.record_id, 1, {"said": "9月議会の後に検討する"}, "鈴木")
    assert journal.contacts(path)["said"].tolist() == ["9月議会の後に検討する"]
    versions = journal.history(path, first.record_id)
    assert [(v.version, v.written_by, v.values["said"]) for v in versions] == [
        (1, "佐藤", "6月議会の後に検討する"),
        (2, "鈴木", "9月議会の後に検討する"),
    ]
    assert versions[0].written_at <= versions[1].written_at
    assert versions[1].values["means"] == "電話"


def test_the_second_writer_is_told_and_nothing_of_either_is_lost(path: Path) -> None:
    record = journal.write(path, "promise", "01581", PROMISE, "佐藤")
    theirs = journal.revise(path, record.record_id, 1, {"text": "R6までに課内で決める"}, "鈴木")
    with pytest.raises(journal.ConflictError, match="鈴木さんが先に書き換えました") as told:
        journal.revise(path, record.record_id, 1, {"due": "2024-03-31"}, "田中")
    assert told.value.present == theirs
    again = journal.revise(path, record.record_id, told.value.present.version, {"due": "2024-03-31"}, "田中")
    assert (again.values["text"], again.values["due"]) == ("R6までに課内で決める", "2024-03-31")
    assert [version.written_by for version in journal.history(path, record.record_id)] == [
        "佐藤",
        "鈴木",
        "田中",
    ]


def test_of_many_writers_at_once_on_one_version_exactly_one_succeeds(path: Path) -> None:
    record = journal.write(path, "promise", "01581", PROMISE, "佐藤")
    start, outcomes = threading.Barrier(6), []

    def revise(name: str) -> None:
        start.wait()
        try:
            journal.revise(path, record.record_id, 1, {"text": name}, name)
            outcomes.append("written")
        except journal.ConflictError:
            outcomes.append("told")

    threads = [threading.Thread(target=revise, args=(f"職員{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told"] * 5 + ["written"]
    assert len(journal.history(path, record.record_id)) == 2


def test_a_removed_record_is_gone_from_view_and_can_be_brought_back(path: Path) -> None:
    record = journal.write(path, "contact", "01581", CALL, "佐藤")
    gone = journal.revise(path, record.record_id, 1, {}, "佐藤", is_removed=True)
    assert journal.contacts(path).empty
    assert journal.current(path, "contact", with_removed=True)["is_removed"].tolist() == [True]
    journal.restore(path, record.record_id, gone.version, "鈴木")
    assert journal.contacts(path)["said"].tolist() == [CALL["said"]]
    assert len(journal.history(path, record.record_id)) == 3


def test_what_is_missing_or_wrong_is_named_field_by_field_and_not_kept(path: Path) -> None:
    with pytest.raises(journal.InvalidRecordError) as told:
        journal.write(path, "contact", "1581", {"contacted_on": "きのう", "means": " "}, "佐藤")
    assert set(told.value.problems) == {"municipality_code", "contacted_on", "means", "owner", "said"}
    assert "「対応した日」の「きのう」は日付として読めません。" in str(told.value)
    with pytest.raises(journal.InvalidRecordError, match="記入者"):
        journal.write(path, "contact", "01581", CALL, "　")
    with pytest.raises(journal.InvalidRecordError, match="進行中、確認済み"):
        journal.write(path, "promise", "01581", {**PROMISE, "state": "たぶん"}, "佐藤")
    assert journal.contacts(path).empty


@pytest.mark.parametrize("written", ["2023-06-01", "2023/6/1", "2023年6月1日", "R5.6.1", "令和５年６月１日"])
def test_a_day_is_read_as_people_write_it(path: Path, written: str) -> None:
    journal.write(path, "contact", "01581", {**CALL, "contacted_on": written}, "佐藤")
    assert journal.contacts(path)["contacted_on"].tolist() == [date(2023, 6, 1)]


def test_a_promise_written_in_the_words_of_earlier_versions_is_read_in_those_of_today(path: Path) -> None:
    written = journal.write(path, "promise", "01581", PROMISE, "佐藤")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into record (record_id, version, kind, municipality_code, body, is_removed, written_by, written_at)"
            " select record_id, 2, kind, municipality_code, replace(body, '進行中', '果たされた'), 0, written_by, written_at"
            " from record"
        )
    assert journal.promises(path)["state"].tolist() == ["確認済み"]
    revised = journal.revise(path, written.record_id, 2, {"owner": "鈴木"}, "鈴木")
    assert revised.values["state"] == "確認済み"


@pytest.mark.parametrize("written", ["2023-13-01", "5.6.1", "R5.2.30", "6月"])
def test_a_day_that_is_none_is_asked_back(path: Path, written: str) -> None:
    with pytest.raises(journal.InvalidRecordError, match="日付として読めません"):
        journal.write(path, "contact", "01581", {**CALL, "contacted_on": written}, "佐藤")


def test_a_contact_of_a_day_to_come_is_refused_but_an_older_record_of_one_can_be_taken_away(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, kind, values in (
        ("contacted_on", "contact", {**CALL, "contacted_on": "2030-01-01"}),
        ("promised_on", "promise", {**PROMISE, "promised_on": "R12.1.1"}),
    ):
        with pytest.raises(journal.InvalidRecordError, match="令和12年1月1日は、今日より後です") as told:
            journal.write(path, kind, "01581", values, "佐藤")
        assert set(told.value.problems) == {name}
    with monkeypatch.context() as before:
        before.setitem(kinds.FIELDS, "contact", tuple(replace(one, has_been=False) for one in CONTACT))
        old = journal.write(path, "contact", "01581", {**CALL, "contacted_on": "2030-01-01"}, "佐藤")
    gone = journal.revise(path, old.record_id, 1, {}, "佐藤", is_removed=True)
    mended = journal.revise(path, old.record_id, gone.version, {"contacted_on": "2023-06-01"}, "佐藤")
    assert mended.values["contacted_on"] == "2023-06-01"


def test_nothing_is_due_before_the_day_on_which_it_was_agreed(path: Path) -> None:
    step = {"text": "聞く", "owner": "佐藤", "state": "これから", "due": "2023-05-31"}
    for kind, values in (("promise", {**PROMISE, "due": "2023-05-31"}), ("step", step)):
        with pytest.raises(
            journal.InvalidRecordError,
            match=r"「期限」の令和5年5月31日は、.+した日（令和5年6月1日）より前です",
        ):
            journal.write_together(path, "01581", [("contact", CALL), (kind, values)], "佐藤")
    assert not path.exists()
    parts = [
        ("contact", CALL),
        ("promise", {**PROMISE, "due": "2023-06-01"}),
        ("step", {**step, "due": "2023-06-01"}),
    ]
    written = journal.write_together(path, "01581", parts, "佐藤")
    for record in written[1:]:
        with pytest.raises(journal.InvalidRecordError, match="より前です"):
            journal.revise(path, record.record_id, 1, {"due": "2023-05-31"}, "佐藤")
        journal.revise(path, record.record_id, 1, {"due": "2023-06-02"}, "佐藤")


def test_numbers_are_read_as_people_write_them_and_a_route_has_days_and_hours(path: Path) -> None:
    plan = {"title": "上期", "fiscal_year": "２０２３", "capacity_days": "７．５"}
    made = journal.write(path, "plan", "", plan, "佐藤")
    assert (made.values["fiscal_year"], made.values["capacity_days"]) == (2023, 7.5)
    for name, written, said in (
        ("days", "0", "1から60まで"),
        ("days", "61", "1から60まで"),
        ("days", "abc", "「abc」は整数として読めません"),
        ("days", "1.5", "整数として"),
        ("hours", "24.5", "0.25から24まで"),
        ("visit_minutes", "0", "1から1,440まで"),
        ("capacity_days", "-1", "0から99,999まで"),
        ("capacity_days", "nan", "数として読めません"),
        ("capacity_days", "inf", "0から99,999まで"),
    ):
        with pytest.raises(journal.InvalidRecordError, match=said) as told:
            journal.revise(path, made.record_id, 1, {name: written}, "佐藤")
        assert set(told.value.problems) == {name}
    assert len(journal.history(path, made.record_id)) == 1


def test_the_file_itself_refuses_change_and_deletion(path: Path) -> None:
    journal.write(path, "contact", "01581", CALL, "佐藤")
    connection = sqlite3.connect(path)
    for statement in ("update record set body = '{}'", "delete from record"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_the_file_is_in_wal_mode_and_writes_reach_the_disk_before_they_are_acknowledged(path: Path) -> None:
    journal.write(path, "contact", "01581", CALL, "佐藤")
    with journal_file.writing(path) as connection:
        assert connection.execute("pragma journal_mode").fetchone()[0] == "wal"
        assert connection.execute("pragma synchronous").fetchone()[0] == 2


def test_an_older_journal_becomes_one_of_today_with_every_record(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("begin")
    schema.STEPS[0](connection)
    connection.execute(
        "insert into record (record_id, version, kind, municipality_code, body, written_by, written_at) "
        """values ('a', 1, 'contact', '01581', '{"contacted_on": "2022-06-01", "means": "電話"}', '佐藤', """
        "'2022-06-01T00:00:00+00:00')"
    )
    connection.execute("commit")
    connection.execute("pragma user_version = 1")
    connection.execute(f"pragma application_id = {schema.APPLICATION_ID}")
    connection.close()
    assert journal.contacts(path)["contacted_on"].tolist() == [date(2022, 6, 1)]
    journal.write(path, "contact", "01581", CALL, "佐藤")
    assert len(journal.contacts(path)) == 2
    with journal_file.reading(path) as opened:
        assert schema.version_of(opened) == schema.VERSION


def test_a_copied_journal_without_its_log_opens(path: Path, tmp_path: Path) -> None:
    journal.write(path, "contact", "01581", CALL, "佐藤")
    shutil.copy(path, tmp_path / "copy.sqlite")
    assert journal.contacts(tmp_path / "copy.sqlite")["said"].tolist() == [CALL["said"]]


@pytest.mark.parametrize(
    ("measure", "written", "kept"),
    [
        ("実施市町村数", "50％", None),
        ("実施市町村数", "６０市町村", 60),
        ("実施市町村の割合", "50％", 50),
        ("実施市町村の割合", "60市町村", None),
        ("実施市町村の割合", "33.5", 33.5),
    ],
)
def test_a_unit_that_is_written_is_that_of_the_number(
    path: Path, measure: str, written: str, kept: float | None
) -> None:
    target = {"measure": measure, "fiscal_year": 2027, "value": written, "source": "計画"}
    if kept is None:
        with pytest.raises(journal.InvalidRecordError, match="単位が違います"):
            journal.write(path, "target", "", target, "佐藤")
    else:
        assert journal.write(path, "target", "", target, "佐藤").values["value"] == kept
