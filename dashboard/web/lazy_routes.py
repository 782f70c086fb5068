"""Addresses whose tools are loaded when somebody first asks for them: those of Word and PowerPoint take 25 MB."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import flask

from dashboard.web import guard


class OnDemand:
    """All under some prefixes is answered by a small server of its own, made at the first question; the rest goes on.

    It has the settings of the large one and the same guard. register adds its addresses: import its module there.
    """

    def __init__(
        self, server: flask.Flask, prefixes: tuple[str, ...], register: Callable[[flask.Flask], None]
    ) -> None:
        self._rest: Callable[..., Iterable[bytes]] = server.wsgi_app
        self._prefixes = prefixes
        self._server = server
        self._register = register
        self._lock = threading.Lock()
        self._own: flask.Flask | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if str(environ.get("PATH_INFO", "")).startswith(self._prefixes):
            return self._made()(environ, start_response)
        return self._rest(environ, start_response)

    def _made(self) -> flask.Flask:
        with self._lock:  # two people may be the first
            if self._own is None:
                own = flask.Flask(__name__, static_folder=None)
                own.config = self._server.config
                guard.install(own)
                self._register(own)
                self._own = own
            return self._own


def add(server: flask.Flask, register: Callable[[flask.Flask], None], *prefixes: str) -> None:
    """Put the addresses under the prefixes (with a slash at the end) before those of the server."""
    server.wsgi_app = OnDemand(server, prefixes, register)  # type: ignore[method-assign]
