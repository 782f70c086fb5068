"""Accounts stand on the disk; a file that cannot be read lets nobody in."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.access.people import AccountsError
from dashboard.access.roles import Need, Role
from dashboard.access.sqlite_people import SqlitePeople

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
NOBODY: frozenset[Role] = frozenset()


@pytest.fixture
def people(tmp_path: Path) -> SqlitePeople:
    return SqlitePeople(tmp_path / "accounts.sqlite")


def test_what_one_program_writes_another_reads(people: SqlitePeople) -> None:
    added = people.add(" Ｓａｔｏ ", " 佐藤  一郎 ", "hash", frozenset({Role.ENTER, Role.MANAGE}))
    assert (added.name, added.shown_name) == ("sato", "佐藤 一郎")
    [read] = SqlitePeople(people.path).accounts()
    assert read == added
    assert people.path.stat().st_mode & 0o077 == 0 or people.path.stat().st_mode & 0o022 == 0


def test_a_name_is_given_once_and_not_empty(people: SqlitePeople) -> None:
    people.add("sato", "佐藤一郎", "hash", NOBODY)
    with pytest.raises(AccountsError, match="もういます"):
        people.add("SATO", "佐藤二郎", "hash", NOBODY)
    with pytest.raises(AccountsError, match="入れてください"):
        people.add("  ", "佐藤三郎", "hash", NOBODY)


def test_somebody_always_manages(people: SqlitePeople) -> None:
    first = people.add("kanri", "管理花子", "hash", frozenset({Role.MANAGE}))
    other = people.add("sato", "佐藤一郎", "hash", NOBODY)
    with pytest.raises(AccountsError, match="1人もいなくなる"):
        people.set_roles(first.account_id, frozenset({Role.VIEW}))
    with pytest.raises(AccountsError, match="1人もいなくなる"):
        people.set_closed(first.account_id, is_closed=True)
    assert people.account(first.account_id) == first
    people.set_roles(other.account_id, frozenset({Role.MANAGE}))
    people.set_closed(first.account_id, is_closed=True)
    closed = people.account(first.account_id)
    assert closed is not None
    assert closed.needs == frozenset()


def test_a_closed_account_has_no_session_and_does_nothing(people: SqlitePeople) -> None:
    people.add("kanri", "管理花子", "hash", frozenset({Role.MANAGE}))
    sato = people.add("sato", "佐藤一郎", "hash", frozenset({Role.ENTER}))
    people.begin_session("id", sato.account_id, NOW, "192.0.2.1")
    people.set_closed(sato.account_id, is_closed=True)
    assert people.sessions() == []


def test_sessions_end_alone_together_and_by_age(people: SqlitePeople) -> None:
    sato = people.add("sato", "佐藤一郎", "hash", frozenset({Role.MANAGE}))
    for number in range(4):
        people.begin_session(f"id{number}", sato.account_id, NOW + timedelta(hours=number), "192.0.2.1")
    people.end_session("id3")
    people.end_sessions_before(NOW + timedelta(minutes=1), NOW)
    assert [session.session_id for session in people.sessions()] == ["id2", "id1"]
    assert people.end_sessions_of(sato.account_id, except_for="id1") == 1
    assert [session.session_id for session in people.sessions()] == ["id1"]


@pytest.mark.parametrize("content", [b"", b"no database" * 500])
def test_a_file_that_is_no_file_of_accounts_is_not_taken_for_no_accounts(
    people: SqlitePeople, content: bytes
) -> None:
    people.path.write_bytes(content)
    with pytest.raises(AccountsError):
        people.has_any()


def test_a_file_of_another_program_or_a_newer_one_is_left_as_it_is(people: SqlitePeople) -> None:
    people.add("sato", "佐藤一郎", "hash", NOBODY)
    for pragma, said in (("user_version = 99", "新しい版"), ("application_id = 7", "ではありません")):
        with closing(sqlite3.connect(people.path)) as connection:
            connection.execute(f"pragma {pragma}")
        with pytest.raises(AccountsError, match=said):
            people.accounts()


def test_a_role_that_nobody_knows_opens_nothing_and_is_told(people: SqlitePeople) -> None:
    sato = people.add("sato", "佐藤一郎", "hash", NOBODY)
    with closing(sqlite3.connect(people.path)) as connection:
        connection.execute("insert into role values (?, 'everything')", [sato.account_id])
        connection.commit()
    with pytest.raises(AccountsError, match="だれも通しません"):
        people.accounts()


def test_a_file_that_goes_while_the_program_runs_lets_nobody_in(people: SqlitePeople) -> None:
    people.add("sato", "佐藤一郎", "hash", NOBODY)
    people.path.unlink()
    with pytest.raises(AccountsError, match="だれも通しません"):
        people.account("any")
    assert not people.path.exists()


def test_management_alone_opens_no_data() -> None:
    from dashboard.access.roles import opened

    assert opened({Role.MANAGE}) == {Need.SIGNED_IN, Need.MANAGE}
    assert Need.PERSONAL not in opened({Role.VIEW})
