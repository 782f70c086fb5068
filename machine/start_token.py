"""The secret by which a running program and whoever starts it know each other: a file of this account alone.

On a shared PC every account reaches 127.0.0.1. The address that is opened at the start holds a random token; who has no
access to the account's files has no token, and a stranger's server on the port cannot prove that it has one.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import os
import secrets
import socket
import stat
import sys
from pathlib import Path

HOST = "127.0.0.1"
NAME = "kasanari"
ENTRY, PROOF = "/start/", "/start/proof/"
COOKIE_KEY = "cookie.key"
ASKING_SECONDS = 10


class StartTokenError(Exception):
    """The place of the secrets cannot be used; the message says in Japanese why."""


def new() -> str:
    """The token of one start."""
    return secrets.token_urlsafe(32)


def keep(port: int, token: str) -> None:
    """Write down the token of the server that has the port; those of servers that were ended go. Raises StartTokenError."""
    folder = _folder()
    for left in folder.glob("*.token"):
        if left.stem.isdecimal() and not _is_answered(int(left.stem)):
            left.unlink(missing_ok=True)
    _write(folder / f"{port}.token", token)


def remove(port: int, token: str) -> None:
    """At the end of a server, unless another has taken the port since."""
    if read(port) == token:
        _file(port).unlink(missing_ok=True)


def read(port: int) -> str:
    """The token of this account's server on the port; "" where there is none or others could have written it."""
    return _own_text(_file(port))


def cookie_key() -> str:
    """What the cookies of this account are made with; kept, so that an open page goes on after a new start."""
    path = _folder() / COOKIE_KEY
    if not _own_text(path):
        _write(path, new())
    return _own_text(path)


def address(port: int, token: str) -> str:
    """What the browser is to open."""
    return f"http://{HOST}:{port}{ENTRY}{token}"


def proof(port: int, token: str, nonce: str) -> str:
    """What only a holder of the token can say of a question that was never asked before."""
    return hmac.new(token.encode(), f"{port}:{nonce}".encode(), hashlib.sha256).hexdigest()


def running_at(port: int) -> str:
    """The address of this account's own server on the port; "" where whoever answers there cannot prove to be it."""
    token = read(port)
    if not token:
        return ""
    nonce = secrets.token_urlsafe(16)
    connection = http.client.HTTPConnection(HOST, port, timeout=ASKING_SECONDS)
    try:
        connection.request("GET", f"{PROOF}{nonce}")
        said = connection.getresponse().read(1000).decode("ascii", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()
    return (
        address(port, token) if hmac.compare_digest(said.encode(), proof(port, token, nonce).encode()) else ""
    )


def _is_answered(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def _folder() -> Path:
    """A folder of this account alone. Raises StartTokenError."""
    folder = _place()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(folder):
            raise StartTokenError(
                f"フォルダー {folder} を、ほかの利用者も使えるようになっています。持ち主だけが使えるようにするか、消してから起動してください。"
            )
    except OSError as error:
        raise StartTokenError(
            f"フォルダー {folder} を使えません。書き込みの権限を確かめてください。（{error}）"
        ) from error
    return folder


def _place() -> Path:
    if sys.platform == "win32":  # its rights are those of the account's profile
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / NAME
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and Path(runtime).is_dir():
        return Path(runtime) / NAME
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / NAME


def _file(port: int) -> Path:
    return _place() / f"{port}.token"


def _write(path: Path, text: str) -> None:
    """Whole or not at all, and never open to others, not even for a moment."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(text)
        aside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise StartTokenError(
            f"{path} に書き込めません。権限とディスクの空きを確かめてください。（{error}）"
        ) from error


def _own_text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip() if _is_own(path) else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _is_own(path: Path) -> bool:
    """Whether only this account may read and write it. Raises OSError."""
    if sys.platform == "win32":
        return True
    state = path.lstat()
    return state.st_uid == os.getuid() and not state.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
