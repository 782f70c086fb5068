"""The pages of accounts: sign in, one's own account, and 管理 with people, roles and sessions. Plain forms, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import flask

from dashboard.access import passwords, sign_in
from dashboard.access.audit import Audit
from dashboard.access.people import Account, AccountsError, People
from dashboard.access.roles import LABELS, MEANINGS, Role
from dashboard.access.sign_in import NewSession, Person
from dashboard.web import access_rules, passage, refusals
from dashboard.words import words

# Entries of the audit on its page; the file holds all.
SHOWN = 300
TEMPLATES = Path(__file__).parent / "templates"


class SignInDoor(Protocol):
    """What these pages need of the door."""

    @property
    def people(self) -> People: ...

    @property
    def now(self) -> Callable[[], datetime]: ...

    @property
    def audit(self) -> Audit: ...

    def set_cookie(self, secret: str) -> str: ...

    def note(self, act: str, what: str, by: Account | None, address: str) -> None: ...


def register(server: flask.Flask, door: SignInDoor) -> None:
    """Add the addresses to the server."""
    server.register_error_handler(AccountsError, refusals.unavailable)
    pages = flask.Blueprint("accounts", __name__, template_folder=str(TEMPLATES))
    people = door.people

    @pages.get(access_rules.SIGN_IN)
    def sign_in_form() -> str:
        return _sign_in_form()

    @pages.post(access_rules.SIGN_IN)
    def sign_in_now() -> Any:
        form = flask.request.form
        name, password = form.get("name", ""), form.get("password", "")
        try:
            begun = sign_in.sign_in(people, name, password, door.now(), _address())
        except sign_in.SignInRefusedError as error:
            known = people.named(name)
            door.note("サインインできなかった", known.name if known else "ない名前", None, _address())
            return _sign_in_form(str(error), name), 403
        door.note("サインイン", "", begun.account, _address())
        goes_to = "/account/" if begun.account.must_change else own_address(form.get("next", "/"))
        return _with_session(door, begun, goes_to)

    @pages.post("/account/sign-out")
    def sign_out() -> Any:
        person = _person()
        door.note("サインアウト", "", person.account, _address())
        people.end_session(person.session.session_id)
        return _went(access_rules.SIGN_IN, {"Set-Cookie": door.set_cookie("")})

    @pages.get("/account/")
    def account() -> str:
        return _account()

    @pages.post("/account/password")
    def password() -> Any:
        form = flask.request.form
        try:
            if form.get("wanted", "") != form.get("again", ""):
                raise AccountsError("新しいパスワードの2つの欄が違います。")
            begun = sign_in.change_password(
                *(people, _person(), form.get("present", ""), form.get("wanted", "")),
                *(door.now(), _address()),
            )
        except AccountsError as error:
            return _account(str(error)), 400
        door.note("パスワードを変えた", "", begun.account, _address())
        return _with_session(door, begun, "/account/?changed=1")

    def managed(what: str, whom: str) -> None:
        door.note("管理", f"{what}: {whom}", _person().account, _address())

    @pages.get("/manage/audit")
    def audit() -> str:
        entries = door.audit.entries(SHOWN) if door.audit.is_there() else []
        return flask.render_template(
            "audit.html",
            problems=door.audit.problems(),
            entries=[(entry, _moment(entry.at)) for entry in entries],
            shown=SHOWN,
        )

    @pages.get("/manage/audit.csv")
    def audit_file() -> flask.Response:
        from dashboard.services.audit_file import as_csv

        managed("操作の記録を書き出した", "全部")
        headers = {"Content-Disposition": "attachment; filename=audit.csv"}
        return flask.Response(
            as_csv(door.audit.entries()), headers=headers, content_type="text/csv; charset=utf-8"
        )

    @pages.get("/manage/")
    def manage() -> str:
        return _manage(people)

    @pages.post("/manage/people")
    def add() -> Any:
        form, given = flask.request.form, passwords.first()
        try:
            managed(f"人を加えた（{_labels(_roles())}）", form.get("name", "")[:60])
            added = people.add(
                *(form.get("name", ""), form.get("shown_name", "")), passwords.hashed(given), _roles()
            )
        except AccountsError as error:
            return _manage(people, str(error)), 400
        return _manage(people, given=(added, given))

    @pages.post("/manage/people/<account_id>/roles")
    def set_roles(account_id: str) -> Any:
        def change() -> None:
            known = _known(people, account_id)
            managed(f"役割を変えた（{_labels(known.roles)} → {_labels(_roles())}）", known.name)
            people.set_roles(known.account_id, _roles())

        return _done(people, change)

    @pages.post("/manage/people/<account_id>/password")
    def new_password(account_id: str) -> Any:
        try:
            known = _known(people, account_id)
            managed("新しいパスワードを出した", known.name)
            given = sign_in.hand_out_password(people, known.account_id)
        except AccountsError as error:
            return _manage(people, str(error)), 400
        return _manage(people, given=(known, given))

    @pages.post("/manage/people/<account_id>/closed")
    def close(account_id: str) -> Any:
        is_closed = flask.request.form.get("closed") == "1"

        def change() -> None:
            known = _known(people, account_id)
            managed("止めた" if is_closed else "また使えるようにした", known.name)
            people.set_closed(known.account_id, is_closed=is_closed)

        return _done(people, change)

    @pages.post("/manage/sessions/<session_id>/end")
    def end(session_id: str) -> Any:
        def finish() -> None:
            session = people.session(session_id)
            if session is not None:
                managed("サインインを終わらせた", _known(people, session.account_id).name)
                people.end_session(session_id)

        return _done(people, finish)

    server.register_blueprint(pages)


def own_address(asked: str) -> str:
    """An address of this server to go on to; "/" for any other."""
    is_own = asked.startswith("/") and not asked.startswith(("//", "/account")) and "\\" not in asked
    return asked if is_own and asked.isascii() and asked.isprintable() else "/"


def _sign_in_form(said: str = "", name: str = "") -> str:
    asked = flask.request.values.get("next", "/")
    return flask.render_template("sign_in.html", said=said, name=name, next=own_address(asked))


def _account(said: str = "") -> str:
    person = _person()
    return flask.render_template(
        "account.html",
        said=said,
        account=person.account,
        roles=_labels(person.account.roles),
        before=_moment(person.account.signed_in_before),
        is_changed="changed" in flask.request.args,
        is_manager=Role.MANAGE in person.account.roles,
        shortest=passwords.SHORTEST,
    )


def _manage(people: People, said: str = "", given: tuple[Account, str] | None = None) -> str:
    accounts = people.accounts()
    names = {account.account_id: account.shown_name for account in accounts}
    return flask.render_template(
        "manage.html",
        said=said,
        given=given,
        accounts=[(account, _moment(account.signed_in_at)) for account in accounts],
        roles=[(role, LABELS[role], MEANINGS[role]) for role in Role],
        sessions=[
            (session, names[session.account_id], _moment(session.began_at), _moment(session.seen_at))
            for session in people.sessions()
        ],
        own=_person().session.session_id,
    )


def _done(people: People, act: Callable[[], None]) -> Any:
    """Do it and show the page anew, so that a reload does nothing twice."""
    try:
        act()
    except AccountsError as error:
        return _manage(people, str(error)), 400
    return _went("/manage/")


def _went(address: str, headers: dict[str, str] | None = None) -> flask.Response:
    return flask.Response(status=303, headers={"Location": address, **(headers or {})})


def _with_session(door: SignInDoor, begun: NewSession, goes_to: str) -> flask.Response:
    return _went(goes_to, {"Set-Cookie": door.set_cookie(begun.secret)})


def _person() -> Person:
    person = passage.person()
    if person is None:
        raise AccountsError("サインインしていません。")
    return person


def _known(people: People, account_id: str) -> Account:
    found = people.account(account_id)
    if found is None:
        raise AccountsError("その人はいません。画面を再読み込みしてください。")
    return found


def _roles() -> frozenset[Role]:
    return frozenset(role for role in Role if role.value in flask.request.form.getlist("role"))


def _labels(roles: frozenset[Role]) -> str:
    return "、".join(LABELS[role] for role in Role if role in roles) or "なし"


def _moment(moment: datetime | None) -> str:
    return words.moment(moment.astimezone(UTC)) if moment else "まだありません"


def _address() -> str:
    """Of the PC that asks."""
    return flask.request.remote_addr or ""
