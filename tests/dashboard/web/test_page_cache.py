"""Files and first pages are respond from memory; all else is asked each time."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from dashboard.app import create_app
from dashboard.warehouse.reader import Warehouse
from dashboard.web import prerender
from dashboard.web.page_cache import PageCache

HOST = {"Host": "127.0.0.1"}


class Counted:
    """An application that says how often it was asked, and the state that it was given."""

    def __init__(self) -> None:
        self.asked = 0
        self.state = ("wh_1", "")

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.asked += 1
        status = "403 FORBIDDEN" if environ["HTTP_HOST"] != "127.0.0.1" else "200 OK"
        start_response(status, [("Content-Type", "text/plain")])
        return [f"{self.asked} {environ['wsgi.input'].read().decode()}".encode()]


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture
def client(counted: Counted, tmp_path: Path) -> Client:
    (tmp_path / "style.css").write_text("a", encoding="utf-8")
    return Client(PageCache(counted, lambda: counted.state, ["/", "/map"], tmp_path))


@pytest.mark.parametrize(
    "path",
    ["/", "/map?fy=2022", "/_dash-dependencies", "/_dash-component-suites/dash/a.js", "/assets/a.js?m=1"],
)
def test_files_and_first_pages_are_made_once(client: Client, counted: Counted, path: str) -> None:
    first = client.get(path, headers=HOST)
    assert client.get(path, headers=HOST).data == first.data
    assert counted.asked == 1
    client.get(path, headers={**HOST, "Accept-Encoding": "gzip"})
    assert counted.asked == 2


@pytest.mark.parametrize(
    "path", ["/outreach", "/map?layer=priority", "/?town=01581", "/assets/a.js", "/geo/x/map.svg"]
)
def test_what_may_change_is_asked_each_time(client: Client, counted: Counted, path: str) -> None:
    for _ in range(2):
        client.get(path, headers=HOST)
    assert counted.asked == 2


def test_another_warehouse_has_another_first_page(client: Client, counted: Counted) -> None:
    client.get("/", headers=HOST)
    counted.state = ("wh_2", "")
    assert client.get("/", headers=HOST).get_data(as_text=True).startswith("2 ")


def test_what_is_sent_and_what_is_asked_on_a_condition_goes_through(client: Client, counted: Counted) -> None:
    for _ in range(2):
        client.post("/", data="x", headers=HOST)
        client.get("/assets/a.js?m=1", headers={**HOST, "If-None-Match": "x"})
    assert counted.asked == 4


def test_a_refusal_is_not_kept(client: Client, counted: Counted) -> None:
    for _ in range(2):
        assert client.get("/", headers={"Host": "elsewhere"}).status_code == 403
    assert counted.asked == 2


def test_a_changed_style_sheet_is_in_the_next_page(client: Client, counted: Counted, tmp_path: Path) -> None:
    client.get("/", headers=HOST)
    (tmp_path / "more.css").write_text("b", encoding="utf-8")
    client.get("/", headers=HOST)
    assert counted.asked == 2


def test_the_real_application_answers_a_new_warehouse_at_once(
    built_curated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prerender, "WAIT_SECONDS", 60)  # a busy machine draws for longer than a reader waits
    name = (built_curated / "current").read_text(encoding="utf-8").strip()
    for copy in (name, "wh_20990101T000000-abcdef01.duckdb"):
        shutil.copy(built_curated / name, tmp_path / copy)
    (tmp_path / "current").write_text(f"{name}\n", encoding="utf-8")
    client = create_app(Warehouse(tmp_path)).server.test_client()
    assert "drawn-towns" in client.get("/?fy=2023").text
    assert "令和81年" not in client.get("/?fy=2023").text
    (tmp_path / "current").write_text("wh_20990101T000000-abcdef01.duckdb\n", encoding="utf-8")
    assert "令和81年" in client.get("/?fy=2023").text


def test_a_large_file_that_eight_ask_for_at_once_is_kept_once(tmp_path: Path) -> None:
    together = threading.Barrier(8)
    asked: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        together.wait(timeout=60)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"a" * 3_000_000]

    client = Client(PageCache(application, lambda: ("wh_1", ""), ["/"], tmp_path))
    ask = partial(client.get, "/_dash-component-suites/dash/a.js", headers=HOST)
    with ThreadPoolExecutor(8) as pool:
        sizes = [len(answer.result().data) for answer in [pool.submit(ask) for _ in range(8)]]
    assert sizes == [3_000_000] * 8
    assert len(asked) == 8
    assert len(ask().data) == 3_000_000
    assert len(asked) == 8, "the ninth is respond from memory"
