"""Whatever fails, the reader gets Japanese words with a number, and the log has the trace under that number."""

import re
from pathlib import Path
from typing import Any

import pytest
from dash import Input, Output
from flask.testing import FlaskClient

from dashboard import faults
from dashboard.app import create_app
from dashboard.components import notices
from dashboard.intake.pipeline import IntakeError
from dashboard.services import profiles
from dashboard.warehouse.reader import Warehouse
from dashboard.web.application import Application
from tests.dashboard.walking import HOST

BROWSER = {"Accept": "text/html,*/*;q=0.8", "Sec-Fetch-Mode": "navigate"}
NUMBER = re.compile(r"不具合の番号「(\d{3}-\d{3})」")


def broken(*_given: object) -> Any:
    raise ZeroDivisionError("unforeseen")


@pytest.fixture
def app(warehouse: Warehouse, tmp_path: Path) -> Application:
    return create_app(warehouse, tmp_path / "journal.sqlite", tmp_path / "raw")


@pytest.fixture
def client(app: Application) -> FlaskClient:
    return app.server.test_client()


def test_a_download_that_fails_is_a_japanese_page_with_the_number_of_the_log(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(profiles, "gather", broken)
    answer = client.get("/papers/profile.docx?town=01452", base_url=HOST, headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (500, "text/html")
    assert '<html lang="ja">' in answer.text
    assert "Internal" not in answer.text
    (number,) = NUMBER.findall(answer.text)
    assert f"fault {number}" in caplog.text
    assert "GET /papers/profile.docx?town=01452" in caplog.text
    assert "ZeroDivisionError: unforeseen" in caplog.text
    again = client.get("/papers/profile.docx?town=01452", base_url=HOST)
    assert (again.mimetype, NUMBER.findall(again.text)) == ("text/plain", [number])


def test_a_fault_outside_of_flask_is_told_in_the_same_words(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.server.wsgi_app, "_application", broken)
    answer = app.server.test_client().get("/", base_url=HOST, headers=BROWSER)
    assert answer.status_code == 500
    assert NUMBER.search(answer.text)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/assets/missing.js", 404),
        ("GET", "/plan/missing", 404),
        ("GET", "/returns/2023/unheard-of.zip", 404),
        ("GET", "/intake", 405),
        ("POST", "/papers/memo.docx", 405),
        ("DELETE", "/", 405),
    ],
)
def test_an_address_that_nobody_offers_is_refused_in_japanese(
    client: FlaskClient, method: str, address: str, status: int
) -> None:
    answer = client.open(address, method=method, base_url=HOST, headers={**BROWSER, "Origin": HOST})
    assert answer.status_code == status
    assert "画面のボタンから選び直してください" in answer.text
    assert "URL" not in answer.text


def test_the_script_that_sends_files_reads_the_words_from_an_object(
    client: FlaskClient, app: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "raw").mkdir()
    monkeypatch.setattr(app.server.config["INTAKE"], "forms", broken)
    ours = {"Origin": HOST, "X-Kasanari": "intake", "Accept": "*/*", "Sec-Fetch-Mode": "cors"}
    answer = client.post("/intake?fy=2023", base_url=HOST, headers=ours)
    assert answer.status_code == 500
    assert NUMBER.search(answer.json["message"])


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ZeroDivisionError("unforeseen"), NUMBER),
        (IntakeError("様式がありません。"), re.compile("^様式がありません。$")),
    ],
    ids=["unforeseen", "known"],
)
def test_a_callback_that_fails_leaves_the_page_and_says_so_above_it(
    app: Application, error: Exception, said: re.Pattern[str]
) -> None:
    @app.callback(
        Output("act", "data", allow_duplicate=True), Input("poll", "n_intervals"), prevent_initial_call=True
    )
    def fail(_turns: int) -> Any:
        raise error

    (output,) = [key for key in app.callback_map if key.startswith("act.data@")][-1:]
    asked = {
        "output": output,
        "outputs": {"id": "act", "property": output.partition(".")[2]},
        "inputs": [{"id": "poll", "property": "n_intervals", "value": 1}],
        "changedPropIds": ["poll.n_intervals"],
    }
    answer = app.server.test_client().post(
        "/_dash-update-component", json=asked, base_url=HOST, headers={"Origin": HOST}
    )
    assert answer.status_code == 200
    shown = answer.json["sideUpdate"][notices.FAULT_ID]["children"]["props"]
    assert shown["role"] == "alert"
    assert said.search(shown["children"][0]["props"]["children"])
    assert answer.json.get("response", {}) == {}


def test_the_same_fault_has_the_same_number_and_another_one_another() -> None:
    def number(fault: type[Exception], words: str) -> str:
        with pytest.raises(fault) as raised:
            raise fault(words)
        return faults.note("a test", raised.value)

    assert number(KeyError, "a") == number(KeyError, "b")
    assert number(KeyError, "a") != number(ValueError, "a")
