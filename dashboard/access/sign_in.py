"""Signing in and staying signed in: waits that grow with wrong passwords, sessions that end by themselves or at a word."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from dashboard.access import passwords
from dashboard.access.people import Account, AccountsError, Failures, People, SignIn

# Wrong passwords in a row that cost nothing; each further one doubles the wait.
FREE_TRIES = 4
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
# How long after the last of them wrong passwords are remembered: also those of names that are nobody's, where anything may have been typed.
REMEMBERED = timedelta(days=1)
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
# How often at most it is written down that a session is in use.
SEEN_EVERY = timedelta(minutes=1)
WRONG = "名前かパスワードが違います。"


class SignInRefusedError(AccountsError):
    """The name and password let nobody in."""


class Person(NamedTuple):
    """Who asks: the account, and the session by which it is known."""

    account: Account
    session: SignIn


@dataclass(frozen=True)
class NewSession:
    """`secret` goes into the cookie and is kept nowhere."""

    secret: str
    account: Account


def sign_in(people: People, name: str, password: str, now: datetime, address: str) -> NewSession:
    """Begin a session. Raises SignInRefusedError, in the same words whether the name or the password is wrong."""
    tried = people.failures(name)
    if (left := wait(tried, now)) > timedelta(0):
        raise SignInRefusedError(
            f"続けて{tried.count}回違ったため、しばらく受け付けません。{_in_words(left)}後に、もう一度入れてください。"
        )
    account = people.named(name)
    is_right = passwords.is_right(account.password_hash if account else "", password)
    if account is None or not is_right or account.is_closed:
        people.note_failure(name, now)
        raise SignInRefusedError(WRONG)
    people.forget_failures(name)
    people.forget_failures_before(now - REMEMBERED)
    people.end_sessions_before(now - LONGEST, now - IDLE)
    return _begin(people, account, now, address)


def find(people: People, secret: str, now: datetime, *, is_act: bool) -> Person | None:
    """Who holds the secret of a session that has not ended. is_act: a person did something, so the session goes on."""
    if not secret:
        return None
    session = people.session(id_of(secret))
    if session is None:
        return None
    if now - session.began_at > LONGEST or now - session.seen_at > IDLE:
        people.end_session(session.session_id)
        return None
    account = people.account(session.account_id)
    if account is None or account.is_closed:
        return None
    if is_act and now - session.seen_at > SEEN_EVERY:
        people.see_session(session.session_id, now)
    return Person(account, session)


def change_password(
    people: People, person: Person, present: str, wanted: str, now: datetime, address: str
) -> NewSession:
    """Set a new password: all sessions of the person end, and a new one begins. Raises AccountsError.

    A wrong present password counts as a wrong sign-in: who found a PC open does not guess here either.
    """
    account = person.account
    if (left := wait(people.failures(account.name), now)) > timedelta(0):
        raise AccountsError(
            f"続けて違ったため、しばらく受け付けません。{_in_words(left)}後に、もう一度入れてください。"
        )
    if not passwords.is_right(account.password_hash, present):
        people.note_failure(account.name, now)
        raise AccountsError("「いまのパスワード」が違います。")
    if present == wanted:
        raise AccountsError("新しいパスワードが、いまのものと同じです。")
    passwords.check(wanted, account.name, account.shown_name)
    people.set_password(account.account_id, passwords.hashed(wanted), must_change=False)
    people.forget_failures(account.name)
    people.end_sessions_of(account.account_id)
    return _begin(people, account, now, address)


def hand_out_password(people: People, account_id: str) -> str:
    """A password to hand over, which is changed at the next sign-in; all sessions of the person end."""
    given = passwords.first()
    people.set_password(account_id, passwords.hashed(given), must_change=True)
    people.end_sessions_of(account_id)
    return given


def id_of(secret: str) -> str:
    """By what a session is kept: who reads the file cannot sign in with it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _begin(people: People, account: Account, now: datetime, address: str) -> NewSession:
    secret = secrets.token_urlsafe(32)
    people.begin_session(id_of(secret), account.account_id, now, address)
    return NewSession(secret, account)


def wait(tried: Failures, now: datetime) -> timedelta:
    """How long a name has still to wait."""
    over = tried.count - FREE_TRIES
    if over <= 0 or tried.last_at is None:
        return timedelta(0)
    # the power is bounded, since a count is not
    return min(FIRST_WAIT * (1 << min(over - 1, 10)), LONGEST_WAIT) - (now - tried.last_at)


def _in_words(left: timedelta) -> str:
    seconds = -(-left // timedelta(seconds=1))
    return f"{seconds}秒" if seconds <= 60 else f"{-(-seconds // 60)}分"
