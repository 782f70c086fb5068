"""起動 and 停止 know the servers of their own folder, and no others."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tools import office

# Says that it is there, and stays until it is ended or its input is closed.
SERVER = "import sys\nprint('ready', flush=True)\nsys.stdin.read()\n"
Start = Callable[[str, int], tuple[Path, subprocess.Popen[str]]]


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Start]:
    """Starts a stand-in for the server from a Python that lies in a folder of its own."""
    with ExitStack() as running:

        def start(folder: str, port: int) -> tuple[Path, subprocess.Popen[str]]:
            interpreter = tmp_path / folder / "python3"
            interpreter.parent.mkdir(exist_ok=True)
            shutil.copy(Path(sys.executable).resolve(), interpreter)
            (interpreter.parent / "dashboard.py").write_text(SERVER, encoding="utf-8")
            process = running.enter_context(
                subprocess.Popen(
                    [interpreter, "-m", "dashboard", "--port", str(port)],
                    cwd=interpreter.parent,
                    env={**os.environ, "PYTHONHOME": sys.base_prefix},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    encoding="utf-8",
                )
            )
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            return interpreter, process

        yield start


def test_stopping_ends_the_server_of_this_folder_alone(
    start_server: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, server = start_server("ours", 8050)
    theirs, stranger = start_server("theirs", 8051)
    assert [port for _, port in office.servers(ours)] == [8050]
    assert office.stop(ours) == 0
    assert capsys.readouterr().out == "かさなりを止めました。\n"
    assert server.poll() is not None
    assert stranger.poll() is None
    assert [port for _, port in office.servers(theirs)] == [8051]
    assert office.stop(ours) == 0
    assert capsys.readouterr().out == "かさなりは動いていません。\n"


def test_a_python_outside_of_the_folder_stops_nothing(tmp_path: Path) -> None:
    assert office.own_interpreter(tmp_path) is None
    assert office.own_interpreter(Path(sys.executable).resolve().parent) == Path(sys.executable)
    assert list(office.servers(None)) == []
