"""Accounts and sessions in a SQLite file beside the journal. Each call is a transaction of its own, on the disk when it returns."""

from __future__ import annotations

import contextlib
import sqlite3
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dashboard.access.people import Account, AccountsError, Failures, SignIn
from dashboard.access.roles import Role
from machine.sqlite_change import change

# "KASA": tells it from any other SQLite file, the journal too.
APPLICATION_ID, VERSION = 0x4B415341, 1
BUSY_SECONDS = 10.0
LONGEST_NAME = 60
TABLES = f"""
begin;
create table account (
    account_id text primary key,
    name text not null unique check (name <> ''),
    shown_name text not null check (shown_name <> ''),
    password_hash text not null,
    must_change integer not null,
    is_closed integer not null default 0,
    signed_in_at text,
    signed_in_before text
) strict;
create table role (
    account_id text not null references account,
    role text not null,
    primary key (account_id, role)
) strict;
create table failure (
    name text primary key,
    count integer not null,
    last_at text not null
) strict;
create table session (
    session_id text primary key,
    account_id text not null references account,
    began_at text not null,
    seen_at text not null,
    address text not null
) strict;
pragma application_id = {APPLICATION_ID};
pragma user_version = {VERSION};
commit;
"""
ACCOUNTS = "select account_id, name, shown_name, password_hash, must_change, is_closed, signed_in_at, signed_in_before from account"
ROLES = "select account_id, role from role"
SESSIONS = "select session_id, account_id, began_at, seen_at, address from session"


def plain_name(name: str) -> str:
    """The name as it is compared: Ｓａｔｏ and sato are one person's."""
    return unicodedata.normalize("NFKC", name).strip().casefold()[:LONGEST_NAME]


