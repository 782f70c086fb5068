"""Another account of the PC sees nothing; who came by the address of the start, or is of the same account, sees all."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.warehouse.reader import Warehouse
from dashboard.web import door as doors
from dashboard.web.door import Door
from machine import peer, start_token

HOST = "http://127.0.0.1:8050"
DOOR = Door(8050, "a-token", "a-key")


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Of another account, as far as the system knows."""
    monkeypatch.setattr(peer, "is_of_this_account", lambda *_ends: False)
    return create_app(Warehouse(tmp_path), raw=tmp_path, door=DOOR).server.test_client()


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    return client.get(path, base_url=HOST, headers={"Accept": "text/html", **headers})


def test_without_the_token_every_address_is_refused_in_japanese(client: FlaskClient) -> None:
    for path in (
        "/",
        "/assets/style.css",
        "/_dash-layout",
        "/selfcheck/file.txt",
        "/start/",
        "/start/wrong",
        "/start/a",
    ):
        answer = get(client, path)
        assert answer.status_code == 403, path
        assert "「起動」" in answer.text
        assert "Set-Cookie" not in answer.headers
    posted = client.post("/_dash-update-component", base_url=HOST, headers={"Origin": HOST}, data=b"{}")
    assert posted.status_code == 403


def test_the_address_of_the_start_gives_a_cookie_that_no_script_reads_and_no_other_site_sends(
    client: FlaskClient,
) -> None:
    entered = get(client, "/start/a-token")
    assert (entered.status_code, entered.headers["Location"]) == (303, "/")
    cookie = entered.headers["Set-Cookie"]
    assert cookie.startswith("kasanari_8050=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "a-token" not in cookie
    assert get(client, "/").status_code == 200
    stranger = client.application.test_client()
    assert get(stranger, "/", Cookie="kasanari_8050=wrong").status_code == 403


def test_a_cookie_outlives_a_new_start_and_is_of_its_port_alone() -> None:
    assert Door(8050, "another", "a-key").cookie == DOOR.cookie
    assert Door(8051, "a-token", "a-key").cookie != DOOR.cookie
    assert Door(8050, "a-token", "another").cookie != DOOR.cookie


def test_who_is_there_is_proved_to_anybody_without_telling_the_token(client: FlaskClient) -> None:
    said = get(client, "/start/proof/abc").text
    assert said == start_token.proof(8050, "a-token", "abc")
    assert said != get(client, "/start/proof/abd").text


def test_a_program_of_the_same_account_needs_no_token_and_its_browser_is_known_from_then_on(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def of_this_account(*ends: object) -> bool:
        asked.append(ends)
        return True

    monkeypatch.setattr(peer, "is_of_this_account", of_this_account)
    first = get(client, "/")
    assert first.status_code == 200
    assert re.match(r"kasanari_8050=\w+;", first.headers["Set-Cookie"])
    before = len(asked)
    assert get(client, "/").status_code == 200
    assert len(asked) == before


def test_a_strange_address_is_refused_and_breaks_nothing(client: FlaskClient) -> None:
    for path in ("/start/" + "x" * 5000, "/start/%ff%00", "/start/あ", "/start/proof/"):
        assert get(client, path).status_code in (200, 403), path
    assert get(client, "/", Cookie="kasanari_8050=あ".encode().decode("latin-1")).status_code == 403
    assert doors.OUTSIDE
