"""Passwords: hashed with Argon2id, checked as they came, refused where a list of known ones or the person's name guesses them."""

from __future__ import annotations

import secrets
import threading
from functools import cache

import zxcvbn
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dashboard.access.people import AccountsError

SHORTEST, LONGEST = 12, 128
# of zxcvbn's 0 to 4: "safely unguessable", which known passwords, names, dates and runs of keys are not
LEAST_SCORE = 3
# without what is mistaken for another: 0 O o, 1 l I
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
# Each takes 64 MB while it works (RFC 9106, low-memory profile): no more than two at once.
_turns = threading.BoundedSemaphore(2)
_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """As it is kept."""
    with _turns:
        return _hasher.hash(password)


def is_right(password_hash: str, password: str) -> bool:
    """Whether it is the one; takes as long for an account that does not exist ("")."""
    try:
        with _turns:
            return _hasher.verify(password_hash or _nobodys(), password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def check(password: str, *about: str) -> None:
    """Raises AccountsError where a password is too weak. about: what belongs to the person, such as the name."""
    if len(password) < SHORTEST:
        raise AccountsError(
            f"新しいパスワードは{SHORTEST}文字以上にしてください（いま{len(password)}文字）。"
        )
    if len(password) > LONGEST:
        raise AccountsError(f"新しいパスワードは{LONGEST}文字までです（いま{len(password)}文字）。")
    if zxcvbn.zxcvbn(password, user_inputs=["kasanari", "hokkaido", *about])["score"] < LEAST_SCORE:
        raise AccountsError(
            "そのパスワードは、よく使われるものか、名前や並びから当てられます。関係のない言葉をいくつかつなげたものにしてください。"
        )


def first() -> str:
    """One to hand over, which is changed at the first sign-in: xxxx-xxxx-xxxx-xxxx, 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


@cache
def _nobodys() -> str:
    """Of no account: a name that is not there takes as long as one that is."""
    return _hasher.hash(secrets.token_hex(32))
