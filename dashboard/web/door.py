"""Lets in the account that started the program: by the address that is opened at the start, by a cookie, or by the system.

No accounts of our own: whoever can read the files of the account that started the program is that account. Where the
system tells whose program asks, that of the same account needs no token, so that an address that was sent opens.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import unquote
from weakref import WeakSet

from dash import Dash
from werkzeug.http import dump_cookie
from werkzeug.wrappers import Request, Response

from dashboard.web.passage import Admission
from machine import peer, start_token
from machine.peer import Place

SAFE = {"GET", "HEAD"}
OUTSIDE = (
    "この画面は、この PC でかさなりを起動した人だけが開けます。「起動」（命令では make run）で開き、出てきたアドレスを使ってください。"
    "もう起動しているときは、同じ「起動」をもう一度押すと、いまの画面が開きます。"
)
MOST_LETTERS = 200


@dataclass(frozen=True)
class Door:
    """Of a server that listens on the port. `token`: of this start; `key`: of the account's cookies.

    `own`: the connections that the system said are of our own account, so that it is asked once for each.
    """

    port: int
    token: str
    key: str
    own: WeakSet[object] = field(default_factory=WeakSet, compare=False, repr=False)

    def begin(self, app: Dash) -> None:
        """Who came in may do everything: there is nothing to know of the application."""

    def passage(self, request: Request) -> Admission:
        """Whether a request gets through."""
        entered = self.answer(request)
        if entered is not None or self.knows(request):
            return Admission(answer=entered)
        return (
            Admission(cookie=self.set_cookie) if self.is_own_account(request) else Admission(refusal=OUTSIDE)
        )

    @property
    def cookie_name(self) -> str:
        """One for each port: a browser sends cookies to all ports of a machine."""
        return f"kasanari_{self.port}"

    @property
    def cookie(self) -> str:
        return hmac.new(self.key.encode(), self.cookie_name.encode(), hashlib.sha256).hexdigest()

    def answer(self, request: Request) -> Response | None:
        """What is answered to those who come in or ask who is there; None for all else."""
        path = request.path
        if request.method not in SAFE or not path.startswith(start_token.ENTRY) or len(path) > MOST_LETTERS:
            return None
        if path.startswith(start_token.PROOF):
            nonce = path.removeprefix(start_token.PROOF)
            return Response(start_token.proof(self.port, self.token, nonce), content_type="text/plain")
        if not _is_same(unquote(path.removeprefix(start_token.ENTRY)), self.token):
            return None
        entered = Response(status=303, headers={"Location": "/", "Cache-Control": "no-store"})
        entered.headers["Set-Cookie"] = self.set_cookie
        return entered

    @property
    def set_cookie(self) -> str:
        """The header that lets a browser be known again."""
        return dump_cookie(self.cookie_name, self.cookie, path="/", httponly=True, samesite="Strict")

    def knows(self, request: Request) -> bool:
        """Whether a browser comes that was let in before."""
        return _is_same(request.cookies.get(self.cookie_name, ""), self.cookie)

    def is_own_account(self, request: Request) -> bool:
        """Whether the system says that a program of our own account asks."""
        asked = request.environ
        connection = getattr(asked.get("waitress.client_disconnected"), "__self__", None)
        if connection is not None and connection in self.own:
            return True
        client = Place(str(asked.get("REMOTE_ADDR", "")), int(asked.get("REMOTE_PORT") or 0))
        is_own = bool(client.host) and peer.is_of_this_account(client, Place(client.host, self.port))
        if is_own and connection is not None:
            self.own.add(connection)
        return is_own


def _is_same(said: str, kept: str) -> bool:
    return hmac.compare_digest(said.encode("utf-8", "replace"), kept.encode())
