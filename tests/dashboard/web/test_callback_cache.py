"""Answers are worked out once for everybody, and never outlive what they rest on."""

import json
import threading
import tracemalloc
from pathlib import Path
from typing import Any

import flask
import pytest

from dashboard.app import create_app
from dashboard.warehouse.reader import Warehouse
from dashboard.web.callback_cache import ADDRESS, STEADY, CallbackCache, do_not_cache

PAGE = {"id": "url", "property": "pathname", "value": "/map"}


class Office:
    """A server that counts how often it had to work, and what its answers rest on."""

    def __init__(self) -> None:
        self.worked: list[str] = []
        self.state: tuple[object, ...] | None = ("first",)
        self.is_passing = False
        self.may_answer = threading.Event()
        self.may_answer.set()
        server = flask.Flask("office")

        @server.post(ADDRESS)
        def answer() -> flask.Response:
            self.worked.append(flask.request.get_data(as_text=True))
            self.may_answer.wait()
            if self.is_passing:
                do_not_cache(flask.request.environ)
            return flask.Response(f"{self.state}", headers={"X-Own": "kept"})

        server.wsgi_app = CallbackCache(  # type: ignore[method-assign]
            server, lambda: self.state, frozenset({"/returns"})
        )
        self.server = server

    def ask(self, *given: dict[str, Any], **headers: str) -> Any:
        body = json.dumps({"inputs": list(given or [PAGE])})
        return self.server.test_client().post(
            ADDRESS, data=body, content_type="application/json", headers=headers
        )


@pytest.fixture
def office() -> Office:
    return Office()


def test_the_same_question_is_worked_out_once_and_answered_alike(office: Office) -> None:
    first, second = office.ask(), office.ask()
    assert (first.data, first.status_code, first.headers["X-Own"]) == (
        second.data,
        second.status_code,
        second.headers["X-Own"],
    )
    assert len(office.worked) == 1


def test_another_address_is_another_question(office: Office) -> None:
    office.ask()
    office.ask({**PAGE, "value": "/progress"})
    office.ask(**{"Accept-Encoding": "br"})
    assert len(office.worked) == 3


def test_what_the_answers_rest_on_changes_and_so_do_they(office: Office) -> None:
    office.ask()
    office.state = ("second",)
    assert office.ask().text == "('second',)"


@pytest.mark.parametrize(
    "given",
    [
        [PAGE, {"id": "plan-save", "property": "n_clicks", "value": 1}],
        [PAGE, {"id": {"type": "nav", "path": "/"}, "property": "href", "value": "/"}],
        [{"id": "url", "property": "search", "value": "?fy=2023"}],
        [{**PAGE, "value": "/returns"}],
    ],
    ids=["a button", "a pattern", "no page", "a page of received files"],
)
def test_whatever_rests_on_more_than_the_address_is_asked_anew(
    office: Office, given: list[dict[str, Any]]
) -> None:
    office.ask(*given)
    office.ask(*given)
    assert len(office.worked) == 2


@pytest.mark.parametrize("body", ["", "{", "[]", '{"inputs": 3}', '{"inputs": [{"id": []}]}'])
def test_a_question_of_another_form_is_passed_on_whole(office: Office, body: str) -> None:
    office.server.test_client().post(ADDRESS, data=body, content_type="application/json")
    assert office.worked == [body]


def test_long_questions_do_not_stay_in_the_memory(office: Office) -> None:
    """300 of 40 kB are 12 MB; their answers are short."""
    office.ask()
    tracemalloc.start()
    for number in range(300):
        office.ask({**PAGE, "value": f"/{number}{'a' * 40_000}"})
    office.worked.clear()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 3_000_000


def test_nothing_is_kept_while_the_state_is_not_known(office: Office) -> None:
    office.state = None
    office.ask()
    office.ask()
    assert len(office.worked) == 2


def test_a_failure_that_may_pass_is_not_kept(office: Office) -> None:
    office.is_passing = True
    office.ask()
    office.is_passing = False
    office.ask()
    office.ask()
    assert len(office.worked) == 2


def test_twenty_people_who_ask_at_once_make_the_work_of_one(office: Office) -> None:
    office.may_answer.clear()
    answers: list[bytes] = []
    people = [threading.Thread(target=lambda: answers.append(office.ask().data)) for _ in range(20)]
    for person in people:
        person.start()
    office.may_answer.set()
    for person in people:
        person.join()
    assert answers == [b"('first',)"] * 20
    assert len(office.worked) == 1


def test_all_that_an_address_asks_of_the_briefing_and_the_map_is_remembered(
    built_curated: Path, tmp_path: Path
) -> None:
    app = create_app(Warehouse(built_curated), tmp_path / "journal.sqlite")
    asked = {
        output: {part["id"] for part in (*called["inputs"], *called["state"])}
        for output, called in app.callback_map.items()
        if "callback" in called
        and any(
            name in output for name in ("..page.", "shown-view.", "changes-body.", "map-data.", "map-town.")
        )
    }
    assert len(asked) == 5
    assert all("url" in parts and parts <= STEADY for parts in asked.values()), asked
