"""Every address, page and callback has a rule, and answers exactly those whose roles open it: nobody else gets past the door."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from dashboard.access.roles import OPENS, Need, Role, opened, who_may
from dashboard.app import PAGES
from dashboard.web import access_rules
from dashboard.web.access_rules import ADDRESSES, CALLBACKS, PAGES_ADDRESS, SIGN_IN, STAFF, VIEW
from dashboard.web.passage import PERSON, Admission
from tests.dashboard import walking
from tests.dashboard.web.signed_in import HOST, Office

# What Flask and Dash register of themselves and nobody needs: without a rule, so nobody gets it.
OF_NOBODY = {("GET", "/static/<path:filename>"), ("GET", "/_reload-hash")}
WITH_OWN_TABLE = {
    ("GET", "/"),
    ("GET", PAGES_ADDRESS),
    ("POST", CALLBACKS),
    ("GET", SIGN_IN),
    ("POST", SIGN_IN),
}
ROLES = [*[frozenset({role}) for role in Role], frozenset(Role), frozenset()]
VALUES = {
    **dict.fromkeys(("fiscal_year", "number"), "2023"),
    "what": "package",
    "kind": "status_list",
}


@pytest.fixture(scope="module")
def office(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(built_curated, tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def secrets(office: Office) -> dict[frozenset[Role], str]:
    """A session for each combination of roles that is walked."""
    return {
        roles: office.secret(office.add(f"person{number}", f"人{number}", roles))
        for number, roles in enumerate(ROLES)
    }


def registered(office: Office) -> set[tuple[str, str]]:
    return {
        (method, rule.rule)
        for server in walking.servers(office.app)
        for rule in server.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def asked_at(
    office: Office, secret: str, method: str, path: str, body: bytes = b""
) -> tuple[Admission, Request]:
    """What the door makes of a request."""
    builder = EnvironBuilder(
        path, HOST, method=method, data=body, headers={"Cookie": f"{office.door.cookie_name}={secret}"}
    )
    request = Request(builder.get_environ())
    return office.door.passage(request), request


def path_of(address: str) -> str:
    """An address with something in place of its variables."""
    parts = []
    for number, piece in enumerate(address.replace(">", "<").split("<")):
        name = piece.rpartition(":")[2]
        parts.append(VALUES.get(name, "x") if number % 2 else piece)
    return "".join(parts)


def test_every_address_has_a_rule_and_every_rule_an_address(office: Office) -> None:
    assert registered(office) == ADDRESSES.keys() | WITH_OWN_TABLE | OF_NOBODY


def test_every_page_has_a_rule_and_every_rule_a_page() -> None:
    assert {page.PATH for page in PAGES} == access_rules.PAGES.keys()


def test_every_callback_of_the_server_has_a_rule(office: Office) -> None:
    answering = {output for output, one in office.app.callback_map.items() if one.get("callback")}
    assert len(answering) > 100
    assert office.door.callbacks.keys() == answering


def test_every_input_that_has_a_rule_is_there(office: Office) -> None:
    inputs = {
        access_rules.name_of(part["id"])
        for one in office.app.callback_map.values()
        if one.get("callback")
        for part in one["inputs"]
    }
    assert inputs == access_rules.WRITING.keys() | access_rules.READING
    assert not access_rules.WRITING.keys() & access_rules.READING
    assert inputs >= access_rules.TICKS


def test_a_callback_or_page_that_nobody_has_thought_of_has_no_rule() -> None:
    of_callback = access_rules.of_callback
    assert of_callback("dashboard.pages.work.page", ["url"]) == STAFF
    assert of_callback("dashboard.pages.work.page", ["url", "new-button"]) is None
    assert of_callback("dashboard.pages.new.page", ["url"]) is None
    assert of_callback("dashboard.pages.work.page", ["target-save"]) == STAFF | {Need.ENTER}


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(sorted(roles)) or "none")
def test_each_address_answers_those_who_may_and_nobody_else(
    office: Office, secrets: dict[frozenset[Role], str], roles: frozenset[Role]
) -> None:
    for method, address in sorted(registered(office) - WITH_OWN_TABLE):
        needs = ADDRESSES.get((method, address))
        is_let_in = needs is not None and needs <= opened(roles)
        found, request = asked_at(office, secrets[roles], method, path_of(address))
        is_page = (
            needs is None and method == "GET" and Need.VIEW in opened(roles)
        )  # read as the name of a page
        assert (found == Admission()) == (is_let_in or is_page), (method, address, roles)
        assert (PERSON in request.environ) == (is_let_in or is_page)


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(sorted(roles)) or "none")
def test_each_page_answers_those_who_may_and_nobody_else(
    office: Office, secrets: dict[frozenset[Role], str], roles: frozenset[Role]
) -> None:
    for path, needs in {**access_rules.PAGES, "/unheard-of": VIEW}.items():
        found, _ = asked_at(office, secrets[roles], "GET", path)
        assert (found == Admission()) == (needs <= opened(roles)), (path, roles)


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(sorted(roles)) or "none")
def test_each_callback_answers_those_who_may_and_nobody_else(
    office: Office, secrets: dict[frozenset[Role], str], roles: frozenset[Role]
) -> None:
    for output in [*office.app.callback_map, "unheard-of.children", ""]:
        needs = office.door.callbacks.get(output)
        asked = json.dumps({"output": output, "inputs": [], "changedPropIds": ["x.y"]}).encode()
        found, request = asked_at(office, secrets[roles], "POST", CALLBACKS, asked)
        assert (found == Admission()) == (needs is not None and needs <= opened(roles)), (output, roles)
        assert request.environ["wsgi.input"].read() == asked


def test_without_a_session_nothing_answers_but_the_sign_in(office: Office) -> None:
    for method, address in sorted(registered(office)):
        found, request = asked_at(office, "wrong", method, path_of(address), b"{}")
        assert (found == Admission()) == (address == SIGN_IN), (method, address)
        assert PERSON not in request.environ


def test_no_other_method_gets_through(office: Office, secrets: dict[frozenset[Role], str]) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        for path in ("/", "/_dash-layout", "/manage/people", "/account/password"):
            found, _ = asked_at(office, secrets[frozenset(Role)], method, path)
            assert found.refusal, (method, path)


def test_an_address_that_the_rules_do_not_know_is_refused_even_where_it_looks_like_a_page(
    built_curated: Path, tmp_path: Path
) -> None:
    office = Office(built_curated, tmp_path)
    office.app.server.add_url_rule("/quick/export.csv", "quick", lambda: "secret rows")
    client = office.client(office.add("all", "全部", Role))
    answer = client.get("/quick/export.csv", base_url=HOST)
    assert answer.status_code == 403
    assert "secret" not in answer.text


def test_what_is_refused_says_which_roles_it_takes() -> None:
    assert who_may(STAFF) == "「入力」か「受付・判断」か「承認」"
    assert who_may(STAFF | {Need.MANAGE}) == "「管理」と、「入力」か「受付・判断」か「承認」"
    assert who_may(VIEW) == "「閲覧」か「入力」か「受付・判断」か「承認」"
    for needs in {*ADDRESSES.values(), *access_rules.WRITING.values()}:
        assert "役割が要ります" in access_rules.missing(needs | {Need.VIEW, Need.MANAGE}, frozenset())


def test_no_role_contains_the_right_to_confirm_but_the_one_of_approval(office: Office) -> None:
    confirming = [needs for output, needs in office.door.callbacks.items() if Need.APPROVE in needs]
    assert len(confirming) == 3
    assert [role for role in Role if Need.APPROVE in OPENS[role]] == [Role.APPROVE]


def test_a_button_that_has_only_come_is_no_act_and_one_that_is_pressed_is(
    office: Office, secrets: dict[frozenset[Role], str]
) -> None:
    [build] = [output for output, one in office.app.callback_map.items() if _inputs(one) == ["build-data"]]
    for value, status in ((None, 204), (0, 204), (1, 403)):
        pressed = {"id": "build-data", "property": "n_clicks", "value": value}
        for inputs in ([pressed], [[pressed]]):
            body = json.dumps({"output": build, "inputs": inputs}).encode()
            found, request = asked_at(office, secrets[frozenset({Role.VIEW})], "POST", CALLBACKS, body)
            assert (found.answer.status_code if found.answer else found.status) == status
            assert PERSON not in request.environ


def _inputs(callback: Mapping[str, Any]) -> list[str]:
    return [part["id"] for part in callback["inputs"]]


def test_a_question_that_cannot_be_read_is_refused(
    office: Office, secrets: dict[frozenset[Role], str]
) -> None:
    for body in (b"", b"[]", b"{", b"null", b'{"output": ["a"]}', b'{"output": null}', b"\xff"):
        found, _ = asked_at(office, secrets[frozenset(Role)], "POST", CALLBACKS, body)
        assert found.refusal == access_rules.NOBODY, body
    request = Request({**EnvironBuilder(CALLBACKS, HOST, method="POST").get_environ()})
    request.environ |= {"CONTENT_LENGTH": str(10**9), "wsgi.input": io.BytesIO(b"{}")}
    request.environ["HTTP_COOKIE"] = f"{office.door.cookie_name}={secrets[frozenset(Role)]}"
    assert office.door.passage(request).refusal == access_rules.NOBODY
