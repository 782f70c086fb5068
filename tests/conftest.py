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
    curated = raw_files.parent / "curated"
    built = subprocess.run(
        [sys.executable, "-m", "etl", "build", "--raw", str(raw_files), "--curated", str(curated)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert built.returncode == 0, f"etl build refused:\n{built.stdout}\n{built.stderr}"
    return curated
