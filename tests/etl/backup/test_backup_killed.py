"""kill -9 while a 控え is made or put back: the state is the old one or the new one, and nothing half lies about."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl import raw_writes, unfinished_restore
from tests.etl.backup.office import Office, other, usual
from tests.killing import run_until

MOMENTS = 12


def moments(steps: int) -> list[int]:
    """Moments over all of the work, the last steps among them."""
    return sorted({1 + number * (steps - 1) // (MOMENTS - 1) for number in range(MOMENTS)})


def without_journal(root: Path) -> Office:
    """A PC that has received files and no records yet."""
    return Office(root).fill({"SOURCES.csv": b"file,kind\n"}, [], {})


@pytest.mark.parametrize("stands", [other, without_journal])
def test_a_restore_that_is_killed_leaves_all_as_it_was_or_all_as_it_is_to_be(
    tmp_path: Path, stands: Callable[[Path], Office]
) -> None:
    office, present = usual(tmp_path / "a"), stands(tmp_path / "now")
    code, _ = run_until(
        0, tmp_path, "backup", "make", "--to", tmp_path, "--raw", office.raw, "--journal", office.journal
    )
    assert code == 0
    [file] = tmp_path.glob("*.zip")
    old, new = present.state(), office.state()
    outcomes = set()

    def restore(number: int) -> tuple[Office, int, int]:
        busy = Office(tmp_path / f"try{number}")
        shutil.copytree(present.root, busy.root)
        given = ("backup", "restore", file, "--raw", busy.raw, "--journal", busy.journal)
        return busy, *run_until(number, busy.root, *given)

    whole, code, steps = restore(0)
    assert code == 0
    assert whole.state() == new
    for number in moments(steps):
        busy, code, _ = restore(number)
        assert code < 0, number
        with raw_writes.locked(busy.raw):
            pass
        state = busy.state()
        assert state in (old, new), number
        outcomes.add(state == new)
        assert not (busy.raw / unfinished_restore.FOLDER).exists()
    assert outcomes == {True, False}, "both sides of the decision were met"


def test_a_backup_that_is_killed_is_not_there_or_is_whole(tmp_path: Path) -> None:
    office = usual(tmp_path / "a")
    given = ("backup", "make", "--to", tmp_path / "to", "--raw", office.raw, "--journal", office.journal)
    before = office.state()
    code, steps = run_until(0, tmp_path, *given)
    assert code == 0
    for number in moments(steps)[::3]:
        shutil.rmtree(tmp_path / "to")
        code, _ = run_until(number, tmp_path, *given)
        assert code < 0
        for file in (tmp_path / "to").glob("*.zip") if (tmp_path / "to").is_dir() else []:
            done, _ = run_until(
                0, tmp_path, "backup", "check", file, "--raw", office.raw, "--journal", office.journal
            )
            assert done == 0
        assert office.state() == before
        (tmp_path / "to").mkdir(exist_ok=True)
