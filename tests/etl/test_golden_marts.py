"""The marts of the real data are, to the last cell, those that were looked through and committed."""

import difflib
from pathlib import Path

import pytest

from tests.etl import golden_marts


@pytest.fixture(scope="module")
def exports(built_curated: Path) -> dict[str, str]:
    return golden_marts.exports(built_curated)


@pytest.mark.parametrize("mart", golden_marts.MARTS)
def test_the_mart_is_as_it_was_committed(exports: dict[str, str], mart: str) -> None:
    before, now = golden_marts.kept()[mart].splitlines(), exports[mart].splitlines()
    changed = [
        line for line in difflib.unified_diff(before, now, lineterm="", n=0) if not line.startswith("@@")
    ]
    assert not changed, "\n".join(
        [*changed[:40], "meant? python -m tests.etl.golden_marts CURATED, and read git diff tests/etl/golden"]
    )
