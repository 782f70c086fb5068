"""What any test may ask for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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


@pytest.fixture(scope="session")
def raw_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of data/raw as it is committed: no demo data and no returns that this PC may have taken in."""
    copy = tmp_path_factory.mktemp("project") / "raw"
    shutil.copytree(ROOT / "data" / "raw", copy, ignore=shutil.ignore_patterns("demo", "returns"))
    return copy


@pytest.fixture(scope="session")
def built_curated(raw_files: Path) -> Path:
    """A folder with a warehouse built from the committed raw files; one a test process, so xdist is safe."""
    return built_from(raw_files)


@pytest.fixture(scope="session")
def demo_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of data/raw as it is committed, and the fictional returns and activities of the demo."""
    copy = tmp_path_factory.mktemp("demo") / "raw"
    shutil.copytree(ROOT / "data" / "raw", copy, ignore=shutil.ignore_patterns("demo", "returns"))
    run("etl", "demo", "--raw", str(copy))
    return copy


@pytest.fixture(scope="session")
def demo_curated(demo_raw: Path) -> Path:
    """A folder with a warehouse built from the committed raw files and the demo. Not to be changed."""
    return built_from(demo_raw)


def built_from(raw: Path) -> Path:
    curated = raw.parent / "curated"
    run("etl", "build", "--raw", str(raw), "--curated", str(curated))
    return curated


def run(module: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{module} {arguments[0]} refused:\n{done.stdout}\n{done.stderr}"
