"""Answers of callbacks that stay the same until the data change are computed once, for everybody.

A callback whose inputs are all the address and the version of the data is a function of these: its answer is cached as
it went over the wire, and a second request for it waits while the first is computed. 20 people who open the page of
the briefing cost the work of one.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

import flask

from dashboard.web import passage

ADDRESS = "/_dash-update-component"
# Inputs that such a callback may have: the address, and which data the page has seen.
STEADY = {
    "url",
    "version",
    "shown-warehouse",
    "filter-shown",
    "shown-view",
    "map-shown",
    "map-chosen",
}
MOST_REQUEST_BYTES = 50_000
MOST_CACHED_BYTES = 8_000_000
# Of a key and of the headers; a question itself may have 50 kB, so its hash stands for it.
BYTES_OF_THE_REST = 1_000
NOT_CACHED = "kasanari.passing"


class CachedResponse(NamedTuple):
    """The response of a callback as sent: HTTP status line, headers and body."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class CallbackCache:
    """WSGI middleware before a server. version: changes as soon as any answer may; None where nothing may be cached."""

    def __init__(
        self, server: flask.Flask, version: Callable[[], Hashable], apart: frozenset[str] = frozenset()
    ) -> None:
        self._next: Callable[..., Iterable[bytes]] = server.wsgi_app
        self._version = version
        self._apart = apart  # pages that show more than the data: files that were just received …
        self._answers: OrderedDict[Hashable, CachedResponse] = OrderedDict()
        self._making: dict[Hashable, threading.Event] = {}
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def held_bytes(self) -> int:
        return self._bytes

    @property
    def most_bytes(self) -> int:
        return MOST_CACHED_BYTES

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self._next(environ, start_response)
        answer = self._cached_or_claim(key)
        if answer is None:
            try:
                answer = respond(self._next, environ)
                if not environ.get(NOT_CACHED):
                    self._store(key, answer)
            finally:
                with self._lock:
                    self._making.pop(key).set()
        start_response(answer.status, answer.headers)
        return [answer.body]

    def _key(self, environ: dict[str, Any]) -> Hashable | None:
        if environ.get("PATH_INFO") != ADDRESS or environ.get("REQUEST_METHOD") != "POST":
            return None
        length = str(environ.get("CONTENT_LENGTH", ""))
        if not length.isdecimal() or int(length) > MOST_REQUEST_BYTES:
            return None
        version = self._version()
        if version is None:
            return None
        body = environ["wsgi.input"].read(int(length))
        environ["wsgi.input"] = io.BytesIO(body)
        if not self._is_steady(body):
            return None
        host, coding = environ.get("HTTP_HOST", ""), environ.get("HTTP_ACCEPT_ENCODING", "")
        asked = hashlib.sha256("\n".join((host, coding, "")).encode("utf-8", "surrogateescape") + body)
        return version, asked.digest(), passage.cache_key(environ)

    def _is_steady(self, body: bytes) -> bool:
        try:
            request = json.loads(body)
            inputs = [*request["inputs"], *request.get("state", [])]
            paths = {part["value"] for part in inputs if part["property"] == "pathname"}
            return {part["id"] for part in inputs} <= STEADY and bool(paths) and not paths & self._apart
        except (ValueError, KeyError, TypeError):  # of another form: Dash answers it, or says what is wrong
            return False

    def _cached_or_claim(self, key: Hashable) -> CachedResponse | None:
        """The answer, once it is known; None where the caller is the one to compute it."""
        while True:
            with self._lock:
                if key in self._answers:
                    self._answers.move_to_end(key)
                    return self._answers[key]
                if key not in self._making:
                    self._making[key] = threading.Event()
                    return None
                computed = self._making[key]
            computed.wait()

    def _store(self, key: Hashable, answer: CachedResponse) -> None:
        """Cache an answer that succeeded; the oldest go where there are too many."""
        if not answer.status.startswith("200") or self._version() != key[0]:  # type: ignore[index]
            return
        with self._lock:
            if (before := self._answers.pop(key, None)) is not None:
                self._bytes -= _bytes_of(before)
            self._answers[key] = answer
            self._bytes += _bytes_of(answer)
            while self._bytes > MOST_CACHED_BYTES:
                self._bytes -= _bytes_of(self._answers.popitem(last=False)[1])


def _bytes_of(answer: CachedResponse) -> int:
    return len(answer.body) + BYTES_OF_THE_REST


def respond(application: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> CachedResponse:
    """The whole answer of an application, as it would go over the wire."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _trouble: Any = None) -> Any:
        started.append((status, headers))
        return None

    parts = application(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    return CachedResponse(*started[-1], body)


def do_not_cache(environ: dict[str, Any]) -> None:
    """Mark a request whose answer may differ the next time: it is not cached."""
    environ[NOT_CACHED] = True
