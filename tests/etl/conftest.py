"""Fixtures of the pipeline's tests: one warehouse of the project's own data for all that only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from etl import build, publish
from tests.etl.raw_copy import RAW, copy_raw


@pytest.fixture(scope="session")
def real_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """data/raw without demo data and returns; not to be changed."""
    return copy_raw(tmp_path_factory.mktemp("real") / "raw")


@pytest.fixture(scope="session")
def real_curated(tmp_path_factory: pytest.TempPathFactory, real_raw: Path) -> Path:
    """A warehouse built from the real data; not to be changed."""
    curated = tmp_path_factory.mktemp("real_curated")
    build.build(real_raw, curated)
    return curated


@pytest.fixture(scope="session")
def query(real_curated: Path) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """Ask the warehouse of the real data."""
    connection = publish.connect(real_curated)
    yield lambda sql, *values: connection.execute(sql, list(values)).fetchall()
    connection.close()


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A copy of data/raw that the test may spoil."""
    assert RAW.is_dir()
    return copy_raw(tmp_path / "raw")
