"""What an ended process left in the temporary folder is deleted at the next start; what is in use or another's stays."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from machine import temporary


def test_what_an_ended_process_left_goes_and_all_else_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    left = Path(tempfile.mkdtemp(prefix=f"kasanari-{ended.pid}-"))
    (left / "files").mkdir()
    (left / "files" / "回答.xlsx").write_bytes(b"x")
    ours = Path(tempfile.mkdtemp(prefix=temporary.prefix()))
    others = [
        tmp_path / name for name in ("kasanari-tests-0a1b", f"other-{ended.pid}-x", f"kasanari-{ended.pid}")
    ]
    for folder in others:
        folder.mkdir()
    assert temporary.delete_left() == 1
    assert sorted(tmp_path.iterdir()) == sorted([ours, *others])


def test_the_name_tells_the_process() -> None:
    named = temporary.OURS.match(temporary.prefix())
    assert named is not None
    assert int(named[1]) == os.getpid()
