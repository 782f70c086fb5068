"""What the programs write is for the owner alone: another account of the PC reads no answer and no record."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


def open_to_others(folder: Path) -> list[str]:
    """Files and folders that anybody but the owner may read or write."""
    others = stat.S_IRWXG | stat.S_IRWXO
    return [
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.lstat().st_mode & others
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes the rights of the folder")
def test_data_and_copies_are_the_owners_alone(raw_files: Path, tmp_path: Path) -> None:
    raw = Path(shutil.copytree(raw_files, tmp_path / "raw"))
    before = set(open_to_others(raw))
    curated, journal, copies = (
        tmp_path / "curated",
        tmp_path / "journal" / "journal.sqlite",
        tmp_path / "copies",
    )
    places = ["--curated", curated, "--journal", journal, "--raw", raw]
    for command in (
        ["etl", "build", "--raw", raw, "--curated", curated],
        ["dashboard", *places, "backup", "--to", copies],
    ):
        run = [sys.executable, "-m", *map(str, command)]
        subprocess.run(run, cwd=ROOT, env=os.environ, check=False, capture_output=True)
    assert (curated / "current").is_file()
    assert list(copies.iterdir())
    assert open_to_others(curated) == []
    assert open_to_others(copies) == []
    assert set(open_to_others(raw)) == before
