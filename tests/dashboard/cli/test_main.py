"""The command serves this machine only, and says in words why it does not."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.__main__ import main


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.10", "::", "example.jp", ""])
def test_any_other_host_is_refused_with_the_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, host: str
) -> None:
    assert main(["--curated", str(tmp_path), "--host", host]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert f"--host {host} では開けません" in said.err
    assert "アカウント" in said.err


def test_a_busy_port_is_said_with_a_way_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, busy_port: int
) -> None:
    assert main(["--curated", str(tmp_path), "--port", str(busy_port)]) == 1
    said = capsys.readouterr().err
    assert f"ポート {busy_port} はすでに使われています" in said
    assert f"--port {busy_port + 1}" in said


def test_a_port_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--curated", str(tmp_path), "--port", "99999"]) == 1
    assert "ポート 99999 を開けません" in capsys.readouterr().err


def test_wrong_usage_is_told_apart() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--port", "八千"])
    assert ended.value.code == 2
