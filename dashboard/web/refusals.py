"""What the server says when it does not do what was asked: Japanese, as a page to people and as words to scripts."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import flask
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from dashboard import faults
from dashboard.intake.heavy_work import BusyError, HeavyWorkError
from dashboard.intake.pipeline import IntakeError
from dashboard.journal import JournalError
from dashboard.warehouse.reader import WarehouseError

STYLE = "body{font-family:sans-serif;max-width:720px;margin:64px auto;padding:0 16px;line-height:1.8}h1{font-size:22px}"
PAGE = (
    '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>{title}｜かさなり</title><style>{style}</style></head>'
    '<body><main><h1>{title}</h1><p>{message}</p><p><a href="/">かさなりの画面を開く</a>{further}</p></main></body></html>'
)
SELFCHECK = '　<a href="/selfcheck">自己診断</a>'
# What the house raises with words for the reader, and the status that goes with it.
KNOWN: dict[type[Exception], int] = {
    WarehouseError: 503,
    JournalError: 503,
    IntakeError: 409,
    HeavyWorkError: 409,
    BusyError: 503,
}
REFUSED, FAILED = "できませんでした", "不具合のため、できませんでした"
MEANT = {
    400: "送られた内容を読めませんでした。画面を再読み込みして、もう一度お試しください。",
    403: "この画面から送られたものではないため、受け付けませんでした。",
    404: "このアドレスには何もありません。画面のボタンから選び直してください。",
    405: "このアドレスは直接は開けません。画面のボタンから選び直してください。",
    413: "送られたものが大きすぎます。分けて送ってください。",
}


def refusal(message: str, status: int, request: Request | None = None) -> flask.Response:
    """Words on why nothing was done and what to do, in the form that the one who asks can show."""
    asking: Request = request or flask.request
    if is_person(asking):
        return _page(FAILED if status == 500 else REFUSED, message, status)
    if asking.headers.get("X-Kasanari") == "intake":  # its scripts read an object
        content = json.dumps({"message": message}, ensure_ascii=False)
        return flask.Response(content, status, content_type="application/json")
    return flask.Response(message, status, content_type="text/plain; charset=utf-8")


def install(server: flask.Flask) -> None:
    """No answer of the server is in English, whatever happens."""
    for error, status in KNOWN.items():
        server.register_error_handler(error, partial(_refused, status))
    server.register_error_handler(HTTPException, _refused_by_http)
    server.register_error_handler(Exception, lambda error: unforeseen(error, flask.request))


def unforeseen(error: Exception, request: Request) -> flask.Response:
    """The answer to a request that failed for a reason that nobody foresaw; the trace is in the log."""
    number = faults.note(f"{request.method} {request.full_path.rstrip('?')}", error)
    message = f"かさなりの{FAILED}。もう一度試しても同じなら、{faults.told(number)}"
    return refusal(message, 500, request)


class LastWords:
    """WSGI middleware around all others: what fails outside of Flask is told in the same words."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return self._application(environ, start_response)
        except Exception as error:  # noqa: BLE001 - noted with its trace
            answer: Response = unforeseen(error, Request(environ))
            return answer(environ, start_response)


def _refused(status: int, error: Exception) -> flask.Response:
    return refusal(str(error), status)


def _refused_by_http(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400 or error.response is not None:  # leads elsewhere, or has its own words
        return error
    if code >= 500:
        return unforeseen(error, flask.request)
    return refusal(MEANT.get(code, MEANT[400]), code)


def unavailable(error: Exception) -> flask.Response:
    """What cannot be read or written just now, in its own words."""
    return refusal(str(error), 503)


def is_person(request: Request) -> bool:
    """Whether a browser asks for something to open or save, not a script for something to read."""
    accepted = request.headers.get("Accept", "")
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and "text/html" in accepted


def _page(title: str, message: str, status: int) -> flask.Response:
    written = html.escape(message).replace("\n", "<br>")
    return flask.Response(
        PAGE.format(title=title, style=STYLE, message=written, further=SELFCHECK if status >= 500 else ""),
        status,
        content_type="text/html; charset=utf-8",
    )
