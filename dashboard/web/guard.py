"""Whom a server answers, and what it lets a page do: this machine by a loopback name, and who came by the door."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import flask
from werkzeug.wrappers import Request

from dashboard.web import passage
from dashboard.web.passage import Admission, Gate
from dashboard.web.refusals import MEANT, refusal

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
# The browser itself refuses whatever is not of this server; inline and eval are what Dash
# and the grid do themselves.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Files that come with the program: the same for everybody, and the browser may keep them.
OF_PROGRAM = ("/assets/", "/_dash-component-suites/")
UNKNOWN = "このアドレスは、だれにも開けません。"
ELSEWHERE = "この画面は、動かしている PC の中からだけ開けます。"


class Guard:
    """WSGI middleware before all that answers, caches too: refuses another name, and what another site's page asks.

    What changes anything has to come from a page of this server, by the browser's own word (Origin), whichever
    callback or address it is for. What only reads may be opened by a link elsewhere, but not be drawn into another
    page (Fetch Metadata, https://www.w3.org/TR/fetch-metadata/).
    """

    def __init__(self, application: Callable[..., Iterable[bytes]], door: Gate | None = None) -> None:
        """door: lets in but those who came by it; None for everybody on this machine."""
        self._application = application
        self._door = door

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environ)
        found = Admission(refusal=_refused(request))
        if not found.refusal and self._door is not None:
            found = self._door.passage(request)
        answer = found.answer or (refusal(found.refusal, found.status, request) if found.refusal else None)
        if answer is None:
            start = _with_cookie(start_response, found.cookie) if found.cookie else start_response
            return self._application(environ, start)
        answer.headers.update(HEADERS)
        return answer(environ, start_response)


def _with_cookie(start_response: Callable[..., Any], cookie: str) -> Callable[..., Any]:
    """Let the browser be known again without asking the system."""

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, ("Set-Cookie", cookie)], *rest)

    return start


def install(server: flask.Flask) -> None:
    """Send the headers that keep a page to this server, and answer nothing that the door did not look at."""

    @server.before_request
    def looked_at() -> flask.Response | None:
        asked = flask.request.url_rule
        is_known = asked is None or flask.request.environ.get(passage.ADDRESS) == asked.rule
        if is_known or not server.config.get(passage.IS_GUARDED):
            return None
        return refusal(UNKNOWN, 403)

    @server.after_request
    def headers(response: flask.Response) -> flask.Response:
        response.headers.update(HEADERS)
        if "Cache-Control" not in response.headers and not flask.request.path.startswith(OF_PROGRAM):
            response.headers["Cache-Control"] = (
                "no-store"  # it may hold answers and contacts of municipalities
            )
        return response


def is_of_script(name: str) -> bool:
    """Whether one of our scripts asks: a form, on whatever site, cannot set a header."""
    return flask.request.headers.get("X-Kasanari") == name


def _refused(request: Request) -> str:
    """Why a request is not answered; "" where it is."""
    host = request.host
    if (host.rpartition(":")[0] if ":" in host else host) not in LOOPBACK:
        return ELSEWHERE
    headers = request.headers
    if request.method not in SAFE_METHODS:
        is_ours = headers.get("Origin") == f"{request.scheme}://{host}"
        return "" if is_ours and headers.get("Sec-Fetch-Site", "same-origin") == "same-origin" else MEANT[403]
    if headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
        return ""
    is_opened = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"
    return "" if is_opened else MEANT[403]
