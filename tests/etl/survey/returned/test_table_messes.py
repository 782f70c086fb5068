"""Messes of compiled tables and lists: nothing is read wrong or lost in silence, nothing right is accused."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.survey.returned.setting import Setting
from tests.etl.survey import messes_tables, table_truth
from tests.etl.survey import return_truth as truth

SEEDS = 2


@pytest.fixture(scope="module")
def setting() -> Setting:
    return truth.make_setting()


def kinds(name: str) -> list[str]:
    """A CSV has no sheets to name or to hide."""
    return ["xlsx"] if "シート" in name else ["xlsx", "csv"]


@pytest.mark.parametrize("compiled", [True, False], ids=["取りまとめ表", "一覧"])
@pytest.mark.parametrize("name", messes_tables.MESSES)
def test_nothing_is_read_wrong_or_lost_in_silence(
    name: str, compiled: bool, setting: Setting, tmp_path: Path
) -> None:
    for seed in range(SEEDS):
        table = messes_tables.apply(name, seed, compiled=compiled)
        for kind in kinds(name):
            path = table_truth.write(table, tmp_path / f"{seed}", kind)
            verdict = table_truth.judge(table, path, setting, compiled=compiled)
            assert (verdict.wrong, verdict.lost) == ([], []), (seed, kind)


@pytest.mark.parametrize("compiled", [True, False], ids=["取りまとめ表", "一覧"])
@pytest.mark.parametrize("name", messes_tables.INNOCENT)
def test_what_is_right_is_read_and_not_accused(
    name: str, compiled: bool, setting: Setting, tmp_path: Path
) -> None:
    for seed in range(SEEDS):
        table = messes_tables.apply(name, seed, compiled=compiled)
        for kind in kinds(name):
            path = table_truth.write(table, tmp_path / f"{seed}", kind)
            verdict = table_truth.judge(table, path, setting, compiled=compiled)
            assert verdict.accusations == [], (seed, kind)
            assert verdict.right == len(table.meant)
