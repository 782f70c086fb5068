"""The audit keeps what was done; whatever is changed, cut or exchanged in its file is found and named."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.access.audit import Audit
from dashboard.access.people import AccountsError
from dashboard.services.audit_file import as_csv
from tests.commands import run_main

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
ACTS = ("サインイン", "閲覧", "入力", "承認", "管理")


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    audit = Audit(tmp_path / "audit.sqlite")
    audit.begin()
    for number, act in enumerate(ACTS):
        audit.note(act, f"対象{number}", "佐藤一郎（sato）", "192.0.2.1", NOW + timedelta(minutes=number))
    return audit


def spoil(audit: Audit, *statements: str) -> None:
    """What somebody does who can write the file, past what guards its rows."""
    with closing(sqlite3.connect(audit.path, isolation_level=None)) as connection:
        guards = connection.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"drop trigger {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in guards:
            connection.execute(sql)


def test_what_is_noted_is_read_again_the_newest_first(audit: Audit) -> None:
    entries = Audit(audit.path).entries()
    assert [entry.act for entry in entries] == list(reversed(ACTS))
    assert (entries[-1].by, entries[-1].what, entries[-1].address) == (
        "佐藤一郎（sato）",
        "対象0",
        "192.0.2.1",
    )
    assert entries[-1].at == NOW
    assert [entry.number for entry in audit.entries(2)] == [5, 4]
    assert audit.problems() == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "update record set body = replace(body, '対象1', '対象9') where seq = 2",
            "2番目の記録（操作、2026-11-30 に記入）",
        ),
        ("update record set written_by = '別の人' where seq = 3", "3番目の記録"),
        ("update record set written_at = '2026-11-29T09:00:00.000+00:00' where seq = 1", "1番目の記録"),
        ("delete from record where seq = 2", "2番目の記録がありません"),
        ("delete from record where seq >= 4", "4番目から5番目までの記録がありません"),
        ("delete from record", "1番目から5番目までの記録がありません"),
        ("update record set seq = 9 where seq = 2", "2番目の記録がありません"),
    ],
)
def test_what_is_changed_or_cut_is_found_and_named(audit: Audit, statement: str, said: str) -> None:
    spoil(audit, statement)
    assert said in "".join(audit.problems())


def test_a_line_that_is_put_in_or_a_guard_that_is_gone_is_found(audit: Audit) -> None:
    columns = "record_id, version, kind, municipality_code, body, written_by, written_at"
    spoil(audit, f"insert into record ({columns}) values ('x', 1, 'audit', '', '{{}}', 'x', '2026-11-30')")
    assert "6番目の記録" in "".join(audit.problems())
    with closing(sqlite3.connect(audit.path)) as connection:
        connection.execute("drop trigger record_is_never_deleted")
    assert "書き換えを防ぐ仕組み" in "".join(audit.problems())


def test_the_rows_themselves_refuse_to_be_changed(audit: Audit) -> None:
    with closing(sqlite3.connect(audit.path)) as connection:
        for statement in ("update record set body = '{}'", "delete from record", "delete from link"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)


def test_without_its_file_nothing_is_noted_and_the_loss_is_told(audit: Audit) -> None:
    audit.path.unlink()
    with pytest.raises(AccountsError, match="何もしません"):
        audit.note("サインイン", "", "佐藤", "", NOW)
    assert not audit.path.exists()
    assert audit.problems() == ["操作の記録のファイル（audit.sqlite）がありません。"]


def test_the_file_to_hand_over_holds_every_entry_and_no_formula(audit: Audit) -> None:
    audit.note("断った", "=HYPERLINK(1)", "佐藤", "", NOW)
    lines = as_csv(audit.entries()).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(ACTS) + 1
    assert "2026-11-30 18:00:00" in lines[1]
    assert ",=HYPERLINK" not in lines[-1]


def test_accounts_begin_with_an_audit_also_where_nothing_was_ever_recorded(tmp_path: Path) -> None:
    journal = tmp_path / "new" / "journal.sqlite"
    done = run_main("dashboard", "--journal", journal, "accounts", "kanri", "--shown-name", "管理花子")
    assert (done.returncode, "はじめのパスワード" in done.stdout) == (0, True)
    again = run_main("dashboard", "--journal", journal, "accounts", "kanri", "--shown-name", "管理花子")
    assert (again.returncode, "もう使われています" in again.stderr) == (1, True)
    [entry] = Audit(journal.with_name("audit.sqlite")).entries()
    assert (entry.act, entry.what) == ("アカウントを使い始めた", "kanri")


def test_the_command_says_whether_all_is_as_it_was_written(audit: Audit, tmp_path: Path) -> None:
    places = ("--journal", tmp_path / "journal.sqlite")
    done = run_main("dashboard", *places, "audit", "--out", tmp_path / "audit.csv")
    assert (done.returncode, "操作の記録 5件は" in done.stdout) == (0, True)
    assert (tmp_path / "audit.csv").read_bytes() == as_csv(audit.entries())
    spoil(audit, "update record set written_by = '別の人' where seq = 3")
    done = run_main("dashboard", *places, "audit")
    assert (done.returncode, "3番目の記録" in done.stderr) == (1, True)
