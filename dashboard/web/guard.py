"""Whom a server answers, and what it lets a page do. No accounts yet: only this machine, by a loopback name."""

from __future__ import annotations

import flask

from dashboard.web.refusals import refusal

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
# The browser itself refuses whatever is not of this server; inline and eval are what Dash,
# plotly and the grid do themselves.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)


def install(server: flask.Flask) -> None:
    """Refuse every other name; send the headers that keep a page to this server."""

    @server.before_request
    def only_loopback() -> flask.Response | None:
        name = flask.request.host.rpartition(":")[0] if ":" in flask.request.host else flask.request.host
        if name in LOOPBACK:
            return None
        return refusal("この画面は、動かしている PC の中からだけ開けます。", 403)

    @server.after_request
    def headers(response: flask.Response) -> flask.Response:
        response.headers["Content-Security-Policy"] = CONTENT_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
