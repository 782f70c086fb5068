"""The token of a start is this account's alone, and only who has it can prove to be the program that was started."""

import socket
import stat
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from machine import start_token


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_RUNTIME_DIR", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path / start_token.NAME


@pytest.fixture
def answering() -> Iterator[tuple[int, list[str]]]:
    """A server on some port that answers each question with what its port is said to prove; the token it uses may be set."""
    token: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            nonce = self.path.removeprefix(start_token.PROOF)
            said = start_token.proof(server.server_port, token[0], nonce).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, token
        server.shutdown()
        thread.join()


def test_a_token_is_kept_for_its_port_and_goes_with_its_server(place: Path) -> None:
    token = start_token.new()
    start_token.keep(8050, token)
    assert start_token.read(8050) == token
    assert start_token.read(8051) == ""
    start_token.remove(8050, "of another")
    assert start_token.read(8050) == token
    start_token.remove(8050, token)
    assert start_token.read(8050) == ""
    assert list(place.iterdir()) == []


def test_tokens_of_servers_that_were_ended_go_with_the_next_start(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        start_token.keep(port, "running")
        start_token.keep(1, "ended")
        start_token.keep(8050, "new")
        assert sorted(file.stem for file in place.iterdir()) == sorted(["8050", str(port)])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes the rights of the profile")
def test_the_files_are_the_owners_alone_and_one_that_others_may_write_is_not_believed(place: Path) -> None:
    start_token.keep(8050, start_token.new())
    start_token.cookie_key()
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in place.iterdir()} == {0o600}
    (place / "8050.token").chmod(0o644)
    assert start_token.read(8050) == ""
    place.chmod(0o777)
    with pytest.raises(start_token.StartTokenError, match="ほかの利用者も"):
        start_token.keep(8050, start_token.new())


def test_the_key_of_the_cookies_stays(place: Path) -> None:
    assert start_token.cookie_key() == start_token.cookie_key()


def test_only_a_server_with_the_same_token_is_found_running(answering: tuple[int, list[str]]) -> None:
    port, its_token = answering
    assert start_token.running_at(port) == ""
    mine = start_token.new()
    start_token.keep(port, mine)
    its_token[:] = [start_token.new()]
    assert start_token.running_at(port) == ""
    its_token[:] = [mine]
    assert start_token.running_at(port) == f"http://127.0.0.1:{port}/start/{mine}"


def test_where_nobody_listens_nothing_runs() -> None:
    start_token.keep(1, start_token.new())
    assert start_token.running_at(1) == ""
