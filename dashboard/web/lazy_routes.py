"""Addresses whose libraries are loaded on the first request: those of Word and PowerPoint take 25 MB."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import flask

from dashboard.web import guard, refusals


class LazyRoutes:
    """Requests under some prefixes go to a small server of their routes, created on the first of them; the rest pass on.

    It shares the settings, the guard and the refusals of the main server. register adds its addresses: import its module there.
    """

    def __init__(
        self, server: flask.Flask, prefixes: tuple[str, ...], register: Callable[[flask.Flask], None]
    ) -> None:
        self._rest: Callable[..., Iterable[bytes]] = server.wsgi_app
        self._prefixes = prefixes
        self._server = server
        self._register = register
        self._lock = threading.Lock()
        self._lazy: flask.Flask | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if str(environ.get("PATH_INFO", "")).startswith(self._prefixes):
            return self._routes()(environ, start_response)
        return self._rest(environ, start_response)

    def _routes(self) -> flask.Flask:
        with self._lock:  # two requests may be the first
            if self._lazy is None:
                routes = flask.Flask(__name__, static_folder=None)
                routes.config = self._server.config
                guard.install(routes)
                refusals.install(routes)
                self._register(routes)
                self._lazy = routes
            return self._lazy


def add(server: flask.Flask, register: Callable[[flask.Flask], None], *prefixes: str) -> None:
    """Put the addresses under the prefixes (with a slash at the end) before those of the server."""
    server.wsgi_app = LazyRoutes(server, prefixes, register)  # type: ignore[method-assign]
