"""The door where accounts are kept: lets in who has signed in, to what the person's roles open, and nobody else."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from dash import Dash
from werkzeug.http import dump_cookie
from werkzeug.wrappers import Request, Response

from dashboard import clock
from dashboard.access import sign_in
from dashboard.access.audit import Audit
from dashboard.access.people import Account, AccountsError, People
from dashboard.access.roles import Need
from dashboard.access.sign_in import Person
from dashboard.components import written_by
from dashboard.web import access_rules, account_pages, lazy_routes, refusals
from dashboard.web.access_rules import CALLBACKS, SIGN_IN
from dashboard.web.door import Door
from dashboard.web.passage import ADDRESS, IS_GUARDED, PERSON, Admission

ACCOUNT = "/account/"
READING = "閲覧"
ACTS = {
    Need.APPROVE: "承認",
    Need.DECIDE: "受付・判断",
    Need.ENTER: "入力",
    Need.MANAGE: "控え",
}
MOST_REMEMBERED, MOST_LETTERS = 1000, 500
MOST_QUESTION_BYTES = 30_000_000
SIGNED_OUT = (
    "サインインしていないか、サインインの時間が終わりました。画面を再読み込みして、サインインしてください。"
)


@dataclass(frozen=True)
class AccountDoor:
    """Of a server that listens on the port. `start`: still answers who asks whether this program is the one that was started."""

    people: People
    audit: Audit
    start: Door
    now: Callable[[], datetime] = clock.now
    callbacks: dict[str, access_rules.Needs] = field(default_factory=dict)
    addresses: access_rules.Addresses = field(default_factory=access_rules.Addresses)
    inputs: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    last_read: dict[str, str] = field(default_factory=dict)

    @property
    def cookie_name(self) -> str:
        """One for each port: a browser sends cookies to all ports of a machine."""
        return f"kasanari_person_{self.start.port}"

    def begin(self, app: Dash) -> None:
        """Add the pages of the accounts, and know what each callback asks."""
        app.server.config |= {IS_GUARDED: True, written_by.FROM_ACCOUNT: True}
        lazy_routes.add(app.server, lambda server: account_pages.register(server, self), ACCOUNT, "/manage/")
        self.callbacks.update(access_rules.of_callbacks(app.callback_map))
        self.inputs.update(access_rules.inputs_of(app.callback_map))
        self.titles.update(app.server.config["TITLES"])

    def set_cookie(self, secret: str) -> str:
        """The header by which the browser is known; "" ends it. Sent along from a link elsewhere, never with what changes anything."""
        return dump_cookie(
            self.cookie_name,
            secret,
            path="/",
            httponly=True,
            samesite="Lax",
            max_age=None if secret else 0,
        )

    def passage(self, request: Request) -> Admission:
        """Whether a request gets through."""
        entered = self.start.answer(request)
        if entered is not None:  # who comes by the address of the start signs in like everybody
            entered.headers.pop("Set-Cookie", None)
            return Admission(answer=entered)
        address, needs = self.addresses.found(request.method, request.path)
        request.environ[ADDRESS] = address
        if address == SIGN_IN:
            return Admission()
        try:
            return self._passage(request, address, needs)
        except AccountsError as error:
            return Admission(refusal=str(error), status=503)

    def _passage(self, request: Request, address: str, needs: access_rules.Needs | None) -> Admission:
        asked = _Question(request) if address == CALLBACKS else None
        person = sign_in.find(
            self.people,
            request.cookies.get(self.cookie_name, ""),
            self.now(),
            is_act=asked is None or not asked.is_tick,
        )
        if person is None:
            return _to_sign_in(request)
        if person.account.must_change and not request.path.startswith(ACCOUNT):
            return _elsewhere(request, ACCOUNT, "はじめに、パスワードを自分のものに変えてください。")
        if asked is not None:
            needs = self.callbacks.get(asked.output)
        place = asked.place if asked else request.full_path.rstrip("?")
        if refused := access_rules.missing(needs, person.account.needs):
            if asked is not None and asked.is_idle:
                return Admission(answer=Response(status=204))
            if request.path == "/" and person.account.needs >= access_rules.MANAGE:
                return _elsewhere(request, "/manage/", refused)
            self._note_once(person, "断った", self._named(place, asked))
            return Admission(refusal=refused)
        act = _act(request, asked, needs or frozenset(), place)
        if act == READING:
            self._note_once(person, act, self._named(place, None))
        elif act:
            self.note(act, self._named(place, asked), person.account, person.session.address)
        request.environ[PERSON] = person
        if asked is not None:
            asked.write_as(person)
        return Admission()

    def note(self, act: str, what: str, by: Account | None, address: str) -> None:
        """Add an entry to the audit. Raises AccountsError, and then what was asked is not done."""
        name = f"{by.shown_name}（{by.name}）" if by else ""
        self.audit.note(act, what, name, address, self.now())

    def _note_once(self, person: Person, act: str, what: str) -> None:
        """What a page asks again and again while it is looked at is one entry."""
        session, said = person.session.session_id, f"{act} {what}"
        if self.last_read.get(session) != said:
            self.note(act, what, person.account, person.session.address)
            if len(self.last_read) >= MOST_REMEMBERED:
                self.last_read.clear()
            self.last_read[session] = said

    def _named(self, place: str, asked: _Question | None) -> str:
        """経過 /progress?fy=2023 目標を記録する"""
        parts = (
            self.titles.get(place.partition("?")[0], ""),
            place,
            self.inputs.get(asked.output, "") if asked else "",
        )
        return " ".join(part for part in parts if part)[:MOST_LETTERS]


def _act(request: Request, asked: _Question | None, needs: access_rules.Needs, place: str) -> str:
    """What the audit calls it; "" for what it does not hold: looking at numbers, and what the pages of the accounts note."""
    if asked is not None and (asked.is_tick or asked.is_idle):
        return ""
    if need := next((need for need in ACTS if need in needs and Need.VIEW in needs), None):
        return ACTS[need]
    if Need.PERSONAL not in needs and "town=" not in place:
        return ""
    is_page = asked is not None or request.path in access_rules.PAGES
    return READING if is_page else "書き出し"


class _Question:
    """What a page asks a callback, as the server is going to read it."""

    def __init__(self, request: Request) -> None:
        self._environ = request.environ
        length = request.content_length or 0
        body = self._environ["wsgi.input"].read(length) if length <= MOST_QUESTION_BYTES else b""
        self._put(body)
        try:
            self._said: dict[str, Any] = json.loads(body)
            self.output = str(self._said["output"])
            changed = self._said.get("changedPropIds") or []
            self.is_tick = (
                bool(changed) and {str(name).split(".")[0] for name in changed} <= access_rules.TICKS
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            self._said, self.output, self.is_tick = {}, "", False

    @property
    def is_idle(self) -> bool:
        """Whether nobody did anything: the buttons have but come, which Dash asks about too."""
        inputs = self._said.get("inputs")
        return isinstance(inputs, list) and bool(inputs) and not _has_value(inputs)

    @property
    def place(self) -> str:
        """The page from which it is asked, with its search; "" where the question does not say."""
        parts = [part for kind in ("inputs", "state") for part in self._said.get(kind) or []]
        url = {
            part.get("property"): str(part.get("value") or "")
            for part in parts
            if isinstance(part, dict) and part.get("id") == "url"
        }
        return url.get("pathname", "") + url.get("search", "")

    def write_as(self, person: Person) -> None:
        """Whatever a page says of who writes, it is this person."""
        parts = [part for kind in ("inputs", "state") for part in self._said.get(kind) or []]
        writers = [
            part for part in parts if isinstance(part, dict) and part.get("id") in access_rules.WRITERS
        ]
        for part in writers:
            if part.get("property") == "value":
                part["value"] = person.account.shown_name
        if writers:
            self._put(json.dumps(self._said, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def _put(self, body: bytes) -> None:
        self._environ["wsgi.input"], self._environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))


def _has_value(part: Any) -> bool:
    if isinstance(part, list):
        return any(_has_value(inner) for inner in part)
    return bool(part.get("value")) if isinstance(part, dict) else bool(part)


def _to_sign_in(request: Request) -> Admission:
    asked = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return _elsewhere(request, f"{SIGN_IN}?next={quote(asked)}", SIGNED_OUT, 401)


def _elsewhere(request: Request, address: str, words: str, status: int = 403) -> Admission:
    """Lead a person there; tell a script in words."""
    if not refusals.is_person(request):
        return Admission(refusal=words, status=status)
    return Admission(Response(status=303, headers={"Location": address, "Cache-Control": "no-store"}))
