"""Files of the version and first pages, compressed once: what a browser fetches before it asks any callback.

A warehouse never changes once it is published, so the first page of a view is the same until another one is published.
Answers of callbacks are cached by callback_cache.py.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from dashboard.web import passage
from dashboard.web.callback_cache import NOT_CACHED, CachedResponse, respond

MOST_BYTES = 16_000_000
MOST_BYTES_OF_ONE = 4_000_000
Environ = dict[str, Any]


class PageCache:
    """Stands before the application. state: what the warehouse and the records are now; pages: the paths that rest on them alone."""

    def __init__(
        self, application: Any, state: Callable[[], tuple[str, ...]], pages: Iterable[str], assets: Path
    ) -> None:
        self._application, self._state, self._pages, self._assets = (
            application,
            state,
            frozenset(pages),
            assets,
        )
        self._lock = threading.Lock()
        self._answers: OrderedDict[bytes, CachedResponse] = OrderedDict()
        self._bytes = 0

    @property
    def held_bytes(self) -> int:
        return self._bytes

    @property
    def most_bytes(self) -> int:
        return MOST_BYTES

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            answer: Iterable[bytes] = self._application(environ, start_response)
            return answer
        cached = self._lookup(key) or self._fetch(environ, key)
        start_response(cached.status, list(cached.headers))
        return [cached.body]

    def _lookup(self, key: bytes) -> CachedResponse | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def _fetch(self, environ: Environ, key: bytes) -> CachedResponse:
        answer = respond(self._application, environ)
        if (
            answer.status.startswith("200")
            and len(answer.body) <= MOST_BYTES_OF_ONE
            and not environ.get(NOT_CACHED)
        ):
            with self._lock:
                before = self._answers.pop(
                    key, None
                )  # two requests may have fetched it at once: it counts once
                self._bytes += len(answer.body) - (len(before.body) if before else 0)
                self._answers[key] = answer
                while self._bytes > MOST_BYTES:
                    self._bytes -= len(self._answers.popitem(last=False)[1].body)
        return answer

    def _key(self, environ: Environ) -> bytes | None:
        """The key of a request; None where its answer must not come from the cache."""
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        is_conditional = environ.get("HTTP_IF_NONE_MATCH") or environ.get("HTTP_IF_MODIFIED_SINCE")
        varies_by = (
            None if is_conditional or environ["REQUEST_METHOD"] != "GET" else self._varies_by(path, query)
        )
        if varies_by is None:
            return None
        parts = [
            path,
            *varies_by,
            *passage.cache_key(environ),
            environ.get("HTTP_HOST", ""),
            environ.get("HTTP_ACCEPT_ENCODING", ""),
        ]
        return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).digest()

    def _varies_by(self, path: str, query: str) -> list[str] | None:
        if path.startswith("/_dash-component-suites/") or path == "/_dash-dependencies":
            return [query]
        if path.startswith("/assets/") and query.startswith("m="):
            return [query]
        if path == "/_dash-layout":
            return [*self._state()]
        if path in self._pages and not _is_of_journal(query):
            newest = max(file.stat().st_mtime_ns for file in self._assets.iterdir())
            return [query, str(newest), *self._state()]
        return None


def _is_of_journal(search: str) -> bool:
    """Whether an address asks for a town's drawer or the priority, which know the follow-up records."""
    parameters = parse_qs(search.removeprefix("?"))
    return "town" in parameters or parameters.get("layer") == ["priority"]
