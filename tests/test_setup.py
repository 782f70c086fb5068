"""What `make run` and `make test` stand on: whole pins, and words for those whose PC lacks something."""

import ast
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import pins
from tools.run import has_returns

ROOT = Path(__file__).resolve().parent.parent
TWIN = {"twin_app.py", "twin_clients.py", "picture_way.py"}


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_every_package_that_the_project_needs_is_pinned_to_one_version() -> None:
    pyproject = ROOT / "pyproject.toml"
    needed = {
        **pins.WINDOWS_ONLY,
        **pins.resolved_versions(pins.declared_requirements(pyproject)),
        **pins.build_requirements(pyproject),
    }
    assert pinned() == needed


def of_the_twin() -> set[str]:
    """What the benchmark's page beside ours needs, which has a virtual environment of its own."""
    lines = (ROOT / "tests" / "benchmarks" / "twin-requirements.txt").read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(Requirement(line).name) for line in lines if line and not line.startswith("#")}


def declared_names(*, run_only: bool) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *([] if run_only else project["optional-dependencies"]["test"])]
    return {canonicalize_name(Requirement(text).name) for text in wanted}


def imported_packages(*folders: str, twin: bool = False) -> set[str]:
    """Names on the package index of what the modules of some folders import; twin: only those of the benchmark's twin."""
    homes = metadata.packages_distributions()
    names = {
        name.split(".")[0]
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if (path.name in TWIN) == twin
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in names_imported(node)
    }
    foreign = names - sys.stdlib_module_names - {"", "etl", "dashboard", "machine", "tests", "tools"}
    return {canonicalize_name(home) for name in foreign for home in homes.get(name, [name])}


def names_imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []


def test_every_package_that_the_project_imports_is_declared() -> None:
    assert imported_packages("etl", "dashboard", "machine") <= declared_names(run_only=True)


def test_every_package_that_tests_and_tools_import_is_declared() -> None:
    assert imported_packages("tests", "tools") <= declared_names(run_only=False)
    assert imported_packages("tests", twin=True) <= of_the_twin()


def test_pins_are_names_and_versions_and_nothing_else() -> None:
    for name, version in pinned().items():
        assert re.fullmatch(r"[a-z0-9-]+", name)
        assert re.fullmatch(r"[0-9][0-9a-z.]*", version)


def test_make_without_words_lists_what_it_can_do() -> None:
    shown = run("make").stdout
    for target in ("help", "run", "test", "bench", "format"):
        assert re.search(rf"make {target} +\S", shown)


@pytest.fixture
def bare_project(tmp_path: Path) -> Path:
    """A clone in which nothing was set up yet."""
    for name in ("pyproject.toml", "constraints.txt", "tools/setup.sh"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_python_that_is_too_old_is_refused_by_name(bare_project: Path) -> None:
    old = bare_project / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    done = run("tools/setup.sh", "run", cwd=bare_project, PYTHON=str(old))
    assert done.returncode == 1
    assert f"PYTHON={old} は Python 3.11 以上ではありません。" in done.stderr


def test_pip_that_finds_no_packages_says_what_to_do(bare_project: Path) -> None:
    (bare_project / "wheels").mkdir()
    done = run("tools/setup.sh", "run", cwd=bare_project, PYTHON=sys.executable)
    assert done.returncode == 1
    assert "部品をそろえられませんでした。" in done.stderr
    assert not list((bare_project / ".venv").glob(".ready-*"))


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_port_in_use_by_a_stranger_is_told_and_its_address_not_given(taken_port: int) -> None:
    done = run(sys.executable, "tools/run.py", "--port", str(taken_port))
    assert done.returncode == 1
    assert f"ポート {taken_port} はすでに使われています。" in done.stderr
    assert "そのアドレスは開かないでください" in done.stderr
    assert "http://" not in done.stderr


def test_a_first_build_that_is_refused_serves_nothing_and_says_so(tmp_path: Path) -> None:
    empty = tmp_path / "raw"
    empty.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    done = run(
        sys.executable, "tools/run.py", "--port", str(port), "--raw", str(empty), "--curated", str(tmp_path)
    )
    assert done.returncode == 1
    assert "データを取り込めなかったため、開けません。" in done.stderr
    assert "市町村からの回答がまだないので" in done.stdout
    assert "架空の回答を作れなかったので" in done.stderr


def test_a_demo_is_written_only_where_there_are_no_returns(
    raw_files: Path, demo_raw: Path, tmp_path: Path
) -> None:
    assert not has_returns(raw_files)
    assert has_returns(demo_raw)
    real = tmp_path / "survey" / "R5" / "returns"
    real.mkdir(parents=True)
    (real / "REGISTER.csv").touch()
    assert has_returns(tmp_path)
