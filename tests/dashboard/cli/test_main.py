"""The command serves this machine only, and says in words why it does not."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[3]
OF_PAPERS = {"docx", "pptx", "scipy", "ortools", "openpyxl", "geopandas"}
OF_PAGES = {"dash", "dash_mantine_components", "dash_ag_grid", "flask"}


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


def printed(code: str) -> str:
    """What a new process prints that runs the code; `packages()` names the packages that it has loaded."""
    told = "import sys\ndef packages(): return {name.partition('.')[0] for name in sys.modules}\n"
    done = subprocess.run(
        [sys.executable, "-c", told + code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout


def test_a_server_starts_without_the_tools_of_word_and_powerpoint() -> None:
    packages = set(
        printed(
            "import pathlib\nfrom dashboard.cli.main import _parser\n_parser(['--port', '8050'])\n"
            "from dashboard.app import create_app\nfrom dashboard.warehouse.reader import Warehouse\n"
            "create_app(Warehouse(pathlib.Path('nowhere')))\nprint(*packages())"
        ).split()
    )
    assert packages >= OF_PAGES
    assert not packages & OF_PAPERS


def test_commands_are_loaded_without_the_pages() -> None:
    lines = printed(
        "from dashboard.cli.main import COMMANDS, _parser\n"
        "for name in COMMANDS: _parser([name]); print(name, *packages())"
    ).splitlines()
    packages = {line.split()[0]: set(line.split()[1:]) for line in lines}
    assert packages.keys() == COMMANDS.keys()
    assert {name: loaded & OF_PAGES for name, loaded in packages.items() if loaded & OF_PAGES} == {}


def test_every_command_is_told_with_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    lines = {
        line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines() if line.strip()
    }
    assert all(lines[name] for name in COMMANDS)


def test_an_unknown_command_is_told_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["decks"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert all(name in said for name in COMMANDS)
