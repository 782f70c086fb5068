"""Accounts and sessions as plain data, and the interface of where they are kept: SQLite here, a server's database later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dashboard.access.roles import Need, Role, opened


class AccountsError(Exception):
    """Accounts cannot be read or written, or what was asked cannot be done; the message says in Japanese what to do."""


@dataclass(frozen=True)
class Account:
    """A person. `name`: with which one signs in; `shown_name`: as it stands below what the person writes. Times are UTC.

    `password_hash`: Argon2id. `must_change`: the password was given by somebody else. `signed_in_before`: the sign-in
    before the newest, which a person is shown.
    """

    account_id: str
    name: str
    shown_name: str
    password_hash: str
    must_change: bool
    is_closed: bool
    roles: frozenset[Role]
    signed_in_at: datetime | None
    signed_in_before: datetime | None

    @property
    def needs(self) -> frozenset[Need]:
        """What this person may do."""
        return frozenset() if self.is_closed else opened(self.roles)


@dataclass(frozen=True)
class SignIn:
    """A session of a browser. `session_id`: the hash of what its cookie holds, which is kept nowhere."""

    session_id: str
    account_id: str
    began_at: datetime
    seen_at: datetime
    address: str


@dataclass(frozen=True)
class Failures:
    """How often in a row a name was tried in vain, and when last."""

    count: int
    last_at: datetime | None


class People(Protocol):
    """Where accounts are kept. Every method raises AccountsError."""

    def has_any(self) -> bool: ...

    def accounts(self) -> list[Account]: ...

    def account(self, account_id: str) -> Account | None: ...

    def named(self, name: str) -> Account | None: ...

    def add(self, name: str, shown_name: str, password_hash: str, roles: frozenset[Role]) -> Account: ...

    def set_password(self, account_id: str, password_hash: str, *, must_change: bool) -> None: ...

    def set_roles(self, account_id: str, roles: frozenset[Role]) -> None: ...

    def set_closed(self, account_id: str, *, is_closed: bool) -> None: ...

    def failures(self, name: str) -> Failures: ...

    def note_failure(self, name: str, now: datetime) -> None: ...

    def forget_failures(self, name: str) -> None: ...

    def forget_failures_before(self, day: datetime) -> None: ...

    def begin_session(self, session_id: str, account_id: str, now: datetime, address: str) -> None: ...

    def session(self, session_id: str) -> SignIn | None: ...

    def see_session(self, session_id: str, now: datetime) -> None: ...

    def end_session(self, session_id: str) -> None: ...

    def end_sessions_of(self, account_id: str, except_for: str = "") -> int: ...

    def end_sessions_before(self, began: datetime, seen: datetime) -> None: ...

    def sessions(self) -> list[SignIn]: ...
