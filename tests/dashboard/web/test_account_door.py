"""Signing in as a browser does it: the cookie, the ways out, who writes, and what never gets through."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from dashboard.access import passwords, sign_in
from dashboard.access.roles import Role
from dashboard.web import account_pages
from machine import start_token
from tests.dashboard import walking
from tests.dashboard.web.signed_in import CALLBACKS, HOST, PASSWORD, START, Office, get, post, with_password


class Clock:
    now = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(built_curated: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return Office(built_curated, tmp_path, now=clock)


def test_who_comes_is_led_to_the_sign_in_and_from_there_to_what_was_asked(office: Office) -> None:
    with_password(office, Role.ENTER)
    client = office.client(None)
    led = get(client, "/work?fy=2023")
    assert led.status_code == 303
    form = get(client, led.headers["Location"])
    assert form.headers["Cache-Control"] == "no-store"
    [goes_to] = re.findall(r'name="next" value="([^"]*)"', form.text)
    entered = post(client, "/account/sign-in", name="sato", password=PASSWORD, next=goes_to)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/work?fy=2023")
    cookie = entered.headers["Set-Cookie"]
    assert cookie.startswith("kasanari_person_8050=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert get(client, "/work").status_code == 200


def test_a_wrong_password_says_so_and_gives_no_cookie(office: Office) -> None:
    with_password(office, Role.ENTER)
    client = office.client(None)
    answer = post(client, "/account/sign-in", name="sato", password="違う", next="/work")
    assert answer.status_code == 403
    assert "名前かパスワードが違います" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert 'value="/work"' in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/account/",
        "/a\r\nX: y",
    ],
)
def test_nobody_is_led_to_another_server(asked: str) -> None:
    assert account_pages.own_address(asked) == "/"


def test_the_form_of_another_site_signs_nobody_in(office: Office) -> None:
    with_password(office, Role.ENTER)
    for origin in ("http://evil.example", "null"):
        answer = office.client(None).post(
            "/account/sign-in",
            base_url=HOST,
            headers={"Origin": origin},
            data={"name": "sato", "password": PASSWORD},
        )
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers


def test_a_script_is_told_in_words_that_the_time_is_over(office: Office, clock: Clock) -> None:
    client = office.client(office.add("sato", "佐藤一郎", {Role.ENTER}))
    asked = {"output": "version.data", "inputs": [], "changedPropIds": ["poll.n_intervals"]}
    clock.now += timedelta(minutes=31)
    answer = client.post(
        CALLBACKS, base_url=HOST, headers={"Origin": HOST, "Accept": "application/json"}, json=asked
    )
    assert answer.status_code == 401
    assert "サインイン" in answer.text


def test_a_page_that_only_looks_for_newer_data_keeps_nobody_signed_in(office: Office, clock: Clock) -> None:
    client = office.client(office.add("sato", "佐藤一郎", {Role.ENTER}))
    [look] = [one for one in office.app.callback_map if one == "version.data"]

    def ask(changed: str) -> int:
        body = {
            "output": look,
            "outputs": {"id": "version", "property": "data"},
            "inputs": [{"id": "poll", "property": "n_intervals", "value": 1}],
            "state": [{"id": "version", "property": "data", "value": {"problem": ""}}],
            "changedPropIds": [changed],
        }
        return client.post(CALLBACKS, base_url=HOST, headers={"Origin": HOST}, json=body).status_code

    for _ in range(3):
        clock.now += timedelta(minutes=14)
        last = ask("poll.n_intervals")
    assert last == 401


def test_signing_out_ends_the_session_on_the_server(office: Office) -> None:
    sato = office.add("sato", "佐藤一郎", {Role.ENTER})
    client = office.client(sato)
    stolen = office.client(None)
    [kept] = client._cookies.values()
    stolen.set_cookie(kept.key, kept.value, domain="127.0.0.1")
    assert get(stolen, "/").status_code == 200
    gone = post(client, "/account/sign-out")
    assert "Max-Age=0" in gone.headers["Set-Cookie"]
    assert get(stolen, "/").status_code == 303


def test_a_role_that_is_taken_away_is_gone_at_the_next_click(office: Office) -> None:
    sato = office.add("sato", "佐藤一郎", {Role.ENTER})
    client = office.client(sato)
    assert get(client, "/work").status_code == 200
    office.people.set_roles(sato.account_id, frozenset({Role.VIEW}))
    refused = get(client, "/work")
    assert (refused.status_code, "役割が要ります" in refused.text) == (403, True)
    assert get(client, "/").status_code == 200


def test_the_program_that_was_started_is_still_known_and_its_address_lets_nobody_in(office: Office) -> None:
    client = office.client(None)
    assert get(client, "/start/proof/abc").text == start_token.proof(8050, START.token, "abc")
    entered = get(client, f"/start/{START.token}")
    assert (entered.status_code, entered.headers["Location"]) == (303, "/")
    assert "Set-Cookie" not in entered.headers
    assert get(client, "/").status_code == 303


def test_a_file_of_accounts_that_cannot_be_read_lets_nobody_in(office: Office) -> None:
    client = office.client(office.add("sato", "佐藤一郎", {Role.ENTER}))
    for path in office.people.path.parent.glob("accounts.sqlite*"):
        path.unlink()
    answer = get(client, "/")
    assert (answer.status_code, "だれも通しません" in answer.text) == (503, True)
    answer = post(office.client(None), "/account/sign-in", name="sato", password=PASSWORD)
    assert (answer.status_code, "だれも通しません" in answer.text) == (503, True)


def test_what_one_person_may_see_is_not_kept_for_another(office: Office) -> None:
    """The same question of two persons with different roles, the one who may first."""
    may, may_not = (
        office.client(office.add(name, name, {role})) for name, role in (("a", Role.ENTER), ("b", Role.VIEW))
    )
    for path in ("/town?town=01581", "/returns"):
        assert get(may, path).status_code == 200
        assert get(may_not, path).status_code == 403
    browser = walking.Browser(office.app, may)
    shown = []
    for client in (may, may_not):
        browser.client = client
        shown.append(" ".join(walking.seen_texts(browser.page("/work", ""))))
    assert "この画面は開けません" not in shown[0]
    assert "この画面は開けません" in shown[1]


def test_nothing_of_the_accounts_is_loaded_where_none_are_kept() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, pathlib; from dashboard.cli import main, serve; from dashboard.app import create_app;"
            " from dashboard.warehouse.reader import Warehouse; from dashboard.web.door import Door;"
            " create_app(Warehouse(pathlib.Path('nowhere')), door=Door(8050, 't', 'k'));"
            " print(json.dumps(sorted(name for name in sys.modules if name.startswith("
            "('argon2', 'zxcvbn', 'dashboard.access', 'dashboard.web.acc')))))".replace(
                "print(json", "import json; print(json"
            ),
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[3],
    )
    assert json.loads(said.stdout) == []


def test_two_secrets_are_never_the_same(office: Office, clock: Clock) -> None:
    with_password(office, Role.ENTER)
    secrets = {sign_in.sign_in(office.people, "sato", PASSWORD, clock.now, "").secret for _ in range(3)}
    assert len(secrets) == 3
    assert min(map(len, secrets)) >= 43