class SqlitePeople:
    """The People of one file, which is made by the first account."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def has_any(self) -> bool:
        """Whether accounts are kept at all. A file that cannot be read is no empty one: it raises AccountsError."""
        return self.path.exists() and bool(self._rows("select 1 from account limit 1"))

    def accounts(self) -> list[Account]:
        """All persons, by name."""
        return self._accounts(f"{ACCOUNTS} order by name")

    def account(self, account_id: str) -> Account | None:
        return next(iter(self._accounts(f"{ACCOUNTS} where account_id = ?", account_id)), None)

    def named(self, name: str) -> Account | None:
        return next(iter(self._accounts(f"{ACCOUNTS} where name = ?", plain_name(name))), None)

    def add(self, name: str, shown_name: str, password_hash: str, roles: frozenset[Role]) -> Account:
        """A person whose password is to be changed at the first sign-in."""
        kept, shown = plain_name(name), " ".join(shown_name.split())[:LONGEST_NAME]
        if not kept or not shown:
            raise AccountsError("「サインインの名前」と「氏名」を入れてください。")
        account_id = uuid.uuid4().hex
        with self._writing(makes=True) as connection:
            if connection.execute("select 1 from account where name = ?", [kept]).fetchone():
                raise AccountsError(f"「{kept}」という名前の人は、もういます。ほかの名前を入れてください。")
            connection.execute(
                "insert into account (account_id, name, shown_name, password_hash, must_change) values (?, ?, ?, ?, 1)",
                [account_id, kept, shown, password_hash],
            )
            _write_roles(connection, account_id, roles)
        return Account(account_id, kept, shown, password_hash, True, False, roles, None, None)

    def set_password(self, account_id: str, password_hash: str, *, must_change: bool) -> None:
        self._change(
            "update account set password_hash = ?, must_change = ? where account_id = ?",
            *(password_hash, int(must_change), account_id),
        )

    def set_roles(self, account_id: str, roles: frozenset[Role]) -> None:
        """Raises AccountsError where nobody would be left who manages."""
        with self._writing() as connection:
            _write_roles(connection, account_id, roles)
            _check_manager(connection)

    def set_closed(self, account_id: str, *, is_closed: bool) -> None:
        """Close an account, which ends its sessions, or open it again. Raises AccountsError where nobody would be left who manages."""
        with self._writing() as connection:
            connection.execute(
                "update account set is_closed = ? where account_id = ?", [int(is_closed), account_id]
            )
            if is_closed:
                connection.execute("delete from session where account_id = ?", [account_id])
            _check_manager(connection)

    def failures(self, name: str) -> Failures:
        rows = self._rows("select count, last_at from failure where name = ?", plain_name(name))
        return Failures(int(rows[0][0]), _time(rows[0][1])) if rows else Failures(0, None)

    def note_failure(self, name: str, now: datetime) -> None:
        self._change(
            "insert into failure (name, count, last_at) values (?, 1, ?)"
            " on conflict (name) do update set count = count + 1, last_at = excluded.last_at",
            *(plain_name(name), _text(now)),
        )

    def forget_failures(self, name: str) -> None:
        self._change("delete from failure where name = ?", plain_name(name))

    def forget_failures_before(self, day: datetime) -> None:
        """Those of names that nobody has tried since."""
        self._change("delete from failure where last_at < ?", _text(day))

    def begin_session(self, session_id: str, account_id: str, now: datetime, address: str) -> None:
        """Sign a person in; the time before is kept, since it is shown."""
        with self._writing() as connection:
            connection.execute(
                "insert into session (session_id, account_id, began_at, seen_at, address) values (?, ?, ?, ?, ?)",
                [session_id, account_id, _text(now), _text(now), address],
            )
            connection.execute(
                "update account set signed_in_before = signed_in_at, signed_in_at = ? where account_id = ?",
                [_text(now), account_id],
            )

    def session(self, session_id: str) -> SignIn | None:
        return next(iter(self._sessions(f"{SESSIONS} where session_id = ?", session_id)), None)

    def see_session(self, session_id: str, now: datetime) -> None:
        self._change("update session set seen_at = ? where session_id = ?", _text(now), session_id)

    def end_session(self, session_id: str) -> None:
        self._change("delete from session where session_id = ?", session_id)

    def end_sessions_of(self, account_id: str, except_for: str = "") -> int:
        """End all sessions of a person but one; how many there were."""
        with self._writing() as connection:
            return connection.execute(
                "delete from session where account_id = ? and session_id <> ?", [account_id, except_for]
            ).rowcount

    def end_sessions_before(self, began: datetime, seen: datetime) -> None:
        """End those that began, or were last seen, too long ago."""
        self._change("delete from session where began_at < ? or seen_at < ?", _text(began), _text(seen))

    def sessions(self) -> list[SignIn]:
        """Those that are open, the newest first."""
        return self._sessions(f"{SESSIONS} order by seen_at desc")

    def _accounts(self, asked: str, *values: str) -> list[Account]:
        rows = self._rows(asked, *values)
        roles: dict[str, set[Role]] = {}
        for account_id, role in self._rows(ROLES) if rows else ():
            if role not in list(Role):
                raise self._unreadable(ValueError(f"role {role!r}"))
            roles.setdefault(account_id, set()).add(Role(role))
        return [
            Account(
                *(row[0], row[1], row[2], row[3]),
                must_change=bool(row[4]),
                is_closed=bool(row[5]),
                roles=frozenset(roles.get(row[0], ())),
                signed_in_at=_time(row[6]),
                signed_in_before=_time(row[7]),
            )
            for row in rows
        ]

    def _sessions(self, asked: str, *values: str) -> list[SignIn]:
        return [
            SignIn(row[0], row[1], datetime.fromisoformat(row[2]), datetime.fromisoformat(row[3]), row[4])
            for row in self._rows(asked, *values)
        ]

    def _rows(self, asked: str, *values: str) -> list[tuple[str, ...]]:
        with self._open() as connection:
            return connection.execute(asked, values).fetchall()

    def _change(self, statement: str, *values: str | int) -> None:
        with self._writing() as connection:
            connection.execute(statement, values)

    @contextmanager
    def _writing(self, *, makes: bool = False) -> Iterator[sqlite3.Connection]:
        with self._open(makes=makes) as connection, change(connection):
            yield connection

    @contextmanager
    def _open(self, *, makes: bool = False) -> Iterator[sqlite3.Connection]:
        try:
            if makes:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            mode = "rwc" if makes else "rw"
            address = f"{self.path.resolve().as_uri()}?mode={mode}"
            connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
            with contextlib.closing(connection):
                connection.execute("pragma synchronous = full")
                connection.execute("pragma foreign_keys = on")
                self._check(connection, makes=makes)
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> AccountsError:
        return AccountsError(
            f"アカウントのファイル（{self.path.name}）を読み書きできないため、だれも通しません。ファイルがあるか、権限とディスクの空きを確かめてください。（{error}）"
        )

    def _check(self, connection: sqlite3.Connection, *, makes: bool) -> None:
        identity = connection.execute("pragma application_id").fetchone()[0]
        version = connection.execute("pragma user_version").fetchone()[0]
        if makes and not identity and not connection.execute("select 1 from sqlite_master").fetchone():
            connection.execute("pragma journal_mode = wal")
            connection.executescript(TABLES)
        elif identity != APPLICATION_ID:
            raise AccountsError(f"{self.path.name} は、かさなりのアカウントのファイルではありません。")
        elif version > VERSION:
            raise AccountsError(
                f"{self.path.name} は、新しい版のかさなりで書かれています。新しい版で開いてください。"
            )


def _write_roles(connection: sqlite3.Connection, account_id: str, roles: frozenset[Role]) -> None:
    connection.execute("delete from role where account_id = ?", [account_id])
    connection.executemany(
        "insert into role (account_id, role) values (?, ?)", [(account_id, role.value) for role in roles]
    )


def _check_manager(connection: sqlite3.Connection) -> None:
    left = connection.execute(
        "select 1 from role inner join account using (account_id) where role = ? and not is_closed",
        [Role.MANAGE.value],
    ).fetchone()
    if not left:
        raise AccountsError(
            "「管理」の役割の人が1人もいなくなるため、できません。先にほかの人に「管理」を付けてください。"
        )


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
