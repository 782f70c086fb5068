"""What any test may ask for."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.commands import run_main

ROOT = Path(__file__).resolve().parent.parent

# The same examples on every run, and no deadline: the machine that runs the tests is shared.
settings.register_profile(
    "kasanari",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kasanari")

# Commands that read the same returns, in whatever test, read them once; the key holds the code that reads.
READS = Path(tempfile.gettempdir()) / "kasanari-tests-reads"
READS.mkdir(mode=0o700, exist_ok=True)
os.environ.setdefault("KASANARI_KEPT", str(READS))


# Folders and files whose tests share what takes long to make; the tests of any other file are a group of their own.
SHARED_GROUPS = {
    "tests/dashboard/slides/": "slides",
    "tests/dashboard/web/test_slides.py": "slides",
    "tests/dashboard/chart_data/test_registry.py": "slides",
}
# Groups that take longest, the longest first: what is short is left for the end, where it fills up all processes.
LONGEST_GROUPS = (
    "slides",
    *(
        f"tests/browser/test_{name}.py"
        for name in ("returns", "quick_choices", "quick_choices_of_pages", "register", "survey")
    ),
    "tests/dashboard/test_every_state.py",
    *(
        f"tests/browser/test_{name}.py"
        for name in (
            *("year", "overview", "working_day", "recovery", "corrections", "closing", "guide", "map"),
            *("barriers", "shell", "slides", "outreach", "progress", "town", "sending", "plan", "backup"),
        )
    ),
    "tests/test_docs.py",
    "tests/etl/readers/test_comments_of_other_years.py",
    *(
        f"tests/etl/test_{name}.py"
        for name in ("register_changes", "publish", "spoiled_lists", "build", "corrected_answers", "correct")
    ),
    *(f"tests/dashboard/{name}.py" for name in ("warehouse/test_as_of_corrections", "web/test_registration")),
)


def group_of(nodeid: str) -> str:
    """The tests of a group run in one process, so that what they share is made once."""
    file = nodeid.partition("::")[0]
    return next((group for start, group in SHARED_GROUPS.items() if file.startswith(start)), file)


class GroupScheduling(LoadScopeScheduling):
    """Hand out whole groups, in the order of collection.

    The loadgroup of pytest-xdist 3.8 has no effect under pytest 9.2: the group that it appends to the node id of a
    test is not there when the controller reads the id.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> GroupScheduling:
    return GroupScheduling(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest groups are begun first."""
    order = {group: number for number, group in enumerate(LONGEST_GROUPS)}
    items.sort(key=lambda item: order.get(group_of(item.nodeid), len(order)))


@pytest.fixture(scope="session")
def raw_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of data/raw as it is committed: no demo data and no returns that this PC may have taken in."""
    return private_copy("project", tmp_path_factory) / "raw"


@pytest.fixture(scope="session")
def built_curated(raw_files: Path) -> Path:
    """A folder with a warehouse built from the committed raw files; one a test process, so xdist is safe."""
    return raw_files.parent / "curated"


@pytest.fixture(scope="session")
def demo_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of data/raw as it is committed, and the fictional returns and activities of the demo."""
    return private_copy("demo", tmp_path_factory) / "raw"


@pytest.fixture(scope="session")
def demo_curated(demo_raw: Path) -> Path:
    """A folder with a warehouse built from the committed raw files and the demo. Not to be changed."""
    return demo_raw.parent / "curated"


def build_warehouse(raw: Path) -> Path:
    """A folder beside raw with a warehouse built from it."""
    done = run_main("etl", "build", "--raw", raw, "--curated", raw.parent / "curated")
    assert done.returncode == 0, done.stderr
    return raw.parent / "curated"


def private_copy(name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this test process with raw/ and curated/: a test can spoil nobody's but its own."""
    copy = tmp_path_factory.mktemp(name)
    shutil.copytree(shared_build(name), copy, dirs_exist_ok=True)
    return copy


def shared_build(name: str) -> Path:
    """The folder that all processes copy, made once by the real commands for all of a state of the code.

    The same code, raw files and packages make the same folder, so it is kept beside the temporary folders of the
    tests under the hash of them all. `make test` makes both ("project", "demo") while the types are checked:
    python -m tests.conftest
    """
    folder = Path(tempfile.gettempdir()) / f"kasanari-tests-{code_digest()}" / name
    if not folder.is_dir():
        folder.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            work = Path(scratch) / name
            ignored = shutil.ignore_patterns("demo", "returns")
            shutil.copytree(ROOT / "data" / "raw", work / "raw", ignore=ignored)
            if name == "demo":
                run_command("etl", "demo", "--raw", str(work / "raw"))
            run_command("etl", "build", "--raw", str(work / "raw"), "--curated", str(work / "curated"))
            # another process was faster: its folder serves
            with contextlib.suppress(FileExistsError, OSError):
                work.rename(folder)
    return folder


@cache
def code_digest() -> str:
    """The hash of all that a built folder depends on."""
    files = [ROOT / "constraints.txt", Path(__file__)]
    for folder in ("etl", "data/raw"):
        files += sorted(path for path in (ROOT / folder).rglob("*") if path.is_file())
    digest = hashlib.sha256(sys.version.encode())
    for path in files:
        parts = path.relative_to(ROOT).parts
        if not {"demo", "returns", "__pycache__"} & set(parts[1:]) or parts[:2] == ("etl", "demo"):
            digest.update(str(parts).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def run_command(module: str, *arguments: str) -> None:
    process = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert process.returncode == 0, f"{module} {arguments[0]} refused:\n{process.stdout}\n{process.stderr}"


if __name__ == "__main__":
    for each in ("project", "demo"):
        shared_build(each)
